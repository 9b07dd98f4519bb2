"""The low-rank layer in PyTorch for the benchmarks, on one thread: OPENBLAS_NUM_THREADS has to be 1 as well.

Reads commands from standard input, one a line, and answers each with one line:
  check                    results, as name=value pairs
  prepare OPERATION        warms up; answers with the calls that make a window
  time OPERATION SECONDS   the times of one call, window by window: processor time / elapsed time, in microseconds
"""
import math
import os
import sys
import time

import numpy
import torch
import torch.nn.functional as functional

ROWS, IN, RANK, OUT = 128, 512, 32, 512
WINDOW = 600e-6


def numbers(count, a, b, scale):
    """The integer hash of Data/HashNumbers.cs."""
    seed = numpy.uint32((round(a * 1e4) * 7919 + round(b * 1e3)) & 0xFFFFFFFF)
    with numpy.errstate(over="ignore"):
        h = numpy.arange(count, dtype=numpy.uint32) * numpy.uint32(0x9E3779B9) + seed * numpy.uint32(0x85EBCA6B)
        h = (h ^ (h >> numpy.uint32(16))) * numpy.uint32(0x7FEB352D)
        h = (h ^ (h >> numpy.uint32(15))) * numpy.uint32(0x846CA68B)
        h ^= h >> numpy.uint32(16)
    unit = 2.0 * ((h >> numpy.uint32(8)).astype(numpy.float64) / 16777216.0) - 1.0
    return (scale * unit).astype(numpy.float32)


def tensor(rows, columns, a, b, scale):
    return torch.from_numpy(numbers(rows * columns, a, b, scale)).reshape(rows, columns).clone()


torch.set_num_threads(1)
x = tensor(ROWS, IN, 0.37, 0.1, 1.0)
v = tensor(IN, RANK, 0.73, 0.2, 1 / math.sqrt(IN))
u = tensor(RANK, OUT, 1.17, 0.3, 1 / math.sqrt(RANK))
b = tensor(1, OUT, 0.51, 0.4, 0.1).reshape(OUT).clone()
g = tensor(ROWS, OUT, 0.29, 0.5, 1.0)
trained = [t.clone().requires_grad_() for t in (x, v, u, b)]
first_rows = {rows: x[:rows].clone() for rows in (1, 8, ROWS)}


def forward(rows):
    inputs = first_rows[rows]

    def call():
        with torch.no_grad():
            return functional.gelu(torch.addmm(b, inputs.mm(v), u))

    return call


def differentiable():
    for t in trained:
        t.grad = None
    tx, tv, tu, tb = trained
    return functional.gelu(torch.addmm(tb, tx.mm(tv), tu))


def gradient():
    """The value, and all gradients for a given gradient of the value: no sum is taken."""
    y = differentiable()
    y.backward(g)
    return y


def gradient_of_loss():
    loss = (differentiable() * g).sum()
    loss.backward()
    return loss


OPERATIONS = {
    "forward1": forward(1),
    "forward8": forward(8),
    "forward128": forward(ROWS),
    "gradient": gradient,
    "loss": gradient_of_loss,
}
calls_per_window = {}


def check():
    norm = lambda t: float(t.double().norm())
    loss = float((gradient().detach().double() * g.double()).sum())
    results = {"loss": loss, "y": norm(forward(ROWS)()), "y1": norm(forward(1)()), "y8": norm(forward(8)())}
    results.update({name: norm(t.grad) for name, t in zip(("dx", "dv", "du", "db"), trained)})
    return " ".join(f"{name}={value!r}" for name, value in results.items())


def window(call, calls):
    start, processor = time.perf_counter(), time.thread_time()
    for _ in range(calls):
        call()
    processor = time.thread_time() - processor
    return processor / calls, (time.perf_counter() - start) / calls


def prepare(name):
    call = OPERATIONS[name]
    end = time.perf_counter() + 0.3
    shortest = window(call, 1)[1]
    while time.perf_counter() < end:
        shortest = min(shortest, window(call, 1)[1])
    calls_per_window[name] = max(1, int(WINDOW / shortest))
    return str(calls_per_window[name])


def timed(name, seconds):
    call, calls = OPERATIONS[name], calls_per_window[name]
    call()
    end = time.perf_counter() + seconds
    windows = [window(call, calls)]
    while time.perf_counter() < end:
        windows.append(window(call, calls))
    return " ".join(f"{processor * 1e6:.4f}/{elapsed * 1e6:.4f}" for processor, elapsed in windows)


def answer(line):
    command, *arguments = line.split()
    if command == "check":
        return check()
    if command == "prepare":
        return prepare(arguments[0])
    return timed(arguments[0], float(arguments[1]))


def threads():
    """What really runs, once everything has started that wants to: torch's own count leaves those of its BLAS out."""
    gradient()
    return len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else torch.get_num_threads()


print(f"torch {torch.__version__}, {threads()} thread(s)", flush=True)
for request in sys.stdin:
    print(answer(request), flush=True)
