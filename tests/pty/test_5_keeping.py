# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing is lost: sessions that are kept, saved, loaded and recorded, whatever ends the program."""
import fcntl
import os
import re
import signal
import stat
import subprocess
import time

from terminal import CTRL_C, CTRL_D, Skip, check, equal, paste, wait_until

OFFER = r"recovered the session of \d\d:\d\d; 'load' brings it back"


def files(world, prefix=""):
    folder = world.state / "nnsh"
    return sorted(path.name for path in folder.glob(prefix + "*")) if folder.exists() else []


def kept(world, *words):
    """Waits until a session is kept whose file holds the words, and returns the file."""
    found = []

    def is_there():
        for name in files(world, "session-*.nn"):
            path = world.state / "nnsh" / name
            text = path.read_text()
            if all(word in text for word in words):
                found.append(path)
        return found
    wait_until(is_there, f"a session with {words} is kept")
    return found[0]


def state_of(terminal):
    """What the session's numbers are, to the last bit."""
    terminal.answer("set digits 17", "")
    terminal.line("print epoch, steps, w1, b1, w2, b2")
    match = terminal.expect(r"^(\d+[^>]*?)\nnnsh")
    terminal.seen -= 4
    terminal.prompt()
    return match.group(1)


def recover(world):
    """Starts anew, takes the offer, and returns the terminal."""
    terminal = world.terminal("-q")
    terminal.expect(OFFER)
    terminal.prompt()
    terminal.answer("load", r"^loaded [^>]*kept-\d+-\d+-\d+\.nn:\s+\d+\s+parameters,\s+epoch\s+\d+$")
    return terminal


def test_a_killed_session_is_recovered(world):
    for number in (signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT, signal.SIGTERM, signal.SIGHUP):
        terminal = world.network()
        terminal.answer("set optimizer adam; set batch 3; set shuffle on", "")
        terminal.answer(f"train {number + 20}", r"^epoch")
        terminal.answer("step", r"^step")
        before = state_of(terminal)
        path = kept(world, f"resume epoch={number + 20} steps={2 * number + 41} ", "set digits 17")
        equal(stat.S_IMODE(path.stat().st_mode), 0o600, "the file's mode")
        terminal.signal(number)
        terminal.end()
        terminal = recover(world)
        equal(state_of(terminal), before, f"after signal {number}")
        terminal.leave()
        terminal = world.session()
        check("recovered" not in terminal.plain(), "the same session is offered twice")
        terminal.leave()


def is_locked(path):
    """Whether a session, or a child that writes it, is at work on it."""
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def test_steady_typing_at_a_large_network_loses_nothing(world):
    terminal = world.session()
    terminal.answer("init 2 600 600 1", "2-600-600-1")
    for number in range(20):
        terminal.answer(f"let last = {number}", "")
    # All at once: the program is never idle between them.
    terminal.send("".join(f"let last = {number}\r" for number in range(20, 40)))
    terminal.line("print last * 1000")
    terminal.expect(r"^39000$")
    terminal.prompt()
    terminal.crash()
    for path in (world.state / "nnsh").glob("session-*.lock"):
        wait_until(lambda path=path: not is_locked(path), "nobody writes the session any more")
    terminal = world.session()
    terminal.answer("load", "")
    terminal.answer("print last * 1000", r"^39000$")


def test_a_large_network_that_cannot_be_kept_is_one_warning(world):
    terminal = world.terminal(command=["sh", "-c", f"ulimit -f 4000; exec '{world.program}' -q"])
    terminal.prompt()
    terminal.answer("init 2 300 300 1", "2-300-300-1")  # under the limit
    for number in range(5):
        terminal.answer(f"let last = {number}", "")
    terminal.answer("init 2 600 600 1", "2-600-600-1")  # beyond it
    for number in range(10):
        terminal.answer(f"let last = {number}", "")
        time.sleep(0.1)
    equal(terminal.plain().count("changes to the session are not kept"), 1, "warnings")
    check("File too large" in terminal.plain(), "the warning does not say why")
    equal(terminal.leave(), 0, "status")


def test_without_a_home_there_is_one_warning(world):
    terminal = world.session(HOME=None, XDG_STATE_HOME=None)
    for number in range(3):
        terminal.answer(f"let last = {number}", "")
    equal(terminal.plain().count("changes to the session are not kept; HOME names no folder"), 1, "warnings")
    check("Success" not in terminal.plain(), "an error that is none")
    equal(terminal.leave(), 0, "status")


def test_what_a_run_did_is_kept_at_its_end_by_a_signal(world):
    for number in (signal.SIGTERM, signal.SIGHUP):
        terminal = world.network()
        terminal.line("train 100000000 every=100000000")
        terminal.expect(r"epoch +\d+", "the live line")
        terminal.signal(number)
        equal(terminal.end(), -number, "status")
        terminal = recover(world)
        terminal.answer("print epoch > 0 and epoch < 100000000", "^1$")
        terminal.leave()


def test_a_closed_window_loses_nothing(world):
    terminal = world.network()
    terminal.answer("train 77", r"^epoch")
    terminal.hang_up()
    wait_until(terminal.ended, "the session ends")
    terminal = recover(world)
    terminal.answer("print epoch", "^77$")


def test_a_clean_end_keeps_what_was_not_saved(world):
    terminal = world.session()
    terminal.alive()
    terminal.leave()
    equal(files(world), ["history"], "files after a session that changed nothing")
    terminal = world.network()
    terminal.answer("save mine.nn", r"^saved mine.nn: 9 parameters, epoch 0$")
    terminal.leave()
    check("kept" not in terminal.plain(), "what was saved is kept as well")
    equal(files(world), ["history"], "files after a saved session")
    terminal = world.network()
    terminal.answer("train 5", "^epoch")
    terminal.send(CTRL_D)
    terminal.expect(r"your unsaved session is kept; 'load' brings it back")
    terminal.end()
    equal([re.sub(r"\d+", "N", name) for name in files(world)], ["history", "kept-N-N-N.nn"], "files")
    terminal = world.session()
    check("recovered" not in terminal.plain(), "what was left on purpose is offered")
    terminal.answer("load", r"^loaded [^>]*epoch\s+5$")


def test_of_two_left_in_one_second_the_later_comes_back(world):
    folder = world.state / "nnsh"
    for number, (epochs, name) in enumerate(((5, "kept-1-1-99999.nn"), (7, "kept-1-1-100000.nn"))):
        terminal = world.network()
        terminal.answer(f"train {epochs}", "^epoch")
        terminal.leave()
        fresh = [path for path in folder.glob("kept-*") if not path.name.startswith("kept-1-")]
        equal(len(fresh), 1, "sessions kept")
        fresh[0].rename(folder / name)  # by its name the first would be the later one
        os.utime(folder / name, ns=(0, 10**18 + number * 10**8))
    terminal = world.session()
    terminal.answer("load", r"^loaded [^>]*epoch\s+7$")


def test_a_kept_session_finds_its_table_from_anywhere(world):
    folder = world.folder / "class 10b"
    folder.mkdir()
    (folder / "t.csv").write_text("a,b\n1,2\n3,4\n")
    terminal = world.session()
    terminal.answer("data 'class 10b/t.csv'", r"^data t\.csv")
    terminal.answer("save 'class 10b/m.nn'; set lr 0.25", r"^saved")
    path = kept(world, "set lr 0.25")
    full = os.path.realpath(folder)
    check(f'data file "{full}/t.csv" ' in path.read_text(), "the kept session names it in full")
    check('data file "t.csv" ' in (folder / "m.nn").read_text(), "the saved one as its neighbour")
    terminal.crash()
    os.rename(folder, world.folder / "moved")
    for name in ("moved/m.nn", "./moved/m.nn", str(world.folder / "moved" / "m.nn")):
        result = world.batch("-c", f"load '{name}'; expect y[1,0] == 4")
        equal(result.returncode, 0, f"status of load {name}: {result.stderr!r}")
        equal(world.batch(name).stdout, f"resumed {name}: data t.csv, no network yet\n".encode(), name)
    terminal = world.terminal("-q")
    terminal.expect(OFFER)
    terminal.prompt()
    terminal.answer("load", r"error:\s+cannot open [^>]*put it\s+back,\s+there\s+or\s+beside")
    terminal.answer("load data=moved/t.csv", r"^loaded")
    terminal.answer("print y[1,0], lr", r"^4 0\.25")
    terminal.leave()


def test_two_sessions_keep_apart(world):
    one = world.network()
    one.answer("train 11", "^epoch")
    kept(world, "resume epoch=11 ")
    two = world.network()
    check("recovered" not in two.plain(), "a session that is alive is offered")
    two.answer("train 22", "^epoch")
    kept(world, "resume epoch=22 ")
    one.crash()
    three = recover(world)
    three.answer("print epoch", "^11$")
    two.answer("print epoch", "^22$")
    two.crash()
    four = recover(world)
    four.answer("print epoch", "^22$")


def test_only_the_last_ones_are_kept(world):
    for number in range(10, 33):
        world.write(f"state/nnsh/kept-202001{number}-000000-1.nn", "resume here\n")
        os.utime(world.state / "nnsh" / f"kept-202001{number}-000000-1.nn", (number, number))
    terminal = world.network()
    terminal.leave()
    equal(len(files(world, "kept-")), 20, "kept sessions")
    check("kept-20200132-000000-1.nn" in files(world) and
          "kept-20200113-000000-1.nn" not in files(world), "the oldest go")


def test_a_session_that_was_brought_back_takes_no_second_place(world):
    world.network().leave()
    equal(len(files(world, "kept-")), 1, "kept sessions")
    for _ in range(3):
        terminal = world.session()
        terminal.answer("load", r"^loaded [^>]*epoch\s+0$")
        terminal.leave()
        equal(len(files(world, "kept-")), 1, "kept sessions, the same one again")
    terminal = world.session()
    terminal.answer("load; train 3", r"^epoch 3/3")
    terminal.leave()
    equal(len(files(world, "kept-")), 2, "kept sessions, with one that went on")


def test_each_of_several_lost_sessions_is_named(world):
    lost = [world.network() for _ in range(3)]
    for number, terminal in enumerate(lost):
        terminal.answer(f"train {number + 1}", "^epoch")
        path = kept(world, f"resume epoch={number + 1} ")
        os.utime(path, (1000000000 + 60 * number, 1000000000 + 60 * number))
        terminal.crash()
    terminal = world.terminal("-q")
    terminal.expect(r"recovered 3 sessions; 'load' brings back that of .*\d\d:\d\d")
    other = terminal.expect(r'(load "[^"]*kept-[^"]*")  that of').group(1)
    terminal.expect(r'load "[^"]*kept-[^"]*"  that of')
    terminal.prompt()
    terminal.answer(other, r"^loaded [^>]*epoch\s+2$")
    terminal.answer("load", r"^loaded [^>]*epoch\s+3$")
    terminal.leave()


def test_a_folder_that_cannot_be_written_is_one_warning(world):
    world.write("state", "a file where a folder should be\n")
    terminal = world.network(NNSH_HISTFILE="")
    terminal.alive()
    terminal.answer("train 5", "^epoch")
    terminal.alive()
    equal(terminal.leave(), 0, "status")
    equal(terminal.plain().count("changes to the session are not kept"), 1, "warnings")


def test_keeping_goes_on_when_there_is_room_again(world):
    terminal = world.network()
    terminal.answer("train 5", "^epoch")
    path = kept(world, "resume epoch=5 ")
    folder = path.parent
    os.rename(folder, world.folder / "aside")
    folder.write_text("a file where the folder was\n")
    terminal.answer("train 5", "^epoch")
    terminal.answer("train 5", "^epoch")
    terminal.answer("train 5", "^epoch")
    folder.unlink()
    os.rename(world.folder / "aside", folder)
    terminal.answer("train 5", "^epoch")
    kept(world, "resume epoch=25 ")
    terminal.leave()
    equal(terminal.plain().count("changes to the session are not kept"), 1, "warnings")


def test_save_spares_what_the_session_lives_by(world):
    world.write("t.tsv", "a\ty\n1\t2\n3\t4\n")
    os.symlink("t.tsv", world.folder / "link.nn")
    for name in ("t.tsv", "./t.tsv", "link.nn"):
        result = world.batch("-c", f"data t.tsv; save {name}")
        equal(result.returncode, 1, "status")
        check(b"the table that the data come from" in result.stderr, f"{result.stderr!r}")
    equal((world.folder / "t.tsv").read_text(), "a\ty\n1\t2\n3\t4\n", "the table")
    result = world.batch("-k", "-c", "record r.nn; init; save ./r.nn; source r.nn; record off")
    check(b"this file is being recorded" in result.stderr, f"{result.stderr!r}")
    check(b"this script is being recorded" in result.stderr, f"{result.stderr!r}")
    check((world.folder / "r.nn").read_text().endswith("again.\ninit\n"), "the record")


def test_all_that_writes_spares_what_the_session_lives_by(world):
    endings = {"save": ("nn", "save {0}"), "plot": ("svg", "plot w1 {0}"), "program": ("py", "export {0}"),
               "numbers": ("json", "export all {0}"), "matrix": ("csv", "export w1 {0}"), "picture": ("pdf", "plot data {0}")}
    for ending, command in endings.values():
        table, record = f"t.{ending}", f"r.{ending}"
        text = "a,y\n1,2\n3,4\n"
        world.write(table, text)
        for link, target in ((f"table.{ending}", table), (f"record.{ending}", record)):
            os.symlink(target, world.folder / link)
        for name in (table, "./" + table, f"table.{ending}"):
            result = world.batch("-c", f"data file {table}; init; {command.format(name)}")
            check(b"this is the table that the data come from" in result.stderr, f"{command} {name}: {result.stderr!r}")
            equal((world.folder / table).read_text(), text, f"the table after {command}")
        for name in (record, "./" + record, f"record.{ending}"):
            result = world.batch("-k", "-c", f"init\nrecord {record}\n{command.format(name)}\nset lr 0.5\n")
            check(b"this file is being recorded" in result.stderr, f"{command} {name}: {result.stderr!r}")
            check((world.folder / record).read_text().endswith("set lr 0.5\n"), f"the record after {command}")
            (world.folder / record).unlink()


def test_a_table_that_has_changed_is_copied(world):
    world.write("t.tsv", "a\ty\n1\t2\n3\t4\n")
    terminal = world.session()
    terminal.answer("data t.tsv; save one.nn", r"^saved one.nn: no network yet$")
    check("the data themselves" not in terminal.plain(), "a table that has not changed")
    world.write("t.tsv", "a\ty\n1\t2\n3\t5\n")
    terminal.answer("save two.nn; set lr 0.5", r"^it contains the data themselves, since t.tsv has changed")
    check("data inline" in kept(world, "set lr 0.5").read_text(), "the kept session holds them")
    os.unlink(world.folder / "t.tsv")
    terminal.answer("save three.nn", r"^it contains the data themselves, since t.tsv has changed")
    terminal.leave()
    for name in ("two.nn", "three.nn"):
        result = world.batch("-c", f"load {name}; expect y[1,0] == 4")
        equal(result.returncode, 0, f"status of load {name}: {result.stderr!r}")


def test_batch_runs_keep_nothing(world):
    world.batch("-c", "init; train 5")
    check(not world.state.exists(), "a batch run made it")
    result = world.batch("-c", "load")
    equal(result.returncode, 1, "status of load without a kept session")
    check(b"no kept session" in result.stderr, f"it says {result.stderr!r}")


def test_a_record_is_there_after_every_line(world):
    terminal = world.session()
    terminal.answer("record walk.nn", "^recording to walk.nn")
    for line in ("init", "train 7", "set lr 0.5", "step"):
        terminal.answer(line, "")
    terminal.answer("trian 5", "error")
    before = state_of(terminal)
    terminal.crash()
    text = (world.folder / "walk.nn").read_text()
    equal(text.splitlines()[1:5], ["init", "train 7", "set lr 0.5", "step"], "recorded")
    check("trian" not in text, "a mistake is recorded")
    terminal = world.session("-i", "walk.nn")
    equal(state_of(terminal), before, "the replayed session")


def test_a_stopped_run_is_recorded_as_far_as_it_went(world):
    terminal = world.session()
    terminal.answer("record walk.nn", "^recording")
    terminal.answer("init", "^network")
    terminal.line("train 100000000 every=100000000")
    terminal.expect(r"epoch +\d+", "the live line")
    terminal.send(CTRL_C)
    terminal.expect("interrupted after epoch")
    terminal.prompt()
    before = state_of(terminal)
    terminal.answer("record off", "^recorded walk.nn")
    terminal.leave()
    result = world.batch("walk.nn")
    equal(result.returncode, 0, "status of the replay")
    check("".join(before.split()) in "".join(result.stdout.decode().split()), "it goes elsewhere")


def test_ctrl_c_in_sweep(world):
    terminal = world.network()
    terminal.answer("train 3", "^epoch")
    before = state_of(terminal)
    terminal.line("sweep 100000 epochs=100000")
    terminal.expect(r"\d+ of 100000|\d+/100000", "the live line")
    terminal.send(CTRL_C)
    terminal.prompt()
    equal(state_of(terminal), before, "the session")


def test_a_paste_of_a_thousand_lines(world):
    terminal = world.network()
    lines = [f"let name{number} = {number}" for number in range(1000)]
    terminal.send(paste("\n".join(lines)) + "\r")
    terminal.expect(r"let name999 = 999")
    terminal.prompt()
    terminal.answer("print name0 + name500 + name999", r"^1499$")
    equal(world.history.read_text().splitlines()[1:1001], lines, "the history")


def test_suspended_sessions_keep_their_terminal_and_their_state(world):
    terminal = world.terminal(command=["sh", "-i"], PS1="sh$ ", nnsh=world.program)
    terminal.expect(r"sh\$ ")
    terminal.line("$nnsh -q")
    terminal.prompt()
    terminal.answer("init; train 5", "^epoch")
    for _ in range(3):
        terminal.send("\x1a")
        terminal.expect(r"sh\$ ")
        terminal.line("fg")
        terminal.prompt()
        terminal.answer("print epoch", r"^5$")
    terminal.line("quit")
    terminal.expect("your unsaved session is kept")
    terminal.expect(r"sh\$ ")
    terminal.line("exit")


# ---- save and load on odd files -----------------------------------------------------------------

def test_save_to_what_is_no_plain_file(world):
    text = world.batch("-c", "init; save plain.nn").stdout
    check(text.endswith(b"saved plain.nn: 9 parameters, epoch 0\n"), f"it says {text!r}")
    plain = (world.folder / "plain.nn").read_bytes()
    if os.path.exists("/dev/stdout"):
        result = world.batch("-q", "-c", "init; save /dev/stdout")
        check(plain in result.stdout, "/dev/stdout does not get it")
    for name in ("with blanks", "it's", 'say "hi"', "semi;colon", "#hash", "ünïcödé"):
        quoted = f"'{name}'" if "'" not in name else f'"{name}"'
        result = world.batch("-c", f"init; save {quoted}; set lr 0.9; load {quoted}; expect lr == 0.2")
        equal(result.returncode, 0, f"status for {name!r}: {result.stderr!r}")
        equal((world.folder / name).read_bytes(), plain, name)
    if os.path.exists("/dev/full"):
        result = world.batch("-c", "init; save /dev/full")
        equal(result.returncode, 1, "status with a full disk")
        check(b"cannot write '/dev/full': No space left" in result.stderr, f"it says {result.stderr!r}")
    os.mkfifo(world.folder / "fifo")
    result = world.batch("-c", "init; save fifo", timeout=20)
    equal(result.returncode, 1, "status of a pipe that nobody reads")
    reader = subprocess.Popen(["cat", world.folder / "fifo"], stdout=subprocess.PIPE)
    wait_until(lambda: world.batch("-c", "init; save fifo").returncode == 0, "the pipe is read")
    equal(reader.communicate()[0], plain, "through the pipe")


def test_load_of_what_is_no_saved_session(world):
    world.batch("-c", "init; save good.nn")
    good = (world.folder / "good.nn").read_bytes()
    (world.folder / "folder").mkdir()
    os.mkfifo(world.folder / "fifo")
    world.write("binary.nn", bytes(range(256)) * 40)
    world.write("script.nn", "init\ntrain 5\n")
    world.write("cut.nn", good[:-12])
    world.write("empty.nn", "")
    world.write("zeros.nn", bytes(5000))
    cases = [("missing.nn", "cannot open"), ("folder", "is a folder"), ("fifo", "not a regular file"),
             ("binary.nn", "binary.nn:1"), ("script.nn", "script.nn:2:1: error: a saved session"),
             ("cut.nn", "cut.nn:"), ("empty.nn", "ends too early"), ("zeros.nn", "zeros.nn:1"),
             ("/dev/null", "not a regular file")]
    for name, words in cases:
        script = f"init seed=5; train 5; let a = w1; load {name}; expect all(w1 == a) and epoch == 5"
        result = world.batch("-k", "-c", script.replace("; ", "\n"), timeout=20)
        check(words in result.stderr.decode(), f"{name}: it says {result.stderr!r}")
        check(b"1 passed, 0 failed" in result.stdout, f"{name}: something changed")


def test_a_folder_without_leave_to_write(world):
    if os.geteuid() == 0:
        raise Skip("root may write everywhere")
    folder = world.folder / "closed"
    folder.mkdir()
    folder.chmod(0o500)
    result = world.batch("-c", "init; save closed/model.nn")
    equal(result.returncode, 1, "status")
    check(b"Permission denied" in result.stderr, f"it says {result.stderr!r}")
    equal(os.listdir(folder), [], "left behind")
