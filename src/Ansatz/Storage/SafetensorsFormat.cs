namespace Ansatz;

/// <summary>
/// The <i>safetensors</i> format: eight bytes with the length of the header (little-endian), the header as JSON, then the tensors'
/// numbers, row-major and little-endian, without gaps. Source: the format section of github.com/huggingface/safetensors.
/// </summary>
internal static class SafetensorsFormat
{
    public const string MetadataKey = "__metadata__";
    public const int LengthBytes = 8;
    public const int MaxHeaderBytes = 100_000_000;

    /// <summary>How many numbers are read or written in one go.</summary>
    public const int PieceElements = 1 << 22;

    /// <summary>Bits of one element, or 0 if the name is of no type of the format.</summary>
    public static int BitsOf(string elementType) => elementType switch
    {
        "F4" => 4,
        "F6_E2M3" or "F6_E3M2" => 6,
        "BOOL" or "U8" or "I8" or "F8_E5M2" or "F8_E4M3" or "F8_E8M0" => 8,
        "I16" or "U16" or "F16" or "BF16" => 16,
        "I32" or "U32" or "F32" => 32,
        "I64" or "U64" or "F64" or "C64" => 64,
        _ => 0,
    };
}

/// <summary>What the header says of one tensor: its type, its extents, and where its bytes lie behind the header.</summary>
internal sealed record SafetensorsEntry(string Name, string ElementType, long[] Shape, long Begin, long End)
{
    public override string ToString() => $"{ElementType}[{string.Join(", ", Shape)}]";
}
