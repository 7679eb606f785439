using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace Agents.Generators;

/// <summary>The types that give a signature its meaning, recognized by name: nothing is looked up in a compilation.</summary>
internal static class KnownTypes
{
    public const string AgentModuleAttribute = "Agents.AgentModuleAttribute";
    public const string ChunkUnionAttribute = "Agents.ChunkUnionAttribute";

    /// <summary>Whether the attribute marks a node of whatever role.</summary>
    public static bool IsNodeAttribute(ITypeSymbol? type) =>
        Is(type, "Agents", "NodeAttribute") || IsAggregateStartAttribute(type) || IsAggregateAttribute(type);

    public static bool IsAggregateStartAttribute(ITypeSymbol? type) => Is(type, "Agents", "AggregateStartAttribute");

    /// <summary>Whether the attribute marks an aggregate, with a type argument that names the aggregator or without.</summary>
    public static bool IsAggregateAttribute(ITypeSymbol? type) =>
        Is(type, "Agents", "AggregateAttribute") || Is(type, "Agents", "AggregateAttribute", 1);

    public static bool IsBudgetAttribute(ITypeSymbol? type) => Is(type, "Agents", "BudgetAttribute");
    public static bool IsToAttribute(ITypeSymbol? type) => Is(type, "Agents", "ToAttribute");
    public static bool IsAgentModuleAttribute(ITypeSymbol? type) => Is(type, "Agents", "AgentModuleAttribute");
    public static bool IsChunkUnionAttribute(ITypeSymbol? type) => Is(type, "Agents", "ChunkUnionAttribute");
    public static bool IsChunkCaseAttribute(ITypeSymbol? type) => Is(type, "Agents", "ChunkCaseAttribute");

    public static bool IsServiceAttribute(ITypeSymbol? type) =>
        Is(type, "Agents", "ServiceAttribute") || Is(type, "Microsoft.AspNetCore.Mvc", "FromServicesAttribute");

    public static bool IsKeyedServiceAttribute(ITypeSymbol? type) =>
        Is(type, "Microsoft.Extensions.DependencyInjection", "FromKeyedServicesAttribute");

    public static bool IsEdge(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Arity: <= 4 } named && Is(type, "Agents", "Edge", named.Arity);

    public static bool IsChunkWriter(ITypeSymbol? type) => Is(type, "Agents", "ChunkWriter", 1);
    public static bool IsHumanInput(ITypeSymbol? type) => Is(type, "Agents", "HumanInput", 2);
    public static bool IsAggregator(ITypeSymbol? type) => Is(type, "Agents", "IAggregator", 3);
    public static bool IsReadOnlyList(ITypeSymbol? type) => Is(type, "System.Collections.Generic", "IReadOnlyList", 1);
    public static bool IsNodeStream(ITypeSymbol? type) => Is(type, "Agents", "NodeStream", 1);
    public static bool IsNodeContext(ITypeSymbol? type) => Is(type, "Agents", "NodeContext");
    public static bool IsAgentClient(ITypeSymbol? type) => Is(type, "Agents", "AgentClient");
    public static bool IsAgentRun(ITypeSymbol? type) => Is(type, "Agents", "AgentRun");

    public static bool IsCancellationToken(ITypeSymbol? type) => Is(type, "System.Threading", "CancellationToken");
    public static bool IsTask(ITypeSymbol? type, int arity) => Is(type, "System.Threading.Tasks", "Task", arity);
    public static bool IsValueTask(ITypeSymbol? type, int arity) => Is(type, "System.Threading.Tasks", "ValueTask", arity);

    public static bool IsTaskLike(ITypeSymbol? type) =>
        IsTask(type, 0) || IsTask(type, 1) || IsValueTask(type, 0) || IsValueTask(type, 1);

    public static bool IsAction(ITypeSymbol? type) => type is INamedTypeSymbol named && Is(type, "System", "Action", named.Arity);

    public static bool IsTaskFactory(ITypeSymbol? type) =>
        Is(type, "System.Threading.Tasks", "TaskFactory") || Is(type, "System.Threading.Tasks", "TaskFactory", 1);

    public static bool IsSemaphoreSlim(ITypeSymbol? type) => Is(type, "System.Threading", "SemaphoreSlim");

    /// <summary>Whether a method waits for a lock that it then holds.</summary>
    public static bool TakesLock(IMethodSymbol method) => method.Name switch
    {
        "Wait" or "WaitAsync" => IsSemaphoreSlim(method.ContainingType),
        "Enter" or "TryEnter" => Is(method.ContainingType, "System.Threading", "Monitor") || Is(method.ContainingType, "System.Threading", "Lock"),
        "EnterScope" => Is(method.ContainingType, "System.Threading", "Lock"),
        "EnterWriteLock" or "TryEnterWriteLock" => Is(method.ContainingType, "System.Threading", "ReaderWriterLockSlim"),
        _ => false,
    };

    /// <summary>Whether the methods of the type write variables so that threads do not get in each other's way.</summary>
    public static bool IsThreadSafeWriter(ITypeSymbol? type) => Is(type, "System.Threading", "Interlocked") ||
        Is(type, "System.Threading", "Volatile") || Is(type, "System.Threading", "LazyInitializer");

    public static bool IsCanceledException(ITypeSymbol? type) => Is(type, "System", "OperationCanceledException");
    public static bool IsTimer(ITypeSymbol? type) => Is(type, "System.Threading", "Timer") || Is(type, "System.Threading", "ITimer");
    public static bool IsThread(ITypeSymbol? type) => Is(type, "System.Threading", "Thread");
    public static bool IsThreadPool(ITypeSymbol? type) => Is(type, "System.Threading", "ThreadPool");
    public static bool IsAsyncLocal(ITypeSymbol? type) => Is(type, "System.Threading", "AsyncLocal", 1);

    /// <summary>Types by which work tells of its end to somebody who waits, without a task of its own.</summary>
    public static bool IsSignal(ITypeSymbol? type) =>
        Is(type, "System.Threading.Tasks", "TaskCompletionSource") || Is(type, "System.Threading.Tasks", "TaskCompletionSource", 1) ||
        Is(type, "System.Threading.Channels", "Channel", 1) || Is(type, "System.Threading.Channels", "Channel", 2) ||
        Is(type, "System.Threading.Channels", "ChannelWriter", 1) ||
        Is(type, "System.IO.Pipelines", "Pipe") || Is(type, "System.IO.Pipelines", "PipeWriter") ||
        Is(type, "System.Threading", "CountdownEvent") || Is(type, "System.Threading", "ManualResetEventSlim") ||
        Is(type?.BaseType, "System.Threading", "EventWaitHandle");

    public static bool IsAsyncSequence(ITypeSymbol? type) =>
        Is(type, "System.Collections.Generic", "IAsyncEnumerable", 1) ||
        Is(type, "System.Collections.Generic", "IAsyncEnumerator", 1);

    public static bool IsJsonAttribute(ITypeSymbol? type, string name) => Is(type, "System.Text.Json.Serialization", name);

    public static bool IsDoesNotReturnAttribute(ITypeSymbol? type) =>
        Is(type, "System.Diagnostics.CodeAnalysis", "DoesNotReturnAttribute");

    /// <summary>Whether the attribute brings a converter: users derive attributes of their own from it.</summary>
    public static bool IsJsonConverterAttribute(ITypeSymbol? type) =>
        DerivesFrom(type, "System.Text.Json.Serialization", "JsonConverterAttribute");

    /// <summary>Whether the type is a user's context, not the class that all derive from.</summary>
    public static bool IsJsonContext(ITypeSymbol? type) =>
        DerivesFrom(type?.BaseType, "System.Text.Json.Serialization", "JsonSerializerContext");

    public static bool IsAgentsBuilder(ITypeSymbol? type) => Is(type, "Agents", "AgentsBuilder");

    /// <summary>Whether the type, or one that it derives from, is the class of that name.</summary>
    public static bool DerivesFrom(ITypeSymbol? type, string @namespace, string name) =>
        TypeRules.DerivesFrom(type, candidate => Is(candidate, @namespace, name));

    public static bool IsSetsRequiredMembersAttribute(ITypeSymbol? type) =>
        Is(type, "System.Diagnostics.CodeAnalysis", "SetsRequiredMembersAttribute");

    /// <summary>Whether the type is declared in that namespace itself.</summary>
    public static bool IsIn(ITypeSymbol? type, string @namespace) =>
        type is INamedTypeSymbol { ContainingType: null } && IsNamespace(type.ContainingNamespace, @namespace);

    private static bool Is(ITypeSymbol? type, string @namespace, string name, int arity = 0) =>
        type is INamedTypeSymbol { ContainingType: null } named && named.Name == name && named.Arity == arity &&
        IsNamespace(named.ContainingNamespace, @namespace);

    private static bool IsNamespace(INamespaceSymbol? symbol, string name)
    {
        var end = name.Length;
        for (; symbol is { IsGlobalNamespace: false }; symbol = symbol.ContainingNamespace)
        {
            var start = end - symbol.Name.Length;
            if (start < 0 || string.CompareOrdinal(name, start, symbol.Name, 0, symbol.Name.Length) != 0)
                return false;
            if (start == 0)
                return symbol.ContainingNamespace.IsGlobalNamespace;
            if (name[start - 1] != '.')
                return false;
            end = start - 1;
        }

        return false;
    }
}
