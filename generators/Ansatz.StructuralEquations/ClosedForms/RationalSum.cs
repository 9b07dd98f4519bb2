using Ansatz.Symbolic;

namespace Ansatz.StructuralEquations;

/// <summary>A sum of products of rational functions, kept apart by denominator until it is complete, so that few numerators are multiplied by factors.</summary>
internal sealed class RationalSum(PolynomialRing ring, ClosedFormBudget budget)
{
    private readonly List<(IReadOnlyList<FactorPower> Denominator, PolynomialSum Numerator)> _parts = [];

    public void Add(RationalFunction a, Polynomial weight, RationalFunction b)
    {
        if (a.IsZero || b.IsZero || weight.IsZero) return;
        budget.Step((long)a.Numerator.Count * weight.Count * b.Numerator.Count);
        var denominator = RationalFunction.Union(a.Denominator, b.Denominator, static (x, y) => x + y);
        var part = _parts.FindIndex(p => Same(p.Denominator, denominator));
        if (part < 0)
        {
            // A sum that cancels may be four times as long on its way as in the end.
            _parts.Add((denominator, new PolynomialSum(ring, 4 * budget.Terms)));
            part = _parts.Count - 1;
        }

        try
        {
            _parts[part].Numerator.AddProduct(a.Numerator * weight, b.Numerator);
        }
        catch (TermLimitException)
        {
            throw new ClosedFormLimitException($"more than {budget.Terms:#,0} terms");
        }
    }

    public RationalFunction ToFunction()
    {
        IReadOnlyList<FactorPower> common = [];
        foreach (var (denominator, _) in _parts) common = RationalFunction.Union(common, denominator, Math.Max);
        var sum = ring.Zero;
        foreach (var (denominator, part) in _parts)
        {
            var function = RationalFunction.Of(part.ToPolynomial(), denominator);
            long terms = function.Numerator.Count;
            foreach (var power in common) terms *= (long)Math.Min(1e6, Math.Pow(power.Factor.Polynomial.Count, power.Exponent - function.ExponentOf(power.Factor)));
            budget.Step(terms);
            sum += function.NumeratorOver(common);
        }

        if (common.Count > 0) budget.Step(sum.Count);
        var result = RationalFunction.Of(sum, common).Cancelled();
        return result.Numerator.Count > budget.Terms ? throw new ClosedFormLimitException($"{result.Numerator.Count:#,0} terms, which is more than {budget.Terms:#,0}") : result;
    }

    private static bool Same(IReadOnlyList<FactorPower> a, IReadOnlyList<FactorPower> b)
    {
        if (a.Count != b.Count) return false;
        foreach (var power in a)
        {
            if (!b.Contains(power)) return false;
        }

        return true;
    }
}
