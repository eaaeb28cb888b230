# SPDX-License-Identifier: GPL-3.0-or-later
"""How long a student waits for an answer: explain, plot, sweep, goto, undo, save, load, a big table.

measure(bench) is the part `answers` of tests/bench/run. A command is measured in a session of its own:
the time of a script that gives it many times, less the time of the script without it.
"""
import os
import pathlib
import random
import statistics
import subprocess
import tempfile
import time

WIDE = ("data blobs n=64 features=784 classes=10 noise=1; set loss ce; init 784 128 10; "
        "forward; backward; ")
MILLION = "data blobs n=10 features=1000 classes=10; init 1000 990 10; "
LONG = "init; train 100000 every=100000; "

# What is asked, in which session, how often in a round, and the milliseconds it may take.
QUESTIONS = [
    ("explain dw1[700,5], 784-128-10", WIDE, ["explain dw1[700,5]"], 20, 50),
    ("explain z1[3,5], 784-128-10", WIDE, ["explain z1[3,5]"], 20, 50),
    ("explain w1[700,5] depth=3, 784-128-10", WIDE, ["explain w1[700,5] depth=3"], 20, 50),
    ("plot boundary, XOR", "init; train 3000 every=3000; ", ["plot boundary"], 20, 100),
    ("plot boundary, moons, 2-64-64-1", "data moons; init 2 64 64 1; train 50 every=50; ",
     ["plot boundary"], 20, 100),
    ("goto, in 100 000 epochs of XOR", LONG,
     ["goto 50000", "goto 99999", "goto 3", "goto 12345", "goto 87654"], 5, 20),
    ("undo and redo of those epochs", LONG, ["undo", "redo"], 20, 5),
    ("undo and redo of a weight", LONG + "set w1[0,0] 1; ", ["undo", "redo"], 20, 5),
    ("save 1 000 900 parameters", MILLION, ["save a.nn"], 2, 1500),
    ("load them", MILLION + "save a.nn; ", ["load a.nn"], 2, 2000),
]


def run(bench, folder, script):
    """(processor seconds, seconds by the clock, most memory in bytes) of a session, run in [folder]."""
    began = time.perf_counter()
    child = subprocess.Popen([bench.program, "-c", script], cwd=folder, stdout=subprocess.DEVNULL,
                             stdin=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"nnsh failed at: {script[:200]}")
    return (usage.ru_utime + usage.ru_stime, time.perf_counter() - began, 1024 * usage.ru_maxrss)


def ask(bench, folder, session, commands, times):
    """Milliseconds of one of [commands], by the clock: median of the rounds. What is less than the
    clock's noise is 0."""
    script = session + "; ".join(commands * times)
    spent = []
    for _ in range(bench.rounds):
        without = run(bench, folder, session)[1]
        spent.append(run(bench, folder, script)[1] - without)
    return max(0, 1e3 * statistics.median(spent) / (times * len(commands)))


def questions(bench, folder):
    bench.title("answers: milliseconds by the clock")
    for text, session, commands, times, most in QUESTIONS:
        took = ask(bench, folder, session, commands, times)
        print(f"{text:42} {took:9.2f} ms")
        bench.verdict("ms", took, most, False)


def sweep(bench, folder):
    bench.title("sweep 1000 of the default network, 10000 epochs at most, until loss < 0.01")
    spent = [run(bench, folder, "init; sweep 1000 epochs=10000 until loss < 0.01")
             for _ in range(bench.rounds)]
    by_processor, by_clock = (statistics.median(column) for column in list(zip(*spent))[:2])
    print(f"{by_processor:.2f} s of processor time, {by_clock:.2f} s by the clock on all cores")
    bench.verdict("s on one core", by_processor, 2, False)


def timeline(bench, folder):
    """`train` keeps a timeline, a network of a sweep does not; the loop is the same."""
    bench.title("what the timeline costs a training of XOR")
    epochs = 4_000_000 if bench.quick else 20_000_000
    kept, free = [], []
    for _ in range(bench.rounds):
        free.append(run(bench, folder, f"init; sweep 1 epochs={epochs} until loss < 0")[0])
        kept.append(run(bench, folder, f"init; train until loss < 0 max={epochs} every={epochs}")[0])
    cost = 100 * (statistics.median(kept) / statistics.median(free) - 1)
    print(f"{statistics.median(kept):.3f} s with it, {statistics.median(free):.3f} s without")
    bench.verdict("% slower", cost, 2, False)


def table(bench, folder):
    rows = 1_000_000
    bench.title(f"data FILE: {rows:,} rows of ten columns with six digits")
    draw = random.Random(1).random
    line = ",".join(["%.6g"] * 10) + "\n"
    some = [line % tuple(draw() for _ in range(10)) for _ in range(10_000)]
    with open(folder / "table.csv", "w", encoding="ascii") as file:
        file.write(",".join(f"c{k}" for k in range(10)) + "\n")
        for _ in range(rows // len(some)):
            file.writelines(some)
    spent = [run(bench, folder, "data table.csv") for _ in range(bench.rounds)]
    by_processor, by_clock, most = (statistics.median(column) for column in zip(*spent))
    print(f"{by_clock:.2f} s by the clock, {by_processor:.2f} s of processor time, "
          f"{most / 1e6:.0f} MB for {80e-6 * rows:.0f} MB of numbers")
    bench.verdict("s for a million rows", by_clock * 1e6 / rows, 2, False)
    bench.verdict("times the memory of the numbers", most / (80 * rows), 1.5, False)


def measure(bench):
    with tempfile.TemporaryDirectory(prefix="nnsh-bench-") as name:
        folder = pathlib.Path(name)
        questions(bench, folder)
        sweep(bench, folder)
        timeline(bench, folder)
        table(bench, folder)
