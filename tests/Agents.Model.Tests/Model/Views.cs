namespace Agents.Model.Tests;

/// <summary>What a subscriber saw, and how its view ended.</summary>
internal sealed class Seen(ReaderSpec spec)
{
    public ReaderSpec Spec { get; } = spec;

    /// <summary>The last position that was recorded when it started, at the least and at the most.</summary>
    public long StartLow { get; set; }

    public long StartHigh { get; set; }

    public List<object?> Items { get; } = [];

    public Exception? Exception { get; set; }

    /// <summary>Whether it may have been stopped before its end.</summary>
    public bool IsStopped { get; set; }

    public volatile string Phase = "not opened";

    private static string Brief(object? item) => item switch
    {
        StreamItem<int> one => $"{one.Kind} {one.Attempt}[{one.Index}] {one.Value}",
        StreamUpdate<int> update => $"attempt {update.Attempt}: {string.Join(' ', update.All)} new {string.Join(' ', update.New)} reset {update.IsReset} complete {update.IsComplete}",
        StreamAllUpdate<int> all => $"all {Map(all.All)} new {Map(all.New)} resets {string.Join(' ', all.Resets.Select(static id => id.Ordinal))} count {all.ResetCount} outcomes {all.Outcomes.Count} complete {all.IsComplete} at {Cursor.GetPosition(all.Cursor)}",
        Chunk<int> chunk => $"{chunk.Position}: {chunk.Value}",
        RunEvent logged => $"{logged.Position}: {logged.GetType().Name}",
        _ => $"{item}",
    };

    private static string Map(IReadOnlyDictionary<InvocationId, IReadOnlyList<int>> map) =>
        string.Join(", ", map.Select(static pair => $"{pair.Key.Ordinal}: {string.Join(' ', pair.Value)}"));

    public override string ToString() =>
        $"{Spec}: {Phase}, start {StartLow}–{StartHigh}, {Items.Count} items [{string.Join("; ", Items.TakeLast(4).Select(Brief))}], {Exception?.GetType().Name} {Exception?.Message}";
}

/// <summary>What a subscriber must have seen, given the log: the promises of the streams.</summary>
internal static class Views
{
    public static void Check(LogModel log, RunId run, Seen seen)
    {
        var spec = seen.Spec;
        if (spec.Kind is ReaderKind.Items or ReaderKind.Plain or ReaderKind.Callback && spec.Ordinal > 0 &&
            log.Find(spec.Ordinal) is { } other && other.Node != spec.Node)
        {
            Require(seen.Items.Count == 0 && (seen.Exception is ArgumentException || seen.IsStopped), "An invocation of another node is refused.");
            return;
        }

        // Where it started is known for certain but for live ones: these started somewhere within their opening.
        ModelException? last = null;
        for (var start = seen.StartLow; start <= seen.StartHigh; start++)
        {
            try
            {
                Check(log, run, seen, start);
                return;
            }
            catch (ModelException exception)
            {
                last = exception;
            }
        }

        throw last ?? new ModelException("The log shrank.");
    }

    private static void Check(LogModel log, RunId run, Seen seen, long start)
    {
        var spec = seen.Spec;
        switch (spec.Kind)
        {
            case ReaderKind.Items:
                new ItemsView(log, run, seen, start, Stream(log, spec)).Check();
                break;
            case ReaderKind.Plain:
                PlainView.Check(log, seen, start, Stream(log, spec));
                break;
            case ReaderKind.Callback:
                CheckCallback(log, run, seen, start, Stream(log, spec));
                break;
            case ReaderKind.All:
                CheckAll(log, run, seen, start);
                break;
            case ReaderKind.SubscribeAll:
                CheckSubscribeAll(log, run, seen, start);
                break;
            case ReaderKind.Grouped:
                CheckGrouped(log, run, seen, start);
                break;
            case ReaderKind.Events:
                CheckEvents(log, seen, start);
                break;
            default:
                CheckSnapshot(log, run, seen);
                break;
        }
    }

    public static void Require(bool condition, string rule)
    {
        if (!condition)
            throw new ModelException(rule);
    }

    private static LoggedInvocation? Stream(LogModel log, ReaderSpec spec) =>
        spec.Ordinal == 0 ? log.Of(spec.Node).FirstOrDefault() : log.Find(spec.Ordinal);

    /// <summary>How a sequence that ends with the run, or with its invocation, must have ended.</summary>
    public static void CheckException(Seen seen, StreamOutcome outcome)
    {
        if (seen.IsStopped && seen.Exception is null or OperationCanceledException)
            return;
        switch (outcome.Status)
        {
            case RunStatus.Failed:
                Require(seen.Exception is AgentFailedException failed && failed.Failure == outcome.Failure, $"Not failed, but {seen.Exception}.");
                break;
            case RunStatus.Canceled:
                Require(seen.Exception is AgentCanceledException canceled && canceled.Reason == outcome.CancelReason, $"Not canceled, but {seen.Exception}.");
                break;
            default:
                Require(seen.Exception is null, $"Not completed, but {seen.Exception}.");
                break;
        }
    }

    private static void CheckNoException(Seen seen) => Require(
        seen.Exception is null || (seen.IsStopped && seen.Exception is OperationCanceledException), $"It threw {seen.Exception}.");

    private static void CheckEvents(LogModel log, Seen seen, long start)
    {
        CheckNoException(seen);
        var expected = log.Events.Skip((int)start).ToList();
        Require(seen.IsStopped ? seen.Items.Count <= expected.Count : seen.Items.Count == expected.Count, $"{seen.Items.Count} events instead of {expected.Count}.");
        for (var index = 0; index < seen.Items.Count; index++)
            Require(Same((RunEvent)seen.Items[index]!, expected[index]), $"{seen.Items[index]} instead of {expected[index]}.");

        // Lists are equal by what they hold.
        static bool Same(RunEvent left, RunEvent right) => (left, right) switch
        {
            (RunEvent.InvocationCompleted one, RunEvent.InvocationCompleted other) =>
                one with { Emitted = other.Emitted } == other && one.Emitted.Zip(other.Emitted).All(static pair =>
                    pair.First with { Inputs = pair.Second.Inputs } == pair.Second && pair.First.Inputs.SequenceEqual(pair.Second.Inputs)),
            (RunEvent.RunStarted one, RunEvent.RunStarted other) => one with { Inputs = other.Inputs } == other && one.Inputs.SequenceEqual(other.Inputs),
            _ => left == right,
        };
    }

    private static void CheckAll(LogModel log, RunId run, Seen seen, long start)
    {
        var expected = log.Of(seen.Spec.Node)
            .Where(invocation => !seen.Spec.Committed || invocation.Outcome!.Status is RunStatus.Completed)
            .SelectMany(invocation => invocation.Attempts.Where(attempt => !seen.Spec.Committed || attempt == invocation.Last)
                .SelectMany(attempt => attempt.Chunks.Select(chunk => new Chunk<int>(
                    new InvocationId(run, invocation.Ordinal), attempt.Number, chunk.Index, chunk.Position, new Cursor(run, chunk.Position),
                    chunk.Time, chunk.Value))))
            .Where(chunk => chunk.Position > start)
            .OrderBy(static chunk => chunk.Position)
            .ToList();
        var given = seen.Items.Cast<Chunk<int>>().ToList();
        Require(given.SequenceEqual(expected.Take(given.Count)), "All chunks come as they are logged.");
        Require(given.Count == expected.Count || seen.IsStopped, $"{given.Count} chunks of {expected.Count}.");
        CheckException(seen, log.Outcome);
    }

    private static void CheckGrouped(LogModel log, RunId run, Seen seen, long start)
    {
        // What had ended before is no news.
        var expected = log.Of(seen.Spec.Node).Where(invocation => invocation.EndedAt > start).ToList();
        var given = seen.Items.Cast<Seen>().ToList();
        Require(given.Count == expected.Count || (seen.IsStopped && given.Count < expected.Count), $"{given.Count} streams of {expected.Count}.");
        for (var index = 0; index < given.Count; index++)
            new ItemsView(log, run, given[index], start, expected[index]).Check();
        CheckException(seen, log.Outcome);
    }

    private static void CheckSnapshot(LogModel log, RunId run, Seen seen)
    {
        CheckNoException(seen);
        if (seen.Items.Count == 0)
            return;
        var snapshot = (StreamSnapshot<int>)seen.Items[0]!;
        var at = Cursor.GetPosition(snapshot.Cursor);
        Require(at >= seen.StartLow && at <= seen.StartHigh, "A snapshot is of now.");
        var expected = log.Of(seen.Spec.Node).Where(invocation => invocation.CreatedAt <= at).ToList();
        Require(
            snapshot.Invocations.Keys.SequenceEqual(expected.Select(invocation => new InvocationId(run, invocation.Ordinal))),
            "A snapshot has the invocations there are.");
        foreach (var invocation in expected)
        {
            var known = snapshot.Invocations[new InvocationId(run, invocation.Ordinal)];
            var attempt = invocation.AttemptAt(at);
            Require(known.Attempt == (attempt?.Number ?? 0), "A snapshot has the current attempt.");
            Require(known.ResetCount == Math.Max(known.Attempt - 1, 0), "A snapshot counts resets.");
            Require(known.Chunks.SequenceEqual(Values(attempt, attempt?.CountUpTo(at) ?? 0)), "A snapshot has the chunks there are.");
            Require(invocation.EndedAt <= at ? known.Outcome == invocation.Outcome : known.Outcome is null, "A snapshot has the outcomes there are.");
        }
    }

    public static IEnumerable<int> Values(LoggedAttempt? attempt, int count) =>
        attempt is null ? [] : attempt.Chunks.Take(count).Select(static chunk => chunk.Value);

    private static void CheckCallback(LogModel log, RunId run, Seen seen, long start, LoggedInvocation? invocation)
    {
        var spec = seen.Spec;
        CheckNoException(seen);
        var updates = seen.Items.Cast<StreamUpdate<int>>().ToList();
        Require(updates.Count(static update => update.IsComplete) == 1 || (seen.IsStopped && updates.TrueForAll(static update => !update.IsComplete)), "Exactly one call is the last.");
        var attempt = spec.Committed ? null : invocation?.AttemptAt(start);
        var delivered = attempt?.CountUpTo(start) ?? 0;
        var first = spec.Start is StartKind.Live ? delivered : 0;
        if (spec.Committed && invocation?.Outcome!.Status is RunStatus.Completed && invocation.AttemptAt(start) == invocation.Last)
            delivered = invocation.Last?.CountUpTo(start) ?? 0;
        for (var index = 0; index < updates.Count; index++)
        {
            var update = updates[index];
            var isLast = index == updates.Count - 1 && update.IsComplete;
            Require(update.IsComplete == isLast, "The call that is complete is the last.");
            Require(update.Invocation == (invocation is null ? null : new InvocationId(run, invocation.Ordinal)), "A call names its invocation.");
            var current = update.Attempt == 0 ? null : invocation!.Attempts[update.Attempt - 1];
            Require((attempt?.Number ?? 0) <= update.Attempt, "Attempts do not go back.");
            var changed = current != attempt && !spec.Committed;
            Require(update.IsReset == (changed && delivered > first), $"IsReset {update.IsReset}: attempt {attempt?.Number} with {delivered} delivered, then {update.Attempt}.");
            if (changed)
                delivered = first = 0;
            attempt = current;
            Require(update.All.SequenceEqual(Values(current, update.All.Count)), "All are the attempt's chunks.");
            Require(update.All.Count >= delivered && update.New.SequenceEqual(update.All.Skip(delivered)), $"New is what was not in the last call: {update.New.Count} of {update.All.Count}, {delivered} before.");
            Require(update.New.Count > 0 || update.IsReset || isLast, "There is no call for nothing.");
            Require(update.ResetCount == Math.Max(update.Attempt - 1, 0), "Resets are counted.");
            delivered = update.All.Count;
            if (!isLast)
            {
                Require(!spec.Committed, "Committed chunks come when the invocation has ended.");
                var place = update.All.Count > 0 ? current!.Chunks[update.All.Count - 1].Position : current!.BegunAt;
                Require(update.Cursor == new Cursor(run, place) && update.Outcome is null, "A call has its cursor, and no outcome before the end.");
                continue;
            }

            Require(update.Outcome == (invocation?.Outcome ?? log.Outcome), $"The outcome is {invocation?.Outcome ?? log.Outcome}, not {update.Outcome}.");
            Require(update.Cursor == new Cursor(run, invocation?.EndedAt ?? log.End), "The last cursor is the end.");
            Require(update.Attempt == (invocation?.Last?.Number ?? 0), "The last call is of the last attempt.");
            if (!spec.Committed || invocation?.Outcome!.Status is RunStatus.Completed)
                Require(update.All.Count == (invocation?.Last?.Chunks.Count ?? 0), "The last call has all chunks.");
            else
                Require(update.All.Count == 0, "What does not complete is not committed.");
        }
    }

    private static void CheckSubscribeAll(LogModel log, RunId run, Seen seen, long start)
    {
        var spec = seen.Spec;
        CheckNoException(seen);
        var updates = seen.Items.Cast<StreamAllUpdate<int>>().ToList();
        Require(updates.Count(static update => update.IsComplete) == 1 || (seen.IsStopped && updates.TrueForAll(static update => !update.IsComplete)), "Exactly one call is the last.");
        var invocations = log.Of(spec.Node).ToDictionary(invocation => new InvocationId(run, invocation.Ordinal));
        var known = invocations.Values.ToDictionary(static invocation => invocation.Ordinal, invocation =>
        {
            var attempt = invocation.AttemptAt(start);
            var count = attempt?.CountUpTo(start) ?? 0;
            if (!spec.Committed)
                return (Attempt: attempt, Delivered: count, First: spec.Start is StartKind.Live ? count : 0);
            return (Attempt: invocation.Last, Delivered: invocation.Last == attempt ? count : 0, First: 0);
        });
        var at = start;
        var outcomes = invocations.Where(pair => pair.Value.EndedAt <= start).ToDictionary(static pair => pair.Key, static pair => pair.Value.Outcome!);
        for (var index = 0; index < updates.Count; index++)
        {
            var update = updates[index];
            var isLast = index == updates.Count - 1 && update.IsComplete;
            Require(update.IsComplete == isLast && update.Outcome == (isLast ? log.Outcome : null), "The last call is complete, with the run's outcome.");
            var cursor = Cursor.GetPosition(update.Cursor);
            Require(cursor >= at && cursor <= log.End && (!isLast || cursor == log.End), "The cursor goes on, to the end.");
            at = cursor;
            var newOutcomes = update.Outcomes.Count > outcomes.Count;
            Require(
                update.Outcomes.Count == invocations.Count(pair => pair.Value.EndedAt <= at) &&
                update.Outcomes.All(pair => invocations[pair.Key].EndedAt <= at && pair.Value == invocations[pair.Key].Outcome),
                "Outcomes are those recorded.");
            outcomes = update.Outcomes.ToDictionary();
            var resets = 0;
            foreach (var (id, invocation) in invocations)
            {
                var before = known[invocation.Ordinal];
                var current = invocation.AttemptAt(at);
                resets += Math.Max((current?.Number ?? 0) - 1, 0);
                var count = current?.CountUpTo(at) ?? 0;
                if (spec.Committed)
                {
                    current = invocation.Last;
                    count = invocation.EndedAt <= at && invocation.Outcome!.Status is RunStatus.Completed ? current?.Chunks.Count ?? 0 : Math.Min(before.Delivered, count);
                }

                var changed = current != before.Attempt;
                Require(update.Resets.Contains(id) == (changed && before.Delivered > before.First), $"The reset of {id} is told iff chunks had been delivered.");
                var from = changed ? 0 : before.Delivered;
                var all = spec.Committed && (invocation.EndedAt > at || invocation.Outcome!.Status is not RunStatus.Completed) ? 0 : count;
                Require(
                    All(update.All, id).SequenceEqual(Values(current, all)),
                    $"All of {id} is {string.Join(' ', All(update.All, id))}, of attempt {current?.Number} there is {string.Join(' ', Values(current, all))}.");
                Require(All(update.New, id).SequenceEqual(Values(current, count).Skip(from)), $"New of {id} is {string.Join(' ', All(update.New, id))}, {from} of {count} were delivered.");
                known[invocation.Ordinal] = (current, count, changed ? 0 : before.First);
            }

            Require(update.New.Values.All(static list => list.Count > 0), "New has no empty lists.");
            Require(update.New.Count > 0 || update.Resets.Count > 0 || newOutcomes || isLast, "There is no call for nothing.");
            Require(update.ResetCount == resets, $"Resets are counted: {update.ResetCount}, not {resets}.");
        }
    }

    private static IReadOnlyList<int> All(IReadOnlyDictionary<InvocationId, IReadOnlyList<int>> map, InvocationId id) => map.GetValueOrDefault(id) ?? [];
}

/// <summary>The promises for items: chunks of ever newer attempts, a reset where chunks of an older one were given, one end.</summary>
internal sealed class ItemsView(LogModel log, RunId run, Seen seen, long start, LoggedInvocation? invocation)
{
    public void Check()
    {
        var spec = seen.Spec;
        if (seen.Exception is not null)
            Views.Require(seen.IsStopped && seen.Exception is OperationCanceledException, $"Items never throw {seen.Exception}.");
        var items = seen.Items.Cast<StreamItem<int>>().ToList();
        Views.Require(seen.IsStopped || items.Count > 0 && items[^1].Kind is StreamItemKind.End, "Items end with the end.");
        InvocationId? id = invocation is null ? null : new InvocationId(run, invocation.Ordinal);
        var completed = invocation?.Outcome!.Status is RunStatus.Completed;
        var attempt = invocation?.AttemptAt(start);
        if (spec.Committed && attempt != invocation?.Last)
            attempt = null;
        var next = attempt?.CountUpTo(start) ?? 0;
        var first = spec.Start is StartKind.Live ? next : 0;
        var isOver = false;
        foreach (var item in items)
        {
            Views.Require(!isOver, "Nothing follows the end.");
            Views.Require(item.Invocation == id, $"The item is of {item.Invocation} instead of {id}.");
            var of = item.Attempt == 0 ? null : invocation!.Attempts[item.Attempt - 1];
            Views.Require((of?.Number ?? 0) >= (attempt?.Number ?? 0), "Attempts do not go back.");
            switch (item.Kind)
            {
                case StreamItemKind.Chunk:
                    Views.Require(!spec.Committed || (completed && of == invocation!.Last), "Only completed attempts are committed.");
                    if (of != attempt)
                    {
                        Views.Require(spec.Committed || attempt is null || next == first, "A reset precedes the chunks of a newer attempt.");
                        (attempt, next, first) = (of, 0, 0);
                    }

                    Views.Require(next < attempt!.Chunks.Count, "A chunk that was not written.");
                    var chunk = attempt.Chunks[next++];
                    Views.Require(
                        item.Index == chunk.Index && item.Value == chunk.Value && item.Timestamp == chunk.Time && item.Cursor == new Cursor(run, chunk.Position),
                        $"{item} instead of {chunk}.");
                    break;
                case StreamItemKind.Reset:
                    Views.Require(!spec.Committed, "Nothing committed is reset.");
                    Views.Require(of != attempt && attempt is not null && next > first, $"A reset to attempt {of?.Number} though of {attempt?.Number} nothing was given.");
                    Views.Require(item.Cursor == new Cursor(run, of!.BegunAt) && item.Timestamp == of.Time, "A reset is where its attempt began.");
                    (attempt, next, first) = (of, 0, 0);
                    break;
                default:
                    isOver = true;
                    Views.Require(item.Outcome == (invocation?.Outcome ?? log.Outcome), $"The outcome is {invocation?.Outcome ?? log.Outcome}, not {item.Outcome}.");
                    Views.Require(of == invocation?.Last, $"The end is of attempt {item.Attempt} instead of {invocation?.Last?.Number}.");
                    Views.Require(
                        item.Cursor == new Cursor(run, invocation?.EndedAt ?? log.End) && item.Timestamp == (invocation?.EndedTime ?? log.Events[^1].Timestamp),
                        "The end is where the invocation ended.");
                    if (spec.Committed && !completed)
                        break;
                    if (of != attempt)
                        Views.Require(attempt is null || next == first || spec.Committed, "A reset precedes the end of a newer attempt.");
                    Views.Require((of == attempt ? next : 0) == (of?.Chunks.Count ?? 0), "All chunks precede the end.");
                    break;
            }
        }
    }
}

/// <summary>
/// The promises for plain readers, as a machine that goes to a newer attempt whenever it likes: what a reader saw must be
/// one of its ways.
/// </summary>
internal static class PlainView
{
    /// <param name="At">The index of the attempt among the invocation's; -1 before the first.</param>
    /// <param name="Next">The attempt's next chunk.</param>
    /// <param name="Segment">Where in what was seen the current way through began.</param>
    /// <param name="First">The index of the first chunk delivered on it.</param>
    /// <param name="Comparing">Whether chunks are held against those delivered.</param>
    /// <param name="Taken">How much of what was seen is explained.</param>
    private readonly record struct State(int At, int Next, int Segment, int First, bool Comparing, int Taken);

    public static void Check(LogModel log, Seen seen, long start, LoggedInvocation? invocation)
    {
        var spec = seen.Spec;
        if (invocation is null)
        {
            Views.Require(seen.Items.Count == 0, "A node that was never invoked streams nothing.");
            Views.CheckException(seen, log.Outcome);
            return;
        }

        var values = seen.Items.Cast<int>().ToList();
        var attempts = invocation.Attempts;
        var at = attempts.FindLastIndex(attempt => attempt.BegunAt <= start);
        var delivered = at < 0 ? 0 : attempts[at].CountUpTo(start);
        var last = attempts.Count - 1;
        if (spec.Committed)
        {
            var committed = invocation.Outcome!.Status is RunStatus.Completed && last >= 0
                ? attempts[last].Chunks.Select(static chunk => chunk.Value).Skip(at == last ? delivered : 0).ToList()
                : [];
            Views.Require(values.SequenceEqual(committed) || (seen.IsStopped && values.SequenceEqual(committed.Take(values.Count))), "Committed chunks come once.");
            Views.CheckException(seen, invocation.Outcome!);
            return;
        }

        var initial = new State(at, delivered, 0, 0, false, 0);
        if (spec.Start is StartKind.Live)
        {
            initial = initial with { First = delivered };
        }
        else if (delivered > 0)
        {
            // What lies before a cursor counts as delivered.
            values.InsertRange(0, attempts[at].Chunks.Take(delivered).Select(static chunk => chunk.Value));
            initial = initial with { Taken = delivered };
        }

        var queue = new Queue<State>([initial]);
        var visited = new HashSet<State> { initial };
        while (queue.TryDequeue(out var state))
        {
            if (Explains(state))
                return;
        }

        throw new ModelException($"No way through the attempts gives {string.Join(' ', values)} and {seen.Exception?.GetType().Name} {seen.Exception?.Message}.");

        void Visit(State state)
        {
            if (visited.Add(state))
                queue.Enqueue(state);
        }

        bool IsReset(State state) => state.Taken == values.Count && seen.Exception is StreamResetException reset &&
            reset.Attempt == attempts[state.At].Number && reset.Delivered == state.Taken - state.Segment && reset.Invocation.Ordinal == invocation.Ordinal;

        bool Explains(State state)
        {
            if (state.Taken == values.Count && seen.IsStopped && seen.Exception is null or OperationCanceledException)
                return true;
            for (var newer = state.At + 1; newer <= last; newer++)
            {
                if (state.Taken > state.Segment)
                    Visit(state with { At = newer, Next = 0, Comparing = true });
                else
                    Visit(new State(newer, 0, state.Taken, 0, false, state.Taken));
            }

            if (state.At >= 0 && state.Next < attempts[state.At].Chunks.Count)
            {
                var value = attempts[state.At].Chunks[state.Next].Value;
                if (!state.Comparing)
                {
                    if (state.Taken < values.Count && values[state.Taken] == value)
                        Visit(state with { Next = state.Next + 1, Taken = state.Taken + 1 });
                }
                else if (state.Next < state.First)
                {
                    Visit(state with { Next = state.Next + 1 });
                }
                else
                {
                    var behind = state.Segment + state.Next - state.First;
                    if (values[behind] == value)
                        Visit(state with { Next = state.Next + 1, Comparing = behind + 1 < state.Taken });
                    else if (!spec.Restart)
                        return IsReset(state);
                    else
                        Visit(new State(state.At, 0, state.Taken, 0, false, state.Taken));
                }

                return false;
            }

            if (state.At != last)
                return false;
            if (state.Comparing && invocation.Outcome!.Status is RunStatus.Completed)
            {
                if (!spec.Restart)
                    return IsReset(state);
                Visit(new State(state.At, 0, state.Taken, 0, false, state.Taken));
                return false;
            }

            if (state.Taken != values.Count)
                return false;
            try
            {
                Views.CheckException(seen, invocation.Outcome!);
                return true;
            }
            catch (ModelException)
            {
                return false;
            }
        }
    }
}
