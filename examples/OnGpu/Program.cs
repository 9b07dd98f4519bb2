using System.Diagnostics;
using Ansatz;
using Ansatz.Gpu;
using OnGpu;
using QuickStart;

var (training, test) = DigitImages.Load();
var plan = new TrainingPlan();
int[] seeds = [1, 2, 3];
var isSimulated = args is ["--simulated"];
if (isSimulated)
{
    // A simulation is slow: enough to see that it is the same computation, not to learn anything.
    training = training.Select(image => image < 12);
    plan = plan with { Epochs = 1, Batch = 4 };
    seeds = [1];
}

using var device = Open();
if (device is null) Console.WriteLine("the training runs on the CPU");
else Console.WriteLine($"the training runs on {device}");
var clock = Stopwatch.StartNew();
Digits? network = null;
foreach (var seed in seeds)
{
    var progress = new ConsoleProgressBar($"seed {seed}");
    network = device is null ? new Training(training, plan).Run(seed, progress) : new TrainingOnGpu(training, plan, device).Run(seed, progress);
    Console.WriteLine($"test accuracy {new Predictions(network, test).Accuracy:0.000} (seed {seed})");
}
Console.WriteLine($"{seeds.Length} training{(seeds.Length == 1 ? "" : "s")} on {training.Count} images took {clock.Elapsed.TotalSeconds:0.0} s{(device is null ? "" : ", compilation of the kernels included")}");
if (device is null) return 0;

var check = LogitCheck.Run(network!, device, test, rows: 3);
Console.WriteLine($"{device.Description.Name} against the CPU, {check.Rows} images: in units of the largest logit, the logits differ by up to {check.Difference:0.0e+0}");
return check.Difference < 1e-4 ? 0 : 1;

GpuDevice? Open()
{
    try
    {
        return isSimulated ? GpuDevice.Open(GpuKind.Simulated) : GpuDevice.Open();
    }
    catch (NoGpuException e)
    {
        Console.WriteLine(e.Message);
        return null;
    }
}
