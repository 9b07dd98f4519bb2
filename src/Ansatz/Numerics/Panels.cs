using System.ComponentModel;

namespace Ansatz.Numerics;

/// <summary>How the right operand of a contraction is read.</summary>
enum PanelForm : byte
{
    /// <summary>Panels of two vectors of columns, one after the other in the workspace, or where B lies if its columns are neighbours.</summary>
    Tiles,

    /// <summary>One row is multiplied: vectors of neighbouring columns, even and odd k apart.</summary>
    SingleRow,

    /// <summary>Columns of neighbouring k: dot products with the rows of A.</summary>
    Dots,
}

/// <summary>The right operand of a contraction, prepared by <see cref="Contraction.Prepare"/>. A view: valid as long as B and the workspace are, and unchanged.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct Panels<T> where T : unmanaged
{
    internal Panels(PanelForm form, T* start, nint step, nint next)
    {
        Form = form;
        Start = start;
        Step = step;
        Next = next;
    }

    internal PanelForm Form { get; }

    internal T* Start { get; }

    /// <summary>From one k to the next.</summary>
    internal nint Step { get; }

    /// <summary>From one panel to the next; from one column to the next for <see cref="PanelForm.Dots"/>.</summary>
    internal nint Next { get; }
}
