# SPDX-License-Identifier: GPL-3.0-or-later
"""XOR in NumPy, as one writes it in a notebook: 2-2-1, relu and sigmoid, full batch, mse.

usage: xor_numpy.py EPOCHS      prints the seconds taken and the last epoch's loss
"""
import sys
import time

import numpy as np

epochs = int(sys.argv[1])
x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
y = np.array([[0], [1], [1], [0]], dtype=float)
np.random.seed(1)
w1, b1 = np.random.rand(2, 2), np.zeros((1, 2))
w2, b2 = np.random.rand(2, 1), np.zeros((1, 1))
lr = 0.1

began = time.perf_counter()
for epoch in range(epochs):
    z1 = x @ w1 + b1
    a1 = np.maximum(0, z1)
    z2 = a1 @ w2 + b2
    a2 = 1 / (1 + np.exp(-z2))
    loss = np.mean((a2 - y) ** 2)
    dz2 = (a2 - y) * a2 * (1 - a2)
    dw2 = a1.T @ dz2
    db2 = np.sum(dz2, axis=0, keepdims=True)
    dz1 = (dz2 @ w2.T) * (z1 > 0)
    dw1 = x.T @ dz1
    db1 = np.sum(dz1, axis=0, keepdims=True)
    w2 -= lr * dw2
    b2 -= lr * db2
    w1 -= lr * dw1
    b1 -= lr * db1
print(f"{time.perf_counter() - began:.9f} {loss:.9f}")
