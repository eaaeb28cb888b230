#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Writes scalar_reference.inc: what the activations, losses and optimizers of a first course are,
# computed here from their textbook definitions, for tests/unit/test_activation.c, test_loss.c and
# test_optimizer.c. The optimizers follow the formulas in PyTorch's documentation.
#
#     python3 tests/reference/scalar_reference.py > tests/reference/scalar_reference.inc

import math

import numpy as np

# Kept away from corners and from whole numbers, where a slope may be either of two.
POINTS = [-30.5, -7.3, -2.25, -1.1, -0.4, -0.01, 0.02, 0.35, 0.9, 1.7, 3.3, 8.6, 25.5]


def phi(z):
    return math.erfc(-z / math.sqrt(2)) / 2


def density(z):
    return math.exp(-z * z / 2) / math.sqrt(2 * math.pi)


def logistic(z):
    return 1 / (1 + math.exp(-z)) if z > 0 else math.exp(z) / (1 + math.exp(z))


ACTIVATIONS = {
    "linear": (lambda z: z, lambda z: 1),
    "relu": (lambda z: max(0, z), lambda z: float(z > 0)),
    "leaky_relu": (lambda z: z if z > 0 else 0.01 * z, lambda z: 1 if z > 0 else 0.01),
    "sigmoid": (logistic, lambda z: logistic(z) * logistic(-z)),
    "tanh": (math.tanh, lambda z: 1 / math.cosh(z) ** 2),
    "step": (lambda z: float(z > 0), lambda z: 0),
    "elu": (lambda z: z if z > 0 else math.expm1(z), lambda z: 1 if z > 0 else math.exp(z)),
    "gelu": (lambda z: z * phi(z), lambda z: phi(z) + z * density(z)),
    "softplus": (lambda z: max(z, 0) + math.log1p(math.exp(-abs(z))), logistic),
    "sin": (math.sin, math.cos),
}

A = np.array([[0.1, 0.7, 0.2], [0.25, 0.25, 0.5], [0.9, 0.06, 0.04], [0.3, 0.3, 0.4]])
Y = np.array([[0, 1, 0], [1, 0, 0], [1, 0, 0], [0, 0, 1.0]])

LOSSES = {
    "mse": (np.mean((A - Y) ** 2), 2 * (A - Y) / A.size),
    "sse": (np.sum((A - Y) ** 2) / 2, A - Y),
    "bce": (-np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A)),
            (A - Y) / (A * (1 - A)) / A.size),
    "ce": (-np.sum(Y * np.log(A)) / len(A), -Y / A / len(A)),
}

XOR = (np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]]), np.array([[0], [1], [1], [0.0]]))
STEPS, LR = 25, 0.05


def sgd(state, w, g):
    return w - LR * g


def momentum(state, w, g):
    state["v"] = 0.9 * state.get("v", 0) + g
    return w - LR * state["v"]


def nesterov(state, w, g):
    state["v"] = 0.9 * state.get("v", 0) + g
    return w - LR * (g + 0.9 * state["v"])


def rmsprop(state, w, g):
    state["v"] = 0.99 * state.get("v", 0) + 0.01 * g ** 2
    return w - LR * g / (np.sqrt(state["v"]) + 1e-8)


def adam(state, w, g):
    state["t"] = state.get("t", 0) + 1
    state["m"] = 0.9 * state.get("m", 0) + 0.1 * g
    state["v"] = 0.999 * state.get("v", 0) + 0.001 * g ** 2
    m = state["m"] / (1 - 0.9 ** state["t"])
    v = state["v"] / (1 - 0.999 ** state["t"])
    return w - LR * m / (np.sqrt(v) + 1e-8)


def adamw(state, w, g):
    return adam(state, w - LR * 0.01 * w, g)


def walk(optimizer):
    """w1 b1 w2 b2 of the 2-3-1 network of seed 3, tanh and sigmoid, on xor under mse."""
    np.random.seed(3)
    w1, w2 = np.random.randn(2, 3), np.random.randn(3, 1)
    p = np.concatenate([w1.ravel(), np.zeros(3), w2.ravel(), np.zeros(1)])
    x, y = XOR
    state = {}
    for _ in range(STEPS):
        w1, b1, w2, b2 = p[:6].reshape(2, 3), p[6:9], p[9:12].reshape(3, 1), p[12:]
        a1 = np.tanh(x @ w1 + b1)
        a2 = 1 / (1 + np.exp(-(a1 @ w2 + b2)))
        dz2 = 2 * (a2 - y) / 4 * a2 * (1 - a2)
        dz1 = dz2 @ w2.T * (1 - a1 ** 2)
        g = np.concatenate([(x.T @ dz1).ravel(), dz1.sum(0), (a1.T @ dz2).ravel(), dz2.sum(0)])
        p = optimizer(state, p, g)
    return p


def numbers(values):
    return "{" + ", ".join(float(v).hex() for v in np.asarray(values, dtype=float).ravel()) + "}"


def main():
    print("// Made by scalar_reference.py. Do not edit.")
    print("#ifdef WANT_ACTIVATIONS")
    print(f"static const double points[] = {numbers(POINTS)};")
    print("static const struct reference {\n    const char *name;\n"
          f"    double value[{len(POINTS)}], slope[{len(POINTS)}];\n}} references[] = {{")
    for name, (value, slope) in ACTIVATIONS.items():
        print(f'    {{"{name}",\n     {numbers([value(z) for z in POINTS])},\n'
              f"     {numbers([slope(z) for z in POINTS])}}},")
    print("};\n#endif\n#ifdef WANT_LOSSES")
    print(f"enum {{ ROWS = {A.shape[0]}, COLS = {A.shape[1]} }};")
    print(f"static double a_data[] = {numbers(A)};")
    print(f"static double y_data[] = {numbers(Y)};")
    print("static const struct reference {\n    const char *name;\n    double value, "
          f"gradient[{A.size}];\n}} references[] = {{")
    for name, (value, gradient) in LOSSES.items():
        print(f'    {{"{name}", {float(value).hex()},\n     {numbers(gradient)}}},')
    print("};\n#endif\n#ifdef WANT_OPTIMIZERS")
    print(f"enum {{ STEPS = {STEPS}, PARAMETERS = 13 }};")
    print(f"static const double lr = {LR};")
    print("static const struct reference {\n    const char *name;\n    double parameters[13];\n"
          "} references[] = {")
    for optimizer in (sgd, momentum, nesterov, rmsprop, adam, adamw):
        print(f'    {{"{optimizer.__name__}",\n     {numbers(walk(optimizer))}}},')
    print("};\n#endif")


main()
