using Agents.Analyzers.Tests.Harness;
using Agents.Generators.Analyzers;
using Agents.Generators.Diagnostics;

namespace Agents.Analyzers.Tests.Uses;

public class AGENT0408
{
    private const string Mailer = """
        public interface IMailer
        {
            Task SendAsync(string text, CancellationToken cancellationToken = default);
            ValueTask SendOnceAsync(string text, string key);
            Task SendWithAsync(NodeContext context);
            Task<int> CountAsync();
            Task EnsureConnectedAsync();
        }
        """;

    [Theory]
    [InlineData("await given.SendAsync(text)")]
    [InlineData("await field.SendAsync(text, token).ConfigureAwait(false)")]
    [InlineData("await this.Property.SendOnceAsync(text, text)")]
    [InlineData("await service.SendAsync(text)")]
    public Task Flagged(string effect) => Check<AskAfterEffectAnalyzer>.Reports(
        [Node($"{effect}; return await {{|#0:approval.AskAsync(text)|}};"), Mailer],
        Check<AskAfterEffectAnalyzer>.Rule(Rules.AskAfterEffect, 0, "Start", effect.Contains("Once", StringComparison.Ordinal) ? "IMailer.SendOnceAsync" : "IMailer.SendAsync"));

    [Theory]
    [InlineData("await given.SendAsync(text); if (text is null) throw new Exception(); { await {|AGENT0408:approval.AskAsync(text)|}; } return await approval.AskAsync(text);")]
    [InlineData("await approval.AskAsync(text); await given.SendAsync(text); return await {|AGENT0408:approval.AskAsync(text)|};")]
    [InlineData("await given.SendAsync(text); var all = await Task.WhenAll(text.Select(c => {|AGENT0408:approval.AskAsync($\"{c}\")|})); return all[0];")]
    [InlineData("try { await given.SendAsync(text); return await {|AGENT0408:approval.AskAsync(text)|}; } catch (Exception) { return false; }")]
    public Task Flagged_once_wherever_the_call_is_surely_made(string body) => Check<AskAfterEffectAnalyzer>.Reports(Node(body), Mailer);

    [Theory]
    [InlineData("return await approval.AskAsync(text);")]
    [InlineData("var answer = await approval.AskAsync(text); await given.SendAsync(text); return answer;")]
    [InlineData("await chunks.WriteAsync(text); next.Emit(text); return await approval.AskAsync(text);")]
    [InlineData("await given.CountAsync(); return await approval.AskAsync(text);")]
    [InlineData("var sending = given.SendAsync(text); await sending; return await approval.AskAsync(text);")]
    [InlineData("await given.EnsureConnectedAsync(); return await approval.AskAsync(text);")]
    [InlineData("await gate.WaitAsync(token); await memory.FlushAsync(token); return await approval.AskAsync(text);")]
    [InlineData("await given.SendOnceAsync(text, context.IdempotencyKey); return await approval.AskAsync(text);")]
    [InlineData("var key = context.IdempotencyKey; await given.SendOnceAsync(text, key); return await approval.AskAsync(text);")]
    [InlineData("await given.SendWithAsync(context); return await approval.AskAsync(text);")]
    [InlineData("if (text.Length > 9) await given.SendAsync(text); return await approval.AskAsync(text);")]
    [InlineData("if (text.Length > 9) { await given.SendAsync(text); return true; } return await approval.AskAsync(text);")]
    [InlineData("try { await given.SendAsync(text); } catch (Exception) { } return await approval.AskAsync(text);")]
    [InlineData("foreach (var c in text) { await approval.AskAsync($\"{c}\"); await given.SendAsync(text); } return true;")]
    [InlineData("return await Ask(); await given.SendAsync(text); Task<bool> Ask() => approval.AskAsync(text);")]
    [InlineData("IMailer other = new Own(); await other.SendAsync(text); return await approval.AskAsync(text);")]
    public Task Not_flagged(string body) => Check<AskAfterEffectAnalyzer>.Reports(
        Node(body),
        Mailer,
        """
        public sealed class Own : IMailer
        {
            public Task SendAsync(string text, CancellationToken cancellationToken) => Task.CompletedTask;
            public ValueTask SendOnceAsync(string text, string key) => default;
            public Task SendWithAsync(NodeContext context) => Task.CompletedTask;
            public Task<int> CountAsync() => Task.FromResult(1);
            public Task EnsureConnectedAsync() => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Not_flagged_after_a_child_run() => Check<AskAfterEffectAnalyzer>.Reports("""
        [AgentModule] public partial class Child { [Node] public void Start() { } }

        [AgentModule]
        public partial class X(ChildClient child)
        {
            [Node]
            public async Task<bool> Start(HumanInput<string, bool> approval)
            {
                await child.InvokeAsync();
                return await approval.AskAsync("?");
            }
        }
        """);

    [Fact]
    public Task Not_flagged_outside_of_nodes() => Check<AskAfterEffectAnalyzer>.Reports(
        """
        public class X(IMailer mailer)
        {
            public async Task Start(HumanInput<string, bool> approval)
            {
                await mailer.SendAsync("");
                await approval.AskAsync("?");
            }
        }
        """,
        Mailer);

    [Fact]
    public Task Not_flagged_in_generated_code() =>
        Check<AskAfterEffectAnalyzer>.Reports("// <auto-generated/>\n" + Node("await given.SendAsync(text); return await approval.AskAsync(text);"), Mailer);

    private static string Node(string body) => $$"""
        [AgentModule]
        public partial class X(IMailer given, SemaphoreSlim gate, Stream memory)
        {
            private readonly IMailer field = given;

            private IMailer Property => field;

            [Node]
            public async Task<bool> Start(
                string text, HumanInput<string, bool> approval, [Service] IMailer service, ChunkWriter<string> chunks, Edge<string> next,
                NodeContext context, CancellationToken token)
            {
                {{body}}
            }

            [Node] public void Next(string text) { }
        }
        """;
}
