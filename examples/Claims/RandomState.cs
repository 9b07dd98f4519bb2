namespace Claims;

/// <summary>
/// NumPy's legacy random numbers, so that what others measured on its inputs can be compared: the Mersenne twister MT19937 (Matsumoto and Nishimura, 1998),
/// doubles of 53 bits, and normal numbers by the polar method.
/// </summary>
internal sealed class RandomState
{
    private readonly uint[] _state = new uint[624];
    private int _next = 624;
    private double? _kept;

    public RandomState(uint seed)
    {
        _state[0] = seed;
        for (var i = 1u; i < 624; i++) _state[i] = 1812433253 * (_state[i - 1] ^ _state[i - 1] >> 30) + i;
    }

    public double Rand() => ((Next() >> 5) * 67108864.0 + (Next() >> 6)) / 9007199254740992.0;

    public double Randn()
    {
        if (_kept is { } kept)
        {
            _kept = null;
            return kept;
        }
        double x1, x2, r2;
        do
        {
            (x1, x2) = (2 * Rand() - 1, 2 * Rand() - 1);
            r2 = x1 * x1 + x2 * x2;
        }
        while (r2 >= 1 || r2 == 0);
        var f = Math.Sqrt(-2 * Math.Log(r2) / r2);
        _kept = f * x1;
        return f * x2;
    }

    public double[] Rand(int count) => Draw(count, Rand);

    public double[] Randn(int count) => Draw(count, Randn);

    private static double[] Draw(int count, Func<double> draw)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++) values[i] = draw();
        return values;
    }

    private uint Next()
    {
        if (_next == 624)
        {
            for (var i = 0; i < 624; i++)
            {
                var y = _state[i] & 0x80000000 | _state[(i + 1) % 624] & 0x7fffffff;
                _state[i] = _state[(i + 397) % 624] ^ y >> 1 ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
            }
            _next = 0;
        }
        var x = _state[_next++];
        x ^= x >> 11;
        x ^= x << 7 & 0x9d2c5680;
        x ^= x << 15 & 0xefc60000;
        return x ^ x >> 18;
    }
}
