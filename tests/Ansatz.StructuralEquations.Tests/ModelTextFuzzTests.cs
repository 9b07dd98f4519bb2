namespace Ansatz.StructuralEquations.Tests;

/// <summary>Any text is taken: no exception, no endless loop, and every problem stands inside the text.</summary>
public class ModelTextFuzzTests
{
    private static readonly string[] Pieces =
    [
        "=~", "~", "~~", "==", ":=", "<", ">", "<~", "~*~", "|", "%", ":", "+", "-", "*", "/", "^", "(", ")", ",", ";", "\n", "\r\n", " ", "\t", "#", "!", "\"", "'", "`", "?", "=", "=-", "1", "0", "0.5", "1e", "1e-3", ".5", ".p1.",
        "x1", "x2", "f", "g", "a", "NA", "c(", "start(", "equal(", "label(", "if", "exp(", "level: 1\n", "group:", "é", "\uD83D\uDE00", "\0", "\uFEFF", "$", "x1:x2", "efa(\"a\")*", "c(a, b)*", "start(1)*", "**", "٣", ".٣", "1e٣", "start(NA)*", "`\u2028`", "9e999",
    ];

    private static SemOptions Options(Random random) => new()
    {
        Defaults = (LavaanDefaults)random.Next(4),
        Groups = random.Next(4),
        StdLv = random.Next(2) == 0,
        GroupEqual = (GroupEqual)random.Next(256),
        MeanStructure = random.Next(2) == 0 ? true : null,
        FixedX = random.Next(2) == 0 ? false : null,
        KnownVariables = random.Next(2) == 0 ? ["x1", "x2", "y"] : null,
    };

    private static void Check(string text, SemOptions options, bool isAll = true)
    {
        var model = SemModel.Parse(text, options);
        foreach (var problem in model.Problems)
        {
            if (problem.Range.Start < 0 || problem.Range.Length < 0 || problem.Range.End > text.Length || problem.Message.Length == 0) Assert.Fail($"{problem} of {text}");
        }

        foreach (var row in model.Table.Rows)
        {
            if (row.Source.Start < 0 || row.Source.Length < 0 || row.Source.End > text.Length) Assert.Fail($"{row} of {text}");
        }

        if (!isAll) return;
        _ = model.Table.ToString();
        if (model.HasErrors) return;

        // What has a meaning can be evaluated and written down.
        var constraints = ParameterConstraints.Of(model.Table);
        var functions = constraints.Definitions.Concat(constraints.Equalities).Concat(constraints.Inequalities).ToArray();
        constraints.Evaluate(functions, new double[constraints.FreeCount], new double[functions.Length], new double[functions.Length * constraints.FreeCount]);
        _ = model.ToLavaan();
    }

    [Fact]
    public void RandomTextsAreTaken()
    {
        var random = new Random(1);
        for (var k = 0; k < 3000; k++) Check(string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => Pieces[random.Next(Pieces.Length)])), Options(random));
    }

    [Fact]
    public void MutatedTextsAreTaken()
    {
        var random = new Random(2);
        var texts = TableTests.Load().Values.Select(c => c.GetProperty("text").GetString()!).ToArray();
        for (var k = 0; k < 10_000; k++)
        {
            var text = texts[random.Next(texts.Length)];
            for (var m = random.Next(1, 4); m > 0; m--)
            {
                var at = random.Next(text.Length + 1);
                var length = random.Next(Math.Min(6, text.Length - at + 1));
                var piece = random.Next(3) switch { 0 => "", 1 => Pieces[random.Next(Pieces.Length)], _ => text.Substring(random.Next(text.Length + 1) is var from && from > at ? at : from, Math.Min(3, text.Length - at)) };
                text = text[..at] + piece + text[(at + length)..];
            }

            Check(text, Options(random), isAll: k % 8 == 0);
        }
    }

    [Theory]
    [InlineData("(")]
    [InlineData("exp(")]
    [InlineData("-")]
    [InlineData("2^")]
    [InlineData("a + ")]
    [InlineData("f ~ ")]
    [InlineData("c(")]
    [InlineData("\"")]
    public void DeepTextsAreTaken(string piece)
    {
        var many = string.Concat(Enumerable.Repeat(piece, 5_000));
        Check("y ~ a*x\nd := " + many + "1", new SemOptions());
        Check("y ~ " + many + "x", new SemOptions());
        Check(many, new SemOptions());
    }
}
