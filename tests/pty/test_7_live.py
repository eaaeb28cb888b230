# SPDX-License-Identifier: GPL-3.0-or-later
"""The full-screen view on an emulated screen: every key, and what it leaves behind."""
import html
import os
import random
import re
import signal
import time

from terminal import (PATIENCE, ROOT, CTRL_C, CTRL_U, CTRL_Z, ESC, TAB, Failure, check, emulator, equal,
                      paste, wait_until)

LEFT, RIGHT, HOME, END, PAGE_UP, PAGE_DOWN = (
    "\x1b[D", "\x1b[C", "\x1b[H", "\x1b[F", "\x1b[5~", "\x1b[6~")
KEYPAD = {LEFT: "\x1bOD", RIGHT: "\x1bOC", HOME: "\x1bOH", END: "\x1bOF"}


class Live:
    """A session with the view open, and its emulated screen."""

    def __init__(self, world, setup, command="live", terminal=None, **options):
        self.pyte = emulator()
        self.terminal = terminal or world.session("--no-rc", **options)
        for line in setup:
            self.terminal.line(line)
            self.terminal.prompt()
        self.screen = self.pyte.Screen(self.terminal.columns, self.terminal.rows)
        self.stream = self.pyte.ByteStream(self.screen)
        self.fed = 0
        self.terminal.line(command)
        self.see(r"paused  epoch|no network yet|larger")

    def lines(self):
        self.terminal.read(0.02)
        self.stream.feed(self.terminal.raw[self.fed:])
        self.fed = len(self.terminal.raw)
        return [line.rstrip() for line in self.screen.display]

    def see(self, pattern, lines=slice(None)):
        """Waits until the screen has the regular expression, and returns the match."""
        end = time.monotonic() + PATIENCE
        while True:
            text = "\n".join(self.lines()[lines])
            match = re.search(pattern, text, re.M)
            if match:
                return match
            if time.monotonic() > end or self.terminal.ended():
                raise Failure(f"no {pattern!r} on the screen:\n{text}")

    def status(self, pattern):
        return self.see(pattern, slice(-3, -2))

    def last(self, pattern):
        return self.see(pattern, slice(-1, None))

    def press(self, *keys):
        for key in keys:
            self.terminal.send(KEYPAD.get(key, key))

    def epoch(self):
        return int(self.status(r"epoch (\d+)").group(1))

    def train(self):
        """Trains for a while, and pauses."""
        before = self.epoch()
        self.press(" ")
        self.status("training")
        wait_until(lambda: self.epoch() > before, "it trains")
        self.press(" ")
        self.status("paused")
        return self.epoch()

    def resize(self, rows, columns):
        self.terminal.resize(rows, columns)
        self.screen.resize(rows, columns)
        self.screen.erase_in_display(2)

    def leave(self, key="q"):
        self.press(key)
        self.terminal.seen = 0
        self.terminal.prompt()

    def answer(self, command, pattern):
        return self.terminal.answer(command, pattern)


def saved(world, terminal, name):
    """What `save` writes of the session at this prompt."""
    terminal.answer(f"save {name}", "wrote|saved")
    return (world.folder / name).read_text()


def typed(world, name, *commands):
    """What is saved after the same commands at a prompt."""
    world.batch("--no-rc", "-c", "\n".join([*commands, f"save {name}"]))
    return (world.folder / name).read_text()


def test_a_training_is_the_command_that_does_the_same(world):
    live = Live(world, ["init seed=2"])
    epoch = live.train()
    live.leave()
    live.answer("history", rf"^\s+3  train {epoch}\n")
    equal(saved(world, live.terminal, "a.nn"), typed(world, "b.nn", "init seed=2", f"train {epoch}"))
    live.answer("undo", f"undid 'train {epoch}': epoch 0")
    live.answer("undo", "undid 'init seed=2'")


def test_a_stretch_within_an_epoch_is_one_command(world):
    live = Live(world, ["data moons", "init 2 4:tanh 1", "set batch 10"])
    live.press("-", "-", "-")
    live.status("speed 1$")
    live.press("s", "s")
    live.status("batch 2")
    live.press(" ")
    live.status("batch 7")
    live.press(" ")
    live.status("paused")
    live.leave()
    live.terminal.line("history")
    last = live.terminal.expect(r"train (updates=)?\d+").group(0)
    live.terminal.prompt()
    equal(saved(world, live.terminal, "a.nn"),
          typed(world, "b.nn", "data moons", "init 2 4:tanh 1", "set batch 10", "step", "step", last))


def test_keys_typed_with_the_command_that_opens_it(world):
    terminal = world.session("--no-rc")
    terminal.answer("init seed=2", "network")
    terminal.send("live\rsss" + LEFT + "m:print 70000 + 7\rq")
    terminal.prompt()
    terminal.answer("history", r"live\n\s+\d+  step\n\s+\d+  step\n\s+\d+  step\n\s+\d+  goto 2\n"
                               r"\s+\d+  mark m1\n\s+\d+  print 70000 \+ 7\n")
    terminal.alive()


def test_half_a_character_and_half_a_paste_leave_no_key_deaf(world):
    live = Live(world, ["init seed=2"])
    live.terminal.send(b"\xe6m")
    live.see("m1")
    live.terminal.send(b"\x1b[200~mmm\xc3\x1b[201~")
    live.press("m")
    live.see("m2")
    live.terminal.send(b"\x1b[200~mmm")  # its end never comes
    live.terminal.await_read()
    live.press(CTRL_C, "m")
    live.see("m3")
    live.press("\x13")  # Ctrl-S stops no output
    live.see("does nothing here")
    live.leave()


def test_keys_in_the_middle_of_long_updates_change_nothing(world):
    setup = ["data digits", "init 64 500:relu 300:relu 10:softmax seed=1", "set loss ce"]
    live = Live(world, setup)
    live.press(" ")
    live.status("epoch [1-9]")
    for _ in range(6):
        live.press("?")
        live.last("any key closes")
        live.press("x")
        live.last("Space pause")
    live.status("epoch [2-9]|epoch [1-9][0-9]")
    live.press(" ")
    live.status("paused")
    epoch = live.epoch()
    live.leave()
    equal(saved(world, live.terminal, "a.nn"), typed(world, "b.nn", *setup, f"train {epoch}"))


def test_each_key_does_what_its_command_does(world):
    live = Live(world, ["init seed=2", "set lr 0.2"])
    live.press("s")
    live.status("epoch 1 ")
    live.press("n", "n")
    live.see("a1 = relu")
    live.press("[")
    live.status("lr 0.1 ")
    live.press("]", "]")
    live.status("lr 0.5 ")
    live.press("m")
    live.last("m1: epoch 1")
    live.press("i")
    live.status("epoch 0 ")
    live.press("r")
    live.press("u")
    live.last("undid 'reset'|undid 'init|nothing")
    live.leave()
    commands = ["init seed=2", "set lr 0.2", "step", "next", "next", "set lr 0.1", "set lr 0.2",
                "set lr 0.5", "mark m1", "init 2 2:relu 1:sigmoid scheme=uniform seed=3", "reset", "undo"]
    live.terminal.line("history")
    for number, command in enumerate([*commands[:2], "live", *commands[2:]], 1):
        live.terminal.expect(rf"^\s+{number}  {re.escape(command)}( +\(undone\))?$")
    live.terminal.prompt()
    equal(saved(world, live.terminal, "a.nn"), typed(world, "b.nn", *commands))


def test_the_slider_goes_back_and_forward(world):
    live = Live(world, ["init seed=2", "train 1000"])
    live.press(PAGE_UP, PAGE_UP)
    live.status("in the past  epoch 800")
    live.press(LEFT)
    live.status("epoch 799")
    live.press(RIGHT, RIGHT)
    live.status("epoch 801")
    live.press(PAGE_DOWN)
    live.status("epoch 901")
    live.press(HOME)
    live.status("epoch 0 ")
    live.press(END)
    live.status("paused  epoch 1000")
    live.press(PAGE_UP, "u")
    live.status("paused  epoch 1000")
    live.press(PAGE_UP, "m")
    live.last("m1: epoch 900")
    live.press(RIGHT)
    live.status("in the past  epoch 901")
    live.press(HOME)
    loss = live.status(r"epoch 0  loss ([\d.]+)").group(1)
    live.leave()
    live.answer("undo", "undid 'goto 0': epoch 1000")
    live.answer("goto 0", f"epoch 0, loss {loss}")


def test_the_arrows_go_by_single_updates(world):
    setup = ["data moons", "init 2 4:tanh 1 seed=2", "set batch 40", "train 10", "step 2"]
    live = Live(world, setup)
    live.status("paused  epoch 10 batch 2 ")
    live.press(LEFT, LEFT)
    live.status("in the past  epoch 10 ")
    live.press(LEFT, LEFT, LEFT)
    live.status("epoch 9 batch 2 ")
    live.press(RIGHT)
    live.status("epoch 9 batch 3 ")
    loss = live.status(r"loss ([\d.]+)").group(1)
    live.press("m")
    live.last("m1: epoch 9")
    live.press(LEFT, RIGHT, RIGHT)
    live.status("epoch 9 batch 4 ")
    live.press(*[RIGHT] * 3)
    live.status("paused  epoch 10 batch 2 ")
    live.press("n", "n", LEFT)
    live.status("in the past  epoch 10 batch 2 ")
    live.press(END)
    live.press(HOME, LEFT)
    live.status("epoch 0 ")
    live.press("u")
    live.leave()
    live.answer("history", r"goto 9 steps=48( +\(undone\))?\n +\d+  mark m1")
    live.answer("goto 9 steps=48", f"epoch 9, loss {loss}")
    equal(saved(world, live.terminal, "a.nn"), typed(world, "b.nn", *setup[:3], "train updates=48"))


def test_training_from_the_past_drops_what_came_later(world):
    live = Live(world, ["init seed=2", "train 100"])
    live.press(PAGE_UP, PAGE_UP)
    live.status("epoch 80 ")
    epoch = live.train()
    live.leave()
    equal(saved(world, live.terminal, "a.nn"),
          typed(world, "b.nn", "init seed=2", "train 100", "goto 80", f"train {epoch - 80}"))
    live.answer("undo 2", "epoch 100")


def test_a_record_replays_what_was_done(world):
    live = Live(world, ["record walk.nn", "init seed=2"])
    live.press("]")
    live.train()
    live.press(PAGE_UP)
    live.status("in the past")
    live.train()
    live.leave("q")
    left = saved(world, live.terminal, "a.nn")
    live.terminal.leave()
    text = (world.folder / "walk.nn").read_text()
    check("live" not in text, text)
    world.batch("--no-rc", "-c", "source walk.nn\nsave b.nn")
    equal((world.folder / "b.nn").read_text(), left)


def test_a_command_is_typed_and_its_answer_shown(world):
    live = Live(world, ["init seed=2"])
    live.press(":")
    live.terminal.send("explain dw2[0,0]")
    live.last(":explain dw2")
    live.press("\r")
    live.see("w2|a1")
    live.last("any key")
    live.press("x")
    live.see("epoch 0")
    live.press(":")
    live.terminal.send("trian 5" + "\x7f" * 7 + "setx" + CTRL_U + "set lr 0.7\r")
    live.status("lr 0.7")
    live.press(":")
    live.terminal.send("set lr -1\r")
    live.see("error: ")
    live.press("x", ":")
    live.terminal.send("live\r")
    live.see("open already")
    live.press("x")
    live.press("?")
    live.see("PgUp PgDn  a tenth")
    live.press("x", ":")
    live.leave("quit\r")
    live.terminal.line("live")
    live.status("paused")
    live.press(":")
    live.leave("q\r")
    live.answer("print lr", "0.7")
    live.terminal.line("live")
    live.status("paused")
    live.press(":", "print 1; quit\r")
    equal(live.terminal.end(), 0)


def test_keys_come_in_the_ways_in_which_terminals_send_them(world):
    live = Live(world, ["init seed=2", "train 100"], TERM="vt100", NO_COLOR="1")
    for key, epoch in (("\x1b[5~", 90), ("\x1b[1~", 0), ("\x1b[6~", 10), ("\x1b[4~", 100),
                       ("\x1b[7~", 0), ("\x1b[8~", 100), (PAGE_UP, 90), ("\x1bOH", 0), ("\x1b[F", 100)):
        live.terminal.send(key)
        live.status(f"epoch {epoch} ")
    live.press(":")
    live.terminal.send("undo 12\x1b[3~\x1b[15~")
    live.last(":undo 1$")
    live.press(ESC)
    live.last("q Esc leave|keys")
    live.press("q")
    live.see("(?m)^epoch 100, loss [0-9.]+$")


def test_panels_are_chosen_enlarged_and_left_out(world):
    live = Live(world, ["init seed=2", "train 100"], "live loss net")
    live.see("loss by epoch")
    live.see("net\n")
    check("predicts" not in "\n".join(live.lines()), "boundary was not asked for")
    live.press(TAB)
    wait_until(lambda: "unit" not in "\n".join(live.lines()[:-3]) and "│ net" not in live.lines()[0],
               "loss is alone")
    live.press(TAB)
    live.see("positive weight")
    live.press(TAB)
    live.see("loss by epoch")
    live.leave()
    live.terminal.line("live")
    live.last("Space train .*q Esc leave  Tab shows net$")
    live.press(TAB)
    live.last("leave$")
    live.press(TAB, TAB, TAB)
    live.last("Tab shows net$")
    live.resize(34, 100)
    live.last("leave$")
    live.resize(18, 60)
    live.last("Space train .*leave  Tab shows loss, net$")
    live.press(TAB)
    live.see("loss by epoch|^loss")
    live.resize(24, 80)
    live.leave(ESC)
    live.answer("live loss boundry", "there is no panel 'boundry'; did you mean 'boundary'")
    live.terminal.line("live surface w1[0,0] w1[0,1] loss")
    live.see(r"(surface|the loss) .*│ loss by epoch")
    live.leave()
    live.terminal.send("live metr\tsta\tw1\r")
    live.see("accuracy.*stages")
    live.leave()


def test_a_network_of_three_layers_has_room_in_half_a_screen(world):
    live = Live(world, ["data moons", "init 2 8 8 1"], "live net boundary")
    live.see(r"x +a1 +a2 +a3 +│")
    live.leave()
    live.answer("init 2 4 4 4 4 4 4 1", "parameters")
    live.terminal.line("live net boundary")
    live.see("… 4 layers have no room here")
    live.leave()


def test_the_key_of_a_picture_leaves_the_picture_room(world):
    live = Live(world, ["data moons", "init 2 8 1"], "live boundary net")
    live.see("a to h: where z1 of units 0 to 7 is 0 +│")
    live.press(":")
    live.terminal.send("init 2 20 1\rx")
    live.see(r"the 20 lines z1 = 0 are too many for a +│.*\nterminal; a file shows them +│")
    live.leave()


def test_a_unit_is_highlighted(world):
    live = Live(world, ["init 2 8:tanh 1 seed=2"], NO_COLOR="1")
    before = live.lines()[:-3]
    live.press("3")
    wait_until(lambda: live.lines()[:-3] != before, "a line stands out")
    live.press("3")
    wait_until(lambda: live.lines()[:-3] == before, "no line stands out")
    live.press("1")
    live.last(r"unit 0: a1\[:,0\], w1\[:,0\]")
    live.press("9")
    live.last("the first layer has 8 units")
    live.press("0")
    live.last("does nothing")
    live.leave()
    live.terminal.line("live units net")
    live.see(r"a1\[:,1\]  ")
    live.press("2")
    live.see(r"a1\[:,1\]\*")
    live.press("2")
    live.see(r"a1\[:,1\]  ")
    live.leave()


DIRECT = """nnsh-direct|a terminal with direct colours,
\tRGB, ccc@, colors#0x1000000, pairs#0x10000, use=xterm,
\tsetaf=\\E[%?%p1%{8}%<%t3%p1%d%e38\\:2\\:\\:%p1%{65536}%/%d\\:%p1%{256}%/%{255}%&%d\\:%p1%{255}%&%d%;m,
"""


def test_colours_are_those_of_the_terminal(world):
    for kind, wanted in (("xterm", b"\x1b[34m"), ("xterm-256color", b"\x1b[38;5;33m"),
                         ("nnsh-direct", b"\x1b[38:2::0:135:255m"), ("vt100", None)):
        if kind == "nnsh-direct":
            world.write("direct.ti", DIRECT)
            if world.shell("tic -x direct.ti").returncode:
                continue
        live = Live(world, ["init", "train 100"], TERM=kind)
        live.see("loss")
        colours = re.search(rb"\x1b\[[34]\d?[:;\d]*m", live.terminal.raw)
        check(wanted in live.terminal.raw if wanted else not colours, f"{kind}: {live.terminal.raw[-400:]!r}")
        live.leave()
        live.terminal.leave()


def test_where_there_is_no_network_it_is_made(world):
    live = Live(world, [])
    live.see("no network yet: i makes one")
    live.press(" ")
    live.last("init")
    live.press("n")
    live.last("no network yet; 'init' makes one")
    live.press("m")
    live.last("no network yet")
    live.press("]")
    live.last("lr 0.5")
    live.press("i")
    live.status("epoch 0  loss")
    live.see(r"nothing was +│?\s*trained; the space|trained; the")
    live.train()
    live.leave()


def test_ctrl_c_pauses(world):
    live = Live(world, ["init"])
    live.press(" ")
    live.status("training")
    live.press(CTRL_C)
    live.status("paused")
    live.press(CTRL_C)
    live.leave()
    live.terminal.alive()


def test_unknown_keys_and_pastes_do_nothing(world):
    live = Live(world, ["init"])
    live.press("x")
    live.last("does nothing")
    live.press("\x1b[15~", "é", "\x01")
    live.terminal.send(paste("train 1000\nquit\n"))
    live.last("pasted text")
    live.press(":")
    live.terminal.send(paste("set lr 0.3\nset lr 0.4"))
    live.last("set lr 0.3; set lr 0.4")
    live.press("\r")
    live.status("epoch 0  .*lr 0.4")
    live.leave()


def test_a_resize_and_a_small_window(world):
    live = Live(world, ["init", "train 300"])
    for rows, columns in ((34, 100), (50, 160), (12, 40), (24, 80)):
        live.resize(rows, columns)
        live.status("epoch 300")
        live.see("boundary|predicts", slice(0, 1))
    live.resize(11, 39)
    live.see("live needs 40 columns")
    live.resize(24, 80)
    live.status("epoch 300")
    live.leave()
    live.terminal.alive()


def test_it_is_stopped_and_goes_on(world):
    terminal = world.terminal(command=["bash", "--norc", "--noprofile", "-i"], PS1="$ ")
    terminal.expect(r"\$ $")
    terminal.line(f"{world.program} -q --no-rc")
    terminal.prompt()
    terminal.line("init")
    terminal.prompt()
    terminal.line("live")
    terminal.expect("lr 0.2")
    terminal.send(" ")
    terminal.expect("training")
    terminal.send(CTRL_Z)
    terminal.expect("Stopped")
    terminal.line("stty -a | tr ' ' '\\n' | grep -x icanon")
    terminal.expect("^icanon")
    terminal.line("fg")
    terminal.expect("training|epoch")
    terminal.send("q")
    terminal.prompt()
    terminal.alive()


PANELS = ["boundary loss net", "data w1 a1", "units metrics stages", "surface w1[0,0] w2[0,0] loss",
          "sample 0 shape=1x2", "w1 shape=1x2 dw1", "loss m1 metrics"]
# What leads from a paused session into a state, the pattern of the last line or the one above, and what leads back.
STATES = {"paused": ([], r"paused", []), "training": ([" "], r"training", [" "]),
          "in the past": ([PAGE_UP], r"in the past", [END]), "typing": ([":", "set lr"], r":set lr", [ESC]),
          "help": (["?"], r"any key closes|more line", ["q"])}


def suspend(live):
    """Ctrl-Z, and `fg`; in between the terminal is the shell's, as it was."""
    terminal = live.terminal
    terminal.seen = len(terminal.plain())
    live.press(CTRL_Z)
    terminal.expect("Stopped")
    terminal.expect(r"\$ $")
    terminal.line("stty -a | tr ' ' '\\n' | grep -x -e icanon -e echo | tr '\\n' +")
    terminal.expect(r"^icanon\+echo\+")
    terminal.expect(r"\$ $")
    terminal.line("fg")


def test_it_is_resized_stopped_and_interrupted_in_every_state(world):
    terminal = world.terminal(command=["bash", "--norc", "--noprofile", "-i"], PS1="$ ")
    terminal.expect(r"\$ $")
    terminal.line(f"{world.program} -q --no-rc")
    terminal.prompt()
    live = Live(world, ["init 2 4:tanh 1 seed=2", "lr = 1e-3", "train 200", "mark m1", "train 200", "forward"],
                terminal=terminal)
    live.leave()
    for panels in PANELS:
        terminal.line("live " + panels)
        live.status("paused")
        for name, (begin, pattern, back) in STATES.items():
            live.press(*begin)
            live.see(pattern, slice(-3, None))
            for rows, columns in ((11, 39), (34, 100), (24, 80)):
                live.resize(rows, columns)
                live.see("live needs 40" if rows < 12 else pattern, slice(0 if rows < 12 else -3, None))
            suspend(live)
            live.see(pattern, slice(-3, None))
            live.press(*back)
            live.status("paused")
            live.press(*begin)
            live.see(pattern, slice(-3, None))
            live.press(CTRL_C)
            live.see(r"paused|past", slice(-3, -2))
            live.press(END)
            live.status(r"paused")
            text = "\n".join(live.lines())
            check("interrupted" not in text and "\ufffd" not in text, f"{panels}, {name}:\n{text}")
        live.leave()
    terminal.alive()


def test_signals_to_end_give_the_terminal_back(world):
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGSEGV):
        live = Live(world, ["init"])
        live.press(" ")
        live.status("training")
        live.terminal.signal(number)
        equal(live.terminal.end(), -number)
        check(live.terminal.is_restored(), f"the terminal is left raw by {number}")
        check(b"\x1b[?1049l" in live.terminal.raw, "the full screen was not left")


def test_a_window_that_closes_leaves_the_session(world):
    live = Live(world, ["init seed=2", "train 100"])
    live.terminal.hang_up()
    wait_until(live.terminal.ended, "it ends")
    check(list((world.state / "nnsh").glob("*.nn")), "the session was not kept")


def test_it_needs_a_terminal(world):
    wanted = "live needs a terminal; 'plot' draws one picture"
    check(wanted in world.batch("-c", "init\nlive").stderr.decode(), "in a pipe")
    world.write("a.nn", "init\nlive\n")
    terminal = world.session("--no-rc")
    terminal.answer("source a.nn", "live needs a terminal")
    terminal.leave()
    terminal = world.session("--no-rc", TERM="dumb")
    terminal.answer("live", "live needs a terminal")
    terminal.leave()
    terminal = world.session("--safe")
    terminal.answer("live", "in safe mode there is no live")
    terminal.leave()
    terminal = world.session("--no-rc", TERM="nonsense")
    terminal.answer("live", "nothing is known of the terminal 'nonsense'")
    terminal.alive()


def test_idle_it_uses_no_processor_time(world):
    live = Live(world, ["init", "train 100"])
    live.lines()
    times = lambda: sum(map(int, open(f"/proc/{live.terminal.pid}/stat").read().split()[13:15]))
    if not os.path.exists("/proc/self/stat"):
        return
    before = times()
    time.sleep(1)
    check(times() - before <= 1, "it is busy while nothing happens")
    live.leave()


def test_a_slow_picture_sends_little(world):
    live = Live(world, ["init 2 4:tanh 1 seed=2", "train 600"], TERM="xterm-256color")
    live.press(*[PAGE_UP] * 5)
    live.status("epoch 300 ")
    before = len(live.terminal.raw)
    for epoch in range(301, 331):
        live.press(RIGHT)
        live.status(f"epoch {epoch} ")
    sent = (len(live.terminal.raw) - before) / 30
    check(sent < 24 * 80 / 10, f"{sent} bytes for each step")
    live.leave()


def test_no_character_is_broken_at_any_width(world):
    for columns, rows in ((40, 12), (80, 24), (100, 34), (200, 60)):
        for changes in ({}, {"LC_ALL": "C"}, {"TERM": "vt100", "NO_COLOR": "1"}):
            live = Live(world, ["init 2 4:tanh 1", "train 200"], columns=columns, rows=rows, **changes)
            live.press("s", "2", TAB, TAB, TAB, PAGE_UP, "?")
            live.see("this list|any key")
            text = "\n".join(live.lines())
            check("\ufffd" not in text, f"a broken character at {columns} columns:\n{text}")
            check("LC_ALL" not in changes or text.isascii(), text)
            live.press("q")
            live.last("keys|leave|room")
            live.leave()
            live.terminal.leave()


def test_odd_sessions_are_shown(world):
    live = Live(world, ["data digits", "init 64 8:relu 10:softmax", "set loss ce"])
    live.see("loss|accuracy")
    live.press(TAB, TAB, TAB, TAB)
    live.train()
    live.leave()
    live.terminal.line("live metrics loss")
    live.see(r"… [0-9]+ more lines +│")
    live.press(TAB)
    wait_until(lambda: "│ " not in live.lines()[0], "metrics is alone")
    live.leave()
    live.terminal.leave()
    live = Live(world, ["data sine", "init 1 8:relu 1:linear", "set lr 100"])
    live.press(" ")
    live.see(r"training stopped after .*the loss is inf.*\n.*lr", slice(-3, None))
    live.press("\x1b[A")
    live.status("paused")
    live.leave()
    live.terminal.leave()
    live = Live(world, ["init 2 1000:relu 1000:relu 1"])
    live.press(" ")
    live.status("training")
    live.press("q")
    live.terminal.seen = 0
    live.terminal.prompt()


def test_a_storm_of_keys_leaves_a_session_that_saves_and_loads(world):
    keys = [*" nsrium[]+-=0123456789?x\t", LEFT, RIGHT, HOME, END, PAGE_UP, PAGE_DOWN, "\x1b[A", "\x7f"]
    chance = random.Random(1)
    live = Live(world, ["data moons", "init 2 4:tanh 1 seed=2", "set batch 50"])
    for _ in range(20):
        live.press("".join(KEYPAD.get(key, key) for key in chance.choices(keys, k=50)))
        live.lines()
    live.press("x", "?", "x", "x", ":", "print 70000 + 1234\r")
    live.see("71234")
    live.press("q")
    live.terminal.seen = len(live.terminal.plain())
    live.terminal.prompt()
    left = saved(world, live.terminal, "a.nn")
    live.answer("load a.nn", "loaded|epoch|data")
    equal(saved(world, live.terminal, "b.nn"), left)



def test_no_key_of_many_is_lost(world):
    live = Live(world, ["init seed=2"])
    live.press(":", "print " + "1 + " * 150 + "70000\r")
    live.see("^70150")
    live.leave()


def texts(path):
    """The lines of a picture that docs/picture made, column for column."""
    lines = {}
    for x, y, text in re.findall(r'<text x="([\d.]+)" y="(\d+)" textLength[^>]*>([^<]*)</text>', path.read_text()):
        column = round((float(x) - 18) / 8.4)
        line = lines.get(int(y), "").ljust(column)
        lines[int(y)] = line[:column] + html.unescape(text)
    return [lines[y] for y in sorted(lines)]


def test_the_picture_in_the_readme_is_true(world):
    live = Live(world, ["init 2 4:tanh 1 seed=2; lr = 1", "train 300", "mark learnt", "train 500"],
                columns=100, rows=34)
    live.press(*[PAGE_UP] * 8)
    live.status("epoch 160 ")
    drawn = texts(ROOT / "docs" / "live.svg")
    equal([line.rstrip() for line in drawn], [line for line in live.lines() if line])
    live.leave()


def test_what_was_on_the_screen_is_explained_at_the_prompt(world):
    live = Live(world, ["init seed=2", "train 500"])
    live.press(PAGE_UP, PAGE_UP)
    live.status("epoch 400 ")
    loss = live.status(r"loss ([\d.]+)").group(1)
    live.press("q")
    live.terminal.expect("'forward', then 'explain loss', shows where it comes from")
    live.terminal.prompt()
    live.answer("forward", r"epoch|loss")
    live.answer("explain loss", re.escape(loss[:-1]))


def test_after_a_kill_the_session_is_offered(world):
    live = Live(world, ["init seed=2"])
    epoch = live.train()
    live.press("?")
    live.last("any key")
    live.terminal.signal(signal.SIGKILL)
    live.terminal.end()
    terminal = world.terminal("-q", "--no-rc")
    terminal.expect("load")
    terminal.prompt()
    terminal.answer("load", rf"epoch {epoch}")


def test_no_question_is_asked_whose_answer_is_seen(world):
    live = Live(world, ["init seed=2"])
    live.press(":", "quiz loss\r")
    live.see("would show the answer; q leaves live; then")
    live.press("x", "s")
    live.status("epoch 1 ")
    live.leave()
    live.answer("quiz loss", "loss")
    live.answer("live", "answer")


def test_a_task_is_looked_at_when_the_screen_is_left(world):
    world.write("l.nn", 'title "L"\ninit\ndo "Train." steps >= 2 used="predict"\n'
                        'solution "train 2; predict"\nsay "You watched it."\n')
    live = Live(world, ["lesson l.nn"])
    live.press("s", "s", "s")
    live.status("epoch 3")
    live.press(*":predict\r")
    live.see("accuracy")
    live.press(" ")
    live.leave()
    live.terminal.seen = 0
    live.terminal.expect(r"(?s)epoch 3, loss .*right\n\nYou watched it\.\n\nThat was the lesson l")


def test_ctrl_c_stops_a_command_that_was_typed(world):
    live = Live(world, ["init seed=2"])
    live.press(":", "train 2000000000; train 5\r")
    live.last(":train 2000000000; train 5")
    live.status("running a command")
    time.sleep(0.5)
    live.press(CTRL_C)
    live.see("interrupted after epoch")
    live.press("x")
    live.status("paused  epoch [1-9]")
    live.leave()
    live.terminal.alive()
