using System.Reflection;
using Agents.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Agents.Analyzers.Tests.Harness;

/// <summary>The generator as an IDE refers to it: what it writes is part of a project, so that fixes see it.</summary>
internal sealed class OurGenerator : IAnalyzerAssemblyLoader
{
    public static readonly AnalyzerReference Reference =
        new AnalyzerFileReference(typeof(AgentModuleGenerator).Assembly.Location, new OurGenerator());

    public void AddDependencyLocation(string fullPath)
    {
    }

    public Assembly LoadFromPath(string fullPath) => typeof(AgentModuleGenerator).Assembly;
}
