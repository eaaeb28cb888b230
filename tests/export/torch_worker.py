# SPDX-License-Identifier: GPL-3.0-or-later
"""One process of those that run PyTorch programs together: torch_worker.py PORT PROGRAM...

RANK and WORLD_SIZE are in the environment, as torchrun sets them. The programs run one after the other,
each with a port of its own; what they print goes to PROGRAM.WORLD, with every digit of a loss."""
import contextlib
import io
import os
import pathlib
import sys

for index, name in enumerate(sys.argv[2:]):
    path = pathlib.Path(name)
    os.environ["MASTER_ADDR"], os.environ["MASTER_PORT"] = "127.0.0.1", str(int(sys.argv[1]) + index)
    printed = io.StringIO()
    text = path.read_text().replace("{loss:.4f}", "{loss:.17g}")
    os.chdir(path.parent)
    with contextlib.redirect_stdout(printed):
        exec(compile(text, name, "exec"), {"__name__": "__main__", "__file__": name})  # noqa: S102
    if os.environ["RANK"] == "0":
        path.with_suffix(f".{os.environ['WORLD_SIZE']}").write_text(printed.getvalue())
