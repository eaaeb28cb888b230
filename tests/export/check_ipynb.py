# SPDX-License-Identifier: GPL-3.0-or-later
"""Notebooks: valid by nbformat, and run by Jupyter without a window they print nnsh's losses. Running one
takes seconds, so of most of them only the code is run, cell by cell."""
import contextlib
import io
import os
import shutil
import subprocess
import warnings

from check_py import losses, is_alike
from networks import networks

NEEDS = [("numpy", "python3-numpy"), ("nbformat", "python3-nbformat"),
         ("matplotlib", "python3-matplotlib"), ("jupyter-nbconvert", "jupyter-nbconvert"),
         ("ipykernel", "python3-ipykernel")]
USUAL = 8
EPOCHS = 20


def export(bench, commands, epochs):
    """A notebook of that session, and the losses that nnsh then prints."""
    import nbformat
    answer = bench.nnsh(f"{commands}; set every 2; export net.ipynb epochs={epochs};"
                        f"print \"then\"; reset; train {epochs}", goes_on=True)
    notebook = nbformat.read(bench.folder / "net.ipynb", 4)
    nbformat.validate(notebook)
    return notebook, losses(answer.split("\nthen\n")[1])


def differs(printed, theirs):
    """The first epoch whose loss is not nnsh's, or None; a diverging training ends here."""
    ours = losses(printed)
    for epoch, loss in theirs.items():
        if not is_alike(ours.get(epoch, "none"), loss):
            return epoch
    return None


def run_cells(notebook):
    """What the cells print when Python runs them one after the other."""
    import matplotlib
    matplotlib.use("Agg")
    from matplotlib import pyplot
    names, printed = {"__name__": "__main__"}, io.StringIO()
    with contextlib.redirect_stdout(printed), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for cell in notebook.cells:
            if cell.cell_type == "code":
                exec(cell.source, names)  # noqa: S102
    pyplot.close("all")
    return printed.getvalue()


def run_jupyter(bench):
    """What Jupyter prints, and the pictures it draws."""
    import nbformat
    subprocess.run([shutil.which("jupyter-nbconvert"), "--to", "notebook", "--execute", "net.ipynb",
                    "--output", "done.ipynb"], cwd=bench.folder, check=True, capture_output=True,
                   env={**os.environ, "HOME": str(bench.folder)})
    outputs = [output for cell in nbformat.read(bench.folder / "done.ipynb", 4).cells
               for output in cell.get("outputs", [])]
    printed = "".join(output.get("text", "") for output in outputs)
    return printed, sum("image/png" in output.get("data", {}) for output in outputs)


def check_jupyter(bench):
    """XOR, as a person would run it."""
    _, theirs = export(bench, "init", 1000)
    printed, pictures = run_jupyter(bench)
    wrong = differs(printed, theirs)
    if wrong or pictures != 2:
        bench.failed(f"Jupyter: epoch {wrong}, {pictures} pictures")
    else:
        bench.passed()


def check(bench, count, seed):
    check_jupyter(bench)
    for network in networks(bench, count or USUAL, seed):
        notebook, theirs = export(bench, network.commands, EPOCHS)
        wrong = differs(run_cells(notebook), theirs)
        if wrong:
            bench.failed(f"epoch {wrong}: {network.commands}")
        else:
            bench.passed()
