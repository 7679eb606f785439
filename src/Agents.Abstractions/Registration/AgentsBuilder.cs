using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using Agents.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Agents;

/// <summary>Registers agents; what <c>AddAgents()</c> gives and the generated <c>Add…</c> methods extend.</summary>
public sealed class AgentsBuilder
{
    /// <summary>Makes a builder over a collection of services.</summary>
    /// <param name="services">The services.</param>
    public AgentsBuilder(IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        Services = services;
    }

    /// <summary>The services that agents are registered in.</summary>
    public IServiceCollection Services { get; }

    /// <summary>
    /// Adds what knows the JSON of payloads: a <c>JsonSerializerContext</c>, usually. Asked in the order of the calls, after
    /// the agents' own unions and before reflection.
    /// </summary>
    /// <param name="resolver">The context.</param>
    public AgentsBuilder AddJson(IJsonTypeInfoResolver resolver)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        Services.AddSingleton(new AgentJsonResolver(resolver));
        return this;
    }

    /// <summary>Registers a module, its client and its definition. Called by generated code; a repeated call does nothing.</summary>
    /// <typeparam name="TModule">The module.</typeparam>
    /// <typeparam name="TClient">The client.</typeparam>
    /// <param name="agent">The definition.</param>
    /// <param name="createClient">Makes the client.</param>
    /// <exception cref="InvalidOperationException">Another module of the same name is registered.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public AgentsBuilder AddModule<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TModule, TClient>(
        AgentDefinition agent, Func<IAgentRuntime, TClient> createClient)
        where TModule : class
        where TClient : class
    {
        ArgumentNullException.ThrowIfNull(agent);
        ArgumentNullException.ThrowIfNull(createClient);
        foreach (var service in Services)
        {
            if (service.ServiceType != typeof(AgentDefinition) || service.IsKeyedService ||
                service.ImplementationInstance is not AgentDefinition other)
            {
                continue;
            }

            if (other.ModuleType == agent.ModuleType)
                return this;
            if (string.Equals(other.Name, agent.Name, StringComparison.OrdinalIgnoreCase))
            {
                throw new InvalidOperationException(
                    $"Two agents are named '{agent.Name}': {other.ModuleType} and {agent.ModuleType}. Names are unique in a " +
                    "host, upper and lower case alike; give one of them another by [AgentModule(\"name\")].");
            }
        }

        Services.TryAddSingleton<TModule>();
        Services.TryAddSingleton(provider => createClient(provider.GetRequiredService<IAgentRuntime>()));
        Services.AddSingleton(agent);
        return this;
    }
}

/// <summary>A resolver of payloads' JSON, wrapped so that it meets no other in dependency injection.</summary>
/// <param name="Resolver">The resolver.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record AgentJsonResolver(IJsonTypeInfoResolver Resolver);
