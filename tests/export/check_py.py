# SPDX-License-Identifier: GPL-3.0-or-later
"""NumPy programs: run, they have after 20 epochs the weights that nnsh has, to 9 digits, and every loss
they promise is printed as nnsh prints it. Of a wild network only that is asked."""
import contextlib
import io
import json
import re
import warnings

from networks import networks

NEEDS = [("numpy", "python3-numpy")]
USUAL = 24  # networks of a usual run: each row of each table is among them
EPOCHS = 20
DIGITS = 9


def run_program(path):
    """What a program leaves behind, and what it prints."""
    names = {"__name__": "__main__", "__file__": str(path)}
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # exp of a large number is infinite, and 1 / inf is right
        exec(compile(path.read_text(), str(path), "exec"), names)  # noqa: S102
    return names, printed.getvalue()


def losses(text):
    """The losses of the lines that are printed, by epoch, as they stand there."""
    return dict(re.findall(r"^epoch +(\d+)(?:/\d+)?  [a-z ]*loss +(\S+)", text, re.M))


def promised(text):
    """The last epoch whose loss a program promises; 0 for none, None for all."""
    head = " ".join(line.lstrip("# ") for line in text.split("import")[0].splitlines())
    if "will not print the losses that nnsh prints" in head:
        return 0
    until = re.search(r"decimals shown up to epoch (\d+)", head)
    assert until or "in the 4 decimals shown." in head, head
    return int(until.group(1)) if until else None


def is_alike(ours, theirs):
    """Whether a loss in 4 decimals is the one nnsh printed, in 4 or more."""
    if len(theirs.split(".")[-1]) <= 4 and "e" not in theirs:
        return ours == theirs
    return abs(float(ours) - float(theirs)) <= 0.5e-4 * (1 + 1e-9)


def compare_losses(program, printed, answer):
    """What is wrong with the losses, or None."""
    ours, theirs, until = losses(printed), losses(answer), promised(program)
    if until is None and set(ours) != set(theirs):
        return f"the losses are of epochs {sorted(ours)}, not {sorted(theirs)}"
    for epoch, loss in ours.items():
        if (until is None or int(epoch) <= until) and not is_alike(loss, theirs.get(epoch, "")):
            return f"epoch {epoch}: it promised {theirs.get(epoch)} and printed {loss}"
    return None


def relative(ours, theirs):
    """The largest difference, relative to the largest number."""
    import numpy as np
    return np.abs(ours - theirs).max() / max(np.abs(theirs).max(), 1e-3)


def apart(names, after):
    """How far parameters and predictions are from nnsh's, relative to the largest of their matrix."""
    import numpy as np
    worst, predictions = 0, names["predict"](names["x"])
    for k, layer in enumerate(after["layers"], 1):
        for kind in "wb":
            theirs = np.array(layer[kind], dtype=float)
            assert names[f"{kind}{k}"].shape == theirs.shape
            worst = max(worst, relative(names[f"{kind}{k}"], theirs))
            names[f"{kind}{k}"] = theirs
    return worst, relative(predictions, names["predict"](names["x"]))


def try_one(bench, network, epochs):
    """What is wrong with one network, or None."""
    begin = "from=here" if network.from_here else "from=start"
    again = "" if network.from_here else "reset;"
    path, json_path = bench.folder / "net.py", bench.folder / "after.json"
    every = max(1, epochs // 10)
    answer = bench.nnsh(f"{network.commands}; {network.after}; set every {every};"
                        f"export net.py {begin} epochs={epochs}; print \"then\"; {again}"
                        f"train {epochs}; export after.json", goes_on=True)
    names, printed = run_program(path)
    wrong = compare_losses(path.read_text(), printed, answer.split("\nthen\n")[1])
    if wrong or epochs > EPOCHS or network.is_wild:
        return wrong
    weights, predictions = apart(names, json.loads(json_path.read_text()))
    # Adam divides a tiny gradient by a tiny root: a weight that the predictions do not feel may be off.
    if predictions < 10 ** -DIGITS and (weights < 10 ** -DIGITS or
                                        (weights < 1e-7 and predictions < 1e-12)):
        return None
    return f"the weights agree to {weights:.1e}, the predictions to {predictions:.1e} only"


def check_notebook(bench):
    """XOR for 10000 epochs: the losses of the notebook that nnsh grew out of."""
    import numpy as np
    bench.nnsh("init; set loss sse; set lr 0.1; set every 100; export net.py epochs=10000")
    names, printed = run_program(bench.folder / "net.py")
    predictions = names["predict"](names["x"])
    expected = [[0.0144879], [0.96998959], [0.98943211], [0.01262386]]
    if np.abs(predictions - np.array(expected)).max() < 1e-8 and len(losses(printed)) == 100:
        bench.passed()
    else:
        bench.failed(f"XOR ends with {predictions.tolist()}")


def check_accuracy(bench):
    """A program counts as right what nnsh does: an output of 0.5 as 1, a sample whose labels are all right."""
    inputs = "data inline x=[[0,0],[0,1],[1,0],[1,1]]"
    for commands in ("data and; init 2 2:relu 1:sigmoid scheme=zeros; freeze b2",  # stays at 0.5
                     f"{inputs} y=[[1,0],[0,1],[1,1],[0,0]] targets=labels; init 2 2:sigmoid",
                     f"{inputs} y=[[-1],[1],[1],[-1]]; init 2 3:tanh 1:tanh"):
        answer = bench.nnsh(f"{commands}; train 3 every=3; export right.py; print accuracy")
        printed = re.findall(r"^accuracy (.*)$", run_program(bench.folder / "right.py")[1], re.M)
        if printed and float(printed[0]) == float(answer.split()[-1]):
            bench.passed()
        else:
            bench.failed(f"accuracy {printed}, not {answer.split()[-1]}: {commands}")


def check(bench, count, seed):
    check_notebook(bench)
    check_accuracy(bench)
    for index, network in enumerate(networks(bench, count or USUAL, seed)):
        wrong = try_one(bench, network, EPOCHS)
        if not wrong and (count or index % 6 == 0):
            wrong = try_one(bench, network, 300)
        if wrong:
            bench.failed(f"{wrong}\n  {network.commands}; {network.after} "
                         f"({'from=here' if network.from_here else 'from=start'})")
        else:
            bench.passed()
