# SPDX-License-Identifier: GPL-3.0-or-later
"""A person at the prompt: starting, leaving, Ctrl-C, steps, continuation lines."""
import ctypes
import os
import pathlib
import random
import re
import shutil
import signal
import struct
import subprocess
import sys
import termios

from terminal import (CTRL_C, CTRL_D, CTRL_R, CTRL_Z, ESC, TAB, Skip, check, equal, paste,
                      wait_until)


def test_banner_prompt_and_ctrl_d(world):
    terminal = world.terminal()
    terminal.expect(r"nnsh.*network")
    terminal.prompt()
    terminal.alive()
    terminal.send(CTRL_D)
    equal(terminal.end(), 0, "status")
    check(terminal.plain().endswith("> \n"), "Ctrl-D does not leave with a newline")
    check(terminal.is_restored(), "the terminal is not restored")


def test_quiet_has_no_banner(world):
    terminal = world.session()
    check(terminal.plain().startswith("nnsh>"), "there is a banner")


def test_quit(world):
    terminal = world.session()
    terminal.line("quit")
    equal(terminal.end(), 0, "status")
    check(terminal.is_restored(), "the terminal is not restored")


def test_an_error_does_not_end_the_session(world):
    terminal = world.session()
    terminal.answer("trian 3", r"unknown command 'trian'")
    terminal.alive()
    equal(terminal.leave(), 0, "status")


def test_empty_line_repeats_step_and_next(world):
    terminal = world.network()
    terminal.answer("step", "step")
    for _ in range(2):
        terminal.line("")
        terminal.prompt()
    terminal.answer("print steps + 1000", r"^1003$")
    terminal.line("")
    terminal.prompt()
    terminal.answer("print steps + 2000", r"^2003$")
    terminal.answer("next", "z1|step")
    before = len(terminal.plain())
    terminal.line("")
    terminal.prompt()
    check(terminal.plain()[before:].count("\n") > 1, "an empty line did not repeat next")


def test_continuation_line(world):
    terminal = world.session()
    for opened, sign, rest in (("print sum([1000,", r"\(", "234])"), ("let a = [1000,\r(3", r"\[", ")]; print a[0] + 234"),
                               ("let a = (1000 +", r"\(", "234); print a")):
        terminal.line(opened)
        for _ in opened.split("\r"):
            terminal.expect(rf"^{sign} (\.\.\.|…) ", "the bracket that is open")
        terminal.line(rest)
        terminal.expect(r"^1234$")
        terminal.prompt()
    terminal.line("print sum([1000,")
    terminal.expect(r"[\[(] ?(\.\.\.|…) ?$")
    terminal.send(CTRL_C)
    terminal.prompt()
    terminal.alive()
    terminal.line("print sum([1000,")
    terminal.expect(r"[\[(] ?(\.\.\.|…) ?$")
    terminal.line("quit")
    equal(terminal.end(), 0, "status")


def test_ctrl_c_in_every_state_of_the_line(world):
    # Readline leaks a search that is given up; a leak check is not to blame us for it.
    terminal = world.session(LSAN_OPTIONS="detect_leaks=0")
    states = ["", "abc", "hello\x02\x02", CTRL_R, CTRL_R + "ab", "\x16" + CTRL_C, ESC, "\x18", ESC + "5",
              "prin" + TAB, "print (" + "x" * 200, paste("a\nb"), "\x1b[200~half a paste\r"]
    for number, state in enumerate(states):
        terminal.send(state)
        terminal.read(0.05)
        terminal.send(CTRL_C)
        terminal.prompt()
        terminal.line(f"print 70000 + {number}")
        terminal.expect(rf"^{70000 + number}$", f"an answer after Ctrl-C in {state!r}")
        terminal.prompt()
    equal(terminal.leave(), 0, "status")
    check("[201~" not in terminal.plain(), "the end of a paste was taken for keys")


def test_storm_of_junk_and_ctrl_c_loses_no_command(world):
    chance = random.Random(1)
    terminal = world.session()
    for number in range(200):
        for _ in range(chance.randrange(4)):
            terminal.send("junk["[:chance.randrange(6)])
            terminal.send(CTRL_C)
        # Ctrl-C makes the terminal drop what was typed before it and not read yet, so the command
        # may come at once: nothing behind a Ctrl-C may be lost.
        terminal.line(f"print 70000 + {number}")
        terminal.expect(rf"^{70000 + number}$", f"an answer in round {number}")
    equal(terminal.leave(), 0, "status")


def test_ctrl_c_in_train(world):
    terminal = world.network()
    terminal.answer("set digits 17", "")
    terminal.line("train 100000000 every=100000000")
    terminal.expect(r"epoch +\d+", "the live line")
    terminal.send(CTRL_C)
    terminal.expect(r"(?i)(stopped|interrupted).*epoch \d+")
    terminal.prompt()
    terminal.line("print epoch")
    epoch = int(terminal.expect(r"^(\d+)$").group(1))
    check(0 < epoch < 100000000, f"stopped at epoch {epoch}")
    terminal.prompt()
    terminal.line("print loss, w1")
    loss = terminal.expect(r"^(0\.\d+|\d\.?\d*e-\d+|0)").group(1)
    terminal.prompt()
    result = world.batch("-c", f"init; set digits 17; train {epoch} every={epoch}; print loss, w1")
    check(loss in result.stdout.decode(), f"{loss} is not the loss of a run of {epoch} epochs")


def test_ctrl_c_while_going_back(world):
    """No state of so large a network is kept, so undo and goto repeat all updates from the beginning."""
    terminal = world.session()
    for line in ("set timeline 1", "set digits 17", "set optimizer adam", "data circle",
                 "init 2 20000:tanh 1", "train 20 every=20", "train 20 every=20"):
        terminal.line(line)
        terminal.prompt()
    state = None
    for line in ("undo", "goto 39", "goto 23", "diff 37"):
        terminal.line("print epoch, sum(w1), loss")
        now = terminal.expect(r"^(40 +\S+ +\S+)").group(1)
        check(now == (state or now), f"'{line}': {now} was {state}")
        state = now
        terminal.prompt()
        terminal.send(line + "\r" + CTRL_C)
        terminal.expect(r"interrupted; nothing was changed", line)
        terminal.prompt()
    terminal.line("undo")
    terminal.expect(r"undid 'train 20 every=20': epoch 20, loss")
    terminal.prompt()
    terminal.line("redo")
    terminal.prompt()
    terminal.line("print epoch, sum(w1), loss")
    terminal.expect(re.escape(state), "undo and redo lead back to the bit")


def test_ctrl_c_in_a_picture_draws_nothing(world):
    # Each of these would take minutes.
    terminal = world.session()
    terminal.answer("data moons n=20000", "20000 samples")
    terminal.answer("init 2 600 600 1", "network 2-600-600-1")
    for command in ("plot surface w1[0,0] w2[3,4]", "plot surface w2[0,0]",
                    "plot surface w1[0,0] w2[3,4] never.png"):
        terminal.line(command)
        terminal.expect(re.escape(command))
        terminal.read(0.3)
        terminal.send(CTRL_C)
        terminal.expect("interrupted: nothing was drawn")
        terminal.prompt()
    check(not (world.folder / "never.png").exists(), "a picture was written")
    terminal.alive()


def test_ctrl_c_typed_ahead_stops_the_command_before_it(world):
    terminal = world.network()
    terminal.send("train 1000000000 every=1000000000\rjunk" + CTRL_C + "print 70000 + 1\r")
    terminal.expect(r"^70001$")
    terminal.prompt()
    check("junk" not in terminal.plain().split("epoch")[-1], "what Ctrl-C took away came back")
    terminal.alive()


def test_lines_typed_ahead_are_all_run(world):
    terminal = world.session()
    terminal.send("".join(f"print 70000 + {number}\r" for number in range(300)))
    for number in range(1, 300):
        # The terminal's own echo of what is typed ahead may stand before an answer.
        terminal.expect(rf"{70000 + number}$")


def test_ctrl_c_in_a_sourced_script(world):
    world.write("long.nn", "init\ntrain 100000000 every=100000000\nprint 70000 + 77\n")
    terminal = world.session()
    terminal.line("source long.nn")
    terminal.read(0.3)
    terminal.send(CTRL_C)
    terminal.prompt()
    terminal.alive()
    check("70077" not in terminal.plain(), "the script went on after Ctrl-C")


def test_a_sourced_script_waits_at_blank_lines(world):
    world.write("walk.nn", "# First.\nprint 1000 + 1\n\nprint 1000 + 2\n\nprint 1000 + 3\n")
    terminal = world.session()
    for leave in ("q\r", CTRL_C, CTRL_D):
        terminal.line("source walk.nn")
        terminal.expect(r"^# First\.\nnnsh> print 1000 \+ 1\n1001\n\(Enter continues, q leaves the script\) $")
        terminal.line("")
        terminal.expect(r"^nnsh> print 1000 \+ 2\n1002\n\(Enter\) $")
        terminal.send(leave)
        terminal.prompt()
        terminal.alive()
        check("1003" not in terminal.plain(), f"the script went on after {leave!r}")
    terminal.line("source walk.nn")
    for number in (1001, 1002):
        terminal.expect(rf"^{number}\n\(Enter.*\) $")
        terminal.line("")
    terminal.expect(r"^1003$")
    terminal.prompt()
    terminal.answer("source walk.nn quiet", r"^1001\n1002\n1003$")
    # A paste goes on without waiting, and its lines answer no pause.
    terminal.line(paste("source walk.nn\nprint 1000 + 4\n"))
    terminal.expect(r"^1003\n(.*\n)*1004$")
    terminal.prompt()
    equal(terminal.leave(), 0, "status")


def test_sigterm_and_sighup_at_the_prompt(world):
    for number in (signal.SIGTERM, signal.SIGHUP):
        terminal = world.session()
        terminal.answer(f"print 70000 + {number}", r"^700\d\d$")
        terminal.send("half a li")
        terminal.expect("half a li")
        terminal.signal(number)
        equal(terminal.end(), -number, "status")
        check(terminal.is_restored(), f"the terminal is not restored after signal {number}")
        check(f"print 70000 + {number}" in world.history.read_text(), "the history is lost")


def test_sigterm_in_train_and_in_a_continuation(world):
    terminal = world.network()
    terminal.line("train 100000000 every=100000000")
    terminal.expect(r"epoch +\d+", "the live line")
    terminal.signal(signal.SIGTERM)
    equal(terminal.end(), -signal.SIGTERM, "status")
    check(terminal.is_restored(), "the terminal is not restored")
    terminal = world.session()
    terminal.line("print [1,")
    terminal.expect(r"\[ ?(\.\.\.|…) ?$")
    terminal.signal(signal.SIGTERM)
    equal(terminal.end(), -signal.SIGTERM, "status")
    check("never closed" not in terminal.plain(), "an error about what was being typed")


def preload(world, name):
    """A library for LD_PRELOAD from the file of that name, or Skip."""
    library, source = world.folder / (name + ".so"), pathlib.Path(__file__).with_name(name + ".c")
    compiler = shutil.which("cc")
    if sys.platform == "darwin" or not compiler or subprocess.run(
            [compiler, "-shared", "-fPIC", "-o", library, source, "-ldl"], stderr=subprocess.DEVNULL).returncode:
        raise Skip("no compiler of C, or it makes no library for LD_PRELOAD")
    return str(library)


def test_sigterm_at_each_change_of_the_terminal(world):
    library = preload(world, "signal_at")
    sanitizer = world.env.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
    for name in ("BEFORE", "AFTER"):
        for number in range(1, 9):  # there are four at each prompt
            terminal = world.terminal("-q", LD_PRELOAD=library, ASAN_OPTIONS=sanitizer, **{name: str(number)})
            terminal.send("print 1\r")
            if number > 4:
                terminal.expect("^1$")
                terminal.send("print 2\r")
            equal(terminal.end(), -signal.SIGTERM, f"{name} {number}: status")
            check(terminal.is_restored(), f"{name} {number}: the terminal is not restored")


def test_sigterm_just_before_ctrl_c_is_not_lost(world):
    terminal = world.session(LD_PRELOAD=preload(world, "signal_at"), KEY="1",
                             ASAN_OPTIONS=world.env.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0")
    terminal.send("print 1" + CTRL_C)
    equal(terminal.end(), -signal.SIGTERM, "status")
    check(terminal.is_restored(), "the terminal is not restored")


def test_sigterm_and_sigint_sent_at_once(world):
    for number in range(60):
        terminal = world.session("--no-rc")
        terminal.send(["", "print [1,\r", "abc", ESC, CTRL_R + "x", ESC + "5"][number % 6])
        both = [signal.SIGTERM, signal.SIGINT]
        for sent in both if number % 4 < 2 else reversed(both):
            terminal.signal(sent)
        equal(terminal.end(), -signal.SIGTERM, f"status in round {number}")
        check(terminal.is_restored(), f"round {number}: the terminal is not restored")


def test_memory_refused_at_the_start(world):
    library = preload(world, "refuse_memory")
    if b"__asan_init" in pathlib.Path(world.program).read_bytes():
        raise Skip("AddressSanitizer has a malloc of its own")
    for number in range(1, 500, 6):
        terminal = world.terminal("-q", LD_PRELOAD=library, REFUSE=str(number))
        terminal.send("print 1\rquit\r")
        status = terminal.end()
        said = terminal.plain()
        check(terminal.is_restored(), f"{number}: the terminal is not restored")
        check(status == 0 or "memory" in said, f"{number}: status {status} without a word: {said!r}")
        check(status in (0, 1) or "Readline crashed while it started" in said, f"{number}: status {status}: {said!r}")


def test_crash_restores_the_terminal(world):
    for number in (signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE):
        terminal = world.session()
        terminal.signal(number)
        status = terminal.end()
        check(status == -number or status > 0, f"status {status}")  # sanitizers exit by themselves
        check(terminal.is_restored(), f"the terminal is not restored after signal {number}")


def test_every_signal_that_ends_the_program_restores_the_terminal(world):
    harmless = {"SIGKILL", "SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGCONT", "SIGCHLD", "SIGURG",
                "SIGXFSZ", "SIGWINCH", "SIGINT"}
    for number in sorted(signal.valid_signals()):
        name = number.name if isinstance(number, signal.Signals) else ""
        if name in harmless or (sys.platform == "darwin" and name in ("SIGIO", "SIGINFO")):
            continue
        terminal = world.session()
        terminal.signal(number)
        status = terminal.end()
        check(status == -number or status > 0, f"status {status} of {number}")
        check(terminal.is_restored(), f"the terminal is not restored after signal {number}")


def test_sent_signals_keep_the_session(world):
    for number in (signal.SIGUSR1, signal.SIGXCPU, signal.SIGALRM, signal.SIGVTALRM):
        terminal = world.session(XDG_STATE_HOME=str(world.folder / str(int(number))))
        terminal.answer("set lr 0.625", "")
        terminal.signal(number)
        equal(terminal.end(), -number, "status")
        terminal = world.session(XDG_STATE_HOME=str(world.folder / str(int(number))))
        terminal.answer("load", "")
        terminal.answer("print lr * 1000", r"^625$")


def test_ctrl_c_stops_an_answer_that_is_shown(world):
    terminal = world.session()
    terminal.answer("init 2 60000 2 1", "2-60000-2-1")  # rows, since columns are left out on a screen
    terminal.answer("set limit none; set digits 17", "")
    terminal.line("print w2 * 0 + 1/3; print 70000 + 1")
    terminal.expect(r"0\.3333333333333333")
    terminal.send(CTRL_C)
    terminal.expect("1 command of the line was not run")
    terminal.prompt()
    check(len(terminal.raw) < 60000 * 2 * len("0.3333333333333333") / 2, f"{len(terminal.raw)} bytes were shown after all")
    terminal.alive()


def test_a_limit_of_file_sizes_ends_no_session(world):
    terminal = world.terminal(command=["sh", "-c", f"ulimit -f 1; exec '{world.program}' -q"])
    terminal.prompt()
    terminal.answer("init 2 60 1", "2-60-1")
    terminal.answer("save large.nn", r"cannot write 'large.nn': File too large")
    check(not (world.folder / "large.nn").exists(), "a part of the file is there")
    terminal.answer("record large-too.nn", r"File too large")
    terminal.answer("set lr 0.5", "")  # and the session is kept, or a warning said that it is not
    terminal.alive()
    check("changes to the session are not kept" in terminal.plain(), "no warning that the session is not kept")
    equal(terminal.leave(), 0, "status")
    check(terminal.is_restored(), "the terminal is not restored")


def test_a_closed_window_ends_the_session(world):
    terminal = world.session()
    terminal.hang_up()
    wait_until(terminal.ended, "the program ends")


def test_suspend_and_continue(world):
    terminal = world.terminal(command=["bash", "--norc", "--noprofile", "--noediting", "-i"],
                              PS1="SH: ")
    if terminal.ended():
        raise Skip("there is no bash")
    terminal.expect("SH: $")
    terminal.line(world.program + " -q")
    terminal.prompt()
    terminal.send("print 7000")
    terminal.expect("print 7000")
    terminal.send("\x1a")
    terminal.expect("Stopped")
    terminal.expect("SH: $")
    terminal.line("fg")
    terminal.expect(r"nnsh> print 7000$", "the prompt and the line drawn again after fg")
    terminal.line("0 + 1234")
    terminal.expect(r"^71234$")
    terminal.prompt()
    terminal.answer("init", "")
    terminal.line("train 100000000 every=100000000")
    terminal.expect(r"epoch +\d+")
    terminal.send("\x1a")
    terminal.expect("Stopped")
    terminal.expect("SH: $")
    terminal.line("fg")
    terminal.expect("-q$", "bash's word that it goes on")
    terminal.read(0.2)
    terminal.send(CTRL_C)
    terminal.expect(r"epoch \d+")
    terminal.prompt()
    terminal.alive()
    equal(terminal.plain().count("nnsh> nnsh> "), 0, "doubled prompts")


def test_ctrl_z_gives_the_terminal_back(world):
    # This shell leaves the terminal as a stopped program left it.
    terminal = world.terminal(command=["dash", "-i"], PS1="SH: ")
    if terminal.ended():
        raise Skip("there is no dash")
    terminal.expect("SH: $")
    before = termios.tcgetattr(terminal.slave)
    for options in ("", "TERM=dumb "):
        terminal.line(options + world.program + " -q")
        terminal.prompt()
        for typed in ("", "print 1", ESC, CTRL_R + "p"):
            if options and typed:
                continue
            terminal.send(typed)
            terminal.read(0.1)
            terminal.send(CTRL_Z)
            terminal.expect("SH: $")
            equal(termios.tcgetattr(terminal.slave), before, f"the terminal after {typed!r} and Ctrl-Z")
            terminal.line("fg")
            terminal.expect("nnsh> |i-search", "the prompt shown again after fg")
            terminal.send(CTRL_C)
            terminal.prompt()
        terminal.line("quit")
        terminal.expect("SH: $")


def opened_files(folder, run):
    """What is opened in that folder while run() runs, its own entry included, as names."""
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "inotify_init1"):
        raise Skip("the system does not tell which files are opened")
    watch = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
    if watch < 0 or libc.inotify_add_watch(watch, os.fsencode(folder), 0x20) < 0:  # IN_OPEN
        raise Skip("the system does not tell which files are opened")
    run()
    try:
        told = os.read(watch, 65536)
    except BlockingIOError:
        told = b""
    os.close(watch)
    names = []
    while told:
        length = struct.unpack_from("iIII", told)[3]
        names.append(told[16:16 + length].rstrip(b"\0").decode())
        told = told[16 + length:]
    return names


def test_nothing_in_the_present_folder_is_read_unasked(world):
    names = ("rc.nn", "nnshrc", ".nnshrc", ".nnsh", "nnsh.nn", "init.nn", ".inputrc", "inputrc", "history", "session.nn",
             "nnsh/rc.nn", ".config/nnsh/rc.nn", "config", "terminfo", ".terminfo/x/xterm")
    for name in names:
        world.write("here/" + name, "print 70000 + 99\n")
    folder = world.folder / "here"

    def work():
        terminal = world.terminal(command=["sh", "-c", f"cd here && exec '{world.program}'"], INPUTRC=None)
        terminal.prompt()
        terminal.answer("init; train 20; set lr 0.5; undo; help quit", "leave")
        terminal.alive()
        terminal.leave()
        check("70099" not in terminal.plain(), "a file of the present folder was run")
        world.shell("cd here && \"$nnsh\" -c 'init; train 5; predict'")

    equal(opened_files(folder, work), [], "opened without being asked")
    # The watch is not blind: what is asked for is seen.
    check("rc.nn" in opened_files(folder, lambda: world.shell("cd here && \"$nnsh\" rc.nn")), "a script is not seen")


def test_no_wake_ups_while_idle(world):
    if not os.path.exists("/proc/self/status"):
        raise Skip("there is no /proc")
    terminal = world.session()
    status = f"/proc/{terminal.pid}/status"

    def switches():
        with open(status, encoding="ascii") as lines:
            return [line for line in lines if line.startswith("voluntary")]

    wait_until(lambda: open(f"/proc/{terminal.pid}/stat").read().split()[2] == "S", "it sleeps")
    before = switches()
    terminal.read(1)
    equal(switches(), before, "wake-ups")


def test_start_up_file(world):
    rc = world.write("config/nnsh/rc.nn", "print 70000 + 88\nbogus\nprint 70000 + 99\n")
    terminal = world.session()
    text = terminal.plain()
    check("70088" in text and "bogus" in text and "70099" not in text, f"rc.nn gave {text!r}")
    check("70088" not in world.session("--no-rc").plain(), "--no-rc runs rc.nn")
    result = world.batch("-c", "print 1")
    check(b"70088" not in result.stdout, "a batch run runs rc.nn")
    rc.unlink()
    rc.mkdir()
    world.session().alive()


def test_scripts_then_interactive(world):
    world.write("a.nn", "print 70000 + 1\n")
    world.write("b.nn", "bogus\n")
    terminal = world.session("-i", "a.nn", "-c", "print 70000 + 2", "b.nn")
    terminal.alive()
    text = terminal.plain()
    check(text.index("70001") < text.index("70002") < text.index("bogus"), f"order: {text!r}")
    equal(terminal.leave(), 0, "status")


def test_stdout_in_a_file_gets_no_prompt(world):
    terminal = world.terminal(command=["sh", "-c", f"{world.program} >out"])
    terminal.line("print 70000 + 1234")
    wait_until(lambda: (world.folder / "out").exists() and
               (world.folder / "out").read_text() == "71234\n", "the answer is in the file")
    terminal.send(CTRL_D)
    equal(terminal.end(), 0, "status")
    equal((world.folder / "out").read_text(), "71234\n", "the file has")
    check("nnsh" not in terminal.plain(), "a prompt was shown")


def test_terminal_as_stdin_of_a_script_run(world):
    terminal = world.terminal("-c", "print 70000 + 1234")
    equal(terminal.end(), 0, "status")
    equal(terminal.raw, b"71234\r\n", "written")


def test_a_start_up_file_that_cannot_be_read_is_told(world):
    for target in ("rc.nn", "nowhere"):
        world.write("config/nnsh/keep", "")
        path = world.config / "nnsh" / "rc.nn"
        path.unlink(missing_ok=True)
        path.symlink_to(target)
        terminal = world.session()
        check(re.search(r"cannot (open|read).*rc\.nn", terminal.plain()), f"nothing is told of a link to {target}")
        terminal.alive()


def test_what_turns_the_direction_of_text_is_shown_as_bytes(world):
    world.write("turned.csv", "si\u202eze,pri\u2066ce\n1,2\n3,4\n5,6\n")
    terminal = world.session()
    terminal.answer("data turned.csv; show data", "si ze")
    world.write("turned.nn", "print 1\nprint 'a\u2067b'\n")
    terminal.answer("source turned.nn", r"turned\.nn:2:9: error: the byte \\xe2 is the beginning of a control character")
    world.write("na\u202eme.nn", "print (\n")
    terminal.send("source na\t\r")
    terminal.expect(r"na\\xe2\\x80\\xaeme\.nn")
    terminal.prompt()
    raw = terminal.raw.replace("source na\u202eme.nn".encode(), b"")  # Readline shows what TAB completes
    for sign in ("\u202e", "\u2066", "\u2067"):
        check(sign.encode() not in raw, f"{sign!r} went to the terminal")


def test_what_is_no_character_is_shown_as_a_sign_for_it(world):
    # Half a character took the key after it with it, and a byte too many was read beyond the line's end.
    broken = (b"\xff", b"\xe2\x80", b"\xf6", b"\xc3", b"\xed\xa0\x80", b"\xc2\x9b", "\u202e".encode())
    for mode in ("emacs", "vi"):
        world.write("inputrc", f"set editing-mode {mode}\n")
        terminal = world.session("--no-rc")
        for number, bytes_typed in enumerate(broken, 70000):
            terminal.send(b"print %d # " % number + bytes_typed + b"\r")
            terminal.expect(rf"^{number}$", f"{number} after {bytes_typed!r} in {mode} mode")
            terminal.prompt()
        check("\u009b" not in terminal.raw.decode() and "\u202e" not in terminal.raw.decode(), "what was typed went out")
        terminal.answer("print 'naïve 日本 👍 e\u0301'", "^naïve 日本 👍 e\u0301$")
        world.history.read_bytes().decode()


def test_ctrl_s_stops_nothing_for_good(world):
    terminal = world.session("--no-rc")
    terminal.send("\x13" + "pri" + CTRL_C)  # the key of a search, where it may not stop the output
    terminal.prompt()
    terminal.alive()
    terminal.line("init; train 1000000000")
    terminal.expect("epoch")
    terminal.send("\x13")
    terminal.signal(signal.SIGTERM)
    equal(terminal.end(), -signal.SIGTERM, "status after Ctrl-S and SIGTERM")
    check(terminal.is_restored(), "the terminal is restored")


def test_sigterm_ends_a_loop_inside_readline(world):
    # Readline reads no key while it plays a macro, and so sees no count that is too large in one.
    world.write("inputrc", r'"\C-t": "\e9\e9\e9\e9\e9\e9\C-xe"' + "\n")
    terminal = world.session()
    terminal.send("\x18(a\x02\x18)\x14")
    terminal.read(0.5)
    terminal.signal(signal.SIGTERM)
    equal(terminal.end(), -signal.SIGTERM, "status")
    check(terminal.is_restored(), "the terminal is not restored")


def test_what_readline_cannot_stand(world):
    terminal = world.terminal("-q", rows=1, columns=2)
    terminal.read(1)
    terminal.send("\t\t\x1b[A\tx\t\r")
    terminal.read(0.5)
    terminal.signal(signal.SIGTERM)
    equal(terminal.end(), -signal.SIGTERM, "status on a tiny terminal")
    world.write("inputrc", "set editing-mode vi\nset revert-all-at-newline on\n")
    terminal = world.session()
    for keys in ("print 1\r", "\x1bkx3", CTRL_C, "\x1bkkrz2d", CTRL_C, "\x1bk/pr", CTRL_C):
        terminal.send(keys)
        terminal.read(0.3)
    terminal.send("\r")
    terminal.alive()


def test_resizes_to_what_readline_cannot_stand(world):
    for mode, keys in (("vi", "(a\rb\r(b"), ("vi", "\x1b12"), ("emacs", "\x1b12"), ("emacs", "print " + "1234567890 " * 9)):
        world.write("inputrc", f"set editing-mode {mode}\n")
        terminal = world.session()
        for size in [(1, 2), (24, 80), (2, 5), (1, 1), (3, 3), (50, 200)] * 5:
            terminal.send(keys)
            terminal.read(0.02)
            terminal.resize(*size)
            terminal.signal(signal.SIGWINCH)
            terminal.read(0.02)
            terminal.send("x\t")
            terminal.read(0.02)
        terminal.signal(signal.SIGTERM)
        equal(terminal.end(), -signal.SIGTERM, f"status after {keys!r} in {mode} mode")
