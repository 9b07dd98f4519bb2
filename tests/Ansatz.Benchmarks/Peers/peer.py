"""What every PyTorch peer shares: the numbers, the clock and the conversation. One thread: OPENBLAS_NUM_THREADS has to be 1 as well.

A peer reads commands from standard input, one a line, and answers each with one line:
  check [OPERATION]        results, as name=value pairs
  prepare OPERATION        warms up; answers with the calls that make a window
  time OPERATION SECONDS   the times of one call, window by window: processor time / elapsed time, in microseconds
"""
import os
import sys
import time

import numpy
import torch

WINDOW = 600e-6
calls_per_window = {}

# The C library maps fresh pages for every large array until the first of them has been freed; a process that has run for a while does not.
torch.empty(7_500_000)


def hashes(count, a, b):
    """The integer hash of Data/HashNumbers.cs: 24 bits."""
    seed = numpy.uint32((round(a * 1e4) * 7919 + round(b * 1e3)) & 0xFFFFFFFF)
    with numpy.errstate(over="ignore"):
        h = numpy.arange(count, dtype=numpy.uint32) * numpy.uint32(0x9E3779B9) + seed * numpy.uint32(0x85EBCA6B)
        h = (h ^ (h >> numpy.uint32(16))) * numpy.uint32(0x7FEB352D)
        h = (h ^ (h >> numpy.uint32(15))) * numpy.uint32(0x846CA68B)
        h ^= h >> numpy.uint32(16)
    return h >> numpy.uint32(8)


def numbers(count, a, b, scale):
    unit = 2.0 * (hashes(count, a, b).astype(numpy.float64) / 16777216.0) - 1.0
    return (scale * unit).astype(numpy.float32)


def tensor(shape, a, b, scale):
    count = int(numpy.prod(shape))
    return torch.from_numpy(numbers(count, a, b, scale)).reshape(shape).clone()


def indices(shape, a, b, limit):
    """Whole numbers from 0 to limit - 1."""
    count = int(numpy.prod(shape))
    return torch.from_numpy((hashes(count, a, b).astype(numpy.int64) * limit) >> 24).reshape(shape)


def window(call, calls):
    start, processor = time.perf_counter(), time.thread_time()
    for _ in range(calls):
        call()
    processor = time.thread_time() - processor
    return processor / calls, (time.perf_counter() - start) / calls


def prepare(name, call):
    end = time.perf_counter() + 0.3
    shortest = window(call, 1)[1]
    while time.perf_counter() < end:
        shortest = min(shortest, window(call, 1)[1])
    calls_per_window[name] = max(1, int(WINDOW / shortest))
    return str(calls_per_window[name])


def timed(name, call, seconds):
    calls = calls_per_window[name]
    call()
    end = time.perf_counter() + seconds
    windows = [window(call, calls)]
    while time.perf_counter() < end:
        windows.append(window(call, calls))
    return " ".join(f"{processor * 1e6:.4f}/{elapsed * 1e6:.4f}" for processor, elapsed in windows)


def threads():
    """What really runs, once everything has started that wants to: torch's own count leaves those of its BLAS out."""
    torch.rand(256, 256).mm(torch.rand(256, 256))
    return len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else torch.get_num_threads()


def pairs(results):
    return " ".join(f"{name}={value!r}" for name, value in results.items())


def serve(operation, check):
    """Answers commands: operation(name) gives what to call, check(*arguments) the results."""
    print(f"torch {torch.__version__}, {threads()} thread(s)", flush=True)
    for request in sys.stdin:
        command, *arguments = request.split()
        if command == "check":
            answer = pairs(check(*arguments))
        elif command == "prepare":
            answer = prepare(arguments[0], operation(arguments[0]))
        else:
            answer = timed(arguments[0], operation(arguments[0]), float(arguments[1]))
        print(answer, flush=True)


torch.set_num_threads(1)
