namespace Agents;

/// <summary>
/// Marks a node's parameter as a service: it comes from dependency injection, out of an asynchronous scope that lives as
/// long as the attempt. A parameter of nullable type takes null where the service is not registered.
/// </summary>
/// <remarks>
/// <c>[FromServices]</c> of ASP.NET Core and <c>[FromKeyedServices]</c> of
/// Microsoft.Extensions.DependencyInjection serve as well.
/// </remarks>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ServiceAttribute : Attribute;
