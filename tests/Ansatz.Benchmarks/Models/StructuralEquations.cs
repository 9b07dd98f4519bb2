using Ansatz.StructuralEquations;

namespace Ansatz.Benchmarks.Models;

/// <summary>Three correlated factors with three tests each.</summary>
[StructuralEquationModel("""
    visual  =~ x1 + x2 + x3
    textual =~ x4 + x5 + x6
    speed   =~ x7 + x8 + x9
    """, Defaults = LavaanDefaults.Cfa)]
internal partial class ThreeFactors;

/// <summary>The same with means, for missing values.</summary>
[StructuralEquationModel("""
    visual  =~ x1 + x2 + x3
    textual =~ x4 + x5 + x6
    speed   =~ x7 + x8 + x9
    """, Defaults = LavaanDefaults.Cfa, MeanStructure = true)]
internal partial class ThreeFactorsWithMeans;

/// <summary>Democracy in two years and industrialisation.</summary>
[StructuralEquationModel("""
    ind60 =~ x1 + x2 + x3
    dem60 =~ y1 + y2 + y3 + y4
    dem65 =~ y5 + y6 + y7 + y8
    dem60 ~ ind60
    dem65 ~ ind60 + dem60
    y1 ~~ y5
    y2 ~~ y4 + y6
    y3 ~~ y7
    y4 ~~ y8
    y6 ~~ y8
    """)]
internal partial class Democracy;

/// <summary>A linear growth curve.</summary>
[StructuralEquationModel("""
    i =~ 1*t1 + 1*t2 + 1*t3 + 1*t4
    s =~ 0*t1 + 1*t2 + 2*t3 + 3*t4
    """, Defaults = LavaanDefaults.Growth)]
internal partial class GrowthCurve;

// Its fits are compared with lavaan's, which has no bounds on the cycle either.
#pragma warning disable ANZ2031

/// <summary>A cycle of three variables with an instrument each.</summary>
[StructuralEquationModel("""
    y1 ~ a*y3 + z1
    y2 ~ b*y1 + z2
    y3 ~ c*y2 + z3
    y1 ~~ 0*y2 + 0*y3
    y2 ~~ 0*y3
    loop := a*b*c
    """, FixedX = false)]
internal partial class ThreeCycle;
