using Agents.Generators.Models;

namespace Agents.Generators.Emit;

/// <summary>Writes the file of a union.</summary>
internal static class UnionEmitter
{
    public static string Emit(UnionModel union)
    {
        var code = GeneratedFile.Begin();
        if (union.Place.TakesPart)
        {
            GeneratedFile.Beside(code, union.Place, code =>
            {
                using var part = code.Open(GeneratedFile.PartOf(union.Place.Self));
                UnionMatchEmitter.Emit(code, union);
                code.Line();
                UnionJsonEmitter.Emit(code, union);
            });
        }

        if (union.TakesExtensions)
            UnionExtensionsEmitter.Emit(code, union);
        return code.ToString();
    }
}
