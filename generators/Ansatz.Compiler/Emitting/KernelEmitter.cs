using Ansatz.Compiler.Differentiation;
using Ansatz.Compiler.Loops;
using Ansatz.Compiler.Scheduling;
using Ansatz.Compiler.Tensors;

namespace Ansatz.Compiler.Emitting;

/// <summary>Writes the class that runs one program: its memory, its phases, its regions.</summary>
internal sealed class KernelEmitter(LoopProgram loops, string className, string modelName, IReadOnlyList<(string Name, string Csharp)> extents, IReadOnlyList<string> batches)
{
    private readonly IdentifierNames _names = new();

    /// <summary>Whether another class may take the place of this one: that which runs the same program on a GPU.</summary>
    public bool IsReplaceable { get; init; }

    /// <summary>Tensors that the caller's memory holds, in the order of the arguments of Run: inputs, then outputs and input gradients.</summary>
    public IEnumerable<LoopBuffer> Arguments() => loops.Buffers.Values.Where(b => b.Tensor.Role == TensorRole.Input)
        .Concat(loops.Tensors.Results.Where(t => t.Role == TensorRole.Output).Select(t => loops.Buffers[t]))
        .Concat(loops.Tensors.Results.Where(t => t.Role == TensorRole.Gradient && t.Of!.Role == TensorRole.Input).Select(t => loops.Buffers[t]));

    /// <summary>The type of an argument of Run.</summary>
    public static string ArgumentType(LoopBuffer b) => b.Tensor.Role == TensorRole.Input && b.Tensor.Shape.Length == 0 ? CsharpText.Type(b.Tensor.Type) : CsharpText.Type(b.Tensor.Type) + "*";

    /// <summary>Writes the class.</summary>
    public void Emit(CodeWriter code, string summary)
    {
        foreach (var b in loops.Buffers.Values) _names.Take(b.Name);
        foreach (var name in extents.Select(e => e.Name).Concat(batches)) _names.Take(name);
        foreach (var name in new[] { "model", "parameters", "gradients", className, modelName }) _names.Take(name);
        var prepared = new PreparedOperands(_names);
        var orders = new RowOrders(loops, _names, prepared);
        var regions = new CodeWriter();
        regions.Indent(2);
        var structs = new CodeWriter();
        structs.Indent(2);
        foreach (var region in loops.Regions)
        {
            regions.Line();
            Region(region, regions, structs, prepared, orders);
        }

        var stored = loops.Buffers.Values.Distinct().Where(b => b.Storage is Storage.Whole or Storage.Block).ToArray();
        code.Line($"/// <summary>{CsharpText.Xml(summary)}</summary>");
        code.Line($"internal {(IsReplaceable ? "" : "sealed ")}unsafe class {className}({modelName} model) : Ansatz.Numerics.Workspace({prepared.Buffers + stored.Length})").Open();
        foreach (var (name, csharp) in extents) code.Line($"private readonly nint {name} = model.{csharp};");
        var fields = batches.Select(b => ("nint", b)).Concat(loops.Buffers.Values.Distinct().Where(IsMemory).Select(b => (ArgumentType(b), b.Name))).Concat(prepared.Fields);
        foreach (var group in fields.GroupBy(f => f.Item1)) code.Line($"private {group.Key} {string.Join(", ", group.Select(f => f.Item2))};");
        code.Line();
        Run(code, prepared, stored);
        code.Line();
        Dispatch(code);
        if (orders.Methods.ToString() is { Length: > 0 } methods) code.Lines(methods.TrimEnd('\n').Split('\n'));
        code.Lines(regions.ToString().TrimEnd('\n').Split('\n').Select(l => l.StartsWith("        ", StringComparison.Ordinal) ? l.Substring(8) : l));
        code.Lines(structs.ToString().TrimEnd('\n').Split('\n').Select(l => l.StartsWith("        ", StringComparison.Ordinal) ? l.Substring(8) : l));
        code.Close();
    }

    private static bool IsMemory(LoopBuffer b) => b.Storage != Storage.Register;

    /// <summary>Whether Run is handed the set of gradients.</summary>
    public bool HasGradients => loops.Tensors.Results.Any(t => t.Role == TensorRole.Gradient && t.Of!.Role == TensorRole.Parameter);

    /// <summary>Parts of the vectors and the matrix of second derivatives, with the place of each: parameters follow each other without gaps.</summary>
    public IEnumerable<(LoopBuffer Buffer, Extent First)> Parts(TensorRole role)
    {
        var first = Extent.Zero;
        foreach (var t in role == TensorRole.Direction ? loops.Tensors.Given : loops.Tensors.Results)
        {
            if (t.Role != role) continue;
            yield return (loops.Buffers[t], first);
            first += Hessian.Length(t.Of!);
        }
    }

    /// <summary>The vectors and the matrix of second derivatives that Run is handed, by the name of the argument.</summary>
    public IEnumerable<(string Name, TensorRole Role)> Whole() =>
        new[] { ("direction", TensorRole.Direction), ("product", TensorRole.HessianVectorProduct), ("hessian", TensorRole.Hessian) }.Where(w => Parts(w.Item2).Any());

    private void Run(CodeWriter code, PreparedOperands prepared, LoopBuffer[] stored)
    {
        var whole = Whole().ToDictionary(w => w.Role, w => (Name: _names.For(w.Name), Type: CsharpText.Type(Parts(w.Role).First().Buffer.Tensor.Type)));
        var loss = loops.Tensors.Results.FirstOrDefault(t => t.Role == TensorRole.Loss);
        var arguments = batches.Select(b => $"nint {b}").Concat(Arguments().Select(b => $"{ArgumentType(b)} {b.Name}")).ToList();
        if (HasGradients) arguments.Add("GradientSet gradients");
        arguments.AddRange(whole.Values.Select(w => $"{w.Type}* {w.Name}"));
        code.Line($"public {(IsReplaceable ? "virtual " : "")}{(loss is null ? "void" : CsharpText.Type(loss.Type))} Run({string.Join(", ", arguments)})").Open();
        foreach (var name in batches.Concat(Arguments().Select(b => b.Name))) code.Line($"this.{name} = {name};");
        var given = loops.Buffers.Values.Where(b => b.Tensor.Role is TensorRole.Parameter or TensorRole.State).ToArray();
        foreach (var b in given) code.Line($"{b.Name} = model.Parameters.Pointer<{CsharpText.Type(b.Tensor.Type)}>({b.Tensor.Ordinal});");
        foreach (var t in loops.Tensors.Results.Where(t => t.Role == TensorRole.Gradient && t.Of!.Role == TensorRole.Parameter))
            code.Line($"{loops.Buffers[t].Name} = gradients.{(loops.Buffers[t].IsRowSparse ? "Rows" : "Pointer")}<{CsharpText.Type(t.Type)}>({t.Of!.Ordinal});");
        foreach (var role in new[] { TensorRole.Direction, TensorRole.HessianVectorProduct })
        {
            foreach (var (buffer, first) in Parts(role)) code.Line($"{buffer.Name} = {whole[role].Name}{(first.Equals(Extent.Zero) ? "" : $" + {first.ToOperand()}")};");
        }

        var number = prepared.Buffers;
        foreach (var b in stored)
        {
            var region = loops.Regions.First(r => r.Nests.Any(n => n.Computes.Any(t => loops.Buffers[t] == b)));
            var length = b.Storage == Storage.Block ? $"Workers.Threads * {(Extent.Of(region.BlockRows) * b.Strides[0]).ToFactor()}" : b.Length.ToCSharp();

            // A recurrence shorter than its first values has none of what follows them.
            if (!b.Length.IsNonNegative()) length = $"Math.Max(0, {length})";
            code.Line($"{b.Name} = Reserve<{CsharpText.Type(b.Tensor.Type)}>({number++}, {length});");
        }

        foreach (var phase in loops.Regions.GroupBy(r => r.Phase).OrderBy(g => g.Key))
        {
            foreach (var line in prepared.Lines.Where(l => l.Phase == phase.Key)) code.Line(line.Line);
            code.Line($"Workers.Run(this, {phase.Key}, {Total(phase.Select(Chunks).ToArray())});");
        }

        foreach (var update in loops.Tensors.Results.Where(t => t.Role == TensorRole.Update))
        {
            var (from, to) = (loops.Buffers[update], loops.Buffers.TryGetValue(update.Of!, out var state) ? state : null);
            if (to is not null) code.Line($"new ReadOnlySpan<{CsharpText.Type(update.Type)}>({from.Name}, checked((int)({from.Length.ToCSharp()}))).CopyTo(new Span<{CsharpText.Type(update.Type)}>({to.Name}, checked((int)({from.Length.ToCSharp()}))));");
        }

        if (whole.TryGetValue(TensorRole.Hessian, out var hessian))
        {
            var order = Hessian.Order(Parts(TensorRole.Hessian).Select(p => p.Buffer.Tensor.Of!)).ToCSharp();
            foreach (var (buffer, first) in Parts(TensorRole.Hessian))
                code.Line($"SymmetricMatrix.SetColumns({hessian.Name}, {order}, {first.ToCSharp()}, {Hessian.Length(buffer.Tensor.Of!).ToCSharp()}, {buffer.Name});");
            code.Line($"SymmetricMatrix.Symmetrize({hessian.Name}, {order});");
        }

        if (loss is not null) code.Line($"return Arguments.Finite({loops.Buffers[loss].Name}[0], {CsharpText.Quote(modelName)}, {CsharpText.Quote(loss.Name)});");
        code.Close();
    }

    // Known numbers are added here, not by the reader.
    private static string Total(string[] chunks)
    {
        var known = chunks.Select(c => long.TryParse(c, out var n) ? n : 0).Sum();
        return string.Join(" + ", (known > 0 ? new[] { known.ToString(System.Globalization.CultureInfo.InvariantCulture) } : []).Concat(chunks.Where(c => !long.TryParse(c, out _))));
    }

    private static string Chunks(LoopRegion region)
    {
        if (IsByRow(region)) return "RowOrder.Chunks(Workers)";
        if (region.Row is not { } row) return "1";
        if (row.Extent!.Constant is { } constant) return ((constant + region.BlockRows - 1) / region.BlockRows).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return region.BlockRows == 1 ? row.Extent.ToCSharp() : $"({(row.Extent + Extent.Of(region.BlockRows - 1)).ToCSharp()}) / {region.BlockRows}";
    }

    // A region of scatters whose rows are shared among threads.
    private static bool IsByRow(LoopRegion region) => region.Nests[0].Rows is not null;

    // One case for each phase; the chunks of a phase's regions follow each other.
    private void Dispatch(CodeWriter code)
    {
        code.Line("protected override void Run(int phase, nint chunk, int worker)").Open();
        var phases = loops.Regions.GroupBy(r => r.Phase).OrderBy(g => g.Key).Select(g => g.ToArray()).ToArray();
        for (var p = 0; p < phases.Length; p++)
        {
            for (var k = 0; k < phases[p].Length; k++)
            {
                var conditions = new List<string>();
                if (p + 1 < phases.Length) conditions.Add($"phase == {phases[p][0].Phase}");
                if (k + 1 < phases[p].Length) conditions.Add($"{(k == 0 ? "chunk" : $"(chunk -= {Chunks(phases[p][k - 1])})")} < {Chunks(phases[p][k])}");
                var word = p + k == 0 ? "" : "else ";
                var last = k > 0 && k + 1 == phases[p].Length ? $"(chunk - {Operand(Chunks(phases[p][k - 1]))})" : "chunk";
                code.Line($"{word}{(conditions.Count > 0 ? $"if ({string.Join(" && ", conditions)}) " : "")}{Call(phases[p][k], last)}");
            }
        }

        code.Close();
    }

    private static string Times(Extent stride) => stride.Equals(Extent.One) ? "" : $" * {stride.ToFactor()}";

    private static string Operand(string text) => text.Contains(" ") ? $"({text})" : text;

    private string Call(LoopRegion region, string chunk)
    {
        var worker = UsesWorker(region) ? ", worker" : "";
        if (IsByRow(region)) return $"Region{region.Number}({(chunk[0] == '(' ? chunk.Substring(1, chunk.Length - 2) : chunk)});";
        if (region.Row is not { } row) return $"Region{region.Number}({worker.TrimStart(',', ' ')});";
        if (Chunks(region) == "1") return $"Region{region.Number}(0, {row.Extent!.ToCSharp()}{worker});";
        if (region.BlockRows == 1) return $"Region{region.Number}({chunk}, 1{worker});";
        return $"Region{region.Number}({chunk} * {region.BlockRows}, Math.Min({region.BlockRows}, {row.Extent!.ToCSharp()} - {chunk} * {region.BlockRows}){worker});";
    }

    // Memory of its own is what a worker needs its number for.
    private bool UsesWorker(LoopRegion region) => region.Nests.SelectMany(n => n.Computes).Any(t => loops.Buffers[t].Storage == Storage.Block)
        || region.Nests.Any(n => n.Contraction is { IsSparse: false } c && (c.Outer.Concat(c.Repeated).Any(c.B.DependsOn) || (region.Row is { } row && c.B.DependsOn(row))));

    private void Region(LoopRegion region, CodeWriter regions, CodeWriter structs, PreparedOperands prepared, RowOrders orders)
    {
        var nests = new CodeWriter();
        nests.Indent(3);
        var emitter = new NestEmitter(loops, region, nests, structs, _names, prepared, orders);
        TimeLoop? loop = null;
        for (var k = 0; k < region.Nests.Count;)
        {
            var nest = region.Nests[k];
            if (nest.Loop != loop)
            {
                if (loop is not null) nests.Close();
                loop = nest.Loop;
                if (loop is not null)
                {
                    var (t, first, end) = (loop.Time.Name, Extent.Of(loop.First).ToCSharp(), loop.End.ToCSharp());
                    nests.Line(loop.Backward ? $"for (nint {t} = {end} - 1; {t} >= {first}; {t}--)" : $"for (nint {t} = {first}; {t} < {end}; {t}++)").Open();
                }
            }

            var together = emitter.Together(region.Nests, k);
            emitter.Emit(region.Nests.Skip(k).Take(together).ToArray());
            k += together;
        }

        if (loop is not null) nests.Close();
        var text = nests.ToString().TrimEnd('\n').Split('\n').Select(l => l.Length > 12 ? l.Substring(12) : l.Trim()).ToArray();
        var worker = UsesWorker(region) ? ", int worker" : "";
        var signature = IsByRow(region) ? $"private void Region{region.Number}(nint chunk)" : region.Row is { } row ? $"private void Region{region.Number}(nint {row.Name}0, nint rows{worker})" : $"private void Region{region.Number}({worker.TrimStart(',', ' ')})";
        var blocks = region.Nests.SelectMany(n => n.Computes).Select(t => loops.Buffers[t]).Where(b => b.Storage == Storage.Block).ToArray();
        var comments = text.TakeWhile(l => l.StartsWith("//", StringComparison.Ordinal)).Count();
        if (blocks.Length == 0 && text.Skip(comments).Count(l => l.EndsWith(";", StringComparison.Ordinal)) == 1 && text[text.Length - 1].EndsWith(";", StringComparison.Ordinal) && text.All(l => !l.StartsWith("var ", StringComparison.Ordinal)))
        {
            // One statement: its formula above, the call below.
            regions.Lines(text.Take(comments));
            var call = string.Join(" ", text.Skip(comments).Select(l => l.Trim()));
            if (signature.Length + call.Length <= 108)
            {
                regions.Line($"{signature} => {call}");
                return;
            }

            regions.Line(signature + " =>");
            regions.Lines(text.Skip(comments).Select(l => "    " + l));
            return;
        }

        if (region.Nests.Any(n => n.Loop is not null || n is { Lane: null, Rows: null, Domain.Length: > 0 } && !n.Reducer.IsMatrix())) regions.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        regions.Line(signature).Open();
        foreach (var buffer in blocks) regions.Line($"var {buffer.Name} = this.{buffer.Name} + worker{Times(Extent.Of(region.BlockRows) * buffer.Strides[0])};");
        regions.Lines(text);
        regions.Close();
    }
}
