using System.Diagnostics;
using Xunit;

namespace Ansatz.Tests.Numerics;

/// <summary>The tests of this folder once more, in a process that may use fewer instructions.</summary>
public class PortablePathTests
{
    const string Inside = "ANSATZ_PORTABLE_TEST";

    [Theory, InlineData("DOTNET_EnableAVX2"), InlineData("DOTNET_EnableHWIntrinsic"), InlineData("DOTNET_EnableAVX512")]
    public async Task Numerics_without(string instructions)
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable(Inside) is not null, "runs the tests of its own process");
        string assembly = typeof(PortablePathTests).Assembly.Location;
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(assembly);
        foreach (string argument in (string[])["-namespace", "Ansatz.Tests.Numerics", "-class-", typeof(PortablePathTests).FullName!, "-noColor"]) start.ArgumentList.Add(argument);
        start.Environment[instructions] = "0";
        start.Environment[Inside] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        string text = await output + await errors;
        Assert.True(process.ExitCode == 0, text.Length > 4000 ? text[^4000..] : text);
        Assert.Contains("Failed: 0", text);
        Assert.DoesNotContain("Total: 0", text);
    }
}
