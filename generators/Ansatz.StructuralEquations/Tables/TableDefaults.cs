namespace Ansatz.StructuralEquations;

/// <summary>The options of a model with every default filled in.</summary>
internal sealed class TableDefaults
{
    private readonly SemOptions _options;

    public TableDefaults(SemOptions options, bool hasIntercepts)
    {
        _options = options;
        Groups = Math.Min(SemOptions.MostGroups, Math.Max(1, options.Groups));
        var isAutomatic = options.Defaults != LavaanDefaults.None;
        FixedX = options.FixedX ?? true;
        AutoVar = options.AutoVar ?? isAutomatic;
        AutoCovLvX = options.AutoCovLvX ?? isAutomatic;
        AutoCovY = options.AutoCovY ?? isAutomatic;
        AutoFixFirst = !options.StdLv && (options.AutoFixFirst ?? isAutomatic);
        AutoFixSingle = isAutomatic;
        IntOvFree = options.IntOvFree ?? options.Defaults is LavaanDefaults.Sem or LavaanDefaults.Cfa;
        IntLvFree = options.IntLvFree ?? options.Defaults == LavaanDefaults.Growth;
        MeanStructure = hasIntercepts || options.Defaults == LavaanDefaults.Growth || Equal(GroupEqual.Intercepts) || Equal(GroupEqual.Means) || (options.MeanStructure ?? Groups > 1);
    }

    public int Groups { get; }

    public bool FixedX { get; }

    public bool AutoVar { get; }

    public bool AutoCovLvX { get; }

    public bool AutoCovY { get; }

    public bool AutoFixFirst { get; }

    /// <summary>The variance of a variable that alone measures a latent one is 0.</summary>
    public bool AutoFixSingle { get; }

    public bool IntOvFree { get; }

    public bool IntLvFree { get; }

    public bool MeanStructure { get; }

    public bool StdLv => _options.StdLv;

    public bool Orthogonal => _options.Orthogonal;

    public IReadOnlyList<string> GroupPartial => _options.GroupPartial;

    public bool Equal(GroupEqual kind) => Groups > 1 && (_options.GroupEqual & kind) != 0;
}
