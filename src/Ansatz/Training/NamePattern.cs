using System.IO.Enumeration;

namespace Ansatz;

/// <summary>Names of parameters with * for any characters and ? for one.</summary>
internal static class NamePattern
{
    public static bool Matches(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
}
