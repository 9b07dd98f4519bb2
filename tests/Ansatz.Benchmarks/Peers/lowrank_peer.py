"""The low-rank layer in PyTorch for the benchmarks; peer.py says how it is asked."""
import math

import torch
import torch.nn.functional as functional

from peer import serve, tensor

ROWS, IN, RANK, OUT = 128, 512, 32, 512

x = tensor((ROWS, IN), 0.37, 0.1, 1.0)
v = tensor((IN, RANK), 0.73, 0.2, 1 / math.sqrt(IN))
u = tensor((RANK, OUT), 1.17, 0.3, 1 / math.sqrt(RANK))
b = tensor((OUT,), 0.51, 0.4, 0.1)
g = tensor((ROWS, OUT), 0.29, 0.5, 1.0)
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


def check():
    norm = lambda t: float(t.double().norm())
    loss = float((gradient().detach().double() * g.double()).sum())
    results = {"loss": loss, "y": norm(forward(ROWS)()), "y1": norm(forward(1)()), "y8": norm(forward(8)())}
    results.update({name: norm(t.grad) for name, t in zip(("dx", "dv", "du", "db"), trained)})
    return results


serve(OPERATIONS.__getitem__, check)
