"""Networks in PyTorch: one operation for each row of Groups/NetworkBars.cs; peer.py says how it is asked."""
import numpy
import torch
import torch.nn.functional as functional

from peer import numbers, serve, tensor


def dense():
    x, w = tensor((128, 512), 0.37, 0.1, 1.0), tensor((512, 512), 0.91, 0.6, 512 ** -0.5)
    b = torch.zeros(512)

    def call():
        with torch.no_grad():
            return functional.linear(x, w, b)

    return call, lambda: {"y": float(call().double().norm())}


def perceptron_step():
    """Three low-rank layers, one step of Adam."""
    x, label = tensor((128, 512), 0.37, 0.1, 1.0), (torch.arange(128) * 7) % 10
    parameters = []
    for k, out in enumerate((512, 512, 10)):
        v = tensor((512, 32), 0.73 + 0.01 * k, 0.2, 512 ** -0.5)
        u = tensor((32, out), 1.17 + 0.01 * k, 0.3, 32 ** -0.5)
        parameters += [v.t().contiguous(), u.t().contiguous(), torch.zeros(out)]
    for p in parameters:
        p.requires_grad_()
    adam = torch.optim.Adam(parameters, lr=1e-3)

    def loss():
        h = x
        for k in range(3):
            v, u, b = parameters[3 * k:3 * k + 3]
            h = functional.linear(functional.linear(h, v), u, b)
            if k < 2:
                h = functional.gelu(h)
        return functional.cross_entropy(h, label)

    def call():
        adam.zero_grad()
        loss().backward()
        adam.step()

    return call, lambda: {"loss": float(loss())}


def image_step():
    """Two convolutions with pooling, 64 images, one step of Adam."""
    network = torch.nn.Sequential(
        torch.nn.Conv2d(1, 16, 3, padding=1), torch.nn.MaxPool2d(2), torch.nn.ReLU(),
        torch.nn.Conv2d(16, 32, 3, padding=1), torch.nn.MaxPool2d(2), torch.nn.ReLU(),
        torch.nn.Flatten(), torch.nn.Linear(32 * 49, 10))
    with torch.no_grad():
        for k, p in enumerate(network.parameters()):
            p.copy_(tensor(tuple(p.shape), 0.21 + 0.1 * k, 0.3, p[0].numel() ** -0.5 if p.dim() > 1 else 0.1))
    x, label = tensor((64, 1, 28, 28), 0.37, 0.1, 1.0), (torch.arange(64) * 7) % 10
    adam = torch.optim.Adam(network.parameters(), lr=1e-3)

    def loss():
        return functional.cross_entropy(network(x), label)

    def call():
        adam.zero_grad()
        loss().backward()
        adam.step()

    return call, lambda: {"loss": float(loss())}


def click_step():
    """Embedding bag and factorization machine, 4096 examples, one step of Adam on dense gradients."""
    e = tensor((100_000, 16), 0.0137, 0.1, 0.1).requires_grad_()
    w = tensor((100_000,), 0.021, 0.2, 0.1).requires_grad_()
    state, index = 12345, numpy.empty(4096 * 39, dtype=numpy.int64)
    for i in range(index.size):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        index[i] = (state >> 8) % 100_000
    index = torch.from_numpy(index).reshape(4096, 39)
    label = (index[:, 0] & 1).float()
    adam = torch.optim.Adam([e, w], lr=1e-3)

    def loss():
        v = functional.embedding(index, e)
        total = v.sum(1)
        logit = 0.5 * (total * total - (v * v).sum(1)).sum(1) + functional.embedding_bag(index, w[:, None], mode="sum")[:, 0]
        return functional.binary_cross_entropy_with_logits(logit, label)

    def call():
        adam.zero_grad()
        loss().backward()
        adam.step()

    return call, lambda: {"loss": float(loss())}


made = {}


def operation(name):
    if name not in made:
        made[name] = globals()[name]()
    return made[name][0]


def check(name):
    operation(name)
    return made[name][1]()


serve(operation, check)
