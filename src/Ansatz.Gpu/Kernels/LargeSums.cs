namespace Ansatz.Gpu.Kernels;

/// <summary>The 8 × 8 sums of a thread: of each row four columns in the lower half of the tile and four in the upper.</summary>
internal struct LargeSums<T>
    where T : unmanaged
{
    /// <summary>Rows in the lower half.</summary>
    public Four<T> R0, R1, R2, R3, R4, R5, R6, R7;

    /// <summary>Rows in the upper half.</summary>
    public Four<T> H0, H1, H2, H3, H4, H5, H6, H7;

    /// <summary>A row's lower half. A choice and no array, which would not be in registers.</summary>
    public static Four<T> Row(LargeSums<T> s, int row) => row < 4 ? row < 2 ? row == 0 ? s.R0 : s.R1 : row == 2 ? s.R2 : s.R3 : row < 6 ? row == 4 ? s.R4 : s.R5 : row == 6 ? s.R6 : s.R7;

    /// <summary>A row's upper half.</summary>
    public static Four<T> HighRow(LargeSums<T> s, int row) => row < 4 ? row < 2 ? row == 0 ? s.H0 : s.H1 : row == 2 ? s.H2 : s.H3 : row < 6 ? row == 4 ? s.H4 : s.H5 : row == 6 ? s.H6 : s.H7;
}

/// <summary>One term of a thread's 8 rows and 8 columns.</summary>
internal struct LargeOperands<T>
    where T : unmanaged
{
    /// <summary>The left operand: four rows in the lower half of the tile and four in the upper.</summary>
    public Four<T> A0, A1;

    /// <summary>The right operand: four columns in either half.</summary>
    public Four<T> B0, B1;
}

/// <summary>The 8 × 4 sums of a thread of a tall tile.</summary>
internal struct TallSums<T>
    where T : unmanaged
{
    /// <summary>The rows, four columns each.</summary>
    public Four<T> R0, R1, R2, R3, R4, R5, R6, R7;

    /// <summary>A row.</summary>
    public static Four<T> Row(TallSums<T> s, int row) => row < 4 ? row < 2 ? row == 0 ? s.R0 : s.R1 : row == 2 ? s.R2 : s.R3 : row < 6 ? row == 4 ? s.R4 : s.R5 : row == 6 ? s.R6 : s.R7;
}
