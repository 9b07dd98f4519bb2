using Claims;
using GradientFlowSparsity;

Console.WriteLine("""
    N:M sparse training where the weights that will not be used leave little by little, so that their gradients matter at first (Bambhaniya, Yazdanbakhsh, Subramanian,
    Kao, Agrawal, Evci, Krishna, Progressive gradient flow for robust N:M sparsity training in transformers, 2024), against SR-STE, which leaves them out at once and makes
    them smaller (Zhou, Ma, Zhu, Liu, Zhang, Yuan, Sun, Li, Learning N:M fine-grained structured sparse neural networks from scratch, 2021).
    """);

var report = new Report();
Definition.Check(report);
Table.Check(report);
return report.End();
