# SPDX-License-Identifier: GPL-3.0-or-later
"""Without a terminal: options, inputs, descriptors, exit statuses, signals."""
import os
import re
import signal
import subprocess
import time

from terminal import PATIENCE, Skip, check, equal, wait_until


def test_pipe_file_and_text_give_the_same(world):
    script = "init\nstep\ntrain 300\nprint loss\npredict\n"
    path = world.write("same.nn", script)
    results = [world.batch(stdin=script), world.batch(str(path)), world.batch("-c", script),
               world.batch("-"), world.batch("--", "same.nn"), world.batch(stdin=b"\xef\xbb\xbf" +
               b"#!/usr/bin/env nnsh\r\n" + script.strip().replace("\n", "\r\n").encode())]
    results[3] = world.batch("-", stdin=script)
    for result in results:
        equal((result.returncode, result.stderr), (0, b""), "status and errors")
        equal(result.stdout, results[0].stdout, "answers")
    check(len(results[0].stdout) > 100, "there are no answers")
    check(b"nnsh>" not in results[0].stdout and b"\x1b" not in results[0].stdout, "decorations")


def test_options(world):
    world.write("a.nn", "print 1\n")
    result = world.batch("-qk", "-c", "print 2", "a.nn", "-cprint 3", "--no-rc")
    equal((result.stdout, result.returncode), (b"2\n1\n3\n", 0), "in order")
    result = world.batch("-ec", "print 1")
    check(b"nnsh> print 1\n1\n" in result.stdout, f"-e gave {result.stdout!r}")
    world.write("-odd.nn", "print 4\n")
    equal(world.batch("--", "-odd.nn").stdout, b"4\n", "behind --")


def test_help_and_version(world):
    for args in (["-h"], ["--help"]):
        result = world.batch(*args)
        equal((result.returncode, result.stderr), (0, b""), "--help")
        check(result.stdout.startswith(b"usage: nnsh"), "--help is no help")
        check(all(len(line) <= 80 for line in result.stdout.splitlines()), "--help is too wide")
    for args in (["-V"], ["--version"]):
        result = world.batch(*args)
        equal((result.returncode, result.stderr), (0, b""), "--version")
        check(result.stdout.startswith(b"nnsh "), "--version")


def test_bad_usage(world):
    for args, words in ((["--colour"], "did you mean '--color'"), (["-x"], "'-x'"), (["-c"], "-c"),
                        (["--color"], "--color"), (["--color=mauve"], "'mauve'"),
                        (["--echo=3"], "no value"), (["nosuch.nn"], "nosuch.nn"),
                        (["-c", "print 1", "nosuch.nn"], "nosuch.nn"), (["-qx"], "'-x'")):
        result = world.batch(*args)
        equal((result.returncode, result.stdout), (2, b""), f"{args}: status and stdout")
        lines = result.stderr.decode().splitlines()
        check(len(lines) == 2 and lines[0].startswith("nnsh: ") and words in lines[0],
              f"{args}: {lines}")
    world.write("lesson1.nn", "")
    check(b"did you mean 'lesson1.nn'" in world.batch("leson1.nn").stderr, "no near file name")


def test_exit_statuses(world):
    world.write("bad.nn", "print 1\nbogus\nprint 2\n")
    equal(world.batch("-c", "print 1").returncode, 0, "all well")
    result = world.batch("bad.nn", "-c", "print 3")
    equal((result.returncode, result.stdout), (1, b"1\n"), "a failed command")
    check(b"bad.nn:2:1: error:" in result.stderr, f"its place: {result.stderr!r}")
    result = world.batch("-k", "bad.nn", "-c", "print 3")
    equal((result.returncode, result.stdout), (1, b"1\n2\n3\n"), "with -k")
    equal(world.batch("-c", "expect 1 == 2").returncode, 1, "a failed expectation")
    equal(world.batch(stdin="").returncode, 0, "nothing")


def test_folder_and_fifo_as_script(world):
    (world.folder / "folder").mkdir()
    os.mkfifo(world.folder / "fifo")
    for name in ("folder", "fifo"):
        result = world.batch(name)
        equal((result.returncode, result.stdout), (2, b""), f"a {name}")
        check(name.encode() in result.stderr, f"{result.stderr!r}")
        result = world.batch("-c", f"source {name}")
        equal(result.returncode, 1, f"source of a {name}")
    result = world.shell('"$nnsh" < folder')
    equal(result.returncode, 1, "a folder as stdin")
    check(b"directory" in result.stderr, f"{result.stderr!r}")


def test_closed_descriptors(world):
    world.write("a.nn", "print 70000 + 1\nsave kept.nn\nprint 70000 + 2\n")
    result = world.shell('"$nnsh" <&-')
    equal((result.returncode, result.stdout), (1, b""), "stdin closed")
    check(b"cannot read stdin" in result.stderr, f"{result.stderr!r}")
    result = world.shell('"$nnsh" -c "print 1" >&-')
    equal(result.returncode, 74, "stdout closed")
    check(b"write error" in result.stderr, f"{result.stderr!r}")
    result = world.shell('"$nnsh" -c "print 1" 2>&-')
    equal((result.returncode, result.stdout), (0, b"1\n"), "stderr closed")
    result = world.shell('"$nnsh" a.nn <&- >&- 2>&-')
    equal(result.returncode, 74, "all closed")
    kept = world.folder / "kept.nn"
    check(not kept.exists() or b"7000" not in kept.read_bytes(), "answers went into a file")
    # A record stays open, and would be what is written to.
    for closed in (">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"):
        record = world.folder / "record.nn"
        world.shell(f'"$nnsh" -k -c "record record.nn; print 70000 + 1; trian; print 2" {closed}')
        text = record.read_bytes()
        check(text.startswith(b"# What was typed"), f"{closed}: {text!r}")
        check(not re.search(b"recording to|70001|error", text), f"{closed}: {text!r}")
        record.unlink()


def test_full_disk(world):
    if not os.path.exists("/dev/full"):
        raise Skip("there is no /dev/full")
    for args in ("-c 'print 1'", "--help", "--version", "-c 'init; train 100000'"):
        result = world.shell(f'"$nnsh" {args} >/dev/full')
        equal(result.returncode, 74, f"{args}: status")
        equal(result.stderr, b"nnsh: write error: No space left on device\n", args)


def test_a_limit_of_file_sizes_is_a_write_error(world):
    result = world.shell('ulimit -f 1; "$nnsh" -c "init 2 100 100 1; set limit none; print w2" >answers.txt')
    equal(result.returncode, 74, "status")
    equal(result.stderr, b"nnsh: write error: File too large\n", "stderr")
    result = world.shell('ulimit -f 1; "$nnsh" -k -c "init 2 90 1; save large.nn; print 70000 + 1"')
    check(b"cannot write 'large.nn': File too large" in result.stderr, repr(result.stderr))
    check(b"71" not in result.stderr and b"70001" in result.stdout, "the session did not go on")


def test_save_into_a_slow_pipe_waits(world):
    # Whoever opened the pipe made it non-blocking, and its reader comes late.
    result = world.shell("""mkfifo gate; (sleep 0.5; cat <gate >copy.nn) & reader=$!
        "$nnsh" -c 'init 2 90 90 1; save plain.nn' >/dev/null
        python3 -c 'import os, fcntl, sys
fd = os.open("gate", os.O_WRONLY); fcntl.fcntl(fd, fcntl.F_SETFL, os.O_NONBLOCK); os.dup2(fd, 1)
os.execv(sys.argv[1], [sys.argv[1], "-c", "init 2 90 90 1; save /dev/stdout"])' "$nnsh"
        echo $?; wait $reader""")
    check(result.stdout.startswith(b"0"), repr((result.stdout, result.stderr)))
    copy, plain = (world.folder / "copy.nn").read_bytes(), (world.folder / "plain.nn").read_bytes()
    check(plain in copy, "the pipe did not get the whole session")


def test_a_long_expression_hears_a_signal(world):
    # Each takes minutes if nothing stops it.
    many = "+".join(["sum(exp(w2))"] * 200)
    for commands in (f"print {many}", f"train until {many} < 0", f"let a = {many}\n" * 20):
        program = world.start("-c", "init 2 3000 3000 1; print 70000 + 1\n" + commands)
        program.stdout.readline()
        time.sleep(1)
        began = time.monotonic()
        program.send_signal(signal.SIGTERM)
        program.communicate()
        equal(program.returncode, -signal.SIGTERM, "status")
        check(time.monotonic() - began < 5, f"it ended only after {time.monotonic() - began:.1f} s")


def test_reader_that_leaves(world):
    # With SIGPIPE as usual and ignored; the status is written down beside.
    for trap in ("", "trap '' PIPE;"):
        for commands in ("init; train 100000000 every=1", None):
            source = f"-c '{commands}'" if commands else ""
            feed = "" if commands else "yes 'print 1' 2>/dev/null |"
            result = world.shell(f'{trap} {feed} ("$nnsh" {source}; echo $? >status) | head -1')
            check(result.stdout.count(b"\n") == 1, f"{result.stdout!r}")
            equal(result.stderr, b"", "it is no error")
            status = int((world.folder / "status").read_text())
            check(status in (141, 74), f"status {status}")


def test_answers_and_errors_keep_their_order(world):
    result = world.shell('"$nnsh" -k -c "print 1; bogus; print 2; bogus; print 3" >both 2>&1')
    equal(result.returncode, 1, "status")
    lines = (world.folder / "both").read_text().splitlines()
    order = [line for line in lines if line in "123" or "bogus'" in line]
    equal([line[-1] if line in "123" else "e" for line in order], list("1e2e3"), "order")


def test_answers_come_before_the_next_command(world):
    talk = world.start()
    for number in range(5):
        talk.stdin.write(f"print 70000 + {number}\n".encode())
        talk.stdin.flush()
        equal(talk.stdout.readline(), f"{70000 + number}\n".encode(), "answer")
    talk.stdin.close()
    equal(talk.wait(PATIENCE), 0, "status")
    talk.stdout.close()
    talk.stderr.close()


def cpu_ticks(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
        return int(stat.read().rsplit(")", 1)[1].split()[11])


def test_signals_in_batch(world):
    first, second = "print 70000 + 1\n", "print 70000 + 2\n"
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        for commands in (first, first + second + "init\ntrain 1000000000 every=1000000000\nprint 70000 + 3\n"):
            talk = world.start()
            talk.stdin.write(commands.encode())
            talk.stdin.flush()
            equal(talk.stdout.readline(), b"70001\n", "answer")
            if "train" in commands:
                if not os.path.exists("/proc/self/stat"):
                    raise Skip("there is no /proc")
                wait_until(lambda: cpu_ticks(talk.pid) > 10, "it trains")
            talk.send_signal(number)
            rest = talk.communicate(timeout=PATIENCE)[0]
            equal(talk.returncode, -number, f"end by signal {number}")
            if "train" in commands:
                check(rest.startswith(b"70002\n"), f"the answers were lost: {rest!r}")
                check(b"70003" not in rest, "a command after the one that was stopped is run")


def test_a_loop_of_the_shell_stops_at_ctrl_c(world):
    terminal = world.terminal(command=["sh", "-c", "for i in 1 2 3; do echo round $i; "
                                       f"{world.program} -c 'init; train 1000000000 every=1000000000'; done"])
    terminal.expect("round 1")
    terminal.read(0.5)
    terminal.send("\x03")
    terminal.end()
    check("round 2" not in terminal.plain(), "the loop went on")


def test_a_stalled_reader_does_not_hold_up_the_end(world):
    if not os.path.exists("/proc/self/stat"):
        raise Skip("there is no /proc")
    talk = world.start("-c", "init; train 1000000 every=1")
    read = os.read(talk.stdout.fileno(), 1)
    wait_until(lambda: open(f"/proc/{talk.pid}/stat").read().split()[2] == "S", "the pipe is full")
    talk.terminate()
    equal(talk.wait(PATIENCE), -signal.SIGTERM, "status")
    check(read, "no answer")
    for stream in (talk.stdin, talk.stdout, talk.stderr):
        stream.close()


def test_long_lines(world):
    most = 1 << 20
    good = b"print 7 #" + b"x" * (most - 9)
    result = world.batch("-k", stdin=good + b"\n" + good + b"y\nprint 8\n")
    equal((result.returncode, result.stdout), (1, b"7\n8\n"), "a line of 1 MiB and one longer")
    check(b"stdin:2" in result.stderr and len(result.stderr) < 500, f"{result.stderr[:300]!r}")
    # A sanitizer needs more address space than there is here.
    limit = "ulimit -v 400000; "
    if world.shell(limit + '"$nnsh" -c "print 1"').returncode != 0:
        limit = ""
    result = world.shell(limit + "(head -c 335544320 /dev/zero | tr '\\0' x; echo; "
                         "echo print 8) | \"$nnsh\" -k")
    equal((result.returncode, result.stdout[-2:]), (1, b"8\n"), "a line of 320 MiB")
    check(len(result.stderr) < 500, "the line was echoed")


def test_lines_that_cross_blocks(world):
    script = "".join(f"print {i} #{'x' * (i * 7 % 300)}\n" for i in range(3000))
    result = world.batch(stdin=script)
    equal(result.stdout.decode().split(), [str(i) for i in range(3000)], "answers")
    world.write("many.nn", script.rstrip("\n"))
    equal(world.batch("many.nn").stdout, result.stdout, "answers of the file")


def test_odd_bytes_are_errors_with_a_place(world):
    for raw in (b"\x00", b"\x01", b"\x1b", b"\x7f", b"\xff", b"\xc3", b"\xc2\x9b"):
        shown = f"\\x{raw[0]:02x}".encode()
        for script in (b"print 1" + raw + b"; print 2\nprint 3\n", b"print 1 #" + raw + b"; print 2\nprint 3\n"):
            place = f"stdin:1:{script.index(raw) + 1}: error: the byte ".encode() + shown
            result = world.batch("-k", stdin=script)
            equal((result.returncode, result.stdout), (1, b"3\n"), f"status and answers of {script!r}")
            check(result.stderr.startswith(place), f"{script!r}: {result.stderr!r}")
            check(shown in result.stderr.splitlines()[1] and raw not in result.stderr, f"sent raw: {result.stderr!r}")


def test_ascii_spelling(world):
    commands = "init; forward 1; show net; explain z1[0,0]"
    signs = world.batch("-c", commands).stdout
    for args, changes in ((["--ascii"], {}), ([], {"LC_ALL": "C"})):
        plain = world.batch(*args, "-c", commands, **changes).stdout
        check(all(byte < 128 for byte in plain), f"a sign beyond ASCII with {args} {changes}")
    if not any(byte >= 128 for byte in signs):
        raise Skip("no answer has a sign beyond ASCII")


def test_a_containers_limit_of_memory_counts(world):
    # What the files below /sys/fs/cgroup say is made up, in a world of mounts of its own.
    made = """mount -t tmpfs tmpfs /sys/fs/cgroup && mkdir -p /sys/fs/cgroup/memory &&
        echo LIMIT | tee /sys/fs/cgroup/memory.max >/sys/fs/cgroup/memory/memory.limit_in_bytes &&
        echo ready && exec "$nnsh" -k -c 'init 2 4000 1000 1; print 70000 + 1'"""
    for limit, refused in (("60000000", True), ("max", False), ("9223372036854771712", False)):
        world.write("limited", made.replace("LIMIT", limit))
        result = world.shell("unshare -m sh limited || unshare -rm sh limited")
        if not result.stdout.startswith(b"ready"):
            raise Skip("mounts of one's own need root, or a system that allows them to all")
        equal(b"this network needs 0.0649 GB of memory, but 0.048 GB are available" in result.stderr, refused,
              f"whether it is refused with {limit}")
        check(b"70001" in result.stdout, "the session did not go on")


def test_a_locale_with_a_comma_changes_no_number(world):
    script = "print 1.5, 2.25 * 2\nset lr 0.5\nshow settings\ninit\ntrain 20\nsave comma.nn\nprint 1,5\nprint 1.5x\n"
    results = []
    for locale, source in (("C.UTF-8", None), ("de_DE.UTF-8", "de_DE")):
        if source:
            made = world.shell(f"localedef -i {source} -f UTF-8 ./{locale}; LOCPATH=. LC_ALL={locale} locale decimal_point")
            if made.stdout.strip() != b",":
                raise Skip("no locale with a comma can be made here")
        result = world.batch("-k", "-c", script, LC_ALL=locale, LOCPATH=str(world.folder))
        results.append((result.stdout, result.stderr, (world.folder / "comma.nn").read_bytes()))
    equal(results[1], results[0], "answers, errors and the saved session")
    check(results[0][0].startswith(b"1.5 4.5\n"), f"{results[0][0]!r}")
    check(b"1.5x" in results[0][1], f"1.5x is read in part: {results[0][1]!r}")


def test_no_command_reaches_a_shell_of_the_system(world):
    touch = "touch there"
    for command in (f"!{touch}", f"! {touch}", f"shell {touch}", f"system('{touch}')", f"print `{touch}`", f"$({touch})",
                    f"print $({touch})", f"source '|{touch}'", f"source '`{touch}`'", f"data '|{touch}'",
                    f"load '|{touch}'", f"init; save '| {touch}'", f"init; save '$({touch})'", f"record '; {touch}'",
                    f"init; plot w1 '|{touch};.svg'", f"init; export '|{touch};.py'", f"help '|{touch}'"):
        world.batch("-k", "-c", command)
        check(not (world.folder / "there").exists(), f"{command!r} ran it")


def test_a_terminal_that_only_shows_gets_answers_only(world):
    commands = "init; show net w1\nforward 1\nprint [1,\n2]\ntrain 20\n"
    world.write("commands", commands)
    plain = world.batch(stdin=commands).stdout
    terminal = world.terminal(command=["sh", "-c", f"cat commands | '{world.program}' --color=never"])
    equal(terminal.end(), 0, "status")
    equal(terminal.raw.replace(b"\r", b""), plain, "what is shown")


def test_stdin_is_shared(world):
    world.write("script", "print 1\nquit\nrest\n")
    result = world.shell('("$nnsh"; cat) <script')
    equal(result.stdout, b"1\nrest\n", "read on behind quit")


def test_no_descriptor_leaks(world):
    world.write("one.nn", "print 1\n")
    result = world.shell("ulimit -n 20; yes 'source one.nn' | head -1000 | \"$nnsh\"")
    equal((result.returncode, len(result.stdout)), (0, 2000), "a thousand sources")


def test_sources_that_source_each_other_have_a_last_depth(world):
    for number in range(100):
        world.write(f"s{number}.nn", f"print 70000 + {number}\nsource s{number + 1}.nn\n")
    world.write("s100.nn", "print 70100\n")
    result = world.batch("s0.nn")
    equal((result.returncode, result.stdout.split()[-1]), (1, b"70063"), "the deepest file")
    check(re.search(rb"s63\.nn:2:\S* error: .*64", result.stderr), repr(result.stderr[:500]))
    chain = [int(number) for number in re.findall(rb"^  sourced from s(\d+)\.nn:2$", result.stderr, re.M)]
    equal(chain, list(range(62, -1, -1)), "the chain")
    equal(world.batch("s40.nn").stdout.split()[-1], b"70100", "sixty files deep")


def test_script_with_its_own_first_line(world):
    path = world.write("script.nn", f"#!{world.program}\nprint 70000 + 1\n")
    path.chmod(0o755)
    try:
        result = subprocess.run([str(path)], capture_output=True, timeout=PATIENCE, check=False,
                                env=world.env)
    except PermissionError as error:
        raise Skip("scripts cannot be run in the folder for temporary files") from error
    equal((result.returncode, result.stdout), (0, b"70001\n"), "the script")
