namespace Ansatz;

/// <summary>Data do not fit the model, or a file of data is damaged.</summary>
public sealed class DatasetException : AnsatzException
{
    internal DatasetException(string message, Exception? inner = null) : base(message, inner) { }
}
