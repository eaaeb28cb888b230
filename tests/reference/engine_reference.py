#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Writes engine_reference.inc: what PyTorch (autograd and torch.optim, in double precision) and
# NumPy's legacy generator make of activations, losses, optimizers, schemes, batches and schedules.
# No derivative and no update is written out here, and nothing here looks at nnsh.
#
#     /usr/bin/python3 tests/reference/engine_reference.py > tests/reference/engine_reference.inc

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
F = torch.nn.functional

# torch computes softplus as z from 20 on and elu through exp(z) - 1, which are off by more than a
# rounding; so the one is told to wait, and the other is put together from expm1.
ACTIVATIONS = {
    "linear": lambda z: z * 1,
    "relu": torch.relu,
    "leaky_relu": lambda z: F.leaky_relu(z, 0.01),
    "elu": lambda z: torch.where(z > 0, z, torch.expm1(torch.clamp(z, max=1))),
    "gelu": F.gelu,
    "softplus": lambda z: F.softplus(z, threshold=100),
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "sin": torch.sin,
    "step": lambda z: (z > 0) + 0 * z,
}
POINTS = [-800, -100, -40, -20.5, -10, -6, -4.25, -3, -2.5, -2, -1.5, -1.25, -1, -0.75, -0.5, -0.3,
          -0.1, -1e-3, -1e-9, 0, 1e-9, 1e-3, 0.1, 0.3, 0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 4.25, 6,
          10, 20.5, 36, 40, 100, 800]
ROWS, COLS = 10, 4  # of softmax

SAMPLES, INPUTS, HIDDEN, OUTPUTS = 5, 3, 4, 3
UPDATES, LR = 25, 0.05


def draw():
    """Fixed samples, targets and parameters w1 b1 w2 b2."""
    g = np.random.RandomState(11)
    x = g.randn(SAMPLES, INPUTS)
    y = g.rand(SAMPLES, OUTPUTS)
    shapes = [(INPUTS, HIDDEN), (1, HIDDEN), (HIDDEN, OUTPUTS), (1, OUTPUTS)]
    return x, y, y / y.sum(axis=1, keepdims=True), [0.8 * g.randn(*shape) for shape in shapes]


X, Y, Y_SHARES, START = draw()


def forward(parameters, hidden, output):
    w1, b1, w2, b2 = parameters
    z2 = ACTIVATIONS[hidden](torch.tensor(X) @ w1 + b1) @ w2 + b2
    return z2 if output == "softmax" else ACTIVATIONS[output](z2)


def loss_of(parameters, loss, hidden, output):
    a, y = forward(parameters, hidden, output), torch.tensor(Y)
    if loss == "ce":  # takes z
        return F.cross_entropy(a, torch.tensor(Y_SHARES))
    if output == "softmax":
        a = torch.softmax(a, dim=1)
    if loss == "bce":
        return F.binary_cross_entropy(a, y)
    return F.mse_loss(a, y) if loss == "mse" else F.mse_loss(a, y, reduction="sum") / 2


def fresh():
    return [torch.tensor(p, requires_grad=True) for p in START]


def flat(parts):
    return np.concatenate([p.detach().numpy().ravel() for p in parts])


def optimizer_of(name, groups):
    make = {
        "sgd": lambda: torch.optim.SGD(groups, lr=LR),
        "momentum": lambda: torch.optim.SGD(groups, lr=LR, momentum=0.9),
        "nesterov": lambda: torch.optim.SGD(groups, lr=LR, momentum=0.9, nesterov=True),
        "rmsprop": lambda: torch.optim.RMSprop(groups, lr=LR, alpha=0.99, eps=1e-8),
        "adam": lambda: torch.optim.Adam(groups, lr=LR, betas=(0.9, 0.999), eps=1e-8),
        "adamw": lambda: torch.optim.AdamW(groups, lr=LR, betas=(0.9, 0.999), eps=1e-8,
                                           weight_decay=0.01),
    }
    return make[name]()


def walk(name, l1, l2, clip, updates, schedule=None, frozen=()):
    """The parameters after each update, and the learning rates. In the updates [frozen] w1 has none."""
    parameters = fresh()
    weights, biases = parameters[0::2], parameters[1::2]
    # adamw's weight_decay is another thing than l2, so there l2 is added by hand.
    decay = {} if name == "adamw" else {"weight_decay": l2}
    optimizer = optimizer_of(name, [dict(params=weights, **decay), dict(params=biases)])
    scheduler = schedule(optimizer) if schedule else None
    steps, rates = [], []
    for update in range(updates):
        optimizer.zero_grad()
        loss_of(parameters, "mse", "tanh", "sigmoid").backward()
        if clip != np.inf:
            torch.nn.utils.clip_grad_norm_(parameters, clip)
        for w in weights:
            w.grad += l1 * torch.sign(w.detach())
            if name == "adamw":
                w.grad += l2 * w.detach()
        if update in frozen:
            parameters[0].grad = None
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if scheduler:
            scheduler.step()
        steps.append(flat(parameters))
    return steps, rates


OPTIMIZERS = "sgd momentum nesterov rmsprop adam adamw".split()
FROZEN = range(5, 12)
PRESSURES = [("sgd", 0.02, 0, np.inf), ("sgd", 0, 0.03, np.inf), ("sgd", 0, 0, 0.05)] + [
    (name, *pressure) for name in OPTIMIZERS
    for pressure in [(0, 0, np.inf), (0.002, 0.03, 0.05)]]

SCHEDULES = [
    ("step", 4, 0.5, lambda o: torch.optim.lr_scheduler.StepLR(o, 4, 0.5)),
    ("cosine", 14, 0.5, lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, 14)),
    ("inverse", 3, 0.5, lambda o: torch.optim.lr_scheduler.LambdaLR(o, lambda e: 1 / (1 + e / 3))),
]
SCHEDULED = 14

SCHEME_SHAPES = [(3, 5), (5, 2), (2, 3)]  # odd, so that a pair of normal numbers is parted
SCHEME_SEEDS = [1, 4294967295]


def bounded(spread):
    return lambda i, o: np.random.uniform(-spread(i, o), spread(i, o), (i, o))


def bell(spread):
    return lambda i, o: spread(i, o) * np.random.randn(i, o)


SCHEMES = {
    "uniform": np.random.rand,
    "normal": np.random.randn,
    "zeros": lambda i, o: np.zeros((i, o)),
    "xavier_uniform": bounded(lambda i, o: np.sqrt(6 / (i + o))),
    "xavier_normal": bell(lambda i, o: np.sqrt(2 / (i + o))),
    "he_uniform": bounded(lambda i, o: np.sqrt(6 / i)),
    "he_normal": bell(lambda i, o: np.sqrt(2 / i)),
    "lecun_normal": bell(lambda i, o: np.sqrt(1 / i)),
}

EPOCHS = 10


def batches(loss, shuffle, sizes):
    """parity of three inputs, a 3-4-1 network from rand, a batch size for each epoch."""
    np.random.seed(1)
    parameters = [torch.tensor(p, requires_grad=True) for p in
                  (np.random.rand(3, 4), np.zeros((1, 4)), np.random.rand(4, 1), np.zeros((1, 1)))]
    x = np.array([[i >> 2 & 1, i >> 1 & 1, i & 1] for i in range(8)], dtype=float)
    y = x.sum(axis=1, keepdims=True) % 2
    losses, orders = [], []
    for size in sizes:
        order = np.random.permutation(8) if shuffle else np.arange(8)
        orders.append(order)
        total = 0.0
        for at in range(0, 8, size):
            rows = order[at:at + size]
            w1, b1, w2, b2 = parameters
            a = torch.sigmoid(torch.tanh(torch.tensor(x[rows]) @ w1 + b1) @ w2 + b2)
            target = torch.tensor(y[rows])
            value = F.mse_loss(a, target) if loss == "mse" else F.mse_loss(
                a, target, reduction="sum") / 2
            found = torch.autograd.grad(value, parameters)
            with torch.no_grad():
                for p, g in zip(parameters, found):
                    p -= 0.5 * g
            total += value.item() * (len(rows) / 8 if loss == "mse" else 1)
        losses.append(total)
    return flat(parameters), losses, orders


BATCHES = [("mse", True, [3] * EPOCHS), ("sse", True, [3] * EPOCHS), ("mse", False, [3] * EPOCHS),
           ("mse", True, [8] * EPOCHS), ("mse", True, [3] * 4 + [5] * 6)]


def numbers(values):
    return "{" + ", ".join(float(v).hex() for v in np.asarray(values, dtype=float).ravel()) + "}"


def array(name, values):
    print(f"static double {name}[] = {numbers(values)};")


def table(name, fields, rows):
    print(f"static const struct {name} {{")
    print("".join(f"    {field};\n" for field in fields) + f"}} {name}s[] = {{")
    for row in rows:
        print("    {" + ",\n     ".join(row) + "},")
    print("};")


def activation_rows():
    for name, function in ACTIVATIONS.items():
        z = torch.tensor([float(p) for p in POINTS], requires_grad=True)
        a = function(z)
        slope, = torch.autograd.grad(a.sum(), z)
        yield f'"{name}"', numbers(a.detach()), numbers(slope)


def softmax_arrays():
    g = np.random.RandomState(5)
    z = torch.tensor(3 * g.randn(ROWS, COLS) * np.array([1, 0.1, 10, 50, 1] * 2)[:, None],
                     requires_grad=True)
    da = torch.tensor(g.randn(ROWS, COLS))
    a = torch.softmax(z, dim=1)
    dz, = torch.autograd.grad(a, z, da)
    for name, values in (("z", z), ("a", a), ("da", da), ("dz", dz)):
        array(f"softmax_{name}", values.detach())


def loss_rows():
    outputs = [*ACTIVATIONS, "softmax"]
    cases = [(loss, "tanh", output) for loss in ("mse", "sse") for output in outputs]
    cases += [("mse", hidden, "linear") for hidden in ACTIVATIONS]
    cases += [("bce", hidden, "sigmoid") for hidden in ACTIVATIONS]
    cases += [("ce", hidden, "softmax") for hidden in ACTIVATIONS]
    for loss, hidden, output in cases:
        parameters = fresh()
        value = loss_of(parameters, loss, hidden, output)
        found = torch.autograd.grad(value, parameters, allow_unused=True)
        found = [torch.zeros_like(p) if g is None else g for p, g in zip(parameters, found)]
        yield (f'"{loss}", "{hidden}", "{output}", {value.item().hex()}', numbers(flat(found)))


def scheme_rows():
    for seed in SCHEME_SEEDS:
        for name, draw_matrix in SCHEMES.items():
            np.random.seed(seed)
            drawn = np.concatenate([draw_matrix(*shape).ravel() for shape in SCHEME_SHAPES])
            yield f'"{name}", {seed}u', numbers(drawn), float(np.random.rand()).hex()


def main():
    count = INPUTS * HIDDEN + HIDDEN + HIDDEN * OUTPUTS + OUTPUTS
    print("// Written by tests/reference/engine_reference.py; do not edit.")
    print("#ifdef WANT_ACTIVATIONS")
    array("points", POINTS)
    table("activation_reference", ["const char *name", f"double value[{len(POINTS)}]",
                                   f"double slope[{len(POINTS)}]"],
          activation_rows())
    print(f"enum {{ ROWS = {ROWS}, COLS = {COLS} }};")
    softmax_arrays()
    print("#endif\n#if defined WANT_LOSSES || defined WANT_OPTIMIZERS")
    print(f"enum {{ SAMPLES = {SAMPLES}, INPUTS = {INPUTS}, HIDDEN = {HIDDEN}, "
          f"OUTPUTS = {OUTPUTS}, COUNT = {count} }};")
    array("x_data", X)
    array("y_data", Y)
    array("start", flat([torch.tensor(p) for p in START]))
    print("#endif\n#ifdef WANT_LOSSES")
    array("shares_data", Y_SHARES)
    table("loss_reference", ["const char *loss, *hidden, *output", "double value",
                             f"double gradients[{count}]"], loss_rows())
    print("#endif\n#ifdef WANT_OPTIMIZERS")
    print(f"enum {{ UPDATES = {UPDATES}, SCHEDULED = {SCHEDULED} }};")
    print(f"static const double lr = {LR};")

    def pressure_row(name, l1, l2, clip):
        steps, _ = walk(name, l1, l2, clip, UPDATES)
        bound = "HUGE_VAL" if clip == np.inf else clip
        return f'"{name}", {l1}, {l2}, {bound}', numbers(steps[0]), numbers(steps[-1])

    table("walk_reference", ["const char *optimizer", "double l1, l2, clip", f"double one[{count}]",
                             f"double many[{count}]"], (pressure_row(*p) for p in PRESSURES))

    print(f"enum {{ FROZEN_FROM = {FROZEN.start}, FROZEN_TO = {FROZEN.stop} }};")

    def frozen_row(name):
        steps, _ = walk(name, 0, 0, np.inf, UPDATES, frozen=FROZEN)
        return f'"{name}"', numbers(steps[FROZEN.stop]), numbers(steps[-1])

    table("frozen_reference", ["const char *optimizer", f"double thawed[{count}]",
                               f"double many[{count}]"], map(frozen_row, OPTIMIZERS))

    def schedule_row(name, period, decay, make):
        steps, rates = walk("sgd", 0, 0, np.inf, SCHEDULED, make)
        return (f'"{name}", {period}, {decay}', numbers(np.array(rates) / LR), numbers(steps[-1]))

    table("schedule_reference", ["const char *name", "double period, decay",
                                 f"double factors[{SCHEDULED}]", f"double last[{count}]"],
          (schedule_row(*s) for s in SCHEDULES))
    print("#endif\n#ifdef WANT_SCHEMES")
    weights = sum(i * o for i, o in SCHEME_SHAPES)
    print(f"enum {{ WEIGHTS = {weights} }};")
    print("static const size_t scheme_sizes[] = {" +
          ", ".join(map(str, [SCHEME_SHAPES[0][0]] + [o for _, o in SCHEME_SHAPES])) + "};")
    table("scheme_reference", ["const char *name", "uint32_t seed", f"double weights[{weights}]",
                               "double next"], scheme_rows())
    print("#endif\n#ifdef WANT_BATCHES")
    print(f"enum {{ EPOCHS = {EPOCHS}, PARAMETERS = 21, ROWS = 8 }};")

    def batch_row(loss, shuffle, sizes):
        last, losses, orders = batches(loss, shuffle, sizes)
        return (f'"{loss}", {"true" if shuffle else "false"}, '
                f'{{{", ".join(map(str, sizes))}}}', numbers(last), numbers(losses),
                "{" + ", ".join("{" + ", ".join(map(str, o)) + "}" for o in orders) + "}")

    table("batch_reference", ["const char *loss", "bool shuffle", "size_t sizes[EPOCHS]",
                              "double last[PARAMETERS]", "double losses[EPOCHS]",
                              "size_t orders[EPOCHS][ROWS]"], (batch_row(*b) for b in BATCHES))
    print("#endif")


main()
