using Ansatz.Generators.Tests.Binding;

namespace Ansatz.Generators.Tests.Caching;

/// <summary>Models in numbers: five kinds of them in turn, the fourth of which uses the first of its five.</summary>
internal static class ManyModels
{
    /// <summary>The files <c>M0.cs</c>, <c>M1.cs</c>, … and <c>Other.cs</c>.</summary>
    public static IEnumerable<(string Path, string Text)> Files(int count) =>
        Enumerable.Range(0, count).Select(i => ($"M{i}.cs", Text(i))).Append(("Other.cs", "class Other { int F() => 1; }"));

    /// <summary>The text of one model.</summary>
    public static string Text(int i) => BoundModel.Usings + $$"""
        namespace Corpus;
        [Model]
        public partial class M{{i}}
        {
        {{Body(i)}}
        }
        """;

    private static string Body(int i) => (i % 5) switch
    {
        0 => """
                [Extent] public partial int In { get; }
                [Extent] public partial int Rank { get; }
                [Extent] public partial int Out { get; }
                [Parameter(nameof(Rank), nameof(In))] public partial Tensor<float> V { get; }
                [Parameter(nameof(Out), nameof(Rank))] public partial Tensor<float> U { get; }
                [Parameter(nameof(Out))] public partial Tensor<float> B { get; }
                float Code(Func<int, int, float> x, int n, int r) => Sum(In, i => V[r, i] * x(n, i));
                public float Y(Func<int, int, float> x, int n, int o) => Tanh(Sum(Rank, r => U[o, r] * Code(x, n, r)) + B[o]);
            """,
        1 => """
                public const int C = 4, F = 8, S = 9;
                [Batch] public partial int N { get; }
                [Input(nameof(N), C, S, S)] public partial Tensor<float> X { get; }
                [Parameter(F, C, 3, 3)] public partial Tensor<float> K { get; }
                float Z(int n, int f, int y, int x) => Sum(C, 3, 3, (c, p, q) => y + p - 1 >= 0 && y + p - 1 < S && x + q - 1 >= 0 && x + q - 1 < S ? K[f, c, p, q] * X[n, c, y + p - 1, x + q - 1] : 0);
                [Output(nameof(N), F, S, S)] public float P(int n, int f, int y, int x) => Relu(Z(n, f, y, x));
            """,
        2 => """
                public const int L = 16, D = 8;
                [Input(L, D)] public partial Tensor<float> Q { get; }
                [Input(L, D)] public partial Tensor<float> K { get; }
                [Input(L, D)] public partial Tensor<float> V { get; }
                float S(int i, int j) => Sum(D, d => Q[i, d] * K[j, d]) / Sqrt((float)D);
                float M(int i) => Max(L, j => S(i, j));
                float E(int i, int j) => Exp(S(i, j) - M(i));
                [Output(L, D)] public float O(int i, int d) => Sum(L, j => E(i, j) * V[j, d]) / Sum(L, j => E(i, j));
            """,
        3 => $$"""
                public const int Pixels = 64, Classes = 10;
                [Batch] public partial int N { get; }
                [Input(nameof(N), Pixels)] public partial Tensor<float> X { get; }
                [Input(nameof(N))] public partial Tensor<int> Label { get; }
                public M{{i - 3}} Hidden { get; } = new(In: Pixels, Rank: 8, Out: 32);
                public M{{i - 3}} Head { get; } = new(In: 32, Rank: 8, Out: Classes);
                float H(int n, int o) => Gelu(Hidden.Y((b, i) => X[b, i] / 16, n, o));
                [Output(nameof(N), Classes)] public float Logit(int n, int k) => Head.Y(H, n, k);
                [Loss] public float Loss() => Mean(N, n => LogSumExp(Classes, k => Logit(n, k)) - Logit(n, Label[n]));
            """,
        _ => """
                public const int I = 12, J = 12, K = 12, R = 4;
                [Parameter(I, R)] public partial Tensor<float> A { get; }
                [Parameter(J, R)] public partial Tensor<float> B { get; }
                [Parameter(K, R)] public partial Tensor<float> C { get; }
                [Input(I, J, K)] public partial Tensor<float> X { get; }
                float E(int i, int j, int k) { var fit = Sum(R, r => A[i, r] * B[j, r] * C[k, r]); return X[i, j, k] - fit; }
                [Loss] public float Loss() => Sum(I, J, K, (i, j, k) => E(i, j, k) * E(i, j, k));
            """,
    };
}
