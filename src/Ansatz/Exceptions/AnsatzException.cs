namespace Ansatz;

/// <summary>What a model, its data or its file can do wrong at run time; the derived types say what.</summary>
public abstract class AnsatzException : Exception
{
    private protected AnsatzException(string message, Exception? inner = null) : base(message, inner) { }
}
