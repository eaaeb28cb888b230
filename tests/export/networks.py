# SPDX-License-Identifier: GPL-3.0-or-later
"""Random sessions, as commands, that go over every row of every table: of COUNT networks, network i has
hidden activation i, output and loss i, optimizer i and so on, each counted round, and the rest by chance.
The tables are asked of nnsh itself, so a new row is tried without a line here."""
import random
import re

DATA = [  # commands, inputs, outputs, what the targets are
    ("data xor", 2, 1, "two"),
    ("data moons n=40 seed=2", 2, 1, "two"),
    ("data circle n=30", 2, 1, "two"),
    ("data sine n=24", 1, 1, "numbers"),
    ("data plane n=30", 2, 1, "numbers"),
    ("data iris; data split 0.8 seed=3; data normalize standard", 4, 3, "classes"),
    ("data blobs n=36 features=3 classes=4", 3, 4, "classes"),
    ("data parity n=4", 4, 1, "two"),
]


def words(bench, topic):
    """The names of a list in help."""
    page = bench.nnsh(f"help {topic}")
    return re.findall(r"^  ([a-z_]\w*)  ", page, re.M)


def tables(bench):
    """The rows of the tables, by what `help` lists."""
    listed = {}
    for command, titles in (("init", ["Activations"]),
                            ("set", ["Losses", "Optimizers", "Schedules"])):
        title = None
        for line in bench.nnsh(f"help {command}").splitlines():
            if line in titles:
                title = listed.setdefault(line, [])
            elif not line.startswith("  "):
                title = None
            elif title is not None and re.match(r"  [a-z]", line):
                title.append(line.split()[0])
    assert all(len(rows) > 1 for rows in listed.values()) and len(listed) == 4, listed
    return listed


class Network:
    """One session: [commands] make it, [after] trains or edits it before the export. One in six is wild:
    its learning rate is so large that it may be chaotic or diverge."""

    def __init__(self, index, chance, rows):
        hidden = [name for name in rows["Activations"] if name != "softmax"]
        loss = rows["Losses"][index % len(rows["Losses"])]
        fits = {"bce": ("two",), "ce": ("classes",)}.get(loss, ("two", "numbers", "classes"))
        data = chance.choice([row for row in DATA if row[3] in fits])
        output = {"bce": "sigmoid", "ce": "softmax"}.get(
            loss, chance.choice([name for name in rows["Activations"] if name != "step"]
                                if index % 3 else ["linear", "sigmoid"]))
        depth = chance.choice([1, 1, 2])
        acts = [hidden[(index + 5 * k) % len(hidden)] for k in range(depth)]
        layers = " ".join(f"{chance.randint(1, 7)}:{act}" for act in acts)
        optimizer = rows["Optimizers"][index % len(rows["Optimizers"])]
        schedule = rows["Schedules"][(index // 2) % len(rows["Schedules"])]
        self.is_wild = index % 6 == 5
        lr = {"sgd": 0.1, "momentum": 0.02, "nesterov": 0.02}.get(optimizer, 0.01)
        lr *= chance.choice([1, 0.5]) / (10 if loss == "sse" else 1) * (20 if self.is_wild else 1)
        settings = [f"optimizer {optimizer}", f"schedule {schedule}",
                    f"period {chance.choice([7, 10, 12.5])}", f"lr {lr:.6g}"]
        if chance.random() < 0.5:
            settings.append(f"batch {chance.choice([1, 3, 8, 16])}")
        if chance.random() < 0.5:
            settings.append("shuffle on")
        for name, value in (("l1", 0.001), ("l2", 0.01), ("clip", 0.5)):
            if chance.random() < 0.3:
                settings.append(f"{name} {value}")
        seed = chance.randint(0, 99)
        self.inputs, self.outputs, self.targets = data[1:]
        self.layers = depth + 1
        self.commands = "; ".join(
            [data[0]] + [f"set {setting}" for setting in settings]
            + [f"init {data[1]} {layers} {data[2]}:{output} seed={seed}", f"set loss {loss}"])
        if chance.random() < 0.2:
            self.commands += f"; freeze {chance.choice(['w1', 'b1', 'w1 b1', f'b{depth + 1}'])}"
        self.from_here = chance.random() < 0.5
        done = chance.choice([0, 3, 10])
        self.after = f"train {done} every={done}" if done else ""
        if self.from_here and chance.random() < 0.5 and done:
            self.after += "; step 1"  # perhaps in the middle of an epoch


def networks(bench, count, seed):
    """COUNT of them; the same seed gives the same ones."""
    rows = tables(bench)
    for index in range(count):
        yield Network(index, random.Random(1000 * seed + index), rows)
