# SPDX-License-Identifier: GPL-3.0-or-later
"""Lessons at a terminal and behind a pipe: nothing is lost, whatever ends the program."""
import pathlib
import re
import subprocess

from terminal import CTRL_D, LESSONS, Skip, check, equal, wait_until

# What a student types in each step of the lesson forward.
FORWARD = ["show data", "2", "9", "0.302333", "forward 1", "3", "set b2 1"]
STATE = "set digits 17\nprint w1, b1, w2, b2\n"


def final(text):
    """The numbers that STATE prints, at the end of a text."""
    return re.findall(r"-?\d+\.?\d*(?:e-?\d+)?", text[text.rindex("spare time"):])


def played(world, lines):
    """Types the lines into a pipe; the answer to what STATE asks."""
    done = world.batch(stdin="lesson forward\n" + lines + 'print "spare time"\n' + STATE)
    equal(done.returncode, 0, done.stderr.decode())
    return final(done.stdout.decode())


def test_a_pipe_plays_a_lesson_to_its_end(world):
    done = world.batch(stdin="lesson forward\n" + "\n".join(FORWARD) + "\n")
    equal(done.returncode, 0, done.stderr.decode())
    text = done.stdout.decode()
    check("7 steps, 7 of them right at the first try" in text.replace("\n", " "), text[-400:])
    check(not list(world.state.glob("nnsh/lessons/*")), "a pipe keeps progress")


def test_saving_and_loading_at_each_step_changes_nothing(world):
    straight = played(world, "\n".join(FORWARD) + "\n")
    detours = "".join(f"save s{i}.nn\ninit 2 5 1\nload s{i}.nn\n{line}\n" for i, line in enumerate(FORWARD))
    equal(played(world, detours), straight, "saved and loaded")


def test_a_lesson_survives_a_kill_at_each_prompt(world):
    straight = played(world, "\n".join(FORWARD) + "\n")
    for step, line in enumerate(FORWARD, 1):
        terminal = world.session()
        terminal.line("lesson forward")
        terminal.expect(rf"^{step} of 7\." if step == 1 else rf"continuing at step {step} of 7")
        terminal.prompt()
        terminal.line(line)
        terminal.expect(rf"^{step + 1} of 7\." if step < 7 else r"^That was the lesson")
        terminal.prompt()
        if step < 7:
            terminal.crash()
    terminal.line('print "spare time"')
    terminal.prompt()
    for line in STATE.splitlines():
        terminal.line(line)
        terminal.prompt()
    numbers = final(terminal.plain())
    check(numbers[-len(straight):] and set(straight) <= set(numbers), f"{straight} in {numbers}")
    terminal.leave()


def test_a_crash_inside_a_step_is_recovered_to_the_very_moment(world):
    terminal = world.session()
    terminal.lesson("update", 6, "2", "skip")
    terminal.answer("step 5", r"^step 5")

    def is_kept():
        kept = list(world.state.glob("nnsh/session-*.nn"))
        return kept and "steps=5 " in kept[0].read_text() and "restore lesson update" in \
            kept[0].read_text()
    wait_until(is_kept, "the session is kept")
    terminal.crash()
    terminal = world.terminal("-q")
    terminal.expect(r"recovered the session")
    terminal.prompt()
    terminal.answer("load", r"^loaded")
    terminal.answer("lesson", r"^3 of 6\.")
    terminal.answer("print steps", r"^5$")
    terminal.answer("retry clean", r"^3 of 6\.")
    terminal.answer("update", r"^4 of 6\.")
    terminal.leave()


def test_the_own_session_comes_back(world):
    terminal = world.session()
    terminal.answer("init 2 3 1; train 100 every=100", r"^epoch")
    terminal.lesson("forward", 7, "show data")
    terminal.answer("let mine = 3", "")
    terminal.answer("lesson off", r"your own session is back$")
    terminal.answer("print shape(w1), epoch", r"^\[2 3\] 100$")
    terminal.answer("undo", r"^undid")
    terminal.answer("lesson", r"^forward +at step 2 of 7  Forward: how a")
    terminal.answer("lesson forward", r"continuing at step 2 of 7")
    terminal.answer("lesson off", r"your own session is back$")
    terminal.answer("lesson forget forward", r"^forgot")
    terminal.answer("lesson", r"^forward +10 min  Forward: how a prediction is made$")
    terminal.leave()


def test_a_step_that_is_continued_can_be_tried_again(world):
    terminal = world.session()
    terminal.answer("lesson loss step=4", r"^4 of 4\.")
    terminal.answer("lesson off", r"your own session is back$")
    terminal.answer("lesson loss", r"continuing at step 4 of 4")
    terminal.answer("set w2[1,0] 3", r"^not yet$")
    terminal.answer("retry", r"^4 of 4\.")
    terminal.answer("print w2[1,0]", r"^0\.092339$")
    terminal.leave()


def test_the_list_has_a_line_for_each_lesson(world):
    terminal = world.session(columns=80, rows=24)
    for name in ("loss", "update"):
        terminal.answer(f"lesson {name}", r"^1 of \d\.")
        for _ in range(4 if name == "loss" else 2):
            terminal.answer("skip", r"^[2-4] of|^That was the lesson")
    terminal.answer("lesson off", r"your own session is back$")
    text = terminal.answer("lesson", r"^loss +done 4 of 4, 0 at first try  Loss: .*\n(?:.+\n){9}")
    check(all(len(line) <= 80 for line in text.group().splitlines()), text.group())
    terminal.leave()


def test_a_pause_waits_for_enter(world):
    world.write("p.nn", 'title "P"\nsay "One."\npause\nsay "Two."\ndo "Make a network." '
                        'shape(w1)[0] == 2\nsolution "init"\n')
    terminal = world.session()
    terminal.answer("lesson p.nn", r"^1 of 2\. Press Enter to continue\.$")
    terminal.answer("print 7 * 6", r"^42$")
    terminal.answer("", r"^Two\.\n\n2 of 2\. Make a network\.$")
    terminal.answer("init", r"^That was the lesson p")
    terminal.leave()


def test_progress_that_cannot_be_kept_is_told_once(world):
    world.state.mkdir(parents=True)
    (world.state / "nnsh").mkdir()
    (world.state / "nnsh" / "lessons").write_text("no folder")
    terminal = world.session()
    terminal.answer("lesson forward", r"warning: how far you come in the lesson is not kept")
    terminal.line("show data")
    terminal.expect(r"^2 of 7\.")
    terminal.prompt()
    equal(terminal.plain().count("is not kept"), 1, "warnings")
    terminal.leave()


def test_a_lesson_writes_no_escapes_to_a_dumb_terminal(world):
    terminal = world.session(TERM="dumb")
    terminal.lesson("forward", 7)
    for step, line in enumerate(FORWARD, 2):
        terminal.answer(line, rf"^{step} of 7\." if step < 8 else r"^That was the lesson")
    check(b"\x1b" not in terminal.raw, "an escape sequence")
    terminal.leave()


def test_lessons_are_ascii_where_asked(world):
    names = [path.stem for path in LESSONS.glob("*.nn")]
    check(len(names) >= 12, f"{names}")
    lines = "".join(f"lesson {name}\n" + "hint\n0.123\nlesson\nskip\n" * 9 for name in names)
    done = world.batch("--ascii", "-k", stdin=lines)
    check(all(byte < 128 for byte in done.stdout + done.stderr), "a byte that is not ASCII")


def test_the_own_session_survives_a_crash_in_a_lesson(world):
    terminal = world.session()
    terminal.answer("init 2 3 1; train 100 every=100", r"^epoch")
    terminal.lesson("forward", 7, "show data")
    terminal.crash()
    typed = told_own(world.terminal("-q", columns=200))
    terminal = world.session()
    terminal.answer(typed, r"^loaded")
    terminal.answer("print shape(w1), epoch", r"^\[2 3\] 100$")
    terminal.leave()


def told_own(terminal):
    """What the first lines of a session say to type for the session from before the lesson."""
    terminal.expect(r"^recovered the session of \d\d:\d\d; 'load' brings it back$")
    told = terminal.expect(r'^your own session, from before the lesson it was in, comes back by\n  (load ".*")$')
    terminal.prompt()
    terminal.leave()
    return told[1]


def test_the_own_session_is_told_of_where_a_lesson_was_left_open(world):
    """Also when the program ended in the lesson on purpose; not where there was nothing of one's own, nor after
    the lesson was left."""
    terminal = world.session(columns=200)
    terminal.answer("init 2 3 1; train 100 every=100", r"^epoch")
    terminal.lesson("forward", 7, "show data")
    terminal.send(CTRL_D)
    terminal.expect("your unsaved session is kept; 'load' brings it back")
    told = terminal.expect(r'^your own session, from before the lesson it was in, comes back by\n  (load ".*")$')
    terminal.end()
    terminal = world.session(columns=200)
    terminal.answer("load", r"^loaded")
    terminal.answer("lesson", r"^2 of 7\.")
    terminal.answer(told[1], r"^loaded")
    terminal.answer("print shape(w1), epoch", r"^\[2 3\] 100$")
    terminal.answer("lesson forward", r"^2 of 7\.")
    terminal.answer("lesson off", r"your own session is back$")
    terminal.answer("set lr 0.3", "")
    terminal.crash()
    terminal = world.session(columns=200)
    check("recovered" in terminal.plain() and "before the lesson" not in terminal.plain(), terminal.plain())
    terminal.leave()


def test_who_had_no_session_is_told_of_none(world):
    terminal = world.session()
    terminal.lesson("forward", 7, "show data")
    terminal.crash()
    terminal = world.session()
    check("before the lesson" not in terminal.plain(), terminal.plain())
    terminal.leave()


def test_tries_and_hints_survive_a_kill(world):
    """What was tried in a step counts on when the program is killed in it, and goes into the receipt."""
    terminal = world.session()
    terminal.lesson("forward", 7, "show data")
    terminal.answer("5", r"^not yet")
    terminal.answer("hint", r"^Hint 1: ")
    terminal.answer("set w1[0,0] 3", "")
    terminal.crash()
    terminal = world.session()
    terminal.answer("lesson forward", r"continuing at step 2 of 7\n+This is XOR\.(.|\n)*^Hint 1: ")
    terminal.answer("print w1[0,0]", r"^0\.417022$")
    terminal.answer("6", r"^not yet")
    check("'skip' shows" not in terminal.plain(), "the third try came too early")
    terminal.crash()
    terminal = world.session()
    terminal.answer("lesson forward", r"^Hint 1: ")
    terminal.answer("7", r"'skip' shows the solution")
    terminal.answer("2", r"^3 of 7\.")
    terminal.answer("lesson receipt r.nn", r"2 of 7 steps")
    equal((world.folder / "r.nn").read_text().splitlines()[3:],
          ["show data", "answer 5", "hint", "answer 6", "answer 7", "answer 2"], "the receipt")
    terminal.leave()


def test_retry_survives_a_kill(world):
    terminal = world.session()
    terminal.lesson("forward", 7, "show data")
    terminal.answer("retry", r"^2 of 7\.")
    terminal.crash()
    terminal = world.session()
    terminal.answer("lesson forward", r"continuing at step 2")
    for line in FORWARD[1:]:
        terminal.line(line)
        terminal.prompt()
    check("7 steps, 6 of them" in terminal.plain().replace("\n", " "), terminal.plain()[-300:])
    terminal.leave()


def test_retry_works_after_a_load_in_the_middle_of_a_step(world):
    done = world.batch(stdin="lesson update\n2\n0.090767\nstep 5\nsave s.nn\ninit 2 9 1\nload s.nn\n"
                             "retry\nprint steps, shape(w1)\nupdate\n")
    equal(done.returncode, 0, done.stderr.decode())
    check("\n0 [2 2]\n" in done.stdout.decode(), done.stdout.decode()[-600:])
    check("4 of 6. " in done.stdout.decode(), done.stdout.decode()[-600:])


def test_the_handout_of_a_lesson(world):
    """Every command stands after the prompt of its step, and the last line sums up."""
    for name in ("forward", "update", "xor"):
        done = world.batch("--echo", str(LESSONS / f"{name}.nn"))
        equal(done.returncode, 0, done.stderr.decode())
        text = done.stdout.decode()
        prompts = re.findall(r"^nnsh.*> ", text, re.M)
        equal(prompts[0], "nnsh> ", "before the title")
        check(len(prompts) > 5 and all(f"[{name} " in prompt for prompt in prompts[1:]), f"{prompts}")
        check(re.search(rf"^That was the lesson {name}: \d steps\.$", text, re.M), text[-300:])


def test_a_full_disk_loses_no_progress(world):
    """What was kept before stays whole, there is one warning, and progress is kept again as soon as it can be."""
    state = world.state / "nnsh"
    state.mkdir(parents=True)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(state)],
                      capture_output=True, check=False).returncode != 0:
        raise Skip("only root can make a small disk")
    try:
        terminal = world.session()
        terminal.lesson("forward", 7, "show data")
        kept = state / "lessons" / "forward.nn"
        before = kept.read_bytes()
        with open(state / "filler", "wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(bytes(512))
            except OSError:
                pass
        terminal.answer("2", r"warning: how far you come in the lesson is not kept: .*[Nn]o space(.|\n)*^3 of 7\.|"
                             r"^3 of 7\.(.|\n)*is not kept: .*[Nn]o space")
        terminal.answer("5", r"^not yet")
        equal(terminal.plain().replace("\n", " ").count("in the lesson is not kept"), 1, "warnings")
        equal(kept.read_bytes(), before, "what was kept before")
        (state / "filler").unlink()
        terminal.answer("6", r"^not yet")
        check(b" step=3 " in kept.read_bytes() and b" tries=2 " in kept.read_bytes(), "it is kept again")
        terminal.crash()
        terminal = world.session()
        terminal.answer("lesson forward", r"continuing at step 3 of 7")
        terminal.answer("7", r"'skip' shows the solution")
        equal([path.name for path in kept.parent.iterdir()], ["forward.nn"], "files")
        terminal.leave()
    finally:
        for terminal in world.terminals:
            terminal.kill()
        subprocess.run(["umount", "-l", str(state)], check=False)
