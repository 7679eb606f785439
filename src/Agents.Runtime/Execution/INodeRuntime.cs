using Agents.Infrastructure;

namespace Agents.Runtime;

/// <summary>What is asked of a node by those who do not know its types.</summary>
internal interface INodeRuntime
{
    /// <summary>Makes an invocation with other inputs, for a fork.</summary>
    InvocationAttempt Make(Run run, InvocationChange change);

    /// <summary>Throws unless a change has inputs of the node.</summary>
    void Check(InvocationChange change);

    /// <summary>Whether two changes give an invocation equal inputs. Calls user code.</summary>
    bool AreEqual(InvocationChange left, InvocationChange right);
}
