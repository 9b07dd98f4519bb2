"""The rows of Program.cs in PyTorch on the same device, eager and compiled; prints a line for each: name, microseconds eager, compiled, norms of the results."""
import sys
import time

import torch
import torch.nn.functional as functional

from peer import tensor

torch.backends.cuda.matmul.allow_tf32 = False
torch.backends.cudnn.allow_tf32 = False
DEVICE = "cuda"


def on_device(shape, a, b, scale, grad=False):
    return tensor(shape, a, b, scale).to(DEVICE).requires_grad_(grad)


def differentiated(function, inputs, g):
    """The value of a function and the gradients of its inputs, for a given gradient of the value."""

    def call(f):
        for t in inputs:
            t.grad = None
        y = f(*inputs)
        y.backward(g)
        return y

    return function, call, lambda y: [y] + [t.grad for t in inputs]


def evaluated(function, inputs):
    def call(f):
        with torch.no_grad():
            return f(*inputs)

    return function, call, lambda y: [y]


def lowrank(rows):
    x, v = on_device((rows, 512), 0.37, 0.1, 1, True), on_device((512, 32), 0.73, 0.2, 512**-0.5, True)
    u, b = on_device((32, 512), 1.17, 0.3, 32**-0.5, True), on_device((512,), 0.51, 0.4, 0.1, True)
    return differentiated(lambda x, v, u, b: functional.gelu(torch.addmm(b, x.mm(v), u)), [x, v, u, b], on_device((rows, 512), 0.29, 0.5, 1))


def pairs(rows):
    def f(e):
        total = e.sum(1)
        return 0.5 * (total * total - (e * e).sum(1)).sum(1)

    return differentiated(f, [on_device((rows, 26, 16), 0.37, 0.1, 1, True)], on_device((rows,), 0.29, 0.5, 1))


def attention(heads):
    q, k, v = (on_device((heads, 1024, 64), a, 0.1, 1) for a in (0.37, 0.73, 1.17))
    return evaluated(lambda q, k, v: torch.softmax(q.bmm(k.transpose(1, 2)) * 0.125, dim=2).bmm(v), [q, k, v])


def convolution(rows):
    x, f = on_device((rows, 16, 28, 28), 0.37, 0.1, 1, True), on_device((32, 16, 3, 3), 0.73, 0.2, 1 / 12, True)
    return differentiated(lambda x, f: functional.conv2d(x, f, padding=1), [x, f], on_device((rows, 32, 28, 28), 0.29, 0.5, 1))


def product(size):
    return evaluated(torch.mm, [on_device((size, size), 0.37, 0.1, 1), on_device((size, size), 0.73, 0.2, 1)])


def elementwise(count):
    return evaluated(lambda x: torch.tanh(1.25 * x - 0.5) * torch.sigmoid(0.75 * x) + torch.exp(-x * x), [on_device((count,), 0.37, 0.1, 3)])


def update(count):
    x, y, z = (on_device((count,), a, 0.1, 1) for a in (0.37, 0.73, 1.17))
    return evaluated(lambda x, y, z: 1.25 * x - 0.5 * y + 0.75 * z, [x, y, z])


def softmax(rows):
    return evaluated(lambda x: torch.softmax(x, 1), [on_device((rows, 1024), 0.37, 0.1, 3)])


def timed(call):
    """The shortest window of several calls, in microseconds a call."""
    for _ in range(3):
        call()
    torch.cuda.synchronize()
    start = time.perf_counter()
    call()
    torch.cuda.synchronize()
    calls = max(3, min(500, int(0.05 / (time.perf_counter() - start))))
    shortest = float("inf")
    for _ in range(7):
        start = time.perf_counter()
        for _ in range(calls):
            call()
        torch.cuda.synchronize()
        shortest = min(shortest, (time.perf_counter() - start) / calls)
    return shortest * 1e6


def main():
    for argument in sys.argv[1:]:
        name, size = argument.split(":")
        function, call, results = globals()[name](int(size))
        norms = [float(t.detach().double().norm()) for t in results(call(function))]
        eager = timed(lambda: call(function))
        torch._dynamo.reset()
        compiled = torch.compile(function, dynamic=False)
        fused = timed(lambda: call(compiled))
        print(argument, f"{eager:.3f}", f"{fused:.3f}", " ".join(f"{n:.9g}" for n in norms), flush=True)
        torch.cuda.empty_cache()


main()
