# SPDX-License-Identifier: GPL-3.0-or-later
"""Safe mode: nothing is written, and nothing is read but regular files below one folder."""
import os
import signal
import subprocess

from terminal import CTRL_U, check, equal, limits_of

WRITES = b"in safe mode this shell cannot write files"
OUTSIDE = b"is outside the folder that may be read"
SECRET = b"print 70000 + 1\n"


def lay_out(world):
    """A folder of files, and around it what must not be reached."""
    world.write("secret.nn", SECRET)
    world.write("secret.csv", "70001,1\n70002,2\n")
    world.write("files/inside.nn", "print 80000 + 1\n")
    world.write("files/table.csv", "1,2\n3,4\n")
    world.write("files/deep/er.nn", "source inside.nn\n")
    folder = world.folder / "files"
    (folder / "link.nn").symlink_to(world.folder / "secret.nn")
    (folder / "link.csv").symlink_to("../secret.csv")
    (folder / "up").symlink_to("..")
    (folder / "round").symlink_to("round")
    (folder / "own.nn").symlink_to("deep/../inside.nn")
    os.mkfifo(folder / "fifo")


def tree(world):
    """Everything there is in the world: names, sizes, and times of change."""
    return sorted((str(path), path.lstat().st_size, path.lstat().st_mtime_ns)
                  for path in world.folder.rglob("*"))


def safe(world, commands, *args, **options):
    return world.batch("--safe", "--files", "files", *args, "-c", commands, **options)


def test_nothing_is_written(world):
    lay_out(world)
    before = tree(world)
    for command in ("save made.nn", "save inside.nn", "save files/made.nn", f"save {world.folder}/made.nn",
                    "save /dev/stdout", "save /dev/stderr", "save /dev/null", "save /proc/self/fd/1",
                    "save fifo", "record made.nn", "record /dev/stdout", "plot net made.svg",
                    "plot net made.png", "plot w1 made.pdf", "plot net /dev/stdout.svg",
                    "export made.py", "export made.ipynb", "export made.onnx", "export made.h",
                    "export w1 made.csv", "export curve made.csv",
                    "lesson forward; lesson receipt made.nn"):
        result = safe(world, "init seed=3; " + command)
        equal(result.returncode, 1, f"{command}: status")
        check(WRITES in result.stderr, f"{command}: {result.stderr!r}")
        check(b"BEGIN" not in result.stdout and b"weights" not in result.stdout, command)
    equal(tree(world), before, "the folder")


def test_a_picture_in_the_terminal_is_no_file(world):
    lay_out(world)
    result = safe(world, "init; plot net; record; record off")
    equal((result.returncode, result.stderr), (0, b""), "plot net")


def test_reading_below_the_folder(world):
    lay_out(world)
    for command in ("source inside.nn", "source ./deep/../inside.nn", "source deep/er.nn", "source own.nn",
                    f"source {world.folder}/files/inside.nn", "source up/files/inside.nn"):
        result = safe(world, command)
        equal((result.returncode, result.stdout), (0, b"80001\n"), command)
    result = safe(world, "data table.csv; print sum(x)")
    equal(result.returncode, 0, f"{result.stderr!r}")
    check(result.stdout.endswith(b"4\n"), f"{result.stdout!r}")


def test_reading_elsewhere_is_refused(world):
    lay_out(world)
    for name in ("../secret.nn", f"{world.folder}/secret.nn", "link.nn", "up/secret.nn",
                 "deep/../../secret.nn", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0",
                 "/proc/self/environ", "/etc/passwd", "/dev/zero", "/dev/tty", "round", "..",
                 "/nosuch", "../nosuch.nn", "up/nosuch.nn", "../files2/a.nn", "/" + "a/" * 3000):
        for command in (f"source {name}", f"load {name}", f'data file "{name}"'):
            result = safe(world, command, stdin=SECRET)
            equal((result.returncode, result.stdout), (1, b""), f"{command}: status and stdout")
            check(OUTSIDE in result.stderr, f"{command}: {result.stderr!r}")
            check(b"7000" not in result.stderr and b"did you mean" not in result.stderr,
                  f"{command} tells: {result.stderr!r}")
    for command in ("data link.csv", "data ../secret.csv", 'data file "up/secret.csv"'):
        check(OUTSIDE in safe(world, command).stderr, command)


def test_what_is_no_regular_file_is_refused(world):
    lay_out(world)
    for command in ("source fifo", "load fifo", 'data file "fifo"'):
        check(b"not a regular file" in safe(world, command).stderr, command)
    for command in ("source .", "source deep", 'data file "deep"'):
        check(b"is a folder" in safe(world, command).stderr, command)
    result = safe(world, "data -", stdin="1,2\n3,4\n")
    check(result.returncode == 1 and b"from stdin" in result.stderr, "data -")
    result = safe(world, "source -", stdin=SECRET)
    check(result.returncode == 1 and b"70001" not in result.stdout, "source -")
    result = safe(world, "load")
    check(b"keeps no sessions" in result.stderr, "load")


def test_a_folder_beside_with_the_same_beginning_is_outside(world):
    lay_out(world)
    world.write("files-more/a.nn", SECRET)
    check(OUTSIDE in safe(world, "source ../files-more/a.nn").stderr, "files-more")


def test_the_current_folder_is_the_usual_one(world):
    lay_out(world)
    result = world.batch("--safe", "files/inside.nn", "-c", "source files/inside.nn; source secret.nn")
    equal((result.returncode, result.stdout), (0, b"80001\n80001\n70001\n"), "below the current folder")
    result = world.batch("--safe", "-c", "source ../x.nn")
    check(OUTSIDE in result.stderr, f"{result.stderr!r}")


def test_scripts_that_the_user_names_may_be_anywhere(world):
    lay_out(world)
    result = world.batch("--safe", "--files=files", "secret.nn", "-")
    equal((result.returncode, result.stdout), (0, b"70001\n"), "secret.nn")
    equal(safe(world, "print 2", "-", stdin="print 1").stdout, b"1\n2\n", "stdin")


def test_a_saved_session_with_its_table(world):
    lay_out(world)
    result = world.shell('cd files && "$nnsh" -c "data table.csv; init 1 1:linear; train 3; save model.nn"')
    equal(result.returncode, 0, f"{result.stderr!r}")
    result = safe(world, "load model.nn; print epoch")
    equal(result.returncode, 0, f"{result.stderr!r}")
    check(result.stdout.endswith(b"\n3\n"), f"{result.stdout!r}")
    world.shell('"$nnsh" -c "data secret.csv; init 1 1:linear; save files/secret.nn"')
    result = safe(world, "load secret.nn")
    check(result.returncode == 1 and OUTSIDE in result.stderr, f"{result.stderr!r}")
    result = safe(world, "load model.nn data=../secret.csv")
    check(result.returncode == 1 and OUTSIDE in result.stderr, f"{result.stderr!r}")


def test_bad_folders(world):
    lay_out(world)
    for args, words in ((["--files", "files"], "needs --safe"),
                        (["--safe", "--files", "nosuch"], "cannot read the folder 'nosuch'"),
                        (["--safe", "--files", "secret.nn"], "'secret.nn' is not a folder"),
                        (["--safe", "--files", ""], "cannot read the folder")):
        result = world.batch(*args, "-c", "print 1")
        equal((result.returncode, result.stdout), (2, b""), f"{args}")
        check(words.encode() in result.stderr, f"{args}: {result.stderr!r}")


def test_at_a_terminal_nothing_is_kept_or_run(world):
    world.write("config/nnsh/rc.nn", "print 90000 + 1\n")
    world.write("pager", "#!/bin/sh\necho PAGED\ncat\n").chmod(0o755)
    before = tree(world)
    terminal = world.session("--safe", PAGER=str(world.folder / "pager"))
    terminal.answer("init", "")
    terminal.answer("train 30", "")
    terminal.line("help")
    terminal.prompt()
    terminal.answer("save made.nn", "cannot write files")
    terminal.answer("load", "keeps no sessions")
    terminal.line("live")
    terminal.expect("in safe mode there is no live")
    terminal.prompt()
    terminal.lesson("forward", 7, "show data")
    terminal.answer("lesson off", "left the lesson")
    terminal.alive()
    equal(terminal.leave(), 0, "status")
    check("90001" not in terminal.plain(), "rc.nn was run")
    check("PAGED" not in terminal.plain(), "the pager was run")
    equal(tree(world), before, "the home")


def test_a_killed_safe_session_leaves_nothing(world):
    before = tree(world)
    terminal = world.session("--safe")
    terminal.answer("init", "")
    terminal.kill()
    equal(tree(world), before, "the home")


def test_no_command_starts_a_program(world):
    """No words of a shell are known, whatever they look like."""
    for command in ("!touch made", "! touch made", "system touch made", "print `touch made`",
                    "print $(touch made)", "source |touch made", 'source "touch made|"', "| touch made"):
        result = world.batch("--safe", "-c", command)
        equal(result.returncode, 1, command)
        check(not (world.folder / "made").exists(), command)


def test_a_safe_run_has_the_limits_of_grading(world):
    process = world.start("--safe")
    process.stdin.write(b"init\nprint 70000 + 1234\n")
    process.stdin.flush()
    while b"71234" not in process.stdout.readline():
        pass
    limits, threads, _ = limits_of(process.pid)
    process.communicate()
    equal((limits["Max cpu time"], limits["Max core file size"], limits["Max file size"]),
          (["10", "12"], ["0", "0"], ["0", "0"]), "limits")
    if not any(name.startswith("ASAN") for name in world.env):
        equal(limits["Max address space"], [str(512 << 20)] * 2, "memory")
    equal(threads, "1", "threads")


def test_a_safe_run_ends_at_its_time(world):
    world.write("l.nn", "init\ntrain 1000000000000 every=1000000000000\n")
    result = world.batch("--safe", "--seconds", "1", "-k", "l.nn", "-c", "print 70000 + 1234")
    equal(result.returncode, -signal.SIGXCPU, "status")
    check(result.stderr.endswith(b"nnsh: stopped after 1 second of computing, the most in safe mode; "
                                 b"--seconds N allows more\n"), f"{result.stderr!r}")
    check(b"71234" not in result.stdout, "the next text was run")


def test_a_safe_session_stops_a_command_at_its_time(world):
    terminal = world.session("--safe", "--seconds", "1")
    terminal.answer("init", "")
    for _ in range(2):
        terminal.answer("train 1000000000000 every=1000000000000", r"^nnsh: stopped after 1 second of computing")
        terminal.alive()
    equal(terminal.leave(), 0, "status")


def test_safe_mode_says_where_more_memory_comes_from(world):
    result = world.batch("--safe", "--memory", "64", "-c", "init 2 2000 2000 1")
    equal(result.returncode, 1, "status")
    check(b"; --memory MB gives safe mode more" in result.stderr, f"{result.stderr!r}")
    equal(world.batch("--safe", "-c", "init 2 2000 2000 1").returncode, 0, "with the usual memory")
    result = world.batch("-c", "init 2 1000000 1000000 1")
    check(b"--memory" not in result.stderr, "outside safe mode there is no such option")


def test_safe_mode_cuts_what_is_printed(world):
    """At a megabyte to the byte, in the middle of no character; the run goes on."""
    script = world.write("flood.nn", "init 2 20 20 1\n" + "print \"½µ\", w1, w2\n" * 3000 + "print nonsense\n")
    for changes in ({}, {"LC_ALL": "C"}):
        result = world.batch("--safe", "flood.nn", **changes)
        equal(result.returncode, 1, "the run goes on to its last line")
        # Some signs are shorter where they are spelled in ASCII.
        least = (1 << 20) - (4 if not changes else 1 << 14)
        check(least <= len(result.stdout.decode().encode()) <= 1 << 20, f"{len(result.stdout)}")
        equal(result.stderr.count(b"more than 1 MB was printed, the most in safe mode"), 1, "how often it is said")
    with open(world.folder / "out", "wb") as out:
        subprocess.run([world.program, "--safe", str(script)], stdout=out, stderr=subprocess.DEVNULL,
                       cwd=world.folder, env=world.env)
    check((1 << 20) - 4 <= (world.folder / "out").stat().st_size <= 1 << 20, "a file is cut as a pipe is")
    terminal = world.session("--safe")
    terminal.answer("source flood.nn", r"^nnsh: more than 1 MB was printed")
    terminal.alive()
    terminal.leave()


def test_tab_offers_only_files_that_can_be_read(world):
    lay_out(world)
    (world.folder / "inner.nn").write_text("")
    (world.folder / "files" / "two words.nn").write_text("print 80000 + 2\n")
    terminal = world.session("--safe", "--files", "files")
    for typed, completed in (("in", "inside.nn "), ("de", "deep/"), ("deep/e", "deep/er.nn "),
                             ("ow", "own.nn ")):
        terminal.send(f"source {typed}\t")
        terminal.expect(f"source {completed}$", f"{typed} completed")
        terminal.send(CTRL_U)
    for typed in ("sec", "lin", "fif", "../", "../s", str(world.folder) + "/s", "up/", "/etc/pass"):
        terminal.send(f"source {typed}\t\t{CTRL_U}")
        terminal.alive()
    for word in ("secret", "link.nn", "fifo", "passwd"):
        check(word not in terminal.plain(), f"{word} is offered")
    terminal.line("source tw\t")
    terminal.expect("^80002$", "a name with a blank is quoted")
    terminal.prompt()
    terminal.leave()
