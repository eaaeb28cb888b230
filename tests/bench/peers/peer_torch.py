# SPDX-License-Identifier: GPL-3.0-or-later
"""PyTorch's side of the benchmark, on one thread. Each line asked for on stdin,
`f64|f32 modules|hand xor EPOCHS` or `f64|f32 modules|hand SIZES BATCH UPDATES`, is run and answered
by the processor seconds and the last loss.

"modules" is nn.Sequential with autograd and optim.SGD, as one writes it; "hand" differentiates by
hand, in as few calls as the operations of PyTorch allow, which is the fastest there is without a
compiler.
"""
import os
import sys
import time

import numpy as np
import torch

torch.set_num_threads(1)
BATCHES = 8


def linear(w, kind):
    """A layer z = x @ w + b with b = 0."""
    layer = torch.nn.Linear(*w.shape, dtype=kind)
    with torch.no_grad():
        layer.weight.copy_(w.T)
        layer.bias.zero_()
    return layer


def by_modules(layers, last, criterion, batches, updates, lr, kind):
    modules = []
    for w in layers:
        modules += [linear(w, kind), torch.nn.ReLU()]
    net = torch.nn.Sequential(*modules[:-1], *last)
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    began = time.process_time()
    for update in range(updates):
        x, y = batches[update % len(batches)]
        loss = criterion(net(x), y)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
    return time.process_time() - began, loss.item()


@torch.inference_mode()
def by_hand(layers, output, batches, updates, lr, kind):
    """[output] makes the loss and dz of the last layer from its z and y."""
    ws = [w.clone() for w in layers]
    bs = [torch.zeros(1, w.shape[1], dtype=kind) for w in layers]
    relu, relu_backward = torch.relu, torch.ops.aten.threshold_backward
    last = len(ws) - 1
    began = time.process_time()
    for update in range(updates):
        x, y = batches[update % len(batches)]
        activations = [x]
        for k in range(last):
            activations.append(relu(torch.addmm(bs[k], activations[k], ws[k])))
        loss, dz = output(torch.addmm(bs[last], activations[last], ws[last]), y)
        for k in range(last, -1, -1):
            a = activations[k]
            before = relu_backward(torch.mm(dz, ws[k].T), a, 0) if k else None
            ws[k].addmm_(a.T, dz, alpha=-lr)
            bs[k].add_(dz.sum(0, True), alpha=-lr)
            dz = before
    return time.process_time() - began, loss.item()


def squares(z, y):
    a = torch.sigmoid(z)
    error = a - y
    flat = error.view(-1)
    slope = torch.ops.aten.sigmoid_backward(error, a)
    return torch.dot(flat, flat) / len(flat), slope.mul_(2 / len(flat))


def cross_entropy(z, y):
    log_p = torch.log_softmax(z, 1)
    loss = torch.dot(log_p.view(-1), y.view(-1)) / -len(y)
    return loss, log_p.exp_().sub_(y).div_(len(y))


def xor(kind, way, epochs):
    """2-2-1, relu and sigmoid, full batch, mean square error."""
    np.random.seed(1)
    layers = [torch.tensor(np.random.rand(*shape), dtype=kind) for shape in ((2, 2), (2, 1))]
    x = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=kind)
    y = torch.tensor([[0], [1], [1], [0]], dtype=kind)
    if way == "hand":
        return by_hand(layers, squares, [(x, y)], epochs, 0.2, kind)
    return by_modules(layers, [torch.nn.Sigmoid()], torch.nn.MSELoss(), [(x, y)], epochs, 0.2, kind)


def classes(kind, way, sizes, batch, updates):
    """relu, softmax and cross-entropy on random classes, in batches."""
    random = np.random.RandomState(1)
    x = torch.tensor(random.rand(BATCHES * batch, sizes[0]), dtype=kind)
    y = torch.tensor(random.randint(sizes[-1], size=BATCHES * batch))
    layers = [torch.tensor(random.uniform(-(6 / i) ** 0.5, (6 / i) ** 0.5, (i, o)), dtype=kind)
              for i, o in zip(sizes, sizes[1:])]
    if way == "hand":
        y = torch.nn.functional.one_hot(y, sizes[-1]).to(kind)
        batches = list(zip(x.split(batch), y.split(batch)))
        return by_hand(layers, cross_entropy, batches, updates, 0.01, kind)
    batches = list(zip(x.split(batch), y.split(batch)))
    return by_modules(layers, [], torch.nn.CrossEntropyLoss(), batches, updates, 0.01, kind)


with open("/proc/self/maps") as maps:  # which BLAS does the products decides everything
    paths = {line.split()[-1] for line in maps if "blas" in line or "mkl_core" in line}
print("PyTorch", torch.__version__, "with", *sorted(map(os.path.realpath, paths)), flush=True)
for line in sys.stdin:
    name, way, what, *numbers = line.split()
    kind = {"f64": torch.float64, "f32": torch.float32}[name]
    numbers = [int(n) for n in numbers]
    if what == "xor":
        answer = xor(kind, way, *numbers)
    else:
        answer = classes(kind, way, [int(n) for n in what.split("-")], *numbers)
    print("%.9f %.9f" % answer, flush=True)
