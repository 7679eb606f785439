using System.ComponentModel;

namespace Agents.Infrastructure;

/// <summary>What a node may ask people: the types of question and answer.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class HumanInputDefinition
{
    private protected HumanInputDefinition(string name)
    {
        Name = name;
    }

    /// <summary>The parameter's name, by which the input is known on the wire.</summary>
    public string Name { get; }

    /// <summary>The type of the questions.</summary>
    public abstract Type QuestionType { get; }

    /// <summary>The type of the answers.</summary>
    public abstract Type AnswerType { get; }

    /// <summary>Whether a question may be null.</summary>
    public bool QuestionAllowsNull { get; init; }

    /// <summary>Whether an answer may be null.</summary>
    public bool AnswerAllowsNull { get; init; }

    /// <summary>Hands the input with its types to <paramref name="visitor"/>.</summary>
    /// <typeparam name="TOut">What the visitor gives.</typeparam>
    /// <param name="visitor">Who wants to know the types.</param>
    public abstract TOut Accept<TOut>(IHumanInputVisitor<TOut> visitor);
}

/// <summary>What a node may ask people, with its types.</summary>
/// <typeparam name="TQuestion">The type of the questions.</typeparam>
/// <typeparam name="TAnswer">The type of the answers.</typeparam>
/// <param name="name">The parameter's name.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class HumanInputDefinition<TQuestion, TAnswer>(string name) : HumanInputDefinition(name)
{
    /// <inheritdoc/>
    public override Type QuestionType => typeof(TQuestion);

    /// <inheritdoc/>
    public override Type AnswerType => typeof(TAnswer);

    /// <inheritdoc/>
    public override TOut Accept<TOut>(IHumanInputVisitor<TOut> visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        return visitor.Visit(this);
    }
}

/// <summary>Receives a human input with its types.</summary>
/// <typeparam name="TOut">What is given back.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IHumanInputVisitor<out TOut>
{
    /// <summary>Receives the input.</summary>
    /// <typeparam name="TQuestion">The type of the questions.</typeparam>
    /// <typeparam name="TAnswer">The type of the answers.</typeparam>
    /// <param name="input">The input.</param>
    TOut Visit<TQuestion, TAnswer>(HumanInputDefinition<TQuestion, TAnswer> input);
}
