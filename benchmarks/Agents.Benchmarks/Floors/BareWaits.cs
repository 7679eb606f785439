using System.Diagnostics;
using Agents.Benchmarks.Ratios;

namespace Agents.Benchmarks.Floors;

/// <summary>
/// What is demanded of a run that waits for a person, by hand, and held in memory: the run as in <see cref="BareRun"/> with the events up to
/// its question, and the question, which is found by the run, may be answered once and is withdrawn when the attempt's token fires.
/// </summary>
internal sealed class BareWaits : IRow
{
    private const int Runs = 20_000;

    private static readonly BareNode[] Asker = [static (attempt, _) => attempt.Wait(new Question("May it pass?", attempt.Token))];

    public string Name => "run that waits for a person, in memory, by hand";

    public string Beside => "nothing: bytes that are held";

    public Task<Result> MeasureAsync(TimeSpan budget)
    {
        var host = new BareHost();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clock = Stopwatch.StartNew();
        for (var index = 0; index < Runs; index++)
        {
            var run = BareRun.Start(host, Asker, index, 5, streams: false);
            SpinWait.SpinUntil(() => run.Waiting is not null);
        }

        var time = clock.Elapsed.TotalNanoseconds / Runs;
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Runs;
        GC.KeepAlive(host);
        return Task.FromResult(WaitingRow.ToResult(Name, time, bytes));
    }

    /// <summary>A question, and who waits for its answer.</summary>
    public sealed class Question
    {
        private readonly TaskCompletionSource<string> source = new();
        private readonly CancellationTokenRegistration registration;

        public Question(string text, CancellationToken token)
        {
            Text = text;
            registration = token.UnsafeRegister(static (state, fired) => ((Question)state!).source.TrySetCanceled(fired), this);
        }

        public string Text { get; }

        public long AskedTicks { get; } = Environment.TickCount64;

        public Task<string> Answer => source.Task;

        public bool TryAnswer(string answer)
        {
            registration.Unregister();
            return source.TrySetResult(answer);
        }
    }
}
