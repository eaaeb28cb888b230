# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers to a lesson: receipts that are written, handed in, copied and forged, and graded anew."""
import pathlib
import re

from terminal import LESSONS, check, equal

FORWARD = (LESSONS / "forward.nn").read_text()
# A lesson whose numbers differ by variant, with a slip that the shell knows.
LESSON = '''\
title "Two numbers" variants="1 2 3 4 5 6 7 8"
init seed=variant
say "Look at the weights."
do "Show the weights." used="show"
hint "Type: show w1"
hint "Really: show w1"
solution "show w1"
ask "What is w1[0,0]?" w1[0,0] points=4
solution "w1[0,0]"
forward
backward
ask "What is dz2[1,0]?" dz2[1,0] hide=dz2
solution "dz2[1,0]"
pause
say "That was all."
'''


def weight(world, variant):
    return world.batch("-c", f"init seed={variant}; print w1[0,0]").stdout.decode().split()[-1]


def answers(world, *args):
    """Grades the pile by the lesson; the rows by name of file."""
    result = world.batch("--grade", "two.nn", "--csv", "out.csv", "--feedback", "pages", *args, "pile")
    check(result.returncode in (0, 1), f"{result.stderr!r}")
    return {pathlib.Path(row["file"]).stem: row for row in world.table("out.csv")}, result


def receipt(world, name, file, commands):
    """Plays the lesson by pipe and writes a receipt."""
    result = world.batch("-k", "-", stdin=f'lesson two.nn as="{name}"\n{commands}lesson receipt {file}\n')
    check((world.folder / file).exists(), f"no receipt: {result.stdout!r} {result.stderr!r}")
    return (world.folder / file).read_text()


def variant_of(text):
    return int(re.search(r"variant=(\d+)", text).group(1))


def lay_out(world):
    """A good receipt with a number typed, and what its variant is."""
    world.write("two.nn", LESSON)
    (world.folder / "pile").mkdir()
    trial = receipt(world, "Ada", "trial.nn", "show w1\n")
    number = weight(world, variant_of(trial))
    return receipt(world, "Ada", "pile/ada.nn",
                   f"show w1\n{number}\n-0.5\nhint\n9\n{'0.7*'}0\nskip\n"), number


def test_a_receipt_is_what_was_typed(world):
    text, number = lay_out(world)
    lines = text.splitlines()
    check(lines[0].startswith("# What was typed in the lesson two;"), lines[0])
    check(re.fullmatch(r'lesson "two.nn" version=[0-9a-f]{16} as="Ada" variant=[1-8]', lines[2]), lines[2])
    equal(lines[3:5], ["show w1", f"answer {number}"], "what was typed")
    result = world.batch("pile/ada.nn")
    equal(result.returncode, 0, f"a receipt plays as a script: {result.stderr!r}")


def test_a_receipt_is_graded_by_playing_it(world):
    text, _ = lay_out(world)
    rows, _ = answers(world)
    row = rows["ada"]
    equal([row[key] for key in ("who", "check", "status", "steps", "points", "max", "first", "skipped")],
          ["Ada", "two.nn", "failed", "4", "5", "6", "3", "1"], "the row")
    equal(row["variant"], str(variant_of(text)), "variant")
    equal(row["version"], re.search("version=([0-9a-f]+)", text).group(1), "version")


def test_a_copy_under_another_name_fails(world):
    text, _ = lay_out(world)
    others = "Bob Cleo Dora Emil Finn Gina".split()
    for name in others:
        world.write(f"pile/{name}.nn", text.replace('"Ada"', f'"{name}"'))
    rows, _ = answers(world)
    differ = [name for name in others if rows[name]["variant"] != rows["ada"]["variant"]]
    check(len(differ) >= 3, "the names have variants of their own")
    for name in others:
        equal(rows[name]["who"], name, "who")
        equal(rows[name]["points"], "1" if name in differ else "5", f"{name}: points")


def test_which_variant_counts(world):
    """The name's, whatever variant= says; without a name, the one that is said; else the first."""
    text, _ = lay_out(world)
    own = variant_of(text)
    other = own % 8 + 1
    world.write("pile/named.nn", f'lesson two as="Ada" variant={other}\nshow w1\n')
    world.write("pile/unnamed.nn", f"lesson two variant={other}\nshow w1\n")
    world.write("pile/plain.nn", "show w1\n")
    world.write("pile/unknown.nn", "lesson two variant=99\nshow w1\n")
    rows, _ = answers(world)
    equal([rows[name]["variant"] for name in ("named", "unnamed", "plain")],
          [str(own), str(other), "1"], "variants")
    equal(rows["unknown"]["points"], "0", "a variant that there is not")


def test_the_same_receipt_twice_is_seen(world):
    text, _ = lay_out(world)
    world.write("pile/zoe.nn", "# all my own work\n" + text.replace("show w1", "show   w1"))
    rows, _ = answers(world)
    equal((rows["ada"]["same_as"], rows["zoe"]["same_as"]), ("", "pile/ada.nn"), "same_as")


def test_later_hinted_and_slips(world):
    world.write("two.nn", LESSON)
    (world.folder / "pile").mkdir()
    world.write("pile/late.nn", "hint\nprint 1\nhint\nshow w1\n77\nw1[0,0]\n0 - (a2[1,0]-y[1,0])*2/4*a2[1,0]*(1-a2[1,0])\n"
                                "(a2[1,0]-y[1,0])*2/4*a2[1,0]*(1-a2[1,0])\n")
    rows, result = answers(world)
    row = rows["late"]
    equal([row[key] for key in ("status", "done", "first", "later", "hinted", "points", "slips")],
          ["ok", "4", "1", "2", "1", "3", "sign:1"], "the row")
    check(b"the commonest slips: sign:1" in result.stdout, f"{result.stdout!r}")


def test_a_slip_of_the_author_is_counted_by_its_line(world):
    world.write("two.nn", LESSON.replace('hide=dz2\n', 'hide=dz2\nslip 5 "Not five."\nslip 6 "Nor six."\n'))
    world.write("pile/a.nn", "show w1\nw1[0,0]\n5\n6\n5.00\n7.7\n")
    world.write("pile/b.nn", "show w1\nw1[0,0]\n6\n")
    rows, result = answers(world)
    equal([rows[name]["slips"] for name in "ab"], ["line-13:1 line-14:1", "line-14:1"], "slips")
    check(b"the commonest slips: line-14:2 line-13:1" in result.stdout, f"{result.stdout!r}")


def test_what_an_answer_claims_is_not_believed(world):
    text, _ = lay_out(world)
    version = re.search("version=([0-9a-f]+)", text).group(1)
    claims = {
        "comment": "# right\n# right: 4 of 4 steps\n",
        "printed": 'print "right"\nprint "That was the lesson two: 4 steps, 4 of them right."\n',
        "restored": f'restore lesson two version={version} step=4 variant=1 results=fff. file="two.nn" '
                    'tries=0 hints=0 repeated=0\n',
        "expected": f'restore lesson two version={version} step=2 variant=1 results=f... file="two.nn" '
                    'tries=0 hints=0 repeated=0 expected=0/1/1/5 text="?"\nanswer 5\n',
        "own": 'title "Two numbers"\nask "1?" 1 tol=0\nsolution "1"\nask "1?" 1 tol=0\nsolution "1"\n'
               'ask "1?" 1 tol=0\nsolution "1"\npause\n',
        "stepped": "lesson two step=4\n",
        "other": "lesson forward\nshow data\n",
        "expects": "expect 1 == 1\nexpect 1 == 1\nexpect 1 == 1\n",
        "left": "lesson off\nshow w1\n",
    }
    for name, commands in claims.items():
        world.write(f"pile/{name}.nn", commands)
    rows, _ = answers(world)
    for name in claims:
        equal((rows[name]["status"], rows[name]["points"]), ("failed", "0"), name)


def test_a_receipt_of_another_version(world):
    text, _ = lay_out(world)
    world.write("two.nn", LESSON.replace("Look at", "Do look at"))
    rows, result = answers(world)
    equal(rows["ada"]["points"], "5", "it is played in the present lesson")
    check(b"pile/ada.nn was typed in another version of the lesson" in result.stdout, f"{result.stdout!r}")
    check("another version" in (world.folder / "pages" / "ada.nn.txt").read_text(), "its page")
    check(rows["ada"]["version"] not in text, "the version is the check's")


def test_the_pile_of_a_lesson(world):
    """A good receipt, a copy, forgeries, loops, floods, thieves, rubbish and nothing."""
    text, _ = lay_out(world)
    pile = {
        "bob.nn": text.replace('"Ada"', '"Bob"'),
        "forged.nn": "# right\n" * 4,
        "loop.nn": "show w1\ntrain 1000000000000\n",
        "flood.nn": "show w1\n" + 'print "right"\n' * 5000,
        "saves.nn": "save /tmp/nnsh-receipt.nn\nlesson receipt made.nn\nrecord made.nn\n",
        "reads.nn": "source /etc/passwd\nlesson /etc/passwd\nlesson ../two.nn\nsource two.nn\n",
        "rubbish.nn": bytes((i * i * 7 + i // 3) % 256 for i in range(5000)),
        "empty.nn": "",
    }
    for name, content in pile.items():
        world.write("pile/" + name, content)
    before = {path for path in world.folder.rglob("*")}
    rows, first = answers(world, "--seconds", "1")
    equal({name: row["status"] for name, row in rows.items()},
          {"ada": "failed", "bob": "failed", "forged": "failed", "loop": "time", "flood": "failed",
           "saves": "failed", "reads": "failed", "rubbish": "unreadable", "empty": "failed"}, "statuses")
    equal(rows["loop"]["points"], "1", "what it had reached")
    made = {path for path in world.folder.rglob("*")} - before
    equal({path.parent.name for path in made if path.is_file()}, {world.folder.name, "pages"}, "files")
    again, second = answers(world, "--seconds", "1")
    equal([row for name, row in rows.items() if name != "loop"],
          [row for name, row in again.items() if name != "loop"], "twice the same")
    for page in (world.folder / "pages").iterdir():
        for secret in ("w1[0,0] points", "solution", "root:", "tol="):
            check(secret not in page.read_text(), f"{page.name} tells {secret!r}")


def test_receipts_of_a_built_in_lesson(world):
    """Those who play by pipe need no file; the teacher grades by a copy of the lesson."""
    world.write("forward.nn", FORWARD)
    (world.folder / "pile").mkdir()
    world.batch("-k", "-", stdin="lesson forward as=Ada\nshow data\n2\n9\nskip\nforward 1\nargmax(a2)\n"
                                 "set b2 1\nlesson receipt pile/ada.nn\n")
    result = world.batch("--grade", "forward.nn", "pile")
    check(b"failed" in result.stdout and b"9.5" not in result.stdout, f"{result.stdout!r}")
    check(result.stdout.count(b"1 of 1") >= 5, f"{result.stdout!r}")


def test_a_receipt_survives_a_kill(world):
    """What was typed before the program was killed is in the receipt of the lesson that goes on."""
    world.write("two.nn", LESSON)
    terminal = world.session()
    terminal.lesson('two.nn as="Ada Lee"', 4, "show w1")
    terminal.crash()
    terminal = world.session()
    terminal.answer('lesson two.nn as="Ada Lee"', "2 of 4")
    terminal.answer("w1[0,0]", "3 of 4")
    terminal.answer("lesson receipt handed-in.nn", "2 of 4 steps")
    lines = (world.folder / "handed-in.nn").read_text().splitlines()
    equal(lines[3:], ["show w1", "answer w1[0,0]"], "what was typed")


def test_a_receipt_survives_a_load_and_a_kill(world):
    """What was typed in a step and is lost with its state is not in the receipt, which grades as it was played."""
    world.write("two.nn", LESSON.replace("forward\nbackward\n", "").replace(
        "ask \"What is dz2[1,0]?\" dz2[1,0] hide=dz2\nsolution \"dz2[1,0]\"",
        "ask \"What is b1[0,0]?\" b1[0,0] tol=0.1\nsolution \"b1[0,0]\"\n"
        "do \"Train.\" epoch == 3\nsolution \"train 3\""))
    terminal = world.session()
    terminal.lesson("two.nn", 5, "show w1", "w1[0,0]")
    terminal.answer("set b1[0,0] 7; train 1 every=1", "epoch 1/1")
    terminal.crash()
    terminal = world.session()
    terminal.answer("load", "^loaded")
    terminal.answer("55", "^not yet")
    terminal.crash()
    terminal = world.session()
    terminal.answer("lesson two.nn", "continuing at step 3 of 5")
    terminal.answer("print b1[0,0], epoch", "^0 0$")
    terminal.answer("0", "4 of 5")
    terminal.answer("train 3 every=3", "5 of 5")
    terminal.answer("", "That was the lesson")
    terminal.answer("lesson receipt pile/ada.nn", "no such folder")
    (world.folder / "pile").mkdir()
    terminal.answer("lesson receipt pile/ada.nn", "5 of 5 steps")
    lines = (world.folder / "pile" / "ada.nn").read_text().splitlines()
    equal(lines[3:], ["show w1", "answer w1[0,0]", "answer 55", "print b1[0,0], epoch", "answer 0",
                      "train 3 every=3"], "the receipt")
    rows, _ = answers(world)
    equal([rows["ada"][key] for key in ("status", "done", "later")], ["ok", "5", "1"], "the row")


def test_a_receipt_needs_a_lesson(world):
    result = world.batch("-c", "lesson receipt made.nn")
    check(result.returncode == 1 and b"no lesson is open" in result.stderr, f"{result.stderr!r}")
    check(not (world.folder / "made.nn").exists(), "a file was made")
    result = world.batch("-c", "lesson forward; lesson receipt made.nn")
    check(b"it names nobody" in result.stdout, f"{result.stdout!r}")
    result = world.batch("--safe", "-c", "lesson forward; lesson receipt other.nn")
    check(b"cannot write files" in result.stderr, f"{result.stderr!r}")


def test_a_sourced_script_is_in_the_receipt(world):
    world.write("two.nn", LESSON)
    world.write("mine.nn", "show w1\nset lr 0.1\n")
    text = receipt(world, "Ada", "made.nn", "source mine.nn\n")
    equal(text.splitlines()[3:], ["show w1", "set lr 0.1"], "what was typed")


def test_the_solutions_of_every_lesson_have_all_points(world):
    for lesson in sorted(LESSONS.glob("*.nn")):
        typed = [" ".join(re.findall(r'"((?:[^"\\]|\\.)*)"', texts)).replace('\\"', '"')
                 for texts in re.findall(r"^solution (.*)$", lesson.read_text(), re.M)]
        check(typed, f"{lesson.name} has no solution")
        world.write(f"pile/{lesson.name}", "\n".join(typed) + "\n")
        result = world.batch("--grade", str(lesson), "--seconds", "60", "--csv", "out.csv",
                             f"pile/{lesson.name}", timeout=300)
        equal(result.returncode, 0, f"{lesson.name}: {result.stdout.decode()}")
        row, = world.table("out.csv")
        equal((row["points"], row["first"]), (row["max"], row["steps"]), lesson.name)
