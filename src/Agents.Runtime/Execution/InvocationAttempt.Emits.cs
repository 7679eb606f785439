using System.Text.Json;

namespace Agents.Runtime;

/// <content>What an attempt emits, and what a fork takes over of it.</content>
internal abstract partial class InvocationAttempt
{
    /// <summary>Takes over what an attempt of another run gave.</summary>
    /// <param name="original">The attempt.</param>
    /// <param name="takesAggregate">Whether the invocation that gathers its scope is taken over, too; else it is another.</param>
    /// <param name="copy">Makes an emission for this run.</param>
    public void TakeOver(InvocationAttempt original, bool takesAggregate, Func<IEmission, IEmission> copy)
    {
        FenceOff(Fence.Ended);
        IEmission? last = null;
        for (var emission = original.firstEmission; emission is not null; emission = emission.Next)
        {
            var made = copy(emission);
            if (last is null)
                firstEmission = made;
            else
                last.Next = made;
            last = made;
        }

        EmissionCount = original.EmissionCount;
        ItemCount = original.ItemCount;
        TakeReturn(original);
        if (original.Aggregate is { } aggregate)
            Extras.NeedOrigins().Aggregate = takesAggregate ? (InvocationAttempt)copy(aggregate) : MakeAggregate();
    }

    /// <summary>Takes in what the attempt gave, from the journal.</summary>
    public void Restore(IEmission? first, JsonElement? result, JsonElement? start, bool isFromCache)
    {
        FenceOff(Fence.Ended);
        firstEmission = first;
        for (var emission = first; emission is not null; emission = emission.Next)
        {
            if (emission.IsItem)
                ItemCount++;
            else
                EmissionCount++;
        }

        ReadReturn(result, start, isFromCache);
    }

    /// <summary>With a journal: writes the input of what is emitted.</summary>
    public void Store(InvocationAttempt emitted)
    {
        if (!Host.IsDurable)
            return;
        OrDoom(emitted, static emitted =>
        {
            emitted.StoreInput();
            return true;
        });
    }

    /// <summary>With a journal: writes a question of the attempt.</summary>
    public void Store(HumanQuestion question) => OrDoom((attempt: this, question), static it =>
    {
        it.question.Store(it.attempt.Host.Payloads, it.attempt.Node);
        return true;
    });

    /// <summary>With a journal: writes a payload of the attempt, as what it is declared as.</summary>
    public byte[] Write<T>(T value, string member) => OrDoom(
        (attempt: this, value, member), static it => it.attempt.Host.Payloads.Write(it.value, it.attempt.Node, it.member));

    /// <summary>What is too large to be stored fails the attempt that hands it over.</summary>
    private TWritten OrDoom<T, TWritten>(T state, Func<T, TWritten> write)
    {
        try
        {
            return write(state);
        }
        catch (AgentLimitException exception)
        {
            throw Doom(exception);
        }
    }

    /// <summary>Takes the emit of an invocation into the completion to come.</summary>
    public void AddEmission(InvocationAttempt emission)
    {
        ThrowIfFenced();
        var limits = Run.Limits;
        var emitted = ++emitCount;
        if (Run.State.Invocations + emitted > limits.InvocationsPerRun)
            throw Doom(new AgentLimitException(nameof(RunLimits.InvocationsPerRun), limits.InvocationsPerRun));
        Push(emission, emitted + gatherCount);
    }

    /// <summary>Takes the emit of an item into the completion to come.</summary>
    public void AddItem(IEmission item)
    {
        ThrowIfFenced();
        if (item.NodeIndex != (NodeInfo.Aggregate?.Info.Index ?? gatherer))
        {
            throw new InvalidOperationException(
                $"Node '{Node}' emits to aggregate '{NodeInfo.Agent.Nodes[item.NodeIndex].Name}', which does not gather the scope that " +
                "the emit belongs to. Emit to the aggregate of the innermost scope.");
        }

        Push(item, ++gatherCount + emitCount);
    }

    private void Push(IEmission emission, int emitted)
    {
        if (emitted > Run.Limits.EmitsPerInvocation)
            throw Doom(EmitsExceeded());
        while (true)
        {
            var head = Volatile.Read(ref emits);
            if (ReferenceEquals(head, EmitsClosed))
                throw FenceException();
            emission.Next = (IEmission?)head;
            if (ReferenceEquals(Interlocked.CompareExchange(ref emits, emission, head), head))
                return;
        }
    }

    private AgentLimitException EmitsExceeded() => new(nameof(RunLimits.EmitsPerInvocation), Run.Limits.EmitsPerInvocation);

    private void CloseEmits()
    {
        // Without edges nothing was emitted, and nothing ever can be.
        if (NodeInfo.Targets.Length == 0)
            return;
        var emission = (IEmission?)Interlocked.Exchange(ref emits, EmitsClosed);
        while (emission is not null)
        {
            // They were pushed last first.
            var earlier = emission.Next;
            emission.Next = firstEmission;
            firstEmission = emission;
            if (emission.IsItem)
                ItemCount++;
            else
                EmissionCount++;
            emission = earlier;
        }

        if (EmissionCount + ItemCount > Run.Limits.EmitsPerInvocation)
            Doom(EmitsExceeded());
    }
}
