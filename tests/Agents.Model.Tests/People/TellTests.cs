using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Agents.Infrastructure;
using Agents.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>What is told of questions to those who watch.</summary>
public sealed class TellTests
{
    [Fact]
    public async Task How_long_people_took_is_measured()
    {
        const string Input = "measured";
        var measured = new ConcurrentQueue<double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, it) =>
        {
            if (instrument is { Meter.Name: "Agents", Name: "agents.human.wait" })
                it.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) =>
        {
            if (tags.ToArray().Contains(new("agents.input", Input)))
                measured.Enqueue(seconds);
        });
        listener.Start();
        var time = new VirtualTime();
        await using var stage = Stage.Of(Write.Agent(Asking.Node(
            "only", async (_, attempt) => await attempt.Ask("q"), inputs: [new HumanInputDefinition<string, int>(Input)])), time);
        var run = await stage.StartAsync();
        var requests = run.GetRequests<string, int>(Input);
        await foreach (var request in requests.ReadAsync())
        {
            time.Advance(TimeSpan.FromSeconds(90));
            await requests.AnswerAsync(request, 1);
            await requests.AnswerAsync(request, 1);
        }

        Assert.Equal([90.0], measured);
    }

    [Fact]
    public async Task Questions_and_answers_are_logged_for_debugging()
    {
        var log = new ListLog();
        var collection = new ServiceCollection();
        collection.AddSingleton<ILoggerFactory>(log);
        var agent = Write.Agent(Asking.Node("only", async (_, attempt) => await attempt.Ask("q")));
        collection.AddAgents().AddModule<Robot, object>(agent, static _ => new object());
        await using var services = collection.BuildServiceProvider();
        var run = await services.GetRequiredService<AgentHost>().Connect(agent).StartAsync(default, null, CancellationToken.None);
        var request = await run.OneAsync();
        await run.Approvals().AnswerAsync(request, 1);
        await run.EndSoon();
        Assert.Contains($"Debug: Node only, invocation {request.Invocation} of agent robot, asked question {request.Id} by approval.", log.Lines);
        Assert.Contains($"Debug: Question {request.Id} of agent robot was answered.", log.Lines);
    }

    private sealed class ListLog : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{logLevel}: {formatter(state, exception)}");
    }
}
