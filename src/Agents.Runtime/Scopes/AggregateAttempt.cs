namespace Agents.Runtime;

/// <summary>An attempt of an aggregate: its input is the fold of its scope, made by each attempt anew.</summary>
/// <param name="run">The run.</param>
/// <param name="node">The aggregate.</param>
/// <param name="start">The ordinal of the invocation that opened the scope.</param>
/// <param name="startValue">What that returned; null if nothing.</param>
/// <param name="number">The number of the attempt.</param>
internal sealed class AggregateAttempt<TModule, TInput, TResult>(
    Run run, NodeRuntime<TModule, TInput, TResult> node, int start, object? startValue, int number)
    : InvocationAttempt<TModule, TInput, TResult>(run, node, default!, number)
    where TModule : class
{
    private TInput? folded;
    private bool isFolded;

    public override TInput Input
    {
        get
        {
            if (!Volatile.Read(ref isFolded))
            {
                folded = Fold();
                Volatile.Write(ref isFolded, true);
            }

            return folded!;
        }
    }

    protected override InvocationAttempt MakeAttempt(int attemptNumber) =>
        new AggregateAttempt<TModule, TInput, TResult>(Run, Runtime, start, startValue, attemptNumber);

    /// <summary>Its input follows from the log, and is stored nowhere else.</summary>
    protected override void WriteInput()
    {
    }

    public override EmissionTemplate ToTemplate() => new Template(Runtime, start, startValue);

    private TInput Fold()
    {
        var fold = new ScopeFold<TInput>(Run, start, Runtime.Definition.Fold!);
        fold.Advance(Run.GetItemCount(start));
        var input = fold.Finish(startValue);
        Runtime.Definition.Input.Check?.Invoke(input);
        return input;
    }

    /// <summary>Gathers the scope that the same invocation opened in another run.</summary>
    private sealed class Template(NodeRuntime<TModule, TInput, TResult> node, int start, object? startValue) : EmissionTemplate
    {
        public override IEmission Make(Run run) => new AggregateAttempt<TModule, TInput, TResult>(run, node, start, startValue, 1);
    }
}
