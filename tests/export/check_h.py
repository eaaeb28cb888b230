# SPDX-License-Identifier: GPL-3.0-or-later
"""C headers: compiled without a warning, they predict what nnsh predicts, from the numbers as they came in."""
import csv
import re
import subprocess

from networks import networks

NEEDS = [("cc", "gcc")]
USUAL = 12
FLAGS = ["-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror", "-O2"]

MAIN = """
#include <stdio.h>
#include <stdlib.h>
#include "net.h"
int main(void)
{
    TYPE x[NET_INPUTS], y[NET_OUTPUTS];
    double number;
    for (int i = 0; scanf("%lf", &number) == 1;) {
        x[i++] = (TYPE)number;
        if (i < NET_INPUTS)
            continue;
        net_predict(x, y);
        for (int j = 0; j < NET_OUTPUTS; j++)
            printf("%.17g%c", (double)y[j], j + 1 < NET_OUTPUTS ? ' ' : '\\n');
        i = 0;
    }
    return EXIT_SUCCESS;
}
"""


def predict(bench, rows, kind):
    """What the header predicts for the rows."""
    main, program = bench.folder / "main.c", bench.folder / "main"
    main.write_text(MAIN.replace("TYPE", kind))
    built = subprocess.run(["cc", *FLAGS, "-o", str(program), str(main), "-lm"],
                           capture_output=True, text=True, check=False)
    if built.returncode != 0:
        raise AssertionError(built.stderr)
    text = " ".join(map(repr, (number for row in rows for number in row)))
    ran = subprocess.run([str(program)], input=text, capture_output=True, text=True, check=True)
    return [[float(word) for word in line.split()] for line in ran.stdout.splitlines()]


def numbers(path):
    with open(path, encoding="utf-8") as file:
        return [[float(cell) for cell in row] for row in list(csv.reader(file))[1:]]


def apart(ours, theirs):
    """The largest difference, relative where the numbers are large."""
    assert len(ours) == len(theirs) and len(ours) > 0
    return max(abs(a - b) / max(1, abs(b)) for mine, other in zip(ours, theirs)
               for a, b in zip(mine, other, strict=True))


def try_one(bench, network, bits):
    """What is wrong with one network, or None."""
    raw = network.commands.replace("; data normalize standard", "; export x raw.csv;"
                                   " data normalize standard")
    if raw == network.commands:
        raw = raw.replace("; set", "; export x raw.csv; set", 1)
    last = f"a{network.layers}"
    bench.nnsh(f"{raw}; {network.after}; set batch full; export net.h float={bits}; forward;"
               f"export {last} right.csv; export x now.csv", goes_on=True)
    ours = predict(bench, numbers(bench.folder / "raw.csv"), "float" if bits == 32 else "double")
    theirs = numbers(bench.folder / "right.csv")
    if "set shuffle on" in network.commands:  # the epoch under way has an order of its own
        ours, theirs = sorted(ours), sorted(theirs)
    wrong = apart(ours, theirs)
    return None if wrong < (1e-4 if bits == 32 else 1e-13) else f"the predictions differ by {wrong}"


def check_xor(bench):
    """All 17 digits of the network that nnsh begins with."""
    answer = bench.nnsh("init; train 1000 every=1000; export net.h; set digits 17; predict")
    theirs = re.findall(r"^ +\d+ +\d +\d +(\S+) +\d ", answer, re.M)
    ours = predict(bench, [[0, 0], [0, 1], [1, 0], [1, 1]], "double")
    if [row[0] for row in ours] == [float(word) for word in theirs]:
        bench.passed()
    else:
        bench.failed(f"XOR: {ours} and not {theirs}")


def check_units(bench):
    """Targets that were normalized are predicted in their own unit, whatever the columns are called."""
    rows = ["size\\,\"a \"\"b\\\",*/"] + [f"{100 + 7 * i},{i % 3},{200000 + 9000 * i}" for i in range(12)]
    (bench.folder / "prices.csv").write_text("\n".join(rows) + "\n")
    answer = bench.nnsh("data prices.csv; data normalize standard; init 2 3:tanh 1:linear;"
                        "train 200 every=200; export net.h; set digits 17; predict 121 0")
    theirs = float(re.search(r"(\d{6}\.\d+)", answer.split("net.h")[-1])[1])
    (ours,), = predict(bench, [[121, 0]], "double")
    if abs(ours - theirs) < 1e-9 * theirs:
        bench.passed()
    else:
        bench.failed(f"in their own unit: {ours} and not {theirs}")


def check(bench, count, seed):
    check_xor(bench)
    check_units(bench)
    for index, network in enumerate(networks(bench, count or USUAL, seed)):
        wrong = try_one(bench, network, 32 if index % 4 == 3 else 64)
        if wrong:
            bench.failed(f"{wrong}\n  {network.commands}; {network.after}")
        else:
            bench.passed()
