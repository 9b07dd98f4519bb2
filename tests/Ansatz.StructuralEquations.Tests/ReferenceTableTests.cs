namespace Ansatz.StructuralEquations.Tests;

public class ReferenceTableTests
{
    public static TheoryData<string> Names => new(ReferenceModel.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void TheTableThatLavaanMadeIsRead(string name)
    {
        var reference = ReferenceModel.Load(name);
        Assert.Equal(reference.Json.GetProperty("vcov").GetProperty("names").GetArrayLength(), reference.Table.FreeCount);
    }
}
