using System.Runtime.CompilerServices;
using Ansatz.Generators.Binding;
using Ansatz.Generators.Tests.Binding;
using Ansatz.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Ansatz.Generators.Tests.Caching;

/// <summary>What an edit makes the generator do again: no more than it must.</summary>
public sealed class CachingTests
{
    private static readonly Lazy<TrackedRun> Five = new(() => new TrackedRun(ManyModels.Files(5)));

    // Two hundred if ANSATZ_ALL is set: to keep what its steps have done, Roslyn takes longer by the square of the number.
    private static readonly int Count = ModelCases.RunsAll ? 200 : 40;

    private static readonly Lazy<TrackedRun> Many = new(() => new TrackedRun(ManyModels.Files(Count)));

    [Fact]
    public void TheSameCompilationAgain()
    {
        var run = Five.Value.Fork();
        Assert.Equal(5, run.Compilations);
        run.Edit("Other.cs", text => text).AssertNothingRecompiled();
    }

    [Fact]
    public void AnEditElsewhere() => Five.Value.Fork().Edit("Other.cs", text => text.Replace("1", "2")).AssertNothingRecompiled();

    [Fact]
    public void AFileAddedAndRemoved()
    {
        var run = Five.Value.Fork();
        run.Add("New.cs", "namespace N { public class New { public int F() => 1; } }").AssertNothingRecompiled();
        run.Remove("New.cs").AssertNothingRecompiled();
    }

    [Fact]
    public void ACommentAndSpacesInAModel() =>
        Five.Value.Fork().Edit("M3.cs", text => text.Replace(" * ", "  *  ").Replace("=> ", "=> /* why */ ")).AssertNothingRecompiled();

    [Fact]
    public void ALineAboveAModel() => Five.Value.Fork().Edit("M0.cs", text => "// moved\n\n" + text).AssertNothingRecompiled();

    [Fact]
    public void OtherLineEnds() => Five.Value.Fork().Edit("M3.cs", text => text.ReplaceLineEndings("\r\n")).AssertNothingRecompiled();

    [Fact]
    public void AnOrdinaryMemberOfAModel() =>
        Five.Value.Fork().Edit("M3.cs", text => text.Replace("[Loss]", "public string Title { get { return \"digits\"; } } [Loss]")).AssertNothingRecompiled();

    [Fact]
    public void AnEditInOneOfManyModels()
    {
        var run = Many.Value.Fork();
        Assert.Equal(Count, run.Compilations);
        run.Edit("M7.cs", text => text.Replace("Exp(S(i, j) - M(i))", "Exp(S(i, j) + M(i))"));
        Assert.Equal(["Corpus.M7"], run.Changed(StepNames.Bind));
        Assert.Equal(["Corpus.M7"], run.Changed(StepNames.Imports));
        Assert.Equal(["Corpus.M7"], run.Changed(StepNames.Compile));
        Assert.Equal(1, run.Compilations);
    }

    [Fact]
    public void AnEditOfAUsedModelReachesThoseThatUseIt()
    {
        var run = Many.Value.Fork();
        run.Edit("M10.cs", text => text.Replace("Tanh(", "Sin("));
        Assert.Equal(["Corpus.M10"], run.Changed(StepNames.Bind));
        Assert.Equal(["Corpus.M10", "Corpus.M13"], run.Changed(StepNames.Imports));
        Assert.Equal(2, run.Compilations);
    }

    [Fact]
    public void AnEditOfAModelUsedThroughAnother()
    {
        string[] usings = [BoundModel.Usings];
        var run = new TrackedRun(
        [
            ("A.cs", usings[0] + "[Model] public partial class A { public float F(int i) => i; }"),
            ("B.cs", usings[0] + "[Model] public partial class B { public A Inner { get; } = new(); public float F(int i) => Inner.F(i); }"),
            ("C.cs", usings[0] + "[Model] public partial class C { public B Middle { get; } = new(); [Output(3)] public float F(int i) => Middle.F(i); }"),
            ("D.cs", usings[0] + "[Model] public partial class D { [Output(3)] public float F(int i) => i; }"),
        ]);
        run.Edit("A.cs", text => text.Replace("=> i", "=> i + 1"));
        Assert.Equal(["A"], run.Changed(StepNames.Bind));
        Assert.Equal(["A", "B", "C"], run.Changed(StepNames.Imports));
        var input = run.Inputs.Single(i => i.Model.Key == "C");
        Assert.Equal(["A", "B"], input.Uses.Select(u => u.Key));
        Assert.Equal("(equation F float ((i int)) (public) (+ i 1))", input.Uses[0].Text);
    }

    [Fact]
    public void ModelsThatUseEachOther()
    {
        var run = new TrackedRun(
        [
            ("A.cs", BoundModel.Usings + "[Model] public partial class A { public B Inner { get; } = new(); public float F(int i) => Inner.F(i); }"),
            ("B.cs", BoundModel.Usings + "[Model] public partial class B { public A Inner { get; } = new(); public B Self { get; } = new(); public float F(int i) => Inner.F(i); }"),
        ]);
        Assert.All(run.Inputs, input => Assert.Equal(["A", "B"], input.Uses.Select(u => u.Key)));
    }

    [Fact]
    public void AFileCopiedWholeDoesNotSilenceTheGenerator()
    {
        var run = Five.Value.Fork();
        run.Add("M2 - Copy.cs", ManyModels.Text(2).Replace("Sqrt", "Exp"));
        Assert.Equal(5, run.Outputs(StepNames.Imports).Count(o => o.Reason != IncrementalStepRunReason.Removed));
        run.Add("M2 - Copy 2.cs", ManyModels.Text(2).Replace("partial ", ""));
        run.Add("M2 - Copy 3.cs", ManyModels.Text(2).Replace("partial class", "partial record"));
        Assert.Null(run.Result.Exception);
        Assert.Equal(5, run.Outputs(StepNames.Imports).Count(o => o.Reason != IncrementalStepRunReason.Removed));
    }

    [Fact]
    public void AModelWithTwoAttributedPartsIsBoundOnce()
    {
        var run = new TrackedRun(
        [
            ("A.cs", "using Ansatz; [Model] public partial class A { float F(int i) => i; }"),
            ("B.cs", "using Ansatz; [Model] public partial class A { float G(int i) => i; }"),
        ]);
        var input = Assert.Single(run.Inputs);
        Assert.Equal(2, input.Model.Members.Count);
    }

    [Fact]
    public void AnEditOfAnotherPartOfAModel()
    {
        var run = new TrackedRun(
        [
            ("A.cs", "using Ansatz; [Model] public partial class A { [Output(3)] public float F(int i) => G(i); }"),
            ("B.cs", "partial class A { float G(int i) => i; }"),
        ]);
        Assert.Equal(["A"], run.Edit("B.cs", text => text.Replace("=> i", "=> i + 1")).Changed(StepNames.Compile));
    }

    [Fact]
    public void StepsHoldNothingOfRoslyn()
    {
        var run = Five.Value.Fork();
        foreach (var step in new[] { StepNames.Bind, StepNames.Gpu, StepNames.Imports, StepNames.Compile, StepNames.Files })
        {
            Assert.NotEmpty(run.Outputs(step));
            foreach (var (value, _) in run.Outputs(step)) Assert.Equal([], RoslynObjects.Within(value));
        }

        // The finder finds.
        Assert.NotEmpty(RoslynObjects.Within(new List<object> { new[] { run.Compilation.SyntaxTrees[0].GetRoot(TestContext.Current.CancellationToken) } }));
    }

    [Fact]
    public void AnOldCompilationIsNotKeptAlive()
    {
        var (run, old) = EditOnce();
        for (var i = 0; i < 10 && old.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(old.IsAlive);
        GC.KeepAlive(run);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static (TrackedRun Run, WeakReference Old) EditOnce()
        {
            var run = new TrackedRun(ManyModels.Files(5));
            var old = new WeakReference(run.Compilation);
            run.Edit("M2.cs", text => text.Replace("Sqrt", "Exp"));
            run.Edit("Other.cs", text => text.Replace("1", "2"));
            return (run, old);
        }
    }

    [Fact]
    public void ReferencedModelsBringTheirDeclarations()
    {
        var far = Library("far", "namespace Far { [Ansatz.Model] [Ansatz.ModelDeclaration(1, \"(extent D public)\\n(equation F float ((i int)) (public) (* D i))\")] public class Cell { public Cell(int D) { } public float F(int i) => i; } }");
        var near = Library(
            "near",
            "namespace Near { [Ansatz.Model] [Ansatz.ModelDeclaration(1, \"(extent In public)\\n(use Cell Far.Cell owned ((D In)))\\n(equation G float ((i int)) (public) (call Cell.F i))\")] public class Layer { public Layer(int In) { } internal Far.Cell Cell { get; } = new(1); public float G(int i) => i; } }",
            far);
        var run = new TrackedRun(
            [("M.cs", BoundModel.Usings + "[Model] public partial class M { public Near.Layer L { get; } = new(4); [Output(3)] public float Y(int i) => L.G(i); }"), ("Other.cs", "class Other { int F() => 1; }")],
            far,
            near);
        var input = Assert.Single(run.Inputs);
        Assert.Equal([], input.Model.Problems);
        Assert.Equal("(use L Near.Layer owned ((In 4)))", input.Model.Members[0]);
        Assert.Equal(
            [
                ("Far.Cell", "(extent D public)\n(equation F float ((i int)) (public) (* D i))"),
                ("Near.Layer", "(extent In public)\n(use Cell Far.Cell owned ((D In)))\n(equation G float ((i int)) (public) (call Cell.F i))"),
            ],
            input.Uses.Select(u => (u.Key, u.Text)));
        run.Edit("Other.cs", text => text.Replace("1", "2")).AssertNothingRecompiled();
    }

    [Fact]
    public void WithTheLibraryForGpus()
    {
        var run = new TrackedRun(ManyModels.Files(5), Library("Ansatz.Gpu", "namespace Ansatz.Gpu { public sealed class GpuDevice; }"));
        Assert.All(run.Inputs, input => Assert.True(input.Gpu));
        Assert.Equal(true, Assert.Single(run.Outputs(StepNames.Gpu)).Value);
        run.Edit("Other.cs", text => text.Replace("1", "2")).AssertNothingRecompiled();
        run.Edit("M3.cs", text => text.Replace(" * ", "  *  ")).AssertNothingRecompiled();
        Assert.Equal(["Corpus.M2"], run.Edit("M2.cs", text => text.Replace("Sqrt", "Exp")).Changed(StepNames.Compile));

        var files = run.Result.GeneratedSources.Select(g => g.HintName).ToArray();
        Assert.Single(files, "Ansatz.Gpu.Friend.g.cs");
        Assert.Contains("Corpus.M2.Gpu.g.cs", files);
        Assert.Contains("Corpus.M2.Evaluate.Gpu.g.cs", files);

        // What there was before is there as well, and without the library nothing else.
        var without = Five.Value.Result.GeneratedSources.Select(g => g.HintName).ToArray();
        Assert.All(Five.Value.Inputs, input => Assert.False(input.Gpu));
        Assert.DoesNotContain(without, name => name.Contains("Gpu", StringComparison.Ordinal));
        Assert.Equal(without.Order(), files.Where(name => !name.Contains("Gpu", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void ALibraryThatComesLater()
    {
        var run = Five.Value.Fork();
        run.Add("Gpu.cs", "namespace Ansatz.Gpu { public sealed class GpuDevice; }");
        Assert.Equal(5, run.Compilations);
        Assert.All(run.Inputs, input => Assert.True(input.Gpu));
        run.Remove("Gpu.cs");
        Assert.All(run.Inputs, input => Assert.False(input.Gpu));
        Assert.DoesNotContain(run.Result.GeneratedSources, g => g.HintName.Contains("Gpu", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[Ansatz.Model] [Ansatz.ModelDeclaration(2, \"(future)\")]", "its declaration has version 2, and this compiler reads version 1")]
    [InlineData("[Ansatz.Model]", "its assembly was built without the generator")]
    public void DeclarationsThatCannotBeReadAreRefused(string attributes, string reason)
    {
        var library = Library("library", "namespace Lib { " + attributes + " public class Layer { public Layer(int In) { } } }");
        var model = BoundModel.Bind(BoundModel.Compile([BoundModel.Usings + "[Model] public partial class M { public Lib.Layer L { get; } = new(In: 4); }"], library));
        Assert.Equal(["(use L Lib.Layer owned ((In 4)))"], model.Members);
        Assert.Equal(["ANZ0011 at Lib.Layer: Lib.Layer, " + reason], model.Problems.Select(p => BoundModel.Shown(model, p)));
        Assert.Equal("", Assert.Single(model.Imports).Text);
    }

    private static PortableExecutableReference Library(string name, string source, params MetadataReference[] more)
    {
        using var stream = new MemoryStream();
        var emitted = GeneratorHarness.CreateCompilation(name, [new CorpusFile("Library.cs", source)], more).Emit(stream);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
        return MetadataReference.CreateFromImage(stream.ToArray());
    }
}
