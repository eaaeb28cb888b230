# SPDX-License-Identifier: GPL-3.0-or-later
"""Ends that something holds up: a terminal or pipe that takes no more, a pager, the background."""
import os
import select
import shutil
import signal
import time

from terminal import CTRL_C, CTRL_Z, PATIENCE, Skip, check, equal, wait_until


def fill(terminal, keys):
    """Types keys until the program, whose output nobody reads, has to wait for the terminal."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            os.write(terminal.master, 20 * keys)
        except BlockingIOError:
            return
        time.sleep(0.001)


def test_a_terminal_that_ctrl_s_stopped_does_not_hold_up_the_end(world):
    for number in (signal.SIGTERM, signal.SIGQUIT):
        for command in ("", "train 1000000000\r", "live\r "):
            terminal = world.network()
            terminal.send("\x13")
            terminal.send(command)
            time.sleep(0.1)  # the sooner the signal comes, the easier its task is
            terminal.signal(number)
            status = terminal.end()
            check(status == -number or status > 0, f"{command!r}: status {status}")
            check(terminal.is_restored(), f"{command!r}: the terminal is not restored")


def test_a_terminal_that_nobody_reads_does_not_hold_up_the_end(world):
    for number in (signal.SIGTERM, signal.SIGQUIT):
        for before, keys in (("", b"train 10 abc \x1b[D\x1b[D"), ("live\r", b" \t n")):
            terminal = world.network()
            terminal.send(before)
            os.set_blocking(terminal.master, False)
            fill(terminal, keys)
            terminal.signal(number)
            wait_until(lambda: os.waitid(os.P_PID, terminal.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT),
                       f"signal {number} ends it")
            status = terminal.end()
            check(status == -number or status > 0, f"{before!r}: status {status}")
            check(terminal.is_restored(), f"{before!r}: the terminal is not restored")
            for on, off in ((b"?2004h", b"?2004l"), (b"?1049h", b"?1049l"), (b"?25l", b"?25h")):
                check(terminal.raw.rfind(on) <= terminal.raw.rfind(off), f"{before!r}: {on} is left")


def test_a_suspended_session_can_be_ended(world):
    if not shutil.which("bash"):
        raise Skip("there is no bash")
    for live in ("", "live\r"):
        terminal = world.terminal(command=["bash", "--norc", "--noprofile", "-i"], PS1="BASH$ ")
        terminal.expect(r"BASH\$ $")
        terminal.line(f"{world.program} -q")
        terminal.prompt()
        terminal.answer("init", "2-2-1")
        terminal.send(live)
        if live:
            terminal.expect("q Esc")
        terminal.send(CTRL_Z)
        terminal.expect(r"BASH\$ $")
        terminal.line("job=$(jobs -p); kill %1; while kill -0 $job 2>/dev/null; do sleep 0.05; done; echo it en''ded")
        terminal.expect("it ended")
        terminal.kill()


def test_a_stalled_pipe_does_not_hold_up_save(world):
    os.mkfifo(world.folder / "pipe")
    reader = os.open(world.folder / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    for path, source in (("pipe", reader), ("/dev/stdout", None)):
        for number in (signal.SIGTERM, signal.SIGINT):
            talk = world.start("-c", f"init 2 300 300 1; save {path}")
            wait_until(lambda: select.select([source or talk.stdout], [], [], 0)[0], "it writes")
            talk.send_signal(number)
            equal(talk.wait(PATIENCE), -number, f"{path}: status")
            for stream in (talk.stdin, talk.stdout, talk.stderr):
                stream.close()


def test_a_reader_that_leaves_a_pipe_ends_no_session(world):
    os.mkfifo(world.folder / "pipe")
    reader = os.open(world.folder / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    terminal = world.session()
    terminal.answer("init 2 300 300 1", "2-300-300-1")
    terminal.line("save pipe")
    wait_until(lambda: select.select([reader], [], [], 0)[0], "it writes")
    os.close(reader)
    terminal.expect("cannot write 'pipe': Broken pipe")
    terminal.prompt()
    reader = os.open(world.folder / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    terminal.line("save pipe")
    wait_until(lambda: select.select([reader], [], [], 0)[0], "it writes")
    terminal.send(CTRL_C)
    terminal.expect("interrupted while 'pipe' took no more")
    terminal.prompt()
    os.close(reader)


def test_a_session_that_could_not_be_kept_leaves_no_lock(world):
    terminal = world.session(command=["sh", "-c", 'ulimit -f 0; exec "$0" -q', world.program])
    terminal.answer("init", "sigmoid")
    terminal.answer("print 1", "are not kept")
    terminal.leave()
    equal([file.name for file in world.state.rglob("*.lock")], [], "what is left")


def test_every_signal_ends_a_pager_and_leaves_the_keys_as_they_were(world):
    if not shutil.which("less"):
        raise Skip("there is no less")
    for number in (signal.SIGHUP, signal.SIGUSR1, signal.SIGQUIT, signal.SIGSEGV):
        terminal = world.session(rows=24)
        terminal.line("help")
        terminal.expect(r":$")
        terminal.signal(number)
        terminal.end()
        for on, off in ((b"\x1b[?1h", b"\x1b[?1l"), (b"\x1b=", b"\x1b>")):
            check(terminal.raw.rfind(on) <= terminal.raw.rfind(off), f"{number}: {on} is left")
        check(terminal.is_restored(), f"{number}: the terminal is not restored")
