# SPDX-License-Identifier: GPL-3.0-or-later
"""Every view on an emulated screen: nothing is broken inside a word or a number at any width."""
import re
import shutil
import signal
import time

from terminal import PATIENCE, CTRL_C, Failure, check, emulator, equal

WIDTHS = (60, 80, 100, 200)
XOR = """init
forward 1
backward 1
forward
backward
explain dw2[1,0] depth=9
explain w1[0,1]
explain loss depth=3
check
show all
step
next
predict
predict 0.5 0.25
set digits 17
forward 1
explain dw1[1,1] depth=3
set digits 6
set optimizer adamw; set schedule cosine; set clip 0.001; set l2 0.1
forward; backward
explain w2[0,0]
update
whatif lr 0.1 lr 1 lr 10
watch loss, accuracy
train 300
mark here
train 300
diff here now
diagnose
sweep 12 epochs=300
show settings
show history
history
train 100 every=zzz
print sigmoid(a1 @ w2 + b2) - a7777777777777777777777777777777777777777777777777777777777
"""
WIDE = """data iris
init 4 8:tanh 3:softmax
set loss ce
forward 1
backward 1
explain a2[3,1]
explain dw1[1,1]
explain loss
show data
show w1
print w1, x
predict
show metrics
diagnose
data digits
show data
predict
show x
print x
data moons noise=0.1
data split 0.8
set loss mse
init 2 6:gelu 4:elu 1:softplus
set batch 16
train 50
show metrics
forward 2
backward 2
next
explain dw1[0,3]
"""
NAMES = ("", "set", "data", "data file", "data inline", "expressions", "plot", "train", "explain", "loss",
         "adamw", "bce", "cosine", "gelu", "digits", "files", "testing", "chain rule", "notebook")
HELP = "".join(f"help {name}\n" for name in NAMES)
SAID = set("… stands for that the screen has no room column columns".split())


def run(world, commands, columns, **changes):
    """What the commands leave on a screen of that width, and the raw lines that were written."""
    pyte = emulator()
    terminal = world.terminal("-k", "-c", commands, columns=columns, NO_COLOR="1", **changes)
    end = time.monotonic() + PATIENCE
    while not terminal.ended() or terminal.read(0.05):
        check(time.monotonic() < end, "the program does not end")
        terminal.read(0.05)
    lines = terminal.plain().split("\n")
    screen = pyte.Screen(columns, len(lines) * 3 + 100)
    pyte.Stream(screen).feed(terminal.raw.decode())
    return [line.rstrip() for line in screen.display], lines


def words(lines):
    """What must stay whole: words, names and numbers, without the signs between them."""
    return {word for line in lines for word in re.split(r"[\s·,]+", line) if word}


def hold(world, commands):
    """Holds the screen of every width to what a pipe gets."""
    piped = world.batch("-k", "-c", commands)
    whole = words((piped.stdout + piped.stderr).decode().split("\n"))
    for columns in WIDTHS:
        screen, lines = run(world, commands, columns)
        for line in lines:
            check(len(line) <= min(columns, 100), f"{len(line)} columns of {columns}: {line!r}")
        for word in words(screen) - whole - SAID:
            # Bars are as long as there is room, and a place in a line is shown through a window.
            if not re.fullmatch(r"[█▌▏]+|\d+|\.*\S*\.\.\.|\^~*", word):
                raise Failure(f"{word!r} is only on the screen of {columns} columns")


def test_nothing_is_broken_of_xor(world):
    hold(world, XOR)


def test_nothing_is_broken_of_wide_tables(world):
    hold(world, WIDE)


def test_nothing_is_broken_of_help(world):
    hold(world, HELP)


def test_nothing_is_broken_in_ascii(world):
    for columns in WIDTHS:
        for line in run(world, XOR, columns, LC_ALL="C")[1]:
            check(len(line) <= min(columns, 100), f"{len(line)} columns of {columns}: {line!r}")


def test_plots_fit_the_screen(world):
    pictures = ("loss", "boundary", "w1", "net", "surface w1[0,0] w1[0,1]", "data")
    commands = "init; train 500\n" + "".join(f"plot {name}\n" for name in pictures)
    for columns in WIDTHS:
        for line in run(world, commands, columns)[1]:
            check(len(line) <= min(columns, 100), f"{len(line)} columns of {columns}: {line!r}")


def test_a_pipe_gets_the_same_bytes_whatever_the_width(world):
    wanted = world.batch("-k", "-c", XOR).stdout
    for columns in WIDTHS:
        world.write("commands.nn", XOR)
        terminal = world.terminal(columns=columns, rows=24, command=[
            "sh", "-c", f"'{world.program}' -k commands.nn >out 2>err; echo done"])
        terminal.expect("^done")
        equal((world.folder / "out").read_bytes(), wanted, f"at {columns} columns")


def test_long_help_is_paged_for_a_person(world):
    world.write("pager", "#!/bin/sh\necho BEGIN; cat; echo END; exit 3\n").chmod(0o755)
    terminal = world.session(PAGER="./pager", rows=24)
    terminal.answer("help", r"^BEGIN\n(.*\n)+END$")
    check("BEGIN" not in world.batch("-c", "help", PAGER="./pager").stdout.decode(), "paged in a pipe")
    terminal.line("help quit")
    terminal.expect("leave")
    terminal.prompt()
    check(terminal.plain().count("BEGIN") == 1, "a short page was paged")
    terminal.alive()


def test_a_pager_may_be_left_or_missing(world):
    world.write("early", "#!/bin/sh\nhead -n 1\n").chmod(0o755)
    for pager in ("./early", "./missing", "true"):
        terminal = world.session(PAGER=pager, rows=24)
        terminal.line("help")
        terminal.prompt()
        if pager == "./missing":
            check("help NAME" in terminal.plain(), "help is lost without a pager")
        check("error" not in terminal.plain(), "leaving a pager is an error")
        terminal.alive()
        terminal.leave()


def test_ctrl_c_in_a_pager_leaves_the_shell_alone(world):
    world.write("slow", "#!/bin/sh\ntrap 'echo LEFT; exit 0' INT\ncat >/dev/null; echo HERE\n"
                        "while :; do sleep 0.05; done\n").chmod(0o755)
    terminal = world.session(PAGER="./slow", rows=24)
    terminal.line("help")
    terminal.expect("HERE")
    terminal.send(CTRL_C)
    terminal.expect("LEFT")
    terminal.prompt()
    terminal.alive()


def test_sigterm_ends_a_pager_too(world):
    world.write("plain", "#!/bin/sh\nstty raw -echo; echo HERE; exec sleep 1000\n").chmod(0o755)
    world.write("deaf", "#!/bin/sh\ntrap '' TERM; stty raw -echo; cat >/dev/null; echo HERE\n"
                        "while :; do sleep 0.1; done\n").chmod(0o755)
    for pager in ("./plain", "./deaf", "less"):
        if pager == "less" and not shutil.which("less"):
            continue
        terminal = world.session(PAGER=pager, rows=24)
        terminal.line("help")
        terminal.expect("HERE" if pager != "less" else r":$")
        terminal.signal(signal.SIGTERM)
        equal(terminal.end(), -signal.SIGTERM, f"{pager}: status")
        check(terminal.is_restored(), f"{pager}: the terminal is not restored")


def test_a_pager_that_is_killed_leaves_the_terminal_as_it_was(world):
    world.write("killed", "#!/bin/sh\nstty raw -echo; printf '\\033[?1h\\033=\\033[?25l'; kill -9 $$\n").chmod(0o755)
    terminal = world.session(PAGER="./killed", rows=24)
    terminal.line("help")
    terminal.prompt()
    terminal.alive()
    for on, off in ((b"\x1b[?1h", b"\x1b[?1l"), (b"\x1b[?25l", b"\x1b[?25h")):
        check(terminal.raw.rfind(on) < terminal.raw.rfind(off), f"{on} is left")
    terminal.leave()
    check(terminal.is_restored(), "the terminal is not restored")
