namespace Ansatz.StructuralEquations.Tests.Solutions;

/// <summary>Reference models fitted to their data by us.</summary>
internal static class ReferenceFit
{
    public static SemFit Of(string name, out ReferenceModel reference)
    {
        reference = ReferenceModel.Load(name);
        var options = new SemOptions { Groups = reference.Table.GroupCount, Defaults = name == "growth" ? LavaanDefaults.Growth : LavaanDefaults.Sem };
        var estimator = name.EndsWith("mlr", StringComparison.Ordinal) ? SemEstimator.MLR : name.EndsWith("gls", StringComparison.Ordinal) ? SemEstimator.GLS : SemEstimator.ML;
        return SemEstimation.Fit(new SemModel(reference.Text, options, reference.Table, []), SemData.ReadCsv(new StringReader(reference.Csv)), new()
        {
            Estimator = estimator,
            Missing = name.EndsWith("fiml", StringComparison.Ordinal) ? MissingData.Fiml : MissingData.Listwise,
            Group = reference.Table.GroupCount > 1 ? "school" : null,
        });
    }
}
