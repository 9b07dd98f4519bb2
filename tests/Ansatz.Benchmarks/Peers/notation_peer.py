"""What the notation can say, in PyTorch: one operation for each row of Groups/NotationBars.cs; peer.py says how it is asked."""
import math

import torch
import torch.nn.functional as functional

from peer import indices, numbers, serve, tensor


def factorization_machine():
    """Pairs of gathered embeddings: y = Σ_d ((Σ_f e)² − Σ_f e²) / 2."""
    e = tensor((1024, 26, 16), 0.37, 0.1, 1.0).requires_grad_()
    g = tensor((1024,), 0.29, 0.5, 1.0)

    def call():
        e.grad = None
        total = e.sum(1)
        y = 0.5 * (total * total - (e * e).sum(1)).sum(1)
        y.backward(g)
        return y

    return call, lambda: {"y": call(), "dE": e.grad}


def table_step():
    """The same from a table, with one Adam step on the rows that were touched."""
    table = tensor((1_000_000, 16), 0.37, 0.1, 1.0).requires_grad_()
    index = indices((1024, 26), 0.43, 0.2, 1_000_000)
    g = tensor((1024,), 0.29, 0.5, 1.0)
    adam = torch.optim.SparseAdam([table], lr=1e-3)

    def gradient():
        table.grad = None
        e = functional.embedding(index, table, sparse=True)
        total = e.sum(1)
        y = 0.5 * (total * total - (e * e).sum(1)).sum(1)
        y.backward(g)
        return y

    def call():
        gradient()
        adam.step()

    def results():
        y = gradient()
        return {"y": y, "dTable": table.grad.to_dense()}

    return call, results


def attention():
    q, k, v = (tensor((256, 64), a, 0.1, 1.0) for a in (0.37, 0.73, 1.17))

    def call():
        with torch.no_grad():
            return torch.softmax(q.mm(k.t()) * 0.125, dim=1).mm(v)

    return call, lambda: {"y": call()}


def parafac_product():
    x = tensor((100, 100, 100), 0.37, 0.1, 1.0)
    b, c = (tensor((100, 10), a, 0.1, 1.0) for a in (0.73, 1.17))

    def call():
        with torch.no_grad():
            return torch.einsum("ijk,jr,kr->ir", x, b, c)

    return call, lambda: {"y": call()}


def bilinear():
    x, y = (tensor((128, 64), a, 0.1, 1.0).requires_grad_() for a in (0.37, 0.73))
    w = tensor((64, 64, 32), 1.17, 0.3, 1 / 64).requires_grad_()
    g = tensor((128, 32), 0.29, 0.5, 1.0)

    def call():
        x.grad = y.grad = w.grad = None
        z = torch.einsum("bi,bj,ijo->bo", x, y, w)
        z.backward(g)
        return z

    return call, lambda: {"z": call(), "dX": x.grad, "dY": y.grad, "dW": w.grad}


def convolution():
    x = tensor((16, 16, 28, 28), 0.37, 0.1, 1.0).requires_grad_()
    f = tensor((32, 16, 3, 3), 0.73, 0.2, 1 / 12).requires_grad_()
    g = tensor((16, 32, 28, 28), 0.29, 0.5, 1.0)

    def call():
        x.grad = f.grad = None
        y = functional.conv2d(x, f, padding=1)
        y.backward(g)
        return y

    return call, lambda: {"y": call(), "dX": x.grad, "dF": f.grad}


def lstm():
    x = tensor((32, 50, 64), 0.37, 0.1, 1.0).requires_grad_()
    g = tensor((32, 50, 64), 0.29, 0.5, 1.0)
    cell = torch.nn.LSTM(64, 64, batch_first=True)
    with torch.no_grad():
        for k, p in enumerate(cell.parameters()):
            p.copy_(tensor(tuple(p.shape), 0.73, 0.2 + 0.1 * k, 1 / 8))

    def call():
        x.grad = None
        for p in cell.parameters():
            p.grad = None
        h, _ = cell(x)
        h.backward(g)
        return h

    return call, lambda: {"h": call(), "dX": x.grad, **{f"d{n}": p.grad for n, p in cell.named_parameters()}}


def sparse_parafac():
    count, rows, rank = 1_000_000, 10_000, 16
    factors = [tensor((rows, rank), a, 0.1, 1.0).requires_grad_() for a in (0.37, 0.73, 1.17)]
    at = [indices((count,), a, 0.2, rows) for a in (0.43, 0.61, 0.83)]
    value = tensor((count,), 0.29, 0.5, 1.0)

    def call():
        for f in factors:
            f.grad = None
        a, b, c = (f.index_select(0, i) for f, i in zip(factors, at))
        residual = (a * b * c).sum(1) - value
        loss = 0.5 * (residual * residual).sum()
        loss.backward()
        return loss

    def results():
        loss = call()
        return {"loss": loss, **{name: f.grad for name, f in zip(("dA", "dB", "dC"), factors)}}

    return call, results


def elementwise():
    x = tensor((1_000_000,), 0.37, 0.1, 3.0)
    a, b, c = 1.25, -0.5, 0.75

    def call():
        with torch.no_grad():
            return torch.tanh(a * x + b) * torch.sigmoid(c * x) + torch.exp(-x * x)

    return call, lambda: {"y": call()}


def cholesky():
    """Symmetric positive definite matrices: their factors, and the logarithms of their determinants."""
    m = tensor((256, 64, 64), 0.37, 0.1, 1.0)
    s = (m.matmul(m.transpose(1, 2)) + 64 * torch.eye(64)).requires_grad_()
    g = tensor((256,), 0.29, 0.5, 1.0)

    def call():
        s.grad = None
        y = 2 * torch.linalg.cholesky(s).diagonal(dim1=1, dim2=2).log().sum(1)
        y.backward(g)
        return y

    return call, lambda: {"y": call(), "dS": s.grad}


OPERATIONS = {f.__name__: f for f in (
    factorization_machine, table_step, attention, parafac_product, bilinear, convolution, lstm, sparse_parafac, elementwise, cholesky)}
made = {}


def of(name):
    if name not in made:
        made[name] = OPERATIONS[name]()
    return made[name]


def size(t):
    """The norm of the elements in the weights of Data/NotationRun.cs, which tells transposed results apart."""
    t = t.detach().double().reshape(-1)
    return float((t * torch.from_numpy(numbers(len(t), 0.91, 0.7, 1.0))).norm())


def check(name):
    return {key: size(value) for key, value in of(name)[1]().items()}


serve(lambda name: of(name)[0], check)
