# SPDX-License-Identifier: GPL-3.0-or-later
"""What the hunts share: running the program, a bound of time, seeds, the smallest failing input.

A hunt is a program of this folder, called as `tests/hunt/NAME PROGRAM [BOUND [SEED]]`. It makes inputs
from a seed, one after the other, until BOUND is reached: `60` is a minute, `60x` are 60 inputs, however long
they take. Of a failing input it looks for a smaller one by leaving commands out, and prints that with the
seed. The last line is `N passed, N failed, N skipped`.
"""
import os
import pathlib
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time

sys.dont_write_bytecode = True

from sessions import SCRIPTS, TABLES  # noqa: E402

MEMORY = 3 << 30  # what a program may ask for, unless a sanitizer needs all addresses
WAIT = 60         # seconds that one program may take
SHRINKING = 30    # seconds that are spent on making a failing input smaller
MOST_FAILURES = 5  # after that many a hunt ends: they rarely are different faults


class Skip(Exception):
    """The input says nothing, since the program took too long over it."""


class Run:
    """One finished program."""

    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    def crashed(self):
        """Killed by a signal, or ended by a sanitizer."""
        return self.status < 0 or self.status == 99 or "Sanitizer" in self.err


def is_sanitized(program):
    """Whether the program is one of the builds of the Makefile that watch themselves."""
    return pathlib.Path(program).parent.name in ("asan", "ubsan", "sanitized")


class Bound:
    """How long a hunt lasts."""

    def __init__(self, text):
        self.text = text if text.endswith("x") else text + " s"
        self.count = int(text[:-1]) if text.endswith("x") else None
        self.deadline = time.monotonic() + (float(text) if self.count is None else 0)

    def is_open(self, done):
        """Whether another input is to be tried after [done] of them."""
        return time.monotonic() < self.deadline if self.count is None else done < self.count


def arguments():
    """The program, the bound and the seed that a hunt was called with."""
    program = str(pathlib.Path(sys.argv[1]).resolve())
    bound = Bound(sys.argv[2] if len(sys.argv) > 2 else "60")
    seed = sys.argv[3] if len(sys.argv) > 3 else os.environ.get("SEED") or time.time_ns() % 10**9
    return program, bound, int(seed)


class Place:
    """A folder of one input's own, with the tables that sessions read, and the program to run there."""

    def __init__(self, program):
        self.program = program
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="nnsh-hunt-"))
        for name, text in (TABLES | SCRIPTS).items():
            (self.folder / name).write_text(text)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def write(self, name, lines):
        (self.folder / name).write_bytes(("\n".join(lines) + "\n").encode("utf-8", "surrogateescape"))
        return name

    def read(self, name):
        path = self.folder / name
        return path.read_text(errors="surrogateescape") if path.is_file() else None

    def environment(self, more=None):
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(self.folder),
                       "ASAN_OPTIONS": "exitcode=99:detect_leaks=0",
                       "UBSAN_OPTIONS": "print_stacktrace=1"}
        environment.update(more or {})
        return environment

    def limit(self):
        if not is_sanitized(self.program):
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    def run(self, *arguments, stdin="", env=None, prefix=()):
        """The program to its end."""
        try:
            done = subprocess.run([*prefix, self.program, "--no-rc", *arguments], cwd=self.folder,
                                  env=self.environment(env), timeout=WAIT, check=False,
                                  preexec_fn=self.limit, input=stdin.encode("utf-8", "surrogateescape"),
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        except subprocess.TimeoutExpired:
            raise Skip from None
        return Run(done.returncode, done.stdout.decode(errors="surrogateescape"),
                   done.stderr.decode(errors="surrogateescape"))

    def talk(self, lines, script, more):
        """The program at a pipe: it runs the lines, then the shell script is run, then the program runs more."""
        with subprocess.Popen([self.program, "--no-rc", "-k"], cwd=self.folder, env=self.environment(),
                              preexec_fn=self.limit, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL) as program:
            late = threading.Event()
            timer = threading.Timer(WAIT, lambda: (late.set(), program.kill()))
            timer.start()
            program.stdin.write(("\n".join([*lines, 'print "@go"']) + "\n").encode())
            program.stdin.flush()
            while (line := program.stdout.readline()) and line != b"@go\n":
                pass
            subprocess.run(["sh", script], cwd=self.folder, check=True)
            program.communicate(("\n".join(more) + "\n").encode())
            timer.cancel()
        if late.is_set():
            raise Skip


def without_stale(text):
    """An answer without the values that it calls stale, which are kept neither in files nor through time, and
    without the remark that a program makes only once."""
    lines, is_stale = [], False
    for line in text.split("\n"):
        is_stale = "(stale: run" in line or (is_stale and line.startswith(" "))
        if not is_stale and not line.startswith("loss is computed over all "):
            lines.append(line)
    return "\n".join(lines)


def difference(one, other):
    """The first line in which two texts differ, as a sentence."""
    if one is None or other is None:
        return "one of them is missing"
    ones, others = one.split("\n"), other.split("\n")
    for number, (a, b) in enumerate(zip(ones + [""], others + [""]), 1):
        if a != b:
            return f"line {number}: {a[:150]!r} and {b[:150]!r}"
    return f"{len(ones)} and {len(others)} lines"


def shrink(items, fails, until):
    """A shorter list of [items] for which [fails] still holds, found before the time [until]."""
    size = max(1, len(items) // 2)
    while True:
        at, found = 0, False
        while at < len(items) and time.monotonic() < until:
            less = items[:at] + items[at + size:]
            if less and fails(less):
                items, found = less, True
            else:
                at += size
        if time.monotonic() >= until or (size == 1 and not found):
            return items
        size = size if found and size == 1 else max(1, size // 2)


def hunt(make, test):
    """The main program of a hunt. [make](chance) gives an input, a list; [test](place, input) a sentence
    that says what is wrong with it, or None."""
    program, bound, seed = arguments()
    passed = failed = skipped = 0
    first = seed

    def verdict(items):
        with Place(program) as place:
            try:
                return test(place, items)
            except Skip:
                return "skip"

    while bound.is_open(passed + failed + skipped) and failed < MOST_FAILURES:
        items = make(random.Random(seed))
        said = verdict(items)
        if said == "skip":
            skipped += 1
        elif said is None:
            passed += 1
        else:
            failed += 1
            least = shrink(items, lambda less: verdict(less) not in (None, "skip"),
                           time.monotonic() + SHRINKING)
            again = verdict(least)
            again = said + " (not every time)" if again in (None, "skip") else again
            print(f"FAIL seed {seed}: {again}")
            for item in least:
                print("    " + (item if isinstance(item, str) else repr(item)))
            sys.stdout.flush()
        seed += 1
    print(f"ok   {passed + failed} inputs from seed {first} on, bound {bound.text}")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0
