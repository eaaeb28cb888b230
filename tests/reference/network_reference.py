#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Writes network_reference.inc: networks trained by NumPy alone, for tests/unit/test_network.c. The
# backward pass is written out in matrix form from the chain rule; nothing here looks at nnsh.
#
#     python3 tests/reference/network_reference.py > tests/reference/network_reference.inc

import numpy as np

ACTIVATIONS = {
    "linear": (lambda z: z, lambda z, a: np.ones_like(z)),
    "relu": (lambda z: np.maximum(0, z), lambda z, a: (z > 0).astype(float)),
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda z, a: a * (1 - a)),
    "tanh": (np.tanh, lambda z, a: 1 - a ** 2),
}

LOSSES = {
    "mse": (lambda a, y: np.mean((a - y) ** 2), lambda a, y: 2 * (a - y) / a.size),
    "sse": (lambda a, y: np.sum((a - y) ** 2) / 2, lambda a, y: a - y),
}

XOR = (np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]]), np.array([[0], [1], [1], [0.0]]))

UPDATES = 25


def random_data(samples, inputs, outputs):
    return np.random.randn(samples, inputs), np.random.rand(samples, outputs)


def gradients(x, y, layers, parameters, loss):
    """The loss and its derivatives by w1, b1, w2, b2, ..."""
    zs, activations = [], [x]
    for (_, name), (w, b) in zip(layers, parameters):
        zs.append(activations[-1] @ w + b)
        activations.append(ACTIVATIONS[name][0](zs[-1]))
    value, gradient = LOSSES[loss]
    da, found = gradient(activations[-1], y), []
    for k in reversed(range(len(layers))):
        dz = da * ACTIVATIONS[layers[k][1]][1](zs[k], activations[k + 1])
        found.insert(0, (activations[k].T @ dz, dz.sum(axis=0, keepdims=True)))
        da = dz @ parameters[k][0].T
    return value(activations[-1], y), found


def flat(pairs):
    return np.concatenate([m.ravel() for pair in pairs for m in pair])


def train(x, y, layers, parameters, loss, lr, updates):
    for _ in range(updates):
        _, found = gradients(x, y, layers, parameters, loss)
        parameters = [(w - lr * dw, b - lr * db)
                      for (w, b), (dw, db) in zip(parameters, found)]
    return parameters


def array(name, values):
    print(f"static const double {name}[] = {{")
    numbers = [float(v).hex() for v in np.asarray(values).ravel()]
    for i in range(0, len(numbers), 4):
        print("    " + ", ".join(numbers[i:i + 4]) + ",")
    print("};")


def case(name, seed, data, layers, loss, lr, weights):
    np.random.seed(seed)
    x, y = data() if callable(data) else data
    parameters, width = [], x.shape[1]
    for units, _ in layers:
        parameters.append((weights(width, units), np.zeros((1, units))))
        width = units
    value, found = gradients(x, y, layers, parameters, loss)
    array(name + "_x", x)
    array(name + "_y", y)
    array(name + "_start", flat(parameters))
    array(name + "_gradient", flat(found))
    array(name + "_one", flat(train(x, y, layers, parameters, loss, lr, 1)))
    after = train(x, y, layers, parameters, loss, lr, UPDATES)
    array(name + "_many", flat(after))
    last, _ = gradients(x, y, layers, after, loss)
    plan = ", ".join(f'{{{units}, "{activation}"}}' for units, activation in layers)
    return (f'    {{"{name}", "{loss}", {lr}, {x.shape[0]}, {x.shape[1]}, {len(layers)}, '
            f"{{{plan}}},\n     {name}_x, {name}_y, {name}_start, {name}_gradient, {name}_one, "
            f"{name}_many,\n     {float(value).hex()}, {float(last).hex()}}},")


def main():
    rand, randn = np.random.rand, np.random.randn
    print("// Made by network_reference.py. Do not edit.")
    print(f"enum {{ REFERENCE_UPDATES = {UPDATES} }};")
    rows = [
        case("notebook", 1, XOR, [(2, "relu"), (1, "sigmoid")], "mse", 0.2, rand),
        case("halves", 1, XOR, [(2, "relu"), (1, "sigmoid")], "sse", 0.1, rand),
        case("mixed", 2, lambda: random_data(6, 3, 2),
             [(5, "tanh"), (4, "relu"), (2, "sigmoid")], "mse", 0.5, randn),
        case("turned", 3, lambda: random_data(9, 3, 2),
             [(5, "relu"), (4, "sigmoid"), (2, "tanh")], "sse", 0.05, randn),
        case("regression", 4, lambda: random_data(5, 4, 3), [(7, "tanh"), (3, "linear")], "mse",
             0.1, randn),
        case("single", 5, lambda: random_data(8, 4, 3), [(3, "sigmoid")], "sse", 0.3, randn),
        case("lonely", 6, lambda: random_data(1, 2, 1), [(3, "tanh"), (1, "sigmoid")], "mse", 0.4,
             randn),
        case("wide", 7, lambda: random_data(17, 11, 5),
             [(18, "tanh"), (9, "relu"), (5, "sigmoid")], "mse", 0.5,
             lambda m, n: randn(m, n) / np.sqrt(m)),
    ]
    print("static const struct reference references[] = {")
    print("\n".join(rows))
    print("};")


main()
