# SPDX-License-Identifier: GPL-3.0-or-later
"""NumPy's side of the benchmark. Each line asked for on stdin, `xor EPOCHS` or
`SIZES BATCH UPDATES`, is run and answered by the processor seconds and the last loss."""
import os
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
import numpy as np  # noqa: E402

BATCHES = 8


def xor(epochs):
    """The loop as one writes it in a notebook: 2-2-1, relu and sigmoid, full batch."""
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
    y = np.array([[0], [1], [1], [0]], dtype=float)
    np.random.seed(1)
    w1, b1 = np.random.rand(2, 2), np.zeros((1, 2))
    w2, b2 = np.random.rand(2, 1), np.zeros((1, 1))
    lr = 0.1
    began = time.process_time()
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
    return time.process_time() - began, loss


def classes(sizes, batch, updates):
    """relu, softmax and cross-entropy on random classes, in batches."""
    random = np.random.RandomState(1)
    x = random.rand(BATCHES * batch, sizes[0])
    y = np.eye(sizes[-1])[random.randint(sizes[-1], size=BATCHES * batch)]
    bounds = [(6 / fan) ** 0.5 for fan in sizes]
    ws = [random.uniform(-r, r, (i, o)) for r, i, o in zip(bounds, sizes, sizes[1:])]
    bs = [np.zeros((1, o)) for o in sizes[1:]]
    lr = 0.01
    began = time.process_time()
    for update in range(updates):
        first = update % BATCHES * batch
        activations, yb = [x[first:first + batch]], y[first:first + batch]
        for w, b in zip(ws[:-1], bs[:-1]):
            activations.append(np.maximum(0, activations[-1] @ w + b))
        z = activations[-1] @ ws[-1] + bs[-1]
        z -= z.max(axis=1, keepdims=True)
        e = np.exp(z)
        total = e.sum(axis=1, keepdims=True)
        loss = np.mean(np.log(total) - (z * yb).sum(axis=1, keepdims=True))
        dz = (e / total - yb) / batch
        for k in reversed(range(len(ws))):
            a = activations[k]
            before = (dz @ ws[k].T) * (a > 0) if k else None
            ws[k] -= lr * (a.T @ dz)
            bs[k] -= lr * dz.sum(axis=0, keepdims=True)
            dz = before
    return time.process_time() - began, loss


with open("/proc/self/maps") as maps:  # which BLAS does the products decides everything
    paths = {line.split()[-1] for line in maps if "blas" in line or "mkl_core" in line}
print("NumPy", np.__version__, "with", *sorted(map(os.path.realpath, paths)), flush=True)
for line in sys.stdin:
    words = line.split()
    if words[0] == "xor":
        answer = xor(int(words[1]))
    else:
        answer = classes([int(n) for n in words[0].split("-")], int(words[1]), int(words[2]))
    print("%.9f %.9f" % answer, flush=True)
