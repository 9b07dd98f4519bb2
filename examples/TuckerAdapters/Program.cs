using Claims;
using TuckerAdapters;

Console.WriteLine("""
    A trained convolution is adapted to a new task by a small addition to its kernel. LoRA takes the kernel as a matrix, (channel out, row) × (channel in, column), and
    adds one of low rank; FLoRA (Si, Wang, Yang and others, 2024) keeps its four modes and adds a Tucker form, a small core times a matrix along each.
    """);

var report = new Report();
Table.Check(report);
Start.Check(report);
Paths.Check(report);
return report.End();
