using Claims;
using Maestro;

// Takes --data FOLDER for Fashion-MNIST, where it is not where Debian's package dataset-fashion-mnist puts it.
if (args is not ([] or ["--data", _]))
{
    Console.Error.WriteLine("Usage: Maestro [--data FOLDER]");
    return 2;
}

Console.WriteLine("""
    A matrix as a sum of components that are trained to be in the order of their importance: at each step only the first of them take part, as many as are drawn
    (Horváth, Laskaridis, Rajput, Wang, Maestro: uncovering low-rank structures via trainable decomposition, 2024). Afterwards it can be cut at any rank.
    """);

var report = new Report();
LinearMaps.Check(report);
Curve.Check(report, args is [_, var folder] ? folder : Curve.Folder);
return report.End();
