# SPDX-License-Identifier: GPL-3.0-or-later
"""PyTorch programs: one process and several give the same losses, and nnsh's weights come back. Starting
PyTorch takes seconds; so each process runs all the programs."""
import os
import pathlib
import random
import socket
import subprocess
import sys

from check_py import losses, promised, relative
from networks import networks

NEEDS = [("numpy", "python3-numpy"), ("torch", "python3-torch")]
USUAL, USUAL_EPOCHS = 6, 6  # processes that wait for each other take long where there are two cores
EPOCHS = 20
WORLDS, USUAL_WORLDS = [1, 2, 3, 7], [1, 7]
WORKER = pathlib.Path(__file__).with_name("torch_worker.py")
# A table beside the program, of which each process reads its share; batches that do not divide evenly.
LARGE = ["data moons n=900; set batch 50; init 2 5:tanh 1:sigmoid",
         "data moons n=900; set batch 50; set shuffle on; init 2 5:tanh 1:sigmoid",
         "data moons n=701; init 2 5:tanh 1:sigmoid"]


def free_ports(count):
    """A number from which on that many ports are free now."""
    while True:
        first = random.randint(20000, 60000)
        try:
            for port in range(first, first + count):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
            return first
        except OSError:
            continue


def run_world(world, programs):
    """Runs the programs in that many processes. What they complain about, or None."""
    port = free_ports(len(programs))
    started = [subprocess.Popen(
        [sys.executable, WORKER, str(port), *programs], stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True,
        env={**os.environ, "RANK": str(rank), "WORLD_SIZE": str(world), "OMP_NUM_THREADS": "1",
             "PYTHONWARNINGS": "ignore", "GLOO_SOCKET_IFNAME": "lo"}) for rank in range(world)]
    errors = [process.communicate()[1] for process in started]
    if any(process.returncode for process in started):
        return next(error for error in errors if error)[-1500:]
    return None


def export(bench, index, epochs, commands, after, from_here):
    """A folder with a program and what nnsh did instead."""
    folder = bench.folder / str(index)
    folder.mkdir()
    begin, again = ("from=here", "") if from_here else ("from=start", "reset;")
    answer = bench.nnsh(f"{commands}; {after}; set every 2; export {index}/net.torch.py {begin} "
                        f"epochs={epochs}; save {index}/net.nn; {again}"
                        f"print \"then\"; train {epochs}; export {index}/after.json", goes_on=True)
    return folder, losses(answer.split("\nthen\n")[1])


def compare(bench, folder, theirs, epochs, worlds):
    """What is wrong with the losses of one program, or None."""
    program = folder / "net.torch.py"
    ours = {world: losses(program.with_suffix(f".{world}").read_text()) for world in worlds}
    until = promised(program.read_text())
    for epoch, loss in ours[1].items():
        number = float(loss)
        if number != number or number > 1e6:
            return None  # it diverges, and its last numbers are nobody's
        for world in worlds[1:]:
            if abs(float(ours[world][epoch]) - number) > 1e-12 * max(abs(number), 1e-3):
                return f"epoch {epoch}: {loss}, in {world} processes {ours[world][epoch]}"
        if until is None or int(epoch) <= until:
            if abs(number - float(theirs.get(epoch, "nan"))) > 0.5001e-4:
                return f"epoch {epoch}: {number}, nnsh {theirs.get(epoch)}"
    return come_back(bench, folder) if str(epochs) in theirs else None


def come_back(bench, folder):
    """What is wrong with back.nn, or None."""
    import json
    import numpy as np
    bench.nnsh(f"load {folder.name}/net.nn; source {folder.name}/back.nn; "
               f"export {folder.name}/back.json")
    after, back = (json.loads((folder / f"{name}.json").read_text())["layers"]
                   for name in ("after", "back"))
    worst = max(relative(np.array(one[kind]), np.array(two[kind]))
                for one, two in zip(back, after) for kind in "wb")
    return None if worst < 1e-7 else f"back.nn agrees to {worst:.1e} only"


def check(bench, count, seed):
    cases = [(commands, "train 3 every=3", index == 1) for index, commands in enumerate(LARGE)]
    cases += [(network.commands, network.after, network.from_here)
              for network in networks(bench, count or USUAL, seed)]
    epochs, worlds = (EPOCHS, WORLDS) if count else (USUAL_EPOCHS, USUAL_WORLDS)
    exported = [export(bench, index, epochs, *case) for index, case in enumerate(cases)]
    for world in worlds:
        wrong = run_world(world, [str(folder / "net.torch.py") for folder, _ in exported])
        if wrong:
            bench.failed(f"{world} processes: {wrong}")
            return
    for case, (folder, theirs) in zip(cases, exported):
        wrong = compare(bench, folder, theirs, epochs, worlds)
        if wrong:
            bench.failed(f"{wrong}\n  {case}")
        else:
            bench.passed()
