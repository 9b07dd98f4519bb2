namespace Ansatz.StructuralEquations.Tests;
public class Dump
{
    [Fact]
    public void Run()
    {
        foreach (var (t, o) in new (string, SemOptions?)[] {
            ("f =~ x1 + x2", null), ("f =~ NA*x1 + x2 + x3 + x4", null), ("f =~ NA*x1 + x2 + x3 + x4\nf ~~ 1*f", null), ("y1 ~ y2\ny2 ~ y1", new() { FixedX = false }), ("y ~ x\ny ~~ x", new() { FixedX = false }),
            ("y1 ~ x + y2\ny2 ~ y1", new() { FixedX = false }), ("y1 ~ x + y2\ny2 ~ y1\ny1 ~~ y2", new() { FixedX = false }), ("f =~ x1 + x2 + x3", null), ("f =~ x1 + x2 + x3\nf ~ 1", null),
            ("y2~a*y1\ny3~b*y2\ny1~c*y3", new() { FixedX = false }), ("y2~a*y1\ny3~b*y2\ny1~c*y3\na*b*c < 1", new() { FixedX = false }), ("f =~ a*x1 + b*x2 + x3 + x4\na == b\nb == a\na == 2*b + 1\nb==3", null),
            ("f =~ x1+x2+x3\n y ~ x\n x ~ z", null), ("f =~ x1 + x2\ng =~ x3 + x4\nf ~~ g", null), ("f =~ x1", null), ("f =~ x1+x2+x3\nx1~~x2", null), ("f =~ x1+x2+x3+x4", new() { Groups = 2, GroupEqual = GroupEqual.Intercepts }), ("f =~ x1+x2+x3+x4\nf~1", new() { Groups = 2 }),
            ("x2 ~ x1\nx1 ~ x2\nx3 ~ x2\nx4 ~ x3\nx3 ~ x4\nx1~~x1", new() { Defaults = LavaanDefaults.Sem, FixedX = false }), ("f ~ x\nf =~ y1 + y2 + y3\n x ~ f\n", null), ("f =~ x1 + x2+x3\ng =~ y1+y2+y3\nf ~ g\ng ~ f", null), ("", null), ("f =~ ", null) })
            Show(t, SemModel.Parse(t, o));
    }
    static void Show(string name, SemModel m)
    {
        Console.WriteLine("\n### " + name.Replace("\n", " ; "));
        foreach (var p in m.Problems) Console.WriteLine($"  (parse) {p.Code} {p.Message}");
        foreach (var p in ModelVerdicts.Of(m)) Console.WriteLine($"  {p.Code} {p.Severity} [{(p.Range.End <= m.Text.Length ? m.Text.Substring(p.Range.Start, p.Range.Length) : "??")}] {p.Message}{(p.Replacement is null ? "" : " => " + p.Replacement)}");
    }
}
