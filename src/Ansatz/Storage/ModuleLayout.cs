namespace Ansatz;

/// <summary>How PyTorch's modules name and join the tensors that a layer of the library has.</summary>
/// <remarks>Source: the documentation of torch.nn 1.13. Matrices are outputs × inputs there as here, kernels filters × channels × rows × columns.</remarks>
internal static class ModuleLayout
{
    private static readonly Dictionary<string, string> s_names = new(StringComparer.Ordinal)
    {
        ["W"] = "weight", ["F"] = "weight", ["E"] = "weight", ["Gain"] = "weight",
        ["B"] = "bias", ["Shift"] = "bias",
        ["RunningMean"] = "running_mean", ["RunningVariance"] = "running_var",
    };

    /// <summary>The tensors of one module.</summary>
    /// <param name="local">Its tensors by the names of their properties.</param>
    /// <param name="name">From a name within the module to the whole one.</param>
    public static IEnumerable<FileTensor> Of(Dictionary<string, Parameter> local, Func<string, string> name)
    {
        if (Has(local, "Wi", "Wf", "Wg", "Wo", "Ui", "Uf", "Ug", "Uo", "Bi", "Bf", "Bg", "Bo")) return Gates(local, name, ["i", "f", "g", "o"]);
        if (Has(local, "Wr", "Wz", "Wn", "Ur", "Uz", "Un", "Br", "Bz", "Bn", "Cn")) return Gates(local, name, ["r", "z", "n"]);
        if (Has(local, "W", "U", "B") && local["U"].Shape is [var order, var other] && order == other) return Gates(local, name, [""]);
        if ((Has(local, "P", "O") || Has(local, "P", "C", "O", "B")) && local["P"].Shape.Length == 4 && local["O"].Shape.Length == 3) return Projections(local, name);
        return Single(local, name);
    }

    /// <summary>A stored tensor under a name of its own.</summary>
    public static FileTensor Whole(string name, Parameter parameter) =>
        new(name, parameter.Segment.FileType, [.. parameter.Segment.Shape.Select(n => (long)n)], [new FilePart(parameter.Segment)]);

    private static bool Has(Dictionary<string, Parameter> local, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (!local.ContainsKey(name)) return false;
        }
        return names.Length == local.Count;
    }

    private static IEnumerable<FileTensor> Single(Dictionary<string, Parameter> local, Func<string, string> name)
    {
        foreach (var (own, parameter) in local) yield return Whole(name(s_names.TryGetValue(own, out var known) ? known : ParameterNaming.InSmallLetters(own)), parameter);
        // nn.BatchNorm counts its batches; only a momentum of None uses the count.
        if (local.ContainsKey("RunningMean") && local.ContainsKey("RunningVariance")) yield return new FileTensor(name("num_batches_tracked"), "I64", [], []);
    }

    // nn.LSTM, nn.GRU and nn.RNN of one layer: the gates below each other, a bias of the input and one of the state.
    private static IEnumerable<FileTensor> Gates(Dictionary<string, Parameter> local, Func<string, string> name, string[] gates)
    {
        yield return Joined(name("weight_ih_l0"), gates.Select(g => new FilePart(local["W" + g].Segment)), local["W" + gates[0]]);
        yield return Joined(name("weight_hh_l0"), gates.Select(g => new FilePart(local["U" + g].Segment)), local["U" + gates[0]]);
        yield return Joined(name("bias_ih_l0"), gates.Select(g => new FilePart(local["B" + g].Segment)), local["B" + gates[0]]);
        // A gate that keeps the second bias apart has it as C.
        yield return Joined(name("bias_hh_l0"), gates.Select(g => local.TryGetValue("C" + g, out var own) ? new FilePart(own.Segment)
            : new FilePart(local["B" + g].Segment, local["B" + g].Length, IsAddend: true)), local["B" + gates[0]]);
    }

    // nn.MultiheadAttention: queries, keys and values below each other, in each the heads; C and B are the biases, where there are any.
    private static IEnumerable<FileTensor> Projections(Dictionary<string, Parameter> local, Func<string, string> name)
    {
        Segment p = local["P"].Segment, o = local["O"].Segment;
        yield return new FileTensor(name("in_proj_weight"), p.FileType, [p.Length / p.Shape[3], p.Shape[3]], [new FilePart(p)]);
        if (local.TryGetValue("C", out var inner)) yield return new FileTensor(name("in_proj_bias"), p.FileType, [inner.Length], [new FilePart(inner.Segment)]);
        yield return new FileTensor(name("out_proj.weight"), o.FileType, [o.Shape[0], o.Length / o.Shape[0]], [new FilePart(o)]);
        if (local.TryGetValue("B", out var outer)) yield return Whole(name("out_proj.bias"), outer);
    }

    private static FileTensor Joined(string name, IEnumerable<FilePart> parts, Parameter first)
    {
        FilePart[] joined = [.. parts];
        long[] shape = [.. first.Segment.Shape.Select(n => (long)n)];
        shape[0] *= joined.Length;
        return new FileTensor(name, first.Segment.FileType, shape, joined);
    }
}
