using System.Reflection;
using Agents.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Agents.Analyzers.Tests.Harness;

/// <summary>
/// The generator as a project refers to it: so a fix sees generated types in the solution it changes, as it does in an IDE,
/// where Microsoft's tests would show them to analyzers only.
/// </summary>
internal static class GeneratorReference
{
    public static readonly AnalyzerReference Instance =
        new AnalyzerFileReference(typeof(AgentModuleGenerator).Assembly.Location, new Loaded());

    /// <summary>Gives the assembly that the tests have loaded already.</summary>
    private sealed class Loaded : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => typeof(AgentModuleGenerator).Assembly;
    }
}
