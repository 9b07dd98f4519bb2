namespace Ansatz.Benchmarks.Peers;

/// <summary>A peer is not installed.</summary>
internal sealed class MissingPeerException(string message) : Exception(message);
