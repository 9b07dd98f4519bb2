using System.Runtime.InteropServices;

namespace Ansatz.Benchmarks.Peers;

/// <summary>OpenBLAS, on one thread.</summary>
internal static unsafe partial class OpenBlas
{
    private const string Library = "libopenblas.so.0";
    private const int RowMajor = 101, AsIs = 111;

    /// <summary>Loads the library and says which kernels it has chosen.</summary>
    /// <exception cref="MissingPeerException">It is not installed.</exception>
    public static string Start()
    {
        if (!NativeLibrary.TryLoad(Library, out _)) throw new MissingPeerException(Library + " is not installed");
        SetThreads(1);
        return Marshal.PtrToStringUTF8(Config()) ?? "";
    }

    /// <summary>C = A·B for row-major n × n matrices.</summary>
    public static void Multiply(int n, float* a, float* b, float* c) => Single(RowMajor, AsIs, AsIs, n, n, n, 1, a, n, b, n, 0, c, n);

    /// <inheritdoc cref="Multiply(int, float*, float*, float*)"/>
    public static void Multiply(int n, double* a, double* b, double* c) => Double(RowMajor, AsIs, AsIs, n, n, n, 1, a, n, b, n, 0, c, n);

    [LibraryImport(Library, EntryPoint = "openblas_set_num_threads")]
    private static partial void SetThreads(int threads);

    [LibraryImport(Library, EntryPoint = "openblas_get_config")]
    private static partial nint Config();

    [LibraryImport(Library, EntryPoint = "cblas_sgemm")]
    private static partial void Single(
        int order, int transA, int transB, int m, int n, int k, float alpha, float* a, int lda, float* b, int ldb, float beta, float* c, int ldc);

    [LibraryImport(Library, EntryPoint = "cblas_dgemm")]
    private static partial void Double(
        int order, int transA, int transB, int m, int n, int k, double alpha, double* a, int lda, double* b, int ldb, double beta, double* c, int ldc);
}
