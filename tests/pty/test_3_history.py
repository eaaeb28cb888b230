# SPDX-License-Identifier: GPL-3.0-or-later
"""The history file: what is kept, who may read it, what happens to it."""
import os
import signal
import stat

from terminal import CTRL_C, UP, check, equal, wait_until


def entries(world):
    return world.history.read_text().splitlines()


def test_typed_lines_are_kept_for_their_owner_alone(world):
    terminal = world.session()
    for line in ("print 1", " print 2", "print 3", "print 3", "", "bogus"):
        terminal.line(line)
        terminal.prompt()
    equal(entries(world), ["print 1", "print 3", "bogus"], "kept")
    equal(stat.S_IMODE(world.history.stat().st_mode), 0o600, "the file's mode")
    equal(stat.S_IMODE(world.history.parent.stat().st_mode), 0o700, "the folder's mode")
    terminal.leave()
    terminal = world.session()
    terminal.line("bogus")  # a repeat of the last session's last line
    terminal.prompt()
    equal(len(entries(world)), 3, "entries after a repeat")
    terminal.send(UP + UP)
    terminal.expect(r"print 3$", "the last session's line")
    terminal.send(CTRL_C)
    terminal.prompt()


def test_history_survives_every_end(world):
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL):
        terminal = world.session()
        terminal.answer(f"print 70000 + {number}", r"^700\d\d$")
        terminal.signal(number)
        if number == signal.SIGINT:
            terminal.prompt()
            terminal.leave()
        terminal.end()
        equal(entries(world)[-1], f"print 70000 + {number}", f"after signal {number}")


def test_two_sessions_share_it(world):
    one, two = world.session(), world.session()
    for number in range(200):
        one.send(f"print {number}\r")
        two.send(f"print {1000 + number}\r")
    for terminal, last in ((one, 199), (two, 1199)):
        terminal.expect(rf"^{last}$")
        terminal.prompt()  # Ctrl-D between two prompts would be the terminal's, not Readline's
        terminal.leave()
    kept = entries(world)
    equal([line for line in kept if int(line.split()[1]) < 1000],
          [f"print {number}" for number in range(200)], "of the first")
    equal([line for line in kept if int(line.split()[1]) >= 1000],
          [f"print {number}" for number in range(1000, 1200)], "of the second")


def test_batch_runs_leave_it_alone(world):
    world.batch(stdin="print 1\nprint 2\n")
    world.batch("-c", "print 3")
    check(not world.state.exists(), "a batch run made it")


def test_nnsh_histfile(world):
    chosen = world.folder / "chosen"
    terminal = world.session(NNSH_HISTFILE=str(chosen))
    terminal.alive()
    terminal.leave()
    equal(chosen.read_text(), "print 70000 + 1234\n", "kept")
    terminal = world.session(NNSH_HISTFILE="")
    terminal.alive()
    terminal.send(UP)
    terminal.expect("print 70000")
    terminal.send(CTRL_C)
    terminal.prompt()
    check(not world.state.exists(), "an empty NNSH_HISTFILE keeps the history elsewhere")


def test_what_cannot_be_written_is_one_warning(world):
    terminal = world.session(NNSH_HISTFILE=str(world.folder / "no" / "such" / "folder"))
    terminal.alive()
    terminal.alive()
    terminal.answer("print 70000 + 1", r"^70001$")
    terminal.leave()
    equal(terminal.plain().count("cannot keep the history"), 1, "warnings")
    full = "/dev/full"
    if os.path.exists(full):
        terminal = world.session(NNSH_HISTFILE=full)
        terminal.alive()
        equal(terminal.plain().count("cannot keep the history"), 1, "warnings")


def test_links_pipes_and_folders_are_refused(world):
    target = world.write("target", "precious\n")
    link, fifo, folder = (world.folder / name for name in ("link", "fifo", "folder"))
    link.symlink_to(target)
    os.mkfifo(fifo)
    folder.mkdir()
    for path in (link, fifo, folder):
        terminal = world.session(NNSH_HISTFILE=str(path))
        terminal.alive()
        terminal.alive()
        terminal.leave()
        equal(terminal.plain().count("cannot keep the history"), 1, f"warnings for {path.name}")
    equal(target.read_text(), "precious\n", "the link's target")


def test_a_long_history_is_cut_back(world):
    world.write("state/nnsh/history", "".join(f"print {i}\n" for i in range(25000)))
    terminal = world.session()
    terminal.alive()
    terminal.leave()
    kept = entries(world)
    equal((len(kept), kept[0], kept[-2]), (10001, "print 15000", "print 24999"), "kept")
    equal(stat.S_IMODE(world.history.stat().st_mode), 0o600, "the file's mode")
    equal(os.listdir(world.history.parent), ["history"], "the folder holds")


def test_odd_bytes_in_it_do_no_harm(world):
    world.write("state/nnsh/history", b"print 1\n\n\x00\x01nul\n\xff\xfe\n" + b"x" * 100000 +
                b"\nprint 2")
    terminal = world.session()
    terminal.send(UP)
    terminal.expect(r"print 2$")
    terminal.send(CTRL_C)
    terminal.prompt()
    terminal.alive()


def test_without_a_home(world):
    terminal = world.session(HOME=None, XDG_STATE_HOME=None, XDG_CONFIG_HOME="relative")
    terminal.alive()
    equal(terminal.leave(), 0, "status")
    check("history" not in terminal.plain(), "a warning nobody needs")


def test_a_held_lock_delays_but_does_not_hang(world):
    import fcntl
    world.write("state/nnsh/history", "print 1\n")
    with open(world.history, "a", encoding="ascii") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        terminal = world.session()
        terminal.alive()
    wait_until(lambda: entries(world)[-1] == "print 70000 + 1234", "the line is kept")
