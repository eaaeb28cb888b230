# SPDX-License-Identifier: GPL-3.0-or-later
"""Editing the line: TAB, pastes, what the screen looks like, odd terminals and settings."""

from terminal import (CTRL_C, CTRL_L, CTRL_U, TAB, UP, check, emulator, equal, paste)


def completed(terminal, typed):
    """What the line has become after TAB; the line is then taken back."""
    terminal.send(typed + TAB)
    terminal.send("@@")  # a mark: when it is there, TAB is done
    terminal.expect("@@")
    line = terminal.plain().rsplit("> ", 1)[1][:-2]
    terminal.send(CTRL_C)
    terminal.prompt()
    return line


def test_tab_completes_commands_and_options(world):
    terminal = world.network()
    terminal.answer("let longname = 3", "")
    for typed, wanted in {"set loss ms": "set loss mse ", "set shuffle of": "set shuffle off ",
                          "print longn": "print longname ", "help cha": "help chain rule ", "prin": "print ", "tra": "train ", "zzz": "zzz", "init sch": "init scheme=",
                          "init scheme=un": "init scheme=uniform ", "print ta": "print tanh(",
                          "print 1 + ta": "print 1 + tanh(", "set optim": "set optimizer "}.items():
        equal(completed(terminal, typed), wanted, f"after {typed!r} and TAB")


def test_tab_never_offers_files_for_words(world):
    world.write("zzz-file", "")
    terminal = world.session()
    equal(completed(terminal, "zzz"), "zzz", "for a command")
    equal(completed(terminal, "print zzz"), "print zzz", "for an expression")


def test_tab_lists_what_fits(world):
    terminal = world.session()
    terminal.send("s" + TAB + TAB)
    terminal.expect(r"show")
    terminal.expect(r"step")
    terminal.send(CTRL_C)
    terminal.prompt()
    terminal.alive()


def test_tab_shows_the_usage_where_nothing_is_left(world):
    terminal = world.session()
    terminal.send("forward 1 " + TAB)
    terminal.expect(r"forward \[", "the usage line")
    terminal.expect(r"nnsh> forward 1 $", "the line drawn again")
    terminal.send(CTRL_C)
    terminal.prompt()
    terminal.alive()


def test_tab_quotes_file_names_so_that_they_parse(world):
    names = {"my file.nn": 1, "it's.nn": 2, 'say"hi".nn': 3, "semi;colon.nn": 4, "sharp#.nn": 5,
             "brack[et.nn": 6, "back\\slash.nn": 7, "plain.nn": 8, "tür zu.nn": 9,
             "folder with/in side.nn": 10}
    for name, number in names.items():
        world.write(name, f"print 70000 + {number}\n")
    terminal = world.session()
    for typed, number in {"my": 1, "it": 2, "say": 3, "semi": 4, "sharp": 5, "brack": 6,
                          "back": 7, "pl": 8, "tü": 9, '"my': 1, "'my": 1, '"my f': 1, "'it": 2,
                          '"say': 3, "'pl": 8}.items():
        terminal.send("source " + typed + TAB + "\r")
        terminal.expect(rf"^{70000 + number}$", f"the answer of source {typed!r} TAB")
        terminal.prompt()
    terminal.send("source fold" + TAB + "in" + TAB + "\r")
    terminal.expect(r"^70010$")
    terminal.prompt()
    equal(completed(terminal, "source nosuch"), "source nosuch", "no such file")


def test_paste_runs_line_by_line(world):
    terminal = world.session()
    terminal.send(paste("print 70000 + 1\r\nprint 70000 + 2\n\n  \nprint [1,\n2]\nprint 70000 + 3\n"))
    terminal.line("")
    for number in range(1, 4):
        terminal.expect(rf"nnsh> print 70000 \+ {number}$", "each line behind its prompt")
        terminal.expect(rf"^7000{number}$")
    terminal.prompt()
    terminal.send(UP)
    terminal.expect(r"print 70000 \+ 3$", "one history entry each")
    terminal.send(CTRL_C)
    terminal.prompt()
    entries = world.history.read_text().splitlines()
    equal(entries, ["print 70000 + 1", "print 70000 + 2", "print [1,", "2]", "print 70000 + 3"],
          "history")


def test_paste_stops_at_the_first_error(world):
    terminal = world.session()
    terminal.send(paste("print 70000 + 1\nbogus\nprint 70000 + 2\nprint 70000 + 3\n"))
    terminal.line("")
    terminal.expect(r"^70001$")
    terminal.expect(r"unknown command 'bogus'")
    terminal.expect(r"2 lines of the paste were not run")
    terminal.prompt()
    terminal.alive()
    check("70002" not in terminal.plain(), "a line behind the error was run")
    terminal.send(paste("bogus\nprint 70000 + 2"))
    terminal.line("")
    terminal.expect(r"1 line of the paste was not run")
    terminal.prompt()


def test_ctrl_c_drops_the_rest_of_a_paste(world):
    terminal = world.session()
    terminal.send(paste("init\ntrain 100000000 every=100000000\nprint 70000 + 2\n"))
    terminal.line("")
    terminal.expect("nnsh> train")
    terminal.read(0.3)
    terminal.send(CTRL_C)
    terminal.expect(r"1 line of the paste was not run")
    terminal.prompt()
    terminal.alive()
    check("70002" not in terminal.plain(), "the rest was run")


def test_blank_lines_of_a_paste_repeat_nothing(world):
    terminal = world.session()
    terminal.send(paste("init\nstep\n\n\nprint steps + 70000\n"))
    terminal.line("")
    terminal.expect(r"^70001$")
    terminal.prompt()


def test_pasted_escape_sequences_are_not_sent_to_the_terminal(world):
    terminal = world.session()
    terminal.send(paste("print 1\nprint 2 # \x1b]0;title\x07\n"))
    terminal.line("")
    terminal.prompt()
    terminal.alive()
    check(b"\x1b]0;title" not in terminal.raw, "the escape sequence came out")


def session_walk(terminal):
    """A bit of everything, on whatever terminal."""
    terminal.alive()
    terminal.send("junk")
    terminal.send(CTRL_C)
    terminal.prompt()
    terminal.answer("print 70000 + 2", r"^70002$")
    terminal.line("bogus")
    terminal.expect("unknown command")
    terminal.prompt()
    terminal.alive()
    equal(terminal.leave(), 0, "status")
    check(terminal.is_restored(), "the terminal is not restored")


def test_odd_terminals(world):
    for kind in ("dumb", "vt100", "", None, "no-such-terminal", "xterm-256color"):
        terminal = world.session(TERM=kind)
        session_walk(terminal)
        if kind in ("dumb", "", None):
            check(b"\x1b" not in terminal.raw, f"an escape byte under TERM={kind}")


def test_odd_sizes(world):
    for columns in (0, 1, 2, 5, 300):
        terminal = world.terminal("-q", columns=columns)
        terminal.line("quit")
        equal(terminal.end(), 0, f"status at {columns} columns")


def test_hostile_inputrc(world):
    for settings in ("set editing-mode vi", "set enable-bracketed-paste off",
                     "set horizontal-scroll-mode on", "set bell-style visible\nset convert-meta on",
                     "set editing-mode vi\nset show-mode-in-prompt on", '"\\C-m": self-insert\n'
                     '"\\C-j": accept-line', "$if nnsh\nset editing-mode vi\n$endif"):
        world.write("inputrc", settings + "\n")
        terminal = world.terminal("-q")
        terminal.expect("nnsh> ")
        enter = "\n" if "accept-line" in settings else "\r"
        terminal.send("print 70000 + 1" + enter)
        terminal.expect(r"^70001$", f"an answer under {settings!r}")
        terminal.expect("nnsh> ")
        terminal.send("junk" + CTRL_C)
        terminal.expect("nnsh> ")
        terminal.send("print 70000 + 2" + enter)
        terminal.expect(r"^70002$", f"an answer under {settings!r}")
        terminal.expect("nnsh> ")
        terminal.send("quit" + enter)
        equal(terminal.end(), 0, f"status under {settings!r}")
        check(terminal.is_restored(), f"the terminal is not restored under {settings!r}")


def test_colour_only_where_it_is_wanted(world):
    def walk(*args, **changes):
        terminal = world.session(*args, **changes)
        terminal.answer("init", "")
        terminal.answer("show all", "")
        terminal.answer("bogus", "unknown")
        terminal.leave()
        return terminal.raw

    check(b"\x1b[1;32m" in walk(), "no colour at a terminal")
    for args, changes in (([], {"NO_COLOR": "1"}), (["--color=never"], {}), ([], {"TERM": "dumb"})):
        raw = walk(*args, **changes)
        for part in raw.split(b"\x1b[")[1:]:
            letter = part.lstrip(b"0123456789;?")[:1]
            check(letter != b"m", f"colour with {args} {changes}: {part[:20]!r}")


def test_the_text_is_the_same_without_colour(world):
    shown = []
    for args in ([], ["--color=never"]):
        terminal = world.session("--no-rc", *args)
        for command in ("init", "show net", "bogus", "forward 1", "predict", "show data"):
            terminal.line(command)
            terminal.prompt()
        terminal.leave()
        shown.append(terminal.plain())
    equal(shown[0], shown[1], "the text")


def test_screen_of_a_long_line(world):
    pyte = emulator()
    for columns in (20, 80, 200):
        terminal = world.session(columns=columns)
        terminal.send("print " + "9" * (columns + 5))
        terminal.send("\x7f" * 10)
        terminal.send("@")
        terminal.expect("@")
        wanted = "nnsh> print " + "9" * (columns - 5) + "@"
        lines, cursor = terminal.screen(pyte)
        equal("".join(lines), wanted, f"the screen at {columns} columns")
        equal(cursor, divmod(len(wanted), columns), "the cursor")
        terminal.send(CTRL_U)
        terminal.leave()


def test_screen_after_ctrl_l_and_resizes(world):
    pyte = emulator()
    for columns in (20, 80, 200):
        terminal = world.session(columns=columns)
        terminal.send("print 1234567")
        terminal.expect("print 1234567")
        terminal.send(CTRL_L)
        terminal.send("@")
        terminal.expect("@")
        equal(terminal.screen(pyte), (["nnsh> print 1234567@"], divmod(20, columns)),
              f"Ctrl-L at {columns} columns")
        terminal.send(CTRL_U)
        terminal.send(CTRL_C)
        terminal.prompt()
        # At the prompt: the next long line wraps at the new width.
        terminal.resize(24, columns + 10)
        terminal.send(CTRL_L + "print " + "8" * columns + "@")
        terminal.expect("@")
        lines, _ = terminal.screen(pyte)
        equal("".join(lines[-2:]), "nnsh> print " + "8" * columns + "@", "after a resize")
        equal(len(lines[-2]), columns + 10, "the width of the first line")
        terminal.send(CTRL_C)
        terminal.prompt()


def test_screen_after_a_resize_during_a_command(world):
    pyte = emulator()
    terminal = world.network(columns=80)
    terminal.line("train 100000000 every=100000000")
    terminal.read(0.3)
    terminal.resize(24, 40)
    terminal.send(CTRL_C)
    terminal.prompt()
    terminal.send(CTRL_L + "print " + "8" * 50 + "@")
    terminal.expect("@")
    lines, _ = terminal.screen(pyte)
    equal("".join(lines).split("> ")[1], "print " + "8" * 50 + "@", "the line")
    equal(len(lines[0]), 40, "the width of the first line")


def test_screen_of_the_live_line(world):
    pyte = emulator()
    terminal = world.network(columns=30, rows=10)
    terminal.line("train 100000000 every=100000000")
    terminal.expect(r"epoch +\d+")
    for _ in range(20):
        terminal.read(0.05)
    lines, _ = terminal.screen(pyte)
    equal(sum(line.startswith("epoch") for line in lines), 1, f"live lines in {lines}:")
    check(all(len(line) < 30 for line in lines if line.startswith("epoch")), "it is not cut")
    terminal.send(CTRL_C)
    terminal.prompt()
    terminal.alive()


def test_utf8_is_edited_by_characters(world):
    terminal = world.session()
    terminal.send("print 70000 + 1 # ü→\x7f\x7f\x7f\x7f\r")
    terminal.expect(r"^70001$")
    terminal.prompt()


