using System.Numerics.Tensors;
using Ansatz;
using AnsatzModel;

// Points of the curve that is to be found.
const int Points = 64;
var x = Tensor.Create(new float[Points], [Points]);
var target = Tensor.Create(new float[Points], [Points]);
for (var n = 0; n < Points; n++)
{
    x[n] = -2 + 4f * n / (Points - 1);
    target[n] = MathF.Sin(2 * x[n]);
}

var curve = Curve.Create(Steps: 16, seed: 1);              // parameters drawn from the seed
var adam = new Adam(curve.Parameters) { Rate = 0.02 };
for (var epoch = 1; epoch <= 2000; epoch++)
{
    var loss = curve.Gradient(x, target);                 // the value; the gradients are in curve.Gradients
    adam.Step(curve.Gradients);
    if (epoch % 500 == 0) Console.WriteLine($"epoch {epoch}: loss {loss:G4}");
}

var y = Tensor.Create(new float[Points], [Points]);
curve.Evaluate(x, y);
for (var n = 0; n < Points; n += 9) Console.WriteLine($"f({x[n],6:F2}) = {y[n],7:F3}   ({target[n],7:F3})");

curve.Parameters.Save("curve.safetensors");
