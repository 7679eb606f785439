using System.Text.Json;
using Agents.Infrastructure;

namespace Agents.Generators.Tests.Compiled;

/// <summary>A runtime that takes notes of starts and completes them at once.</summary>
internal sealed class FakeRuntime : IAgentRuntime
{
    public object? Input { get; private set; }

    public RunOptions? Options { get; private set; }

    public CancellationToken Token { get; private set; }

    public RunId Forked { get; private set; }

    public IReadOnlyList<InvocationChange>? Changes { get; private set; }

    public object? Result { get; init; }

    public AgentConnection<TInput, TResult> Connect<TModule, TInput, TResult>(AgentDefinition<TModule, TInput, TResult> agent)
        where TModule : class => new Connection<TInput, TResult>(this, agent);

    private sealed class Connection<TInput, TResult>(FakeRuntime runtime, AgentDefinition agent) : AgentConnection<TInput, TResult>
    {
        public override ValueTask<RunConnection<TResult>> StartAsync(TInput input, RunOptions? options, CancellationToken cancellationToken)
        {
            (runtime.Input, runtime.Options, runtime.Token) = (input, options, cancellationToken);
            return new(new FakeRun<TResult>(agent.Name, runtime.Result));
        }

        public override ValueTask<RunConnection<TResult>?> GetRunAsync(RunId run, CancellationToken cancellationToken) => default;

        public override IAsyncEnumerable<RunInfo> ListRunsAsync(RunQuery? query) => AsyncEnumerable.Empty<RunInfo>();

        public override ValueTask<RunConnection<TResult>> ForkAsync(
            RunId run, IReadOnlyList<InvocationChange> changes, RunOptions? options, CancellationToken cancellationToken)
        {
            (runtime.Forked, runtime.Changes, runtime.Options, runtime.Token) = (run, changes, options, cancellationToken);
            return new(new FakeRun<TResult>(agent.Name, runtime.Result));
        }

        public override ValueTask<RunConnection<TResult>> RetryAsync(RunId run, RunOptions? options, CancellationToken cancellationToken) =>
            ForkAsync(run, [], options, cancellationToken);
    }

    private sealed class FakeRun<TResult>(string agent, object? result) : RunConnection<TResult>
    {
        public override RunId Id => default;
        public override string Agent => agent;
        public override Task<TResult> GetResultAsync(CancellationToken cancellationToken) => Task.FromResult((TResult)result!);
        public override Task WaitForEndAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public override ValueTask<bool> CancelAsync(string? reason, CancellationToken cancellationToken) => new(false);
        public override ValueTask<RunInfo> GetInfoAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
        public override IAsyncEnumerable<RunEvent> ReadEventsAsync(Cursor? after, bool includeChildren) => AsyncEnumerable.Empty<RunEvent>();
        public override NodeStream<TChunk> GetStream<TChunk>(int node) => new FakeStream<TChunk>();
        public override ValueTask<IReadOnlyList<RunInfo>> GetChildrenAsync(CancellationToken cancellationToken) => new([]);
        public override ValueTask<IReadOnlyList<HumanRequest>> GetPendingRequestsAsync(bool includeChildren, CancellationToken cancellationToken) => new([]);
        public override ValueTask AnswerAsync(HumanRequestId request, JsonElement answer, CancellationToken cancellationToken) => throw new NotSupportedException();
        public override HumanRequests<TQuestion, TAnswer> GetRequests<TQuestion, TAnswer>(string input) => new FakeRequests<TQuestion, TAnswer>(input);
    }
}

/// <summary>The questions of an input that is known by its name.</summary>
internal sealed class FakeRequests<TQuestion, TAnswer>(string input) : HumanRequests<TQuestion, TAnswer>
{
    public string Input => input;
    public override ValueTask<IReadOnlyList<HumanRequest<TQuestion, TAnswer>>> GetPendingAsync(CancellationToken cancellationToken = default) => new([]);
    public override IAsyncEnumerable<HumanRequest<TQuestion, TAnswer>> ReadAsync() => AsyncEnumerable.Empty<HumanRequest<TQuestion, TAnswer>>();
    public override ValueTask AnswerAsync(HumanRequestId request, TAnswer answer, CancellationToken cancellationToken = default) => default;
}

/// <summary>A person who answers at once, by the index of the input.</summary>
internal sealed class FakePerson<TQuestion, TAnswer>(Func<TQuestion, TAnswer> answer) : HumanInput<TQuestion, TAnswer>
{
    public override Task<TAnswer> AskAsync(TQuestion question, AskOptions<TAnswer>? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(answer(question));
}

/// <summary>A stream that keeps the callback, for a test to call.</summary>
internal sealed class FakeStream<T> : NodeStream<T>
{
    public Func<StreamUpdate<T>, ValueTask>? Handler { get; private set; }

    public ValueTask Push(params T[] chunks) => Handler!(new StreamUpdate<T>
    {
        Invocation = null, Attempt = 1, All = chunks, New = chunks, IsReset = false, ResetCount = 0, IsComplete = false, Outcome = null,
        Cursor = default,
    });

    public override ChunkStream<T> StreamAsync(StreamOptions? options = null) => throw new NotSupportedException();
    public override ChunkStream<T> StreamAsync(InvocationId invocation, StreamOptions? options = null) => throw new NotSupportedException();
    public override IAsyncEnumerable<Chunk<T>> StreamAllAsync(StreamOptions? options = null) => throw new NotSupportedException();
    public override IAsyncEnumerable<ChunkStream<T>> ReadInvocationsAsync(StreamOptions? options = null) => throw new NotSupportedException();
    public override ValueTask<StreamSnapshot<T>> GetSnapshotAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    protected override Subscription SubscribeCore(InvocationId? invocation, Func<StreamUpdate<T>, ValueTask> handler, StreamOptions? options)
    {
        Handler = handler;
        return new FakeSubscription();
    }

    protected override Subscription SubscribeAllCore(Func<StreamAllUpdate<T>, ValueTask> handler, StreamOptions? options) =>
        throw new NotSupportedException();

    private sealed class FakeSubscription : Subscription
    {
        public override Task Completion => Task.CompletedTask;
        public override ValueTask DisposeAsync() => default;
    }
}

/// <summary>An attempt whose edges and writer take notes.</summary>
internal sealed class FakeAttempt(object? writer, IServiceProvider? services = null, params object[] targets) : NodeAttempt
{
    public IReadOnlyList<object> People { get; init; } = [];

    public override HumanInput<TQuestion, TAnswer> GetHumanInput<TQuestion, TAnswer>(int input) => (HumanInput<TQuestion, TAnswer>)People[input];
    public override CancellationToken CancellationToken => TestContext.Current.CancellationToken;
    public override IServiceProvider Services => services ?? throw new InvalidOperationException("No node asked for services.");
    protected override object Writer => writer!;
    protected override object GetTarget(int edge) => targets[edge];
    public override RunId RunId => default;
    public override InvocationId InvocationId => default;
    public override int Attempt => 1;
    public override string Node => "(node)";
    public override IReadOnlyDictionary<string, string> Metadata => new Dictionary<string, string>();
    public override TimeProvider TimeProvider => TimeProvider.System;
}

internal sealed class RecordingWriter<T> : ChunkWriter<T>
{
    public List<T> Chunks { get; } = [];

    public override ValueTask WriteAsync(T chunk, CancellationToken cancellationToken = default)
    {
        Chunks.Add(chunk);
        return default;
    }
}

internal sealed class RecordingTarget<T> : EdgeTarget<T>
{
    public List<T> Emitted { get; } = [];

    public override void Emit(NodeAttempt? attempt, T input) => Emitted.Add(input);
}

/// <summary>An aggregate that keeps what is emitted to it, as a run does until its scope has drained.</summary>
internal sealed class RecordingGather : IGatherTarget
{
    public List<object> Items { get; } = [];

    public EdgeTarget<TItem> Gather<TItem, TState>(AddToFold<TState, TItem> add, Action<TItem>? check) =>
        new Target<TItem, TState>(this, add, check);

    private sealed class Target<TItem, TState>(RecordingGather gather, AddToFold<TState, TItem> add, Action<TItem>? check) : EdgeTarget<TItem>
    {
        public override void Emit(NodeAttempt? attempt, TItem input)
        {
            check?.Invoke(input);
            gather.Items.Add(new Item<TItem, TState>(add, input));
        }
    }

    private sealed class Item<TItem, TState>(AddToFold<TState, TItem> add, TItem item) : IGatheredItem<TState>
    {
        public void AddTo(ref TState state) => add(ref state, item);
    }
}
