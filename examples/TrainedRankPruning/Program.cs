using Claims;
using TrainedRankPruning;

Console.WriteLine("""
    A network whose matrices are truncated to low rank again and again while they are trained, with the nuclear norm in the loss, so that cutting them afterwards costs
    nothing (Xu, Li, Zhang, Wen, Wang, Dai, Qi, Chen, Lin, Xiong, Trained rank pruning for efficient deep neural networks, 2019), against cutting after plain training.
    """);

var report = new Report();
Comparison.Check(report);
return report.End();
