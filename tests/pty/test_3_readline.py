# SPDX-License-Identifier: GPL-3.0-or-later
"""What Readline does wrong by itself: its commands that use the history, and terminals it cannot edit on."""
import random
import re
import signal
import sys

from terminal import CTRL_C, CTRL_D, CTRL_R, CTRL_U, CTRL_Z, ESC, UP, Skip, check, equal, paste

CTRL_G, DOWN, PAGE_UP, PAGE_DOWN = "\x07", "\x1b[B", "\x1b[5~", "\x1b[6~"


def history_session(world, mode="emacs"):
    """A session with three lines in its history."""
    world.write("inputrc", f"set editing-mode {mode}\n")
    terminal = world.session("--no-rc")
    for number in (1, 2, 3):
        terminal.answer(f"print 70000 + {number}", rf"^{70000 + number}$")
    return terminal


def answers(terminal, keys, number):
    """Types keys and Enter, and waits for the sum that the line then has."""
    terminal.line(keys)
    terminal.expect(rf"^{number}$", f"{number} after {keys!r}")
    terminal.prompt()


def test_keys_of_a_screen_typed_at_a_prompt(world):
    # Two or three of these freed the same memory twice each.
    keys = [*" nsrium[]+-=0123456789?x\t\x7f", "\x1bOD", "\x1bOC", "\x1bOH", "\x1bOF", PAGE_UP, PAGE_DOWN, UP]
    for mode in ("emacs", "vi"):
        for seed in range(1, 7):
            chance = random.Random(seed)
            terminal = history_session(world, mode)
            for _ in range(40):
                terminal.send("".join(chance.choices(keys, k=50)))
            terminal.signal(signal.SIGTERM)
            equal(terminal.end(), -signal.SIGTERM, f"status in {mode} mode, seed {seed}")


def test_searches_and_moves_between_changed_lines(world):
    for mode in ("emacs", "vi"):
        terminal = history_session(world, mode)
        for keys in (f"{UP}{PAGE_DOWN}9{UP}{PAGE_UP}{DOWN}", f"print{PAGE_UP}{PAGE_UP}x{UP}y{PAGE_UP}{DOWN}{DOWN}z",
                     f"pr{PAGE_UP}{PAGE_UP}{PAGE_DOWN}{PAGE_DOWN}1{UP}2{DOWN}", f"{UP}a{UP}b{DOWN}c{CTRL_R}pr{CTRL_G}{DOWN}"):
            for end in (CTRL_C, "\r"):
                terminal.send(keys * 3 + end)
                terminal.read(0.02)
        terminal.send(CTRL_C)
        terminal.read(0.02)
        terminal.line("print 70000 + 9")
        terminal.expect("^70009$")
        terminal.prompt()
        equal(terminal.leave(), 0, f"status in {mode} mode")


def test_a_changed_line_of_the_history_comes_back(world):
    terminal = history_session(world)
    answers(terminal, UP + UP + "00" + UP + DOWN, 70200)  # the change stays while one looks at other lines
    answers(terminal, UP * 3, 70002)                      # and the line is as before then
    answers(terminal, UP + "5" + UP + "6" + DOWN + DOWN + "print 70000 + 8", 70008)
    answers(terminal, UP + UP, 70002)
    answers(terminal, UP * 4, 70200)


def test_searches_find_the_next_line_each_time(world):
    terminal = history_session(world)
    answers(terminal, "print" + PAGE_UP + PAGE_UP, 70002)
    answers(terminal, "print" + PAGE_UP * 4 + PAGE_DOWN, 70002)
    answers(terminal, CTRL_R + "print" + CTRL_R, 70003)
    answers(terminal, CTRL_R + "+ 2", 70002)
    answers(terminal, ESC + "p+ 1\r", 70001)  # a search that asks first
    answers(terminal, "print 1" + PAGE_UP + CTRL_U + "print 70000 + 4", 70004)


def test_a_line_can_be_undone_to_where_it_was_reached(world):
    terminal = history_session(world)
    answers(terminal, UP + "00" + "\x1f", 70003)
    answers(terminal, UP + UP + "00" + ESC + "r", 70002)


def test_the_last_word_of_a_line_that_ends_in_a_backslash(world):
    terminal = history_session(world)
    for number, line in enumerate(("print a\\", "print $(", "print <(", "print 'x\\")):
        terminal.line(line)
        terminal.expect(re.escape(line) + r"\n[^$]*(nnsh|\.\.\.|…)[^$]* $")
        terminal.send(CTRL_C)
        terminal.prompt()
        terminal.send((ESC + ".") * 3 + CTRL_U)
        answers(terminal, f"print 71000 + {number}", 71000 + number)
    answers(terminal, "print 71 + " + ESC + ".", 74)


def test_a_dumb_terminal_gets_plain_lines(world):
    for kind in ("dumb", "", None):
        terminal = world.session("--no-rc", TERM=kind)
        check(terminal.is_restored(), f"TERM={kind}: the terminal's settings were changed")
        answers(terminal, "print 70000 + 1", 70001)
        answers(terminal, "junk" + CTRL_U + "print 70000 + 22\x7f", 70002)
        terminal.line("print [1,")
        terminal.expect(r"(\.\.\.|…) $")
        terminal.send("print 70000 + 3" + CTRL_C)
        terminal.prompt()
        terminal.send("print 7" + CTRL_D)
        terminal.expect("print 7$")
        answers(terminal, "0000 + 4", 70004)
        terminal.send("print 70000 + 5\rprint 70000 + 6\r")
        terminal.expect("^70005$")
        terminal.expect("70006$")
        terminal.prompt()
        answers(terminal, "print " + "1 + " * 900 + "69107", 70007)
        check(b"\x1b" not in terminal.raw, f"TERM={kind}: an escape byte")
        equal(terminal.leave(), 0, f"TERM={kind}: status")
        check("print 70000 + 6" in world.history.read_text(), "the history is not kept")


def test_a_plain_line_has_the_terminals_limit(world):
    if sys.platform != "linux":
        raise Skip("other systems have other limits")
    terminal = world.session("--no-rc", TERM="dumb")
    for length in (4094, 4095, 4096, 5000):  # what is typed beyond is dropped, Enter is not
        line = "print " + "0 + " * 1000 + "0" * 81 + "71234" + "5" * (length - 4092)
        equal(len(line), length, "bytes typed")
        answers(terminal, line, line[4087:4095])
    equal(terminal.leave(), 0, "status")


def test_a_plain_line_is_left_and_taken_up(world):
    terminal = world.terminal(command=["bash", "--norc", "--noprofile", "--noediting", "-i"], PS1="SH: ", TERM="dumb")
    if terminal.ended():
        raise Skip("there is no bash")
    terminal.expect("SH: $")
    terminal.line(world.program + " -q --no-rc")
    terminal.prompt()
    terminal.send(CTRL_Z)
    terminal.expect("Stopped")
    terminal.expect("SH: $")
    terminal.line("fg")
    terminal.expect("nnsh> $", "the prompt shown again after fg")
    terminal.alive()
    for number in (signal.SIGTERM, signal.SIGHUP):
        plain = world.session("--no-rc", TERM="dumb")
        plain.send("print 1")
        plain.expect("print 1$")
        plain.signal(number)
        equal(plain.end(), -number, "status")


def test_a_terminal_of_which_nothing_is_known_can_edit(world):
    terminal = world.session("--no-rc", TERM="no-such-terminal")
    answers(terminal, "print 70000 + 1", 70001)
    answers(terminal, UP + "2", 70012)


def test_lines_never_scroll_sideways(world):
    world.write("inputrc", 'set horizontal-scroll-mode on\n"\\C-xr": re-read-init-file\n')
    terminal = world.session("--no-rc")
    for keys in ("print 70000 + 1", "\x18rprint 70000 + 2"):
        answers(terminal, keys + " + 0" * 60, 70000 + int(keys[-1]))
    check("<" not in terminal.plain(), "a line scrolled sideways")


def test_ctrl_c_in_a_paste_that_began_unseen(world):
    world.write("inputrc", '"\\C-xm": "\\e[200~abc"\n')
    terminal = world.session("--no-rc")
    for keys in ("\x18m", "\x18m" + "d" * 100, "\x12\x18m", paste("x") + "\x18m"):
        terminal.send(keys)
        terminal.read(0.05)
        terminal.send(CTRL_C)
        terminal.prompt()
    terminal.alive()
    world.write("inputrc", "set editing-mode vi\n")
    terminal = world.session("--no-rc")
    terminal.send("\x1bd\x1b[200~\x0ea\x1b[200~b\rc")
    terminal.read(0.2)
    terminal.send(CTRL_C)
    terminal.prompt()
    terminal.alive()


def test_ctrl_c_where_completion_asks(world):
    world.write("inputrc", "set show-all-if-ambiguous on\nset page-completions on\n")
    terminal = world.session("--no-rc", rows=4)
    for _ in range(3):
        terminal.send("s\t")
        terminal.expect("--More--")
        terminal.send(CTRL_C)
        terminal.prompt()
    terminal.alive()


def test_motions_of_vi_mode(world):
    terminal = history_session(world, "vi")
    answers(terminal, "print 1 2 3 70000 + 5" + ESC + "0wd3w", 70005)
    for nested in ("d2d", "c2s", "y2y", "d3C", "c2d"):
        terminal.send("print 1" + ESC + nested)
        answers(terminal, ESC + "ddiprint 70000 + 6", 70006)
    answers(terminal, "print 9 9 9 70000 + 7" + ESC + "0wdw..", 70007)
    answers(terminal, "print 80000 + 8" + ESC + "0wcw70000", 70008)


def test_each_line_begins_with_the_keys_of_its_mode(world):
    world.write("inputrc", '"\\C-xl": vi-movement-mode\n"\\C-xr": re-read-init-file\nset keymap vi-command\n')
    terminal = world.session("--no-rc")
    for keys in ("\x18l", "\x18r", "12\x18l3"):
        terminal.send(keys + CTRL_C)
        terminal.prompt()
        terminal.alive()


def test_a_count_of_millions_is_a_small_one(world):
    for mode, keys in (("emacs", "".join(ESC + digit for digit in "1000000") + "x"), ("vi", f"{ESC}0i1{ESC}1000000p")):
        terminal = history_session(world, mode)
        terminal.send(keys)
        terminal.read(0.1)
        terminal.send(CTRL_C)
        terminal.line("print 70000 + 9")
        terminal.expect("^70009$", f"the answer after a large count in {mode} mode")
        terminal.prompt()
        equal(terminal.leave(), 0, f"status in {mode} mode")
