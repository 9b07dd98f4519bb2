using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Emitting;

// Whole-matrix primitives: one thread for each matrix, or for each right side, with the textbook algorithm over global memory.
internal sealed partial class IlgpuEmitterKernel
{
    private string Real => CsharpText.Type(_nest.Target!.Type);

    private void Matrix()
    {
        _body.Prepare([]);
        switch (_nest.Reducer)
        {
            case Reducer.Cholesky: Cholesky(); break;
            case Reducer.CholeskyAdjoint: CholeskyAdjoint(); break;
            case Reducer.SolveLower: Substitute(back: false, unit: false, (i, k) => Operand(0, i, k), copies: true); break;
            case Reducer.SolveLowerTransposed: Substitute(back: true, unit: false, (i, k) => Operand(0, k, i), copies: true); break;
            case Reducer.Factors: Factors(); break;
            case Reducer.SolveFactored:
                CopyRight();
                Exchange(back: false);
                Substitute(back: false, unit: true, (i, k) => Operand(0, i, k), copies: false);
                Substitute(back: true, unit: false, (i, k) => Operand(0, i, k), copies: false);
                break;
            case Reducer.SolveFactoredTransposed:
                CopyRight();
                Substitute(back: false, unit: false, (i, k) => Operand(0, k, i), copies: false);
                Substitute(back: true, unit: true, (i, k) => Operand(0, k, i), copies: false);
                Exchange(back: true);
                break;
            default: throw new InvalidOperationException($"{_nest.Reducer} has no kernel.");
        }
    }

    private Extent Rows => _nest.Reduced[0].Extent!;

    private Index Local(string name) => _loops.Tensors.Graph.NewIndex(_body.Locals.For(name), null);

    // An element of an operand: a matrix's row and column, or a right side's row.
    private string Operand(int operand, params Index[] at)
    {
        var graph = _loops.Tensors.Graph;
        var first = operand == 0 ? 0 : 2;
        return _body.Text(graph.Substitute(_nest.Operands[operand], i => Array.IndexOf(_nest.Reduced, i) is var k && k >= first && k < first + at.Length ? graph.Of(at[k - first]) : null));
    }

    private string Result(params Index[] at)
    {
        var buffer = _loops.Buffers[_nest.Target!];
        _body.Buffers.Add(buffer);
        var own = _nest.Own;
        return $"{buffer.Name}[{_body.Offset(buffer, _nest.Domain.Select(i => _loops.Tensors.Graph.Of(Array.IndexOf(own, i) is var k and >= 0 ? at[k] : i)).ToArray())}]";
    }

    private CodeWriter Up(Index i, string first, string? end = null) => _code.Line($"for (long {i.Name} = {first}; {i.Name} < {end ?? _body.Text(Rows)}; {i.Name}++)").Open();

    private CodeWriter Down(Index i, string? first = null) => _code.Line($"for (long {i.Name} = {first ?? _body.Text(Rows - Extent.One)}; {i.Name} >= 0; {i.Name}--)").Open();

    // Column by column: L[i,j] = (A[i,j] − Σ_k L[i,k]·L[j,k]) / L[j,j] for the symmetric part of A.
    private void Cholesky()
    {
        var (i, j, k) = (Local("i"), Local("j"), Local("k"));
        var (sum, definite) = (_body.Locals.For("sum"), _body.Locals.For("definite"));
        _code.Line($"bool {definite} = true;");
        Up(j, "0");
        Up(i, j.Name);
        _code.Line($"{Real} {sum} = {CsharpText.Literal(0.5, _nest.Target!.Type)} * ({Operand(0, i, j)} + {Operand(0, j, i)});");
        Up(k, "0", j.Name);
        _code.Line($"{sum} -= {Result(i, k)} * {Result(j, k)};").Close();
        _code.Line($"if ({i.Name} == {j.Name})").Open();
        _code.Line($"{definite} &= {sum} > 0;");
        _code.Line($"{Result(j, j)} = GpuElementary.Sqrt({sum});").Close();
        _code.Line("else").Open();
        _code.Line($"{Result(i, j)} = {sum} / {Result(j, j)};");
        _code.Line($"{Result(j, i)} = 0;").Close();
        _code.Close().Close();
        _code.Line($"if (!{definite})").Open();
        Up(i, "0");
        Up(j, "0");
        _code.Line($"{Result(i, j)} = {Real}.NaN;").Close().Close().Close();
    }

    // The factorization from the last column to the first; then half of what is below the diagonal goes above it.
    private void CholeskyAdjoint()
    {
        var (i, j, k) = (Local("i"), Local("j"), Local("k"));
        string L(Index row, Index column) => Operand(0, row, column);
        string G(Index row, Index column) => _body.Text(_loops.Tensors.Graph.Substitute(_nest.Operands[1], x => x == _nest.Reduced[2] ? _loops.Tensors.Graph.Of(row) : x == _nest.Reduced[3] ? _loops.Tensors.Graph.Of(column) : null));
        Up(i, "0");
        Up(j, "0", i.Name + " + 1");
        _code.Line($"{Result(i, j)} = {G(i, j)};").Close().Close();
        Down(j);
        Up(i, j.Name + " + 1");
        _code.Line($"{Result(i, j)} /= {L(j, j)};");
        _code.Line($"{Result(j, j)} -= {Result(i, j)} * {L(i, j)};").Close();
        _code.Line($"{Result(j, j)} /= 2 * {L(j, j)};");
        Up(k, "0", j.Name);
        Up(i, j.Name);
        _code.Line($"{Result(i, k)} -= {Result(i, j)} * {L(j, k)};");
        _code.Line($"{Result(j, k)} -= {Result(i, j)} * {L(i, k)};").Close().Close();
        _code.Close();
        Up(i, "0");
        Up(j, "0", i.Name);
        _code.Line($"{Result(i, j)} *= {CsharpText.Literal(0.5, _nest.Target!.Type)};");
        _code.Line($"{Result(j, i)} = {Result(i, j)};").Close().Close();
    }

    private void CopyRight()
    {
        var i = Local("i");
        Up(i, "0");
        _code.Line($"{Result(i)} = {Operand(1, i)};").Close();
    }

    // X[i] = (X[i] − Σ_k T[i,k]·X[k]) / T[i,i] over the k before i, or over those after it.
    private void Substitute(bool back, bool unit, Func<Index, Index, string> triangle, bool copies)
    {
        var (i, k) = (Local("i"), Local("k"));
        var sum = _body.Locals.For("sum");
        if (back) Down(i);
        else Up(i, "0");
        _code.Line($"{Real} {sum} = {(copies ? Operand(1, i) : Result(i))};");
        if (back) Up(k, i.Name + " + 1");
        else Up(k, "0", i.Name);
        _code.Line($"{sum} -= {triangle(i, k)} * {Result(k)};").Close();
        _code.Line($"{Result(i)} = {sum}{(unit ? "" : $" / {triangle(i, i)}")};").Close();
    }

    // Rows of the right side change places as those of the matrix did.
    private void Exchange(bool back)
    {
        var (i, other) = (Local("i"), Local("other"));
        var held = _body.Locals.For("held");
        var last = LastColumn();
        if (back) Down(i);
        else Up(i, "0");
        _code.Line($"long {other.Name} = (long){Operand(0, i, last)};");
        _code.Line($"{Real} {held} = {Result(i)};");
        _code.Line($"{Result(i)} = {Result(other)};");
        _code.Line($"{Result(other)} = {held};").Close();
    }

    // Which row was exchanged stands in the column after the last.
    private Index LastColumn()
    {
        var column = Local("last");
        _code.Line($"long {column.Name} = {_body.Text(Rows)};");
        return column;
    }

    private void Factors()
    {
        var (i, j, k, pivot) = (Local("i"), Local("j"), Local("k"), Local("pivot"));
        var (largest, held) = (_body.Locals.For("largest"), _body.Locals.For("held"));
        Up(i, "0");
        Up(j, "0");
        _code.Line($"{Result(i, j)} = {Operand(0, i, j)};").Close().Close();
        var last = LastColumn();
        Up(k, "0");
        _code.Line($"long {pivot.Name} = {k.Name};");
        _code.Line($"{Real} {largest} = GpuElementary.Abs({Result(k, k)});");
        Up(i, k.Name + " + 1");
        _code.Line($"if (GpuElementary.Abs({Result(i, k)}) > {largest})").Open();
        _code.Line($"{largest} = GpuElementary.Abs({Result(i, k)});");
        _code.Line($"{pivot.Name} = {i.Name};").Close().Close();
        _code.Line($"{Result(k, last)} = {pivot.Name};");
        Up(j, "0");
        _code.Line($"{Real} {held} = {Result(k, j)};");
        _code.Line($"{Result(k, j)} = {Result(pivot, j)};");
        _code.Line($"{Result(pivot, j)} = {held};").Close();
        Up(i, k.Name + " + 1");
        _code.Line($"if ({largest} != 0) {Result(i, k)} /= {Result(k, k)};");
        Up(j, k.Name + " + 1");
        _code.Line($"{Result(i, j)} -= {Result(i, k)} * {Result(k, j)};").Close().Close();
        _code.Close();
    }
}
