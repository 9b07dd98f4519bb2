using Ansatz.Compiler.Checking;
using Ansatz.Compiler.Declarations;
using Ansatz.Compiler.Tests.Declaring;

namespace Ansatz.Compiler.Tests.Checking;

/// <summary>A declaration in which the sign § stands before the node where a problem is expected.</summary>
internal sealed class MarkedModel
{
    private readonly string _name = "";

    public MarkedModel(params string[] lines)
    {
        for (var k = 0; k < lines.Length; k++)
        {
            var mark = lines[k].IndexOf('§');
            if (mark < 0) continue;
            Member = k;
            Node = Nodes(lines[k][..mark]);
            _name = lines[k];
        }

        Input = Declared.Model("Sample", lines.Select(l => l.Replace("§", "")).ToArray());
    }

    public CompileInput Input { get; init; }

    public int Member { get; } = -1;

    public int Node { get; }

    public EquatableArray<Problem> Problems => ModelCompiler.Check(Input, TestContext.Current.CancellationToken);

    /// <summary>Requires exactly this problem, at the mark; and that compiling gives members that throw its text.</summary>
    public void Require(string code, string message)
    {
        var problem = Assert.Single(Problems);
        Assert.Equal((code, message), (problem.Code, problem.Message));
        Assert.True((Member, Node) == (problem.Member, problem.Node), $"At member {problem.Member}, node {problem.Node} ({Found(problem)}) instead of member {Member}, node {Node}.");
        Assert.Equal(Severity.Error, problem.Severity);
        var file = Assert.Single(ModelCompiler.Compile(Input, TestContext.Current.CancellationToken));
        Assert.Contains($"throw new InvalidOperationException(\"{code}: ", file.Text);
    }

    /// <summary>Requires exactly this warning (or information), at the mark, with this hint; the model compiles all the same.</summary>
    public void Advise(string code, string message, string hint = "", Severity severity = Severity.Warning)
    {
        var problem = Assert.Single(Problems);
        Assert.Equal((code, message, hint, severity), (problem.Code, problem.Message, problem.Hint, problem.Severity));
        Assert.True((Member, Node) == (problem.Member, problem.Node), $"At member {problem.Member}, node {problem.Node} ({Found(problem)}) instead of member {Member}, node {Node}.");
        Assert.All(ModelCompiler.Compile(Input, TestContext.Current.CancellationToken), file => Assert.DoesNotContain("InvalidOperationException(\"ANZ", file.Text, StringComparison.Ordinal));
    }

    private string Found(Problem problem)
    {
        if (problem.Member < 0 || problem.Member >= Input.Model.Members.Count) return "nowhere";
        return Find(SExpression.Parse(Input.Model.Members[problem.Member])) ?? _name;

        string? Find(SExpression e) => e.Node == problem.Node ? e.ToString() : e.Items.Select(Find).FirstOrDefault(x => x is not null);
    }

    // How many lists and atoms begin in a text.
    private static int Nodes(string text)
    {
        var count = 0;
        for (var k = 0; k < text.Length; k++)
        {
            if (text[k] == '(' || (text[k] is not (' ' or ')') && (k == 0 || text[k - 1] is ' ' or '(' or ')'))) count++;
        }

        return count;
    }
}
