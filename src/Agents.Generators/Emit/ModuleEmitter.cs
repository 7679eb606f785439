using Agents.Generators.Models;

namespace Agents.Generators.Emit;

/// <summary>Writes the file of a module.</summary>
internal static class ModuleEmitter
{
    public static string Emit(ModuleModel module)
    {
        var code = GeneratedFile.Begin();
        if (module.Place.TakesNeighbours)
        {
            GeneratedFile.Beside(code, module.Place, code =>
            {
                if (module.Place.TakesPart)
                {
                    WiringEmitter.Emit(code, module);
                    code.Line();
                }

                ClientEmitter.Emit(code, module);
                code.Line();
                RunEmitter.Emit(code, module);
                code.Line();
                ChangesEmitter.Emit(code, module);
            });
        }

        RegistrationEmitter.Emit(code, module);
        return code.ToString();
    }
}
