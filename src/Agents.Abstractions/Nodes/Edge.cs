using Agents.Infrastructure;

namespace Agents;

/// <summary>
/// An edge to the node with the parameter's name, which takes no input. What is emitted becomes visible, and the target's
/// invocations start, when the emitting attempt has completed; of an attempt that fails nothing remains. Thread-safe.
/// </summary>
public readonly struct Edge
{
    private readonly EdgeTarget<ValueTuple>? target;
    private readonly NodeAttempt? attempt;

    /// <summary>Makes an edge that emits to <paramref name="target"/>.</summary>
    /// <param name="target">Where emits go.</param>
    /// <param name="attempt">The emitting attempt; null outside a run, in a test.</param>
    public Edge(EdgeTarget<ValueTuple> target, NodeAttempt? attempt = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        this.target = target;
        this.attempt = attempt;
    }

    /// <inheritdoc cref="Edge{T}.Emit"/>
    public void Emit() => EdgeTarget.Require(target).Emit(attempt, default);
}

/// <summary>
/// An edge to the node with the parameter's name, which takes one input. What is emitted becomes visible, and the target's
/// invocations start, when the emitting attempt has completed; of an attempt that fails nothing remains. Thread-safe.
/// </summary>
/// <typeparam name="T">The type of the target's input.</typeparam>
public readonly struct Edge<T>
{
    private readonly EdgeTarget<T>? target;
    private readonly NodeAttempt? attempt;

    /// <summary>Makes an edge that emits to <paramref name="target"/>.</summary>
    /// <param name="target">Where emits go.</param>
    /// <param name="attempt">The emitting attempt; null outside a run, in a test.</param>
    public Edge(EdgeTarget<T> target, NodeAttempt? attempt = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        this.target = target;
        this.attempt = attempt;
    }

    /// <summary>Invokes the target once the emitting attempt completes.</summary>
    /// <param name="value">The target's input. It counts as immutable once emitted.</param>
    /// <exception cref="ArgumentNullException">An input is null that the target does not declare nullable.</exception>
    /// <exception cref="InvalidOperationException">The attempt has ended, or the edge was never bound to a target.</exception>
    /// <exception cref="AttemptSupersededException">A newer attempt has taken this one's place.</exception>
    /// <exception cref="OperationCanceledException">The run was canceled or has ended.</exception>
    /// <exception cref="AgentLimitException">The invocation has emitted as often as the host allows.</exception>
    public void Emit(T value) => EdgeTarget.Require(target).Emit(attempt, value);
}

/// <summary>An edge to the node with the parameter's name, which takes two inputs. See <see cref="Edge{T}"/>.</summary>
/// <typeparam name="T1">The type of the first input.</typeparam>
/// <typeparam name="T2">The type of the second input.</typeparam>
public readonly struct Edge<T1, T2>
{
    private readonly EdgeTarget<(T1, T2)>? target;
    private readonly NodeAttempt? attempt;

    /// <inheritdoc cref="Edge{T}(EdgeTarget{T}, NodeAttempt?)"/>
    public Edge(EdgeTarget<(T1, T2)> target, NodeAttempt? attempt = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        this.target = target;
        this.attempt = attempt;
    }

    /// <inheritdoc cref="Edge{T}.Emit"/>
    /// <param name="first">The first input.</param>
    /// <param name="second">The second input.</param>
    public void Emit(T1 first, T2 second) => EdgeTarget.Require(target).Emit(attempt, (first, second));
}

/// <summary>An edge to the node with the parameter's name, which takes three inputs. See <see cref="Edge{T}"/>.</summary>
/// <typeparam name="T1">The type of the first input.</typeparam>
/// <typeparam name="T2">The type of the second input.</typeparam>
/// <typeparam name="T3">The type of the third input.</typeparam>
public readonly struct Edge<T1, T2, T3>
{
    private readonly EdgeTarget<(T1, T2, T3)>? target;
    private readonly NodeAttempt? attempt;

    /// <inheritdoc cref="Edge{T}(EdgeTarget{T}, NodeAttempt?)"/>
    public Edge(EdgeTarget<(T1, T2, T3)> target, NodeAttempt? attempt = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        this.target = target;
        this.attempt = attempt;
    }

    /// <inheritdoc cref="Edge{T}.Emit"/>
    /// <param name="first">The first input.</param>
    /// <param name="second">The second input.</param>
    /// <param name="third">The third input.</param>
    public void Emit(T1 first, T2 second, T3 third) => EdgeTarget.Require(target).Emit(attempt, (first, second, third));
}

/// <summary>An edge to the node with the parameter's name, which takes four inputs. See <see cref="Edge{T}"/>.</summary>
/// <typeparam name="T1">The type of the first input.</typeparam>
/// <typeparam name="T2">The type of the second input.</typeparam>
/// <typeparam name="T3">The type of the third input.</typeparam>
/// <typeparam name="T4">The type of the fourth input.</typeparam>
public readonly struct Edge<T1, T2, T3, T4>
{
    private readonly EdgeTarget<(T1, T2, T3, T4)>? target;
    private readonly NodeAttempt? attempt;

    /// <inheritdoc cref="Edge{T}(EdgeTarget{T}, NodeAttempt?)"/>
    public Edge(EdgeTarget<(T1, T2, T3, T4)> target, NodeAttempt? attempt = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        this.target = target;
        this.attempt = attempt;
    }

    /// <inheritdoc cref="Edge{T}.Emit"/>
    /// <param name="first">The first input.</param>
    /// <param name="second">The second input.</param>
    /// <param name="third">The third input.</param>
    /// <param name="fourth">The fourth input.</param>
    public void Emit(T1 first, T2 second, T3 third, T4 fourth) =>
        EdgeTarget.Require(target).Emit(attempt, (first, second, third, fourth));
}
