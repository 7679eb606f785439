using System.Globalization;
using System.Runtime.InteropServices;

namespace Agents.Benchmarks.Reports;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    public static string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores ({RuntimeInformation.ProcessArchitecture}), {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1 << 30)} GiB, {RuntimeInformation.OSDescription.Split(' ')[0]}, {RuntimeInformation.FrameworkDescription}");
}
