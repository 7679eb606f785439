using System.Text.Json;
using Agents.Infrastructure;

namespace Agents.Runtime;

/// <summary>What is asked of a node by those who do not know its types.</summary>
internal interface INodeRuntime
{
    /// <summary>Makes an invocation with other inputs, for a fork.</summary>
    InvocationAttempt Make(Run run, InvocationChange change);

    /// <summary>Makes an invocation with inputs from the journal. Throws where they do not fit the node.</summary>
    InvocationAttempt Read(Run run, JsonElement inputs);

    /// <summary>Reads the change of an invocation from the journal. Throws where its inputs do not fit the node.</summary>
    InvocationChange ReadChange(InvocationId invocation, JsonElement inputs);

    /// <summary>Writes the inputs of a change for the journal.</summary>
    byte[] WriteChange(InvocationChange change);

    /// <summary>What keeps inputs from the journal from fitting the node; null if they do.</summary>
    Exception? FindMisfit(JsonElement inputs);

    /// <summary>Throws unless a change has inputs of the node.</summary>
    void Check(InvocationChange change);

    /// <summary>Whether two changes give an invocation equal inputs. Calls user code.</summary>
    bool AreEqual(InvocationChange left, InvocationChange right);
}
