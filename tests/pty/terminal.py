# SPDX-License-Identifier: GPL-3.0-or-later
"""A world for one test, and terminals in it.

A Terminal is a pseudo-terminal with a program on it. What the program wrote is kept raw; expect()
looks through it with the escape sequences taken out, behind what was matched before. Programs are
started on a new session, so that Ctrl-C and Ctrl-Z come as signals, as from a keyboard.
"""
import csv
import fcntl
import os
import pathlib
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
LESSONS = ROOT / "lessons"
PATIENCE = 60  # seconds until a text that does not come is a failure
ESCAPES = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>()][0-9A-B]?|\r|\x07")
PROMPT = r"nnsh[^>\n]*> $"

UP, CTRL_A, CTRL_C, CTRL_D, CTRL_L, CTRL_R, CTRL_U, CTRL_Z, ESC, TAB = (
    "\x1b[A", "\x01", "\x03", "\x04", "\x0c", "\x12", "\x15", "\x1a", "\x1b", "\t")


class Failure(Exception):
    """What was expected did not happen."""


class Skip(Exception):
    """The test cannot be run here."""


def check(condition, text):
    if not condition:
        raise Failure(text)


def equal(got, wanted, what="got"):
    check(got == wanted, f"{what} {got!r}, not {wanted!r}")


def wait_until(condition, text):
    """Waits for condition() to be true."""
    end = time.monotonic() + PATIENCE
    while not condition():
        check(time.monotonic() < end, f"in vain waited until {text}")
        time.sleep(0.01)


def paste(text):
    """The text as a terminal hands it over when it is pasted."""
    return "\x1b[200~" + text.replace("\n", "\r") + "\x1b[201~"


def emulator():
    """The module pyte, or Skip. Debian's stands where another Python does not look."""
    for folder in (None, "/usr/lib/python3/dist-packages"):
        if folder:
            sys.path.append(folder)
        try:
            import pyte
            return pyte
        except ImportError:
            pass
    raise Skip("python3-pyte is not installed")


def limits_of(pid):
    """What the system says of a process: its limits by name, its threads and its cores."""
    try:
        text = pathlib.Path(f"/proc/{pid}/limits").read_text()
        status = pathlib.Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError as error:
        raise Skip("there is no /proc") from error
    limits = {line[:26].strip(): line[26:].split()[:2] for line in text.splitlines()}
    words = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    return limits, words["Threads"], words["Cpus_allowed_list"]


def open_pty():
    """Both ends of a pseudo-terminal, or Skip where the system has none (no /dev/pts)."""
    try:
        return os.openpty()
    except OSError as error:
        raise Skip(f"there are no pseudo-terminals: {error.strerror}") from error


class World:
    """A folder with a home in it, an environment, and what was started there."""

    def __init__(self, program):
        self.program = program
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="nnsh-test-"))
        self.state = self.folder / "state"
        self.history = self.state / "nnsh" / "history"
        self.config = self.folder / "config"
        self.terminals = []
        (self.folder / "inputrc").write_text("")
        self.env = {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": str(self.folder),
            "INPUTRC": str(self.folder / "inputrc"), "TERM": "xterm", "LC_ALL": "C.UTF-8",
            "XDG_STATE_HOME": str(self.state), "XDG_CONFIG_HOME": str(self.config),
        }
        # What sanitizers and profilers need to be told passes through.
        for name in os.environ:
            if name.endswith("SAN_OPTIONS") or name == "LLVM_PROFILE_FILE":
                self.env[name] = os.environ[name]

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def table(self, name):
        """The rows of a CSV file, each by the names of its columns."""
        with open(self.folder / name, encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def environment(self, changes):
        """The environment with changes; None takes a variable out."""
        env = {**self.env, **changes}
        return {name: value for name, value in env.items() if value is not None}

    def terminal(self, *args, rows=24, columns=80, command=None, **changes):
        """Starts nnsh with args (or another command) on a terminal."""
        command = command or [self.program, *args]
        made = Terminal(command, rows, columns, self.environment(changes), self.folder)
        self.terminals.append(made)
        return made

    def session(self, *args, **options):
        """Starts nnsh at a terminal, without a banner, and waits for its first prompt."""
        terminal = self.terminal("-q", *args, **options)
        terminal.prompt()
        return terminal

    def network(self, *args, **options):
        """A session with a network in it."""
        terminal = self.session(*args, **options)
        terminal.answer("init", "")
        return terminal

    def batch(self, *args, stdin=b"", timeout=PATIENCE, **changes):
        """Runs nnsh to its end without a terminal; the result has bytes and a status."""
        if isinstance(stdin, str):
            stdin = stdin.encode()
        return subprocess.run([self.program, *args], input=stdin, capture_output=True,
                              timeout=timeout, cwd=self.folder, env=self.environment(changes))

    def shell(self, script, **changes):
        """Runs a script of the system's shell, with $nnsh the program; as batch."""
        return subprocess.run(["sh", "-c", script], stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=PATIENCE, cwd=self.folder,
                              env=self.environment({"nnsh": self.program, **changes}))

    def start(self, *args, **options):
        """Starts nnsh with pipes, for a talk."""
        return subprocess.Popen([self.program, *args], stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=self.folder,
                                env=self.env, **options)

    def close(self):
        for terminal in self.terminals:
            terminal.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


class Terminal:
    def __init__(self, command, rows, columns, env, folder):
        self.master, self.slave = open_pty()
        self.resize(rows, columns, tell=False)
        self.before = termios.tcgetattr(self.slave)
        self.raw = b""
        self.seen = 0  # how much of the plain text was matched
        self.status = None
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.setsid()
                fcntl.ioctl(self.slave, termios.TIOCSCTTY, 0)
                for fd in range(3):
                    os.dup2(self.slave, fd)
                os.close(self.slave)
                os.close(self.master)
                for number in (signal.SIGINT, signal.SIGPIPE, signal.SIGXFSZ):
                    signal.signal(number, signal.SIG_DFL)
                os.chdir(folder)
                os.execvpe(command[0], command, env)
            finally:
                os._exit(127)

    # -- to the program --

    def send(self, text):
        data = text.encode() if isinstance(text, str) else text
        while data:
            # Reading in between keeps both sides from waiting for each other.
            self.read(0)
            if select.select([], [self.master], [], 0.1)[1]:
                data = data[os.write(self.master, data[:512]):]

    def await_read(self):
        """Waits until the program has read all that was sent: at Ctrl-C the system drops what it has not."""
        end = time.monotonic() + PATIENCE
        waiting = struct.pack("i", 1)
        while struct.unpack("i", waiting)[0] > 0 and time.monotonic() < end:
            self.read(0.02)
            waiting = fcntl.ioctl(self.slave, termios.FIONREAD, waiting)

    def line(self, text):
        """Types a line and Enter."""
        self.send(text + "\r")

    def resize(self, rows, columns, tell=True):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.rows, self.columns = rows, columns

    def signal(self, number):
        os.kill(self.pid, number)

    # -- from the program --

    def read(self, seconds):
        """Takes what the program wrote; waits up to [seconds] for a first byte."""
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return False
        self.raw += data
        return bool(data)

    def plain(self):
        return ESCAPES.sub(b"", self.raw).decode(errors="replace")

    def expect(self, pattern, what=None):
        """Waits for the regular expression behind the last match."""
        end = time.monotonic() + PATIENCE
        while True:
            text = self.plain()
            match = re.compile(pattern, re.M).search(text, self.seen)
            if match:
                self.seen = match.end()
                return match
            if time.monotonic() > end or (self.ended() and not self.read(0)):
                tail = text[self.seen:][-600:]
                why = "the program ended" if self.ended() else "time is up"
                raise Failure(f"no {what or pattern!r} ({why}) in: {tail!r}")
            self.read(0.05)

    def prompt(self):
        """Waits until nnsh asks for a command and nothing is behind the prompt."""
        end = time.monotonic() + PATIENCE
        while not re.search(PROMPT, self.plain()[self.seen:]):
            if time.monotonic() > end or (self.ended() and not self.read(0)):
                raise Failure(f"no prompt behind {self.plain()[self.seen:][-600:]!r}")
            self.read(0.05)
        self.seen = len(self.plain())

    def answer(self, command, pattern):
        """Types a command at a prompt and waits for its answer and the next prompt."""
        self.line(command)
        match = self.expect(pattern, f"{pattern!r} after {command!r}")
        self.prompt()
        return match

    def lesson(self, name, steps, *lines):
        """Begins a lesson of [steps] steps and does its first ones, each by a line that leads to the next."""
        for step, line in enumerate((f"lesson {name}", *lines), 1):
            self.answer(line, rf"^{step} of {steps}\.")

    def alive(self):
        """Checks by a sum whose result stands in no command that a command runs whole."""
        self.answer("print 70000 + 1234", r"^71234$")

    # -- its end --

    def ended(self):
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = status
        return self.status is not None

    def end(self):
        """Waits for the end; the exit status, or minus the signal's number."""
        end = time.monotonic() + PATIENCE
        while not self.ended():
            self.read(0.02)
            check(time.monotonic() < end, f"does not end: {self.plain()[-300:]!r}")
        while self.read(0):
            pass
        return os.waitstatus_to_exitcode(self.status)

    def crash(self):
        """Kills the program, which can do nothing about it."""
        self.signal(signal.SIGKILL)
        self.end()

    def leave(self):
        """Ctrl-D at the prompt."""
        self.send(CTRL_D)
        return self.end()

    def is_restored(self):
        """Whether the terminal's settings are as they were before the program."""
        return termios.tcgetattr(self.slave) == self.before

    def unrestored(self):
        """What of the terminal's settings is not as it was, with both values."""
        names = ("iflag", "oflag", "cflag", "lflag", "ispeed", "ospeed", "cc")
        return [(name, was, now) for name, was, now in
                zip(names, self.before, termios.tcgetattr(self.slave)) if was != now]

    def kill(self):
        if not self.ended():
            os.kill(self.pid, signal.SIGKILL)
            os.kill(self.pid, signal.SIGCONT)
            os.waitpid(self.pid, 0)
            self.status = 0
        for name in ("master", "slave"):
            if getattr(self, name) is not None:
                os.close(getattr(self, name))
                setattr(self, name, None)

    def hang_up(self):
        """Takes the terminal away, as a closed window does."""
        os.close(self.master)
        os.close(self.slave)
        self.master = self.slave = None

    def screen(self, pyte):
        """The screen drawn from all that was written: its lines without blank ones, the cursor."""
        screen = pyte.Screen(self.columns, self.rows)
        pyte.ByteStream(screen).feed(self.raw)
        lines = [line.rstrip() for line in screen.display]
        return [line for line in lines if line], (screen.cursor.y, screen.cursor.x)
