# SPDX-License-Identifier: GPL-3.0-or-later
"""XOR in PyTorch on one thread: 2-2-1, relu and sigmoid, full batch, mse, plain descent.

usage: xor_torch.py f64|f32 modules|tensors|hand EPOCHS     prints seconds and the last loss

"modules" is nn.Sequential with optim.SGD, as one writes it; "tensors" leaves out both and lets
autograd differentiate; "hand" differentiates by hand too, which is the fastest way in PyTorch.
"""
import sys
import time

import numpy as np
import torch

torch.set_num_threads(1)
kind = {"f64": torch.float64, "f32": torch.float32}[sys.argv[1]]
way, epochs = sys.argv[2], int(sys.argv[3])
np.random.seed(1)
w1, w2 = np.random.rand(2, 2), np.random.rand(2, 1)
x = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=kind)
y = torch.tensor([[0], [1], [1], [0]], dtype=kind)
w1, b1 = torch.tensor(w1, dtype=kind), torch.zeros(1, 2, dtype=kind)
w2, b2 = torch.tensor(w2, dtype=kind), torch.zeros(1, 1, dtype=kind)
lr = 0.2


def by_modules():
    net = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.ReLU(),
                              torch.nn.Linear(2, 1), torch.nn.Sigmoid()).to(kind)
    with torch.no_grad():
        net[0].weight.copy_(w1.T)
        net[0].bias.zero_()
        net[2].weight.copy_(w2.T)
        net[2].bias.zero_()
    optimizer = torch.optim.SGD(net.parameters(), lr=lr)
    mse = torch.nn.MSELoss()
    for _ in range(epochs):
        loss = mse(net(x), y)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
    return loss


def by_tensors():
    parameters = [w1, b1, w2, b2]
    for p in parameters:
        p.requires_grad_()
    for _ in range(epochs):
        a2 = torch.sigmoid(torch.addmm(b2, torch.relu(torch.addmm(b1, x, w1)), w2))
        loss = torch.nn.functional.mse_loss(a2, y)
        gradients = torch.autograd.grad(loss, parameters)
        with torch.no_grad():
            torch._foreach_add_(parameters, gradients, alpha=-lr)
    return loss


@torch.inference_mode()
def by_hand():
    xt, count = x.T, y.numel()
    for _ in range(epochs):
        a1 = torch.relu(torch.addmm(b1, x, w1))
        a2 = torch.sigmoid(torch.addmm(b2, a1, w2))
        error = a2 - y
        loss = torch.dot(error.view(-1), error.view(-1))
        dz2 = torch.ops.aten.sigmoid_backward(error, a2)
        dz1 = torch.ops.aten.threshold_backward(dz2 @ w2.T, a1, 0)
        step = -2 * lr / count
        w2.addmm_(a1.T, dz2, alpha=step)
        b2.add_(dz2.sum(0, True), alpha=step)
        w1.addmm_(xt, dz1, alpha=step)
        b1.add_(dz1.sum(0, True), alpha=step)
    return loss / count


began = time.perf_counter()
loss = {"modules": by_modules, "tensors": by_tensors, "hand": by_hand}[way]()
print(f"{time.perf_counter() - began:.9f} {loss.item():.9f}")
