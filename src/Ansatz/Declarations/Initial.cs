namespace Ansatz;

/// <summary>The distribution of a parameter's first values. <c>in</c> and <c>out</c> are its fan in and fan out.</summary>
/// <remarks>
/// Fan out is the first extent, fan in the product of the others (of a vector: its extent; of a scalar: 1).
/// Sources: LeCun, Bottou, Orr, Müller, <i>Efficient BackProp</i>, 1998 (Lecun); Glorot, Bengio, <i>Understanding the difficulty of
/// training deep feedforward neural networks</i>, 2010 (Glorot); He, Zhang, Ren, Sun, <i>Delving deep into rectifiers</i>, 2015 (He).
/// </remarks>
public enum Initial
{
    /// <summary><see cref="Zero"/> for scalars, vectors and states, <see cref="LecunNormal"/> otherwise.</summary>
    Default,

    /// <summary>All zeros.</summary>
    Zero,

    /// <summary>All ones.</summary>
    One,

    /// <summary>Normal with mean 0 and variance 1 / in.</summary>
    LecunNormal,

    /// <summary>Uniform between ±√(6 / (in + out)).</summary>
    GlorotUniform,

    /// <summary>Normal with mean 0 and variance 2 / in.</summary>
    HeNormal,

    /// <summary>Normal with mean 0 and standard deviation 0.02.</summary>
    Normal,

    /// <summary>Uniform between ±1 / √in.</summary>
    Uniform,
}
