# SPDX-License-Identifier: GPL-3.0-or-later
"""Random sessions: the commands a person might type, drawn from a random.Random.

Values come with enough digits that a command practically never sets what was set before, so whether a
command changed something can be read off the saved session. Some commands do not fit the moment and are
refused: that is part of a session too.
"""

TABLES = {
    "prices.csv": "size,rooms,price\n" + "".join(
        f"{60 + 7 * i % 83},{1 + i % 5},{100 + 13 * i % 217}\n" for i in range(24)),
    "flowers.csv": "length,width,kind\n" + "".join(
        f"{1.1 + 0.3 * (i % 11):.1f},{0.3 + 0.1 * (i % 7):.1f},{'bud leaf flower'.split()[i % 3]}\n"
        for i in range(21)),
}

# Scripts that sessions run; the second one stops in its middle.
SCRIPTS = {
    "piece.nn": "set lr 0.3; let mine = 0.25\ntrain 3\nnext\n",
    "broken.nn": "step 2\nbreak w1[0,0] > 9\ntrain 5\nundo\nset lr -1\nlet other = 1\n",
}


def number(chance, least=-2.0, most=2.0):
    return f"{chance.uniform(least, most):.9g}"


def data(chance):
    count, seed = chance.randint(4, 24), chance.randint(1, 99)
    return chance.choice([
        "data xor", "data and", "data parity n=3", "data xnor",
        f"data moons n={count} seed={seed}", f"data circle n={count} seed={seed}",
        f"data gauss n={count} seed={seed}", f"data sine n={count} seed={seed}",
        f"data plane n={count} seed={seed}", f"data spiral arms=3 n={count} seed={seed}",
        f"data blobs n={count} classes=3 features=2 seed={seed}",
        "data prices.csv", "data flowers.csv",
        f"data grid x0*x1 > {number(chance)} n=4",
        f"data inline x=[[0, {number(chance)}], [1, 0], [1, 1]] y=[0, 1, {number(chance)}]"])


def data_part(chance):
    return chance.choice([
        f"data split 0.{chance.randint(3, 8)} seed={chance.randint(1, 99)}",
        "data split 0.5 stratify", f"data shuffle seed={chance.randint(1, 99)}",
        "data normalize standard", "data normalize minmax", "data normalize none",
        f"data take {chance.randint(2, 12)}"])


def init(chance):
    kinds = ["", ":relu", ":tanh", ":sigmoid", ":leaky_relu", ":gelu", ":linear", ":softplus"]
    ends = ["", "", ":linear", ":sigmoid", ":tanh"]
    hidden = " ".join(f"{chance.randint(1, 5)}{chance.choice(kinds)}"
                      for _ in range(chance.choice([0, 1, 1, 1, 2])))
    scheme = chance.choice(["", " scheme=he_normal", " scheme=xavier_uniform", " scheme=normal"])
    out = chance.choice(["1" + chance.choice(ends), "1" + chance.choice(ends), "3:softmax", "3"])
    sizes = f" {chance.choice([2, 2, 2, 2, 3])} {hidden} {out}".replace("  ", " ")
    if chance.random() < 0.3:
        sizes = ""
    return f"init{sizes}{scheme} seed={chance.randint(1, 999)}"


def setting(chance):
    words = [("loss", "mse sse bce ce"), ("optimizer", "sgd momentum nesterov rmsprop adam adamw"),
             ("batch", "full 1 2 3 5"), ("shuffle", "on off"),
             ("schedule", "constant step cosine inverse"), ("detail", "matrix full brief")]
    numbers = [("lr", 0.01, 0.8), ("momentum", 0, 0.95), ("rho", 0.5, 0.99), ("beta1", 0.5, 0.95),
               ("beta2", 0.5, 0.999), ("weight_decay", 0, 0.1), ("l1", 0, 0.05), ("l2", 0, 0.05),
               ("clip", 0.01, 2), ("decay", 0.1, 0.9)]
    whole = [("period", 1, 60), ("every", 1, 200), ("digits", 3, 17), ("limit", 3, 30)]
    kind = chance.random()
    if kind < 0.5:
        name, choices = chance.choice(words)
        return f"set {name} {chance.choice(choices.split())}"
    if kind < 0.53:
        return f"set lr {number(chance, 1, 1e4)}"
    if kind < 0.85:
        name, least, most = chance.choice(numbers)
        return f"set {name} {number(chance, least, most)}"
    name, least, most = chance.choice(whole)
    return f"set {name} {chance.randint(least, most)}"


def place(chance):
    return chance.choice(["w1[0,0]", "w1[1,0]", "w2[0,0]", "b1[0]", "b2[0]", "w1[0,:]", "x[0,0]",
                          "y[0,0]", "w1"])


# Conditions that come and go, need a backward pass, or have no value at some time: a name that is not there or
# that has another shape by then, a `not` of what is no truth value any more.
ODD_CONDITIONS = ["epoch % 5 == 0", "steps % 3 == 0", "batch_loss < 0.3", "w1[0,0] > mine",
                  "sum(other) > 2", "not not epoch", "not not steps", "test_loss < 0.2", "w2[0,0] < 0"]


def change(chance):
    name = chance.choice("mine other third".split())
    return chance.choice([
        lambda: f"set {place(chance)} {number(chance)}",
        lambda: f"set {place(chance)} {number(chance)}",
        lambda: f"let {name} = {number(chance)}",
        lambda: f"let {name} = w1 + {number(chance)}",
        lambda: f"freeze {chance.choice(['w1', 'b1', 'w2', 'b2'])}",
        lambda: f"unfreeze {chance.choice(['w1', 'b1', 'w2', 'b2'])}",
        lambda: f"watch {chance.choice(['loss', 'w1[0,0]', 'mean(w1)'])} + {number(chance)}",
        lambda: f"unwatch {chance.randint(1, 2)}",
        lambda: f"break loss < {number(chance, 0.0, 0.3)}",
        lambda: f"break abs(w1[0,0]) > {number(chance, 0.5, 9)}",
        lambda: f"break {chance.choice(ODD_CONDITIONS)}",
        lambda: f"let {name} = {chance.choice(['x[0:0]', 'dw1', 'zeros((2, 3))', '0/0', '-1/0', '-0.0'])}",
        lambda: "unbreak",
        lambda: "unbreak 1",
        lambda: "reset"])()


def run(chance):
    return chance.choice([
        lambda: f"train {chance.randint(1, 12)}",
        lambda: f"train {chance.randint(1, 60)}",
        lambda: f"train {chance.randint(13, 400)}",
        lambda: f"train until loss < {number(chance, 0.0, 0.3)} max={chance.randint(2, 30)}",
        lambda: f"train until {chance.choice(ODD_CONDITIONS)} max={chance.randint(2, 30)}",
        lambda: f"train until loss rises every=1 patience={chance.randint(1, 3)} max=20",
        lambda: f"train updates={chance.randint(1, 9)}",
        lambda: f"step {chance.randint(1, 5)}",
        lambda: f"next {chance.choice(['a1', 'loss', 'dw1', 'update'])}",
        lambda: "next", lambda: "next", lambda: "forward", lambda: "backward", lambda: "update",
        lambda: "forward 0", lambda: "backward 1"])()


def look(chance):
    return chance.choice([
        "predict", "show w1", "show a1", "show a2", "show net", "show data", "show gradients",
        "print loss", "print w1 * 2", "print accuracy", "explain w1[0,0]", "explain loss", "check",
        "history", "show settings", "show watches", "plot loss", "plot w1", "plot boundary",
        f"whatif lr {number(chance, 0.01, 1)}", f"whatif w1[0,0] {number(chance)}",
        "show timeline", "predict 0.5 0.5", "help train", "diagnose", "sweep 3 epochs=20"])


def script(chance):
    """A script that is run, or commands in one line."""
    line = "; ".join(chance.choice([setting, change, run])(chance) for _ in range(chance.randint(2, 4)))
    return chance.choice(["source piece.nn", "source broken.nn quiet", line, line])


def travel(chance):
    return chance.choice([
        lambda: "undo", lambda: "undo", lambda: f"undo {chance.randint(2, 6)}",
        lambda: "redo", lambda: "redo", lambda: f"redo {chance.randint(2, 4)}",
        lambda: f"goto {chance.randint(0, 20)}", lambda: f"goto {chance.randint(0, 120)}",
        lambda: f"mark {chance.choice(['here', 'there'])}",
        lambda: f"goto {chance.choice(['here', 'there'])}"])()


def session(chance, count, weights):
    """So many commands; [weights] says how often each kind comes, a name of a function above."""
    kinds = [globals()[name] for name in weights]
    shares = list(weights.values())
    commands = [data(chance), init(chance)] if chance.random() < 0.8 else []
    while len(commands) < count:
        commands.append(chance.choices(kinds, shares)[0](chance))
    return commands
