using System.Diagnostics;
using Ansatz;
using QuickStart;

var (training, test) = DigitImages.Load();
if (args is ["--validate"])
{
    Validation.Run(training);
    return 0;
}

Console.WriteLine(Digits.Summary);
Console.WriteLine();

var clock = Stopwatch.StartNew();
var networks = new Dictionary<int, Digits>();
foreach (var seed in (int[])[1, 2, 3])
{
    networks[seed] = new Training(training, new TrainingPlan()).Run(seed, new ConsoleProgressBar($"seed {seed}"));
    Console.WriteLine($"test accuracy {new Predictions(networks[seed], test).Accuracy:0.000} (seed {seed})");
}
Console.WriteLine($"three trainings on {training.Count} images took {clock.Elapsed.TotalSeconds:0.0} s on one thread, beside one that gathers batches");
Console.WriteLine();

var network = networks[1];
var check = DeclarationCheck.Run(network, test, rows: 3);
Console.WriteLine($"kernels against the executed declaration, {check.Rows} images: in units of the largest logit, the logits differ by up to {check.LogitDifference:0.0e+0}, the loss by {check.LossDifference:0.0e+0}");
Console.WriteLine($"their logits: {check.Executed.TotalMilliseconds:0} ms when executed, {check.Compiled.TotalMicroseconds:0.0} µs by the kernels, {check.Executed / check.Compiled:#,0} times faster");
Console.WriteLine();

var predictions = new Predictions(network, test);
Console.WriteLine("digit in the image (down) and digit seen in it (across), seed 1:");
Console.WriteLine(predictions.Table());
Console.WriteLine();

var file = Path.Combine(AppContext.BaseDirectory, "digits.safetensors");
network.Parameters.Save(file);
var loaded = new Digits();
loaded.Parameters.Load(file);
var same = new Predictions(loaded, test).Equal(predictions);
Console.WriteLine($"weights saved to {Path.GetFileName(file)} ({new FileInfo(file).Length:#,0} bytes) and loaded again: predictions are {(same ? "the same" : "DIFFERENT")}");
return same && check.LogitDifference < 1e-5 && check.LossDifference < 1e-5 ? 0 : 1;
