using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace Ansatz.Package.Tests;

/// <summary>A folder with the packages as they would be published, under a version that no other run has.</summary>
public sealed class PackageFeed : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ansatz-package-").FullName;

    public PackageFeed()
    {
        Version = "0.1.0-test." + DateTime.UtcNow.Ticks.ToString(CultureInfo.InvariantCulture);
        Packages = Path.Combine(_folder, "feed");
        string[] projects = ["generators/Ansatz.Symbolic/Ansatz.Symbolic.csproj", "generators/Ansatz.StructuralEquations/Ansatz.StructuralEquations.csproj", "src/Ansatz/Ansatz.csproj", "src/Ansatz.Gpu/Ansatz.Gpu.csproj", "templates/Ansatz.Templates/Ansatz.Templates.csproj"];

        // What `dotnet pack --no-build` does for each, by one start of the SDK, which takes longer than packing.
        File.WriteAllText(Path.Combine(_folder, "Feed.proj"), $"""
            <Project>
              <Target Name="Pack">
                <MSBuild Projects="{string.Join(';', projects.Select(p => Path.Combine(Root, p)))}" Targets="Pack" Properties="NoBuild=true;_IsPacking=true;Configuration={Metadata("Configuration")};PackageOutputPath={Packages};Version={Version}" />
              </Target>
            </Project>
            """);
        Dotnet(_folder, "msbuild", "Feed.proj", "-t:Pack").Require();
    }

    /// <summary>The version of all packages.</summary>
    public string Version { get; }

    /// <summary>Where the packages lie.</summary>
    public string Packages { get; }

    /// <summary>The executable of an example of this repository.</summary>
    public string Example(string name) => Path.Combine(Root, "examples", name, "bin", Metadata("Configuration"), "net10.0", name + ".dll");

    private static string Root => Metadata("RepositoryRoot");

    /// <summary>An empty folder outside the repository.</summary>
    public string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;

    /// <summary>An executable project that references <c>Ansatz</c>, with these files.</summary>
    public string NewProject(string name, params (string Name, string Text)[] files) => NewProject(name, "Ansatz", files);

    /// <summary>An executable project that references a package, with these files.</summary>
    public string NewProject(string name, string package, params (string Name, string Text)[] files)
    {
        var folder = NewFolder(name);
        File.WriteAllText(Path.Combine(folder, name + ".csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <InvariantGlobalization>true</InvariantGlobalization>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{package}" Version="{Version}" />
              </ItemGroup>
            </Project>
            """);
        foreach (var (file, text) in files) File.WriteAllText(Path.Combine(folder, file), text);
        return folder;
    }

    /// <summary>Runs the SDK in a folder, with the feed as one more source of packages.</summary>
    public Outcome Dotnet(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || k.StartsWith("TESTINGPLATFORM", StringComparison.OrdinalIgnoreCase)).ToArray()) start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["RestoreAdditionalProjectSources"] = Packages ?? "";
        using var process = Process.Start(start)!;
        var text = new StringBuilder();
        process.OutputDataReceived += (_, e) => Append(e.Data);
        process.ErrorDataReceived += (_, e) => Append(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        return new Outcome("dotnet " + string.Join(' ', arguments), process.ExitCode, text.ToString());

        void Append(string? line)
        {
            lock (text) if (line is not null) text.Append(line).Append('\n');
        }
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // A file that is still open: the system's temporary folder is cleaned by others.
        }
    }

    private static string Metadata(string key) => typeof(PackageFeed).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    /// <summary>What a command did.</summary>
    public sealed record Outcome(string Command, int ExitCode, string Output)
    {
        /// <summary>Requires success; gives what was printed.</summary>
        public string Require()
        {
            Assert.True(ExitCode == 0, $"{Command} ended with {ExitCode}:\n{Output}");
            return Output;
        }
    }
}
