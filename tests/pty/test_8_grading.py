# SPDX-License-Identifier: GPL-3.0-or-later
"""Grading: a pile of answers, honest and otherwise, each in a process of its own with limits."""
import os
import re
import signal

from terminal import ROOT, Skip, check, equal, limits_of, wait_until

CHECK = """\
expect y == [[0], [1], [1], [0]] "still the task of xor"
expect 0 < epoch <= 2000 "trained, for no more than 2000 epochs"
expect accuracy == 1 "all four right" points=2
expect loss < 0.01 "and sure of it"
"""
GOOD = "init\ntrain 2000\n"
PILE = {
    "bad-bytes.nn": bytes(range(128, 256)) * 40,
    "cheat.nn": "set y [[0],[0],[0],[0]]\ninit\ntrain 500\n",
    "copy.nn": "# my own work\n\n  init ; train   2000\n",
    "empty.nn": "",
    "flood.nn": "init\n" + 'print w1, "right, right, right: all questions asked"\n' * 4000 +
                "train 2000 every=1\n",
    "forged.nn": '# right right right right\nexpect 1 == 1\nexpect 2 == 2\nprint "right"\n'
                 'print "4 passed, 0 failed"\nquit\n',
    "good.nn": GOOD,
    "huge.nn": "init 2 100000 100000 1\n",
    "rubbish.nn": bytes((i * i * 7 + i // 3) % 256 for i in range(5000)),
    "saves.nn": "init\nsave made.nn\nsave /tmp/nnsh-made.nn\nrecord made.nn\nplot net made.svg\n",
    "sources.nn": "source /etc/passwd\nsource check.nn\ndata check.nn\nsource pile/good.nn\nload check.nn\n",
}
STATUSES = {"bad-bytes": "unreadable", "cheat": "failed", "copy": "ok", "empty": "failed",
            "flood": "ok", "forged": "failed", "good": "ok", "huge": "memory",
            "rubbish": "unreadable", "saves": "failed", "sources": "failed"}


def lay_out(world, pile=None):
    world.write("check.nn", CHECK)
    for name, text in (PILE if pile is None else pile).items():
        world.write("pile/" + name, text)


def rows_of(world, name="out.csv"):
    text = (world.folder / name).read_bytes()
    check(text.endswith(b"\r\n") and b"\n" not in text.replace(b"\r\n", b""), "lines end in CR LF")
    return world.table(name)


def tree(world):
    return sorted(str(path.relative_to(world.folder)) for path in world.folder.rglob("*"))


def grade(world, *args, **options):
    return world.batch("--grade", "check.nn", *args, **options)


def test_a_pile_gets_a_row_each(world):
    lay_out(world)
    before = tree(world)
    result = grade(world, "--csv", "out.csv", "pile")
    equal((result.returncode, result.stderr), (1, b""), "status and stderr")
    rows = rows_of(world)
    equal({row["who"]: row["status"] for row in rows}, STATUSES, "statuses")
    equal([row["file"] for row in rows], sorted("pile/" + name for name in PILE), "order")
    by = {row["who"]: row for row in rows}
    equal([by["good"][key] for key in ("steps", "done", "first", "points", "max", "variant")],
          ["4", "4", "4", "5", "5", ""], "the good one")
    equal(by["cheat"]["done"], "3", "the targets are asked for")
    equal(by["forged"]["points"], "1", "what an answer prints and expects counts for nothing")
    equal(by["empty"]["points"], "1", "an empty answer")
    equal((by["good"]["same_as"], by["copy"]["same_as"]), ("pile/copy.nn", ""), "same_as")
    equal(tree(world), sorted(before + ["out.csv"]), "files")
    check(not os.path.exists("/tmp/nnsh-made.nn"), "/tmp/nnsh-made.nn was written")
    for word in (b"all questions asked", b"root:", b"w1"):
        check(word not in result.stdout, f"stdout holds what an answer printed: {word!r}")


def test_twice_the_same_bytes(world):
    lay_out(world)
    results = [grade(world, "--csv", f"{name}.csv", "--feedback", name, "pile", **more)
               for name, more in (("one", {}), ("two", {"NNSH_CORES": "1"}))]
    equal(results[0].stdout, results[1].stdout, "the table")
    equal((world.folder / "one.csv").read_bytes(), (world.folder / "two.csv").read_bytes(), "the CSV")
    for path in (world.folder / "one").iterdir():
        equal(path.read_bytes(), (world.folder / "two" / path.name).read_bytes(), path.name)


def test_an_answer_without_end_is_stopped_and_graded(world):
    lay_out(world, {"loop.nn": "init\ntrain 1000000000000\n", "good.nn": GOOD,
                    "sweep.nn": "init\nsweep 1000 epochs=10000000\n"})
    result = grade(world, "--csv", "out.csv", "--seconds", "1", "--feedback", "pages", "pile")
    by = {row["who"]: row for row in rows_of(world)}
    equal({who: row["status"] for who, row in by.items()},
          {"loop": "time", "good": "ok", "sweep": "time"}, "statuses")
    equal(by["loop"]["first"], "3", "what it had reached is graded")
    text = result.stdout.decode()
    check(text.index("stopped after 1 second") < text.index("  loop.nn"), "time rows stand apart")
    check(text.index("  good.nn") < text.index("stopped after"), "the others come first")
    check("stopped after 1 second" in (world.folder / "pages" / "loop.nn.txt").read_text(), "its page")


def test_a_check_without_end_is_stopped_too(world):
    world.write("check.nn", "expect 1 == 1\ntrain 1000000000000\nexpect epoch < 0\nexpect 1 == 1\n")
    world.write("pile/a.nn", "init\n")
    grade(world, "--csv", "out.csv", "--seconds", "1", "pile")
    row = rows_of(world)[0]
    equal((row["status"], row["steps"], row["first"]), ("time", "3", "1"), "the row")


def test_the_feedback_shows_no_condition(world):
    lay_out(world)
    grade(world, "--feedback", "pages", "pile")
    pages = {path.name: path.read_text() for path in (world.folder / "pages").iterdir()}
    equal(sorted(pages), sorted(name + ".txt" for name in PILE), "pages")
    page = pages["cheat.nn.txt"]
    check("not right  still the task of xor" in page and "right      all four right" in page, page)
    for name, text in pages.items():
        for condition in ("[[0], [1]", "epoch", "accuracy", "loss <", "== 1"):
            answer = PILE[name[:-len(".txt")]]
            allowed = answer if isinstance(answer, str) else ""
            check(condition not in re.sub("trained, for no more than 2000 epochs", "", text) or
                  condition in allowed, f"{name} tells {condition!r}: {text}")
    check("cannot write files" in pages["saves.nn.txt"], pages["saves.nn.txt"])
    for name in ("check.nn", "pile/good.nn"):
        check(f"'{name}' cannot be read while answers are graded" in pages["sources.nn.txt"], name)


def test_the_exit_status(world):
    lay_out(world, {"good.nn": GOOD})
    equal(grade(world, "pile").returncode, 0, "all ok")
    world.write("pile/bad.nn", "init\n")
    equal(grade(world, "pile").returncode, 1, "one is not")
    equal(grade(world, "pile/good.nn").returncode, 0, "a file of the pile")


def test_bad_usage(world):
    lay_out(world, {"good.nn": GOOD})
    (world.folder / "nothing").mkdir()
    world.write("asks-nothing.nn", "train 5\n")
    world.write("wrong.nn", "print 1\nexpect loss <\n")
    world.write("points.nn", "expect 1 == 1 points=many\n")
    world.write("bytes.nn", b"expect 1 == 1\n\x01\n")
    for args, words in ((["--grade", "check.nn"], "takes files or folders"),
                        (["--grade", "check.nn", "-c", "print 1"], "takes files or folders"),
                        (["--grade", "check.nn", "-"], "takes files or folders"),
                        (["--grade", "chekc.nn", "pile"], "did you mean 'check.nn'"),
                        (["--grade", "pile", "pile"], "not a regular file"),
                        (["--grade", "asks-nothing.nn", "pile"], "asks nothing"),
                        (["--grade", "wrong.nn", "pile"], "wrong.nn:2: "),
                        (["--grade", "points.nn", "pile"], "points.nn:1: "),
                        (["--grade", "bytes.nn", "pile"], "bytes.nn:2: "),
                        (["--grade", "check.nn", "nosuch.nn"], "cannot read 'nosuch.nn'"),
                        (["--grade", "check.nn", "nothing"], "no answer to grade in 'nothing'"),
                        (["--grade", "check.nn", "--files", "nosuch", "pile"], "no folder 'nosuch'"),
                        (["--grade", "check.nn", "--seconds", "0", "pile"], "from 1 to"),
                        (["--grade", "check.nn", "--memory=lots", "pile"], "from 1 to"),
                        (["--grade", "check.nn", "--csv", "no/out.csv", "pile"], "no such folder"),
                        (["--grade", "check.nn", "--feedback", "check.nn", "pile"], "check.nn"),
                        (["--csv", "out.csv", "check.nn"], "--csv needs --grade"),
                        (["--feedback", "a", "check.nn"], "--feedback needs --grade"),
                        (["--seconds", "3", "check.nn"], "--seconds needs --safe or --grade"),
                        (["--memory", "3", "check.nn"], "--memory needs --safe or --grade"),
                        (["--files", ".", "check.nn"], "--files needs --safe or --grade")):
        result = world.batch(*args)
        equal(result.returncode, 2, f"{args}: status ({result.stderr!r})")
        check(words.encode() in result.stderr, f"{args}: {result.stderr!r}")


def test_piles_as_they_come(world):
    """Folders in folders, spaces, links, a FIFO, hidden files, results of an earlier run, files named twice."""
    lay_out(world, {"ann lee/answer.nn": GOOD, "bob/answer.nn": GOOD, "bob/.draft.nn": "x",
                    "photo.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(100), "notes.txt": "init\n"})
    world.write("secret.nn", "the secret of the teacher\n")
    (world.folder / "pile" / "link.nn").symlink_to(world.folder / "secret.nn")
    (world.folder / "pile" / "loop").symlink_to(".")
    os.mkfifo(world.folder / "pile" / "fifo")
    for _ in range(2):
        result = grade(world, "--csv", "pile/out.csv", "--feedback", "pile/pages", "pile", "pile",
                       "pile/notes.txt")
        equal(result.returncode, 1, f"{result.stderr!r}")
        equal({row["file"]: row["status"] for row in rows_of(world, "pile/out.csv")},
              {"pile/ann lee/answer.nn": "ok", "pile/bob/answer.nn": "ok", "pile/fifo": "unreadable",
               "pile/link.nn": "unreadable", "pile/loop": "unreadable", "pile/notes.txt": "failed",
               "pile/photo.jpg": "unreadable"}, "rows")
    pages = world.folder / "pile" / "pages"
    check((pages / "pile-bob-answer.nn.txt").exists(), "answers of one name have pages of their own")
    check(not any(b"secret" in path.read_bytes() for path in pages.iterdir()), "a link was followed")


def test_answers_read_beside_the_check(world):
    world.write("task/check.nn", 'expect sum(x) == 4 "the table"\n')
    world.write("task/table.csv", "1,2\n3,4\n")
    world.write("other/table.csv", "1,2\n5,4\n")
    world.write("pile/a.nn", "data table.csv\n")
    result = world.batch("--grade", "task/check.nn", "pile")
    equal(result.returncode, 0, f"{result.stdout!r}")
    result = world.batch("--grade", "task/check.nn", "--files", "other", "pile")
    equal(result.returncode, 1, "--files names another table")


def test_a_limit_of_memory(world):
    lay_out(world, {"wide.nn": "init 2 2000 2000 1\n"})
    grade(world, "--csv", "out.csv", "--memory", "64", "pile")
    equal(rows_of(world)[0]["status"], "memory", "64 MB")
    grade(world, "--csv", "out.csv", "--memory", "2000", "pile")
    equal(rows_of(world)[0]["status"], "failed", "2000 MB")


def test_nothing_of_the_answer_outlives_it(world):
    """Settings, names and data of one answer are not there in the next."""
    lay_out(world, {"a.nn": "let mine = 3\nset lr 7\ndata and\n", "b.nn": "print mine\n"})
    world.write("check.nn", 'expect lr == 0.2 "lr"\nexpect mine == 3 "mine"\n')
    grade(world, "--csv", "out.csv", "pile")
    equal([(row["who"], row["first"]) for row in rows_of(world)], [("a", "1"), ("b", "1")], "rows")


def finish_alike(started):
    """Waits for all, which must give one table."""
    tables = set()
    for process in started:
        out, err = process.communicate(timeout=300)
        equal((process.returncode, err), (1, b""), "status and stderr")
        tables.add(out)
    equal(len(tables), 1, "tables")


def test_thirty_at_once(world):
    lay_out(world, {name: text for name, text in PILE.items() if name != "huge.nn"})
    started = [world.start("--grade", "check.nn", "--csv", f"{i}.csv", "pile") for i in range(30)]
    finish_alike(started)
    equal(len({(world.folder / f"{i}.csv").read_bytes() for i in range(30)}), 1, "CSV files")


def test_thirty_into_the_same_files(world):
    """Receipts of one lesson, graded by thirty at once into one CSV and one folder of pages."""
    world.shell(f'cp -R "{ROOT}/scripts/grading/." .')
    args = ("--grade", "first-look.nn", "--csv", "out.csv", "--feedback", "pages", "receipts")
    before = tree(world)
    started = [world.start(*args) for _ in range(30)]
    finish_alike(started)
    made = {name: (world.folder / name).read_bytes() for name in tree(world)
            if name not in before and (world.folder / name).is_file()}
    equal(sorted(made), ["out.csv"] + [f"pages/{who}.nn.txt" for who in ("ada", "ben", "cleo", "dora")], "files")
    world.batch(*args)
    for name, text in made.items():
        equal((world.folder / name).read_bytes(), text, name)


def test_ctrl_c_ends_it_all(world):
    lay_out(world, {f"{i}.nn": "init\ntrain 1000000000000\n" for i in range(4)})
    process = world.start("--grade", "check.nn", "--csv", "out.csv", "pile", start_new_session=True)

    def has_children():
        path = f"/proc/{process.pid}/task/{process.pid}/children"
        return not os.path.exists(path) or open(path).read().split()
    wait_until(has_children, "answers run")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    equal(process.returncode, -signal.SIGINT, f"{err!r}")
    check(b"interrupted: nothing was graded" in err and out == b"", f"{err!r}")
    check(not (world.folder / "out.csv").exists(), "a CSV of a part")


def test_each_answer_computes_on_one_core(world):
    """And within its limits, which the system keeps."""
    lay_out(world, {f"{i}.nn": "init\ntrain 1000000000000\n" for i in range(4)})
    process = world.start("--grade", "check.nn", "--seconds", "3", "--memory", "600", "pile",
                          start_new_session=True)
    path = f"/proc/{process.pid}/task/{process.pid}/children"
    if not os.path.exists(path):
        raise Skip("there is no /proc that lists children")
    cores = len(os.sched_getaffinity(0))

    def are_begun():
        children = open(path).read().split()
        return len(children) == min(cores, 4) and all(
            limits_of(child)[0]["Max cpu time"] == ["3", "10"] for child in children)
    wait_until(are_begun, "answers run")
    found = [limits_of(child) for child in open(path).read().split()]
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    for limits, threads, _ in found:
        equal((limits["Max core file size"], limits["Max file size"]), (["0", "0"], ["0", "0"]), "files")
        if not any(name.startswith("ASAN") for name in world.env):
            equal(limits["Max address space"], [str(600 << 20)] * 2, "memory")
        equal(threads, "1", "threads")
    equal(len({on for _, _, on in found}), len(found), f"a core each: {found}")
    check(all(on.strip().isdigit() for _, _, on in found), f"one core: {found}")


def test_the_pile_of_the_manual(world):
    """The page that docs/grading.md quotes is the one that is written; docs/update sees to its table."""
    quoted = (ROOT / "docs" / "grading.md").read_text().split("<!-- page: hugo -->\n```text\n")[1]
    quoted = quoted.split("```")[0]
    result = world.shell(f'cp -R "{ROOT}/scripts/grading/." . && "$nnsh" --grade check.nn --csv marks.csv '
                         '--feedback pages answers/hugo.nn answers/ada.nn')
    equal(result.returncode, 1, f"{result.stderr!r}")
    equal((world.folder / "pages" / "hugo.nn.txt").read_text(), quoted, "hugo's page")
