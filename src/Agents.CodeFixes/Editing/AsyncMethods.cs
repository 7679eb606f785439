using Agents.Generators;
using Agents.Generators.Operations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Operations;

namespace Agents.CodeFixes;

/// <summary>Makes methods asynchronous: <c>int</c> becomes <c>async Task&lt;int&gt;</c>, and tasks that were returned are awaited.</summary>
internal static class AsyncMethods
{
    /// <summary>
    /// Makes a method asynchronous; false where it cannot be done for sure, and where callers would get a task instead of a value.
    /// </summary>
    public static async Task<bool> TryMakeAsync(
        DocumentEditor editor, MethodDeclarationSyntax method, IMethodSymbol symbol, CancellationToken cancellationToken)
    {
        if (KnownTypes.IsTaskLike(symbol.ReturnType)
            ? !TryAwaitReturns(editor, method, symbol, cancellationToken)
            : !Signatures.IsFree(symbol) || await IsUsedAsync(editor, symbol, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        MakeAsync(editor, method, symbol);
        return true;
    }

    /// <summary>Marks a method as asynchronous, and lets it return a task of what it returned, unless that was one.</summary>
    public static void MakeAsync(DocumentEditor editor, MethodDeclarationSyntax method, IMethodSymbol symbol)
    {
        var type = KnownTypes.IsTaskLike(symbol.ReturnType) ? null : TaskOf(symbol, editor, method);
        editor.ReplaceNode(method, (current, generator) =>
        {
            var changed = (MethodDeclarationSyntax)generator.WithModifiers(current, generator.GetModifiers(current).WithAsync(true));
            return type is null ? changed : changed.WithReturnType(type.WithTriviaFrom(changed.ReturnType));
        });
    }

    /// <summary>Makes a method that awaits only what a change takes away an ordinary one: <c>async Task</c> becomes <c>void</c>.</summary>
    public static void MakeSync(DocumentEditor editor, MethodDeclarationSyntax method, Func<SyntaxNode, bool> isTaken)
    {
        if (!Functions.IsAsync(method) || Functions.Awaits(method, isTaken) || method.ReturnType is not SimpleNameSyntax task)
            return;
        var type = task is GenericNameSyntax { TypeArgumentList.Arguments: [var result] }
            ? result
            : SyntaxFactory.PredefinedType(SyntaxFactory.Token(SyntaxKind.VoidKeyword));
        editor.ReplaceNode(method, (current, generator) =>
        {
            var changed = (MethodDeclarationSyntax)generator.WithModifiers(current, generator.GetModifiers(current).WithAsync(false));
            return changed.WithReturnType(type.WithTriviaFrom(changed.ReturnType));
        });
    }

    private static async Task<bool> IsUsedAsync(DocumentEditor editor, IMethodSymbol symbol, CancellationToken cancellationToken) =>
        (await Signatures.UsesOfAsync(symbol, editor.OriginalDocument.Project.Solution, cancellationToken).ConfigureAwait(false)).Count > 0;

    private static TypeSyntax TaskOf(IMethodSymbol symbol, DocumentEditor editor, MethodDeclarationSyntax method)
    {
        var compilation = editor.SemanticModel.Compilation;
        var task = symbol.ReturnsVoid
            ? compilation.GetTypeByMetadataName("System.Threading.Tasks.Task")!
            : compilation.GetTypeByMetadataName("System.Threading.Tasks.Task`1")!
                .Construct([symbol.ReturnType], [symbol.ReturnNullableAnnotation]);
        return TypeNames.NameOf(editor, task, method);
    }

    private static bool TryAwaitReturns(
        DocumentEditor editor, MethodDeclarationSyntax method, IMethodSymbol symbol, CancellationToken cancellationToken)
    {
        var tasks = Functions.OwnNodesOf(method).OfType<ReturnStatementSyntax>().Select(static statement => statement.Expression)
            .Append(method.ExpressionBody?.Expression)
            .OfType<ExpressionSyntax>()
            .ToArray();
        if (symbol.ReturnType is not INamedTypeSymbol { Arity: 1 })
            return tasks.All(task => TryAwait(editor, method, task, editor.SemanticModel.GetOperation(task, cancellationToken)));
        foreach (var task in tasks)
        {
            var operation = editor.SemanticModel.GetOperation(task, cancellationToken);
            editor.ReplaceNode(task, (current, _) => ValueOf((ExpressionSyntax)current, task, operation));
        }

        return true;
    }

    /// <summary>The value of a returned task: what it was made of, else the awaited task.</summary>
    private static ExpressionSyntax ValueOf(ExpressionSyntax current, ExpressionSyntax original, IOperation? operation) => current switch
    {
        ThrowExpressionSyntax or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.DefaultLiteralExpression } => current,
        InvocationExpressionSyntax { ArgumentList.Arguments: [var value] }
            when operation is IInvocationOperation { TargetMethod.Name: "FromResult" } && TaskOperations.IsCompleted(operation) =>
            value.Expression.WithTriviaFrom(current),
        BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: [var value] }
            when operation is not null && TaskOperations.IsCompleted(operation) => value.Expression.WithTriviaFrom(current),
        _ => Awaiting.Await(current, original),
    };

    /// <summary>Awaits a returned task that has no value; not where code follows that would then be reached.</summary>
    private static bool TryAwait(DocumentEditor editor, MethodDeclarationSyntax method, ExpressionSyntax task, IOperation? operation)
    {
        if (task.Parent is not ReturnStatementSyntax statement)
        {
            editor.ReplaceNode(task, (current, _) => Awaiting.Await((ExpressionSyntax)current, task));
            return true;
        }

        var isLast = statement.Parent == method.Body && method.Body!.Statements.Last() == statement;
        if (operation is not null && IsNothing(operation))
        {
            if (isLast)
                editor.RemoveNode(statement, SyntaxRemoveOptions.KeepExteriorTrivia);
            else
                editor.ReplaceNode(statement, (current, _) => WithoutValue((ReturnStatementSyntax)current));
            return true;
        }

        editor.ReplaceNode(statement, (current, _) => AwaitStatement((ReturnStatementSyntax)current));
        return isLast;
    }

    /// <summary>Whether a task says no more than that the method has ended.</summary>
    private static bool IsNothing(IOperation task) => TaskOperations.IsCompleted(task) &&
        TaskOperations.Bare(task) is IPropertyReferenceOperation or IDefaultValueOperation or IObjectCreationOperation { Arguments.Length: 0 };

    private static ReturnStatementSyntax WithoutValue(ReturnStatementSyntax statement) => statement
        .WithExpression(null)
        .WithReturnKeyword(statement.ReturnKeyword.WithTrailingTrivia());

    private static ExpressionStatementSyntax AwaitStatement(ReturnStatementSyntax statement) => SyntaxFactory
        .ExpressionStatement(Awaiting.Await(statement.Expression!, statement.Expression!))
        .WithTriviaFrom(statement);
}
