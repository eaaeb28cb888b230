# SPDX-License-Identifier: GPL-3.0-or-later
"""The worked arithmetic: each line of `forward I` and `backward I` stands in the Markdown; KaTeX takes every
formula of the LaTeX, whose values are the same, and pdflatex finds room for each line; with gaps no value is left, and the key has them all."""
import json
import pathlib
import re
import shutil
import subprocess

from networks import networks

HERE = pathlib.Path(__file__).resolve().parent
NEEDS = []
USUAL = 14


def has_katex():
    return (HERE / "node_modules" / "katex").exists()


def lines_of(answer):
    """The equations of an answer that says a name and what it is."""
    return re.findall(r"^  ((?:z|a|da|dz|dw|db)\d+\[\d+,\d+\] = .*)$", answer, re.M)


def bullets(text):
    """The lines of Markdown that say what something is."""
    return [line for line in text.splitlines() if line.startswith("- ") and " more …" not in line[-9:]]


def try_one(bench, network, sample):
    """What is wrong with one network's pages, or None."""
    folder = bench.folder
    for path in folder.glob("sheet*"):
        path.unlink()
    answer = bench.nnsh(
        f"{network.commands}; {network.after}; set limit 40; export sheet.md sample={sample};"
        f"export sheet.tex sample={sample}; export sheet-gaps.md gaps=yes sample={sample};"
        f"export sheet-gaps.tex gaps=yes sample={sample}; print \"then\";"
        f"forward {sample}; backward {sample}", goes_on=True).split("\nthen\n")[-1]
    if not (folder / "sheet.md").exists():
        return "nothing was written" if "batch 1" not in network.commands else None
    page, gaps = (folder / "sheet.md").read_text(), (folder / "sheet-gaps.md").read_text()
    expected = lines_of(answer)
    written = {line[2:] for line in page.splitlines() if line.startswith("- ")}
    missing = [line for line in expected if line not in written]
    if missing or not expected:
        return f"missing: {missing[:2]}"
    sheet, key = gaps.split("# Key")
    results = [line.rsplit(" = ", 1)[-1] for line in bullets(page)]
    blanks = bullets(sheet)
    if any(not line.endswith("________") for line in blanks) or len(blanks) != len(results):
        return "a value is left where a gap should be"
    if [line.rsplit(" = ", 1)[-1] for line in bullets(key)] != results:
        return "the key has other values"
    return check_latex(folder, results)


def check_page(folder):
    """What LaTeX says of the page: that it cannot be made, or that a line is wider than the paper."""
    ran = subprocess.run(["pdflatex", "-interaction=nonstopmode", "sheet.tex"], cwd=folder,
                         capture_output=True, text=True, errors="replace", check=False)
    if ran.returncode != 0:
        return f"pdflatex: {re.findall('^!.*', ran.stdout, re.M)[:2]}"
    return f"pdflatex: {wide[:2]}" if (wide := re.findall("Overfull.*", ran.stdout)) else None


def check_latex(folder, results):
    """Whether KaTeX takes all formulas, and their values are those of the Markdown."""
    text = (folder / "sheet.tex").read_text().replace(" \\\\\n&\\quad", "")  # long lines whole again
    blocks = re.findall(r"\\\[ (.*?) \\\]", text, re.S)
    said = [line.rstrip(" \\").rsplit(" = ", 1)[-1].rsplit("&= ", 1)[-1]
            for block in blocks for line in block.splitlines() if "&" in line and "more}" not in line]
    said = [one.replace("\\infty", "inf") for one in said]
    plain = [re.sub(r" \\cdot 10\^\{(-?)(\d+)\}", lambda m: f"e{m[1] or '+'}{int(m[2]):02}", one)
             for one in said]
    if plain != results:
        wrong = [pair for pair in zip(plain, results) if pair[0] != pair[1]]
        return f"LaTeX has other values: {wrong[:2]} {len(plain)} {len(results)}"
    if shutil.which("pdflatex") and (wrong := check_page(folder)):
        return wrong
    if not has_katex():
        return None
    formulas = blocks + re.findall(r"\$(.*?)\$", text)
    formulas += re.findall(r"\\\[ (.*?) \\\]", (folder / "sheet-gaps.tex").read_text(), re.S)
    ran = subprocess.run(["node", str(HERE / "run_katex.js")], input=json.dumps(formulas),
                         capture_output=True, text=True, check=False)
    return ran.stdout + ran.stderr if ran.returncode != 0 else None


def check(bench, count, seed):
    if not has_katex():
        print("SKIP tex: KaTeX; 'scripts/bootstrap all' installs it")
        bench.counts["skipped"] += 1
    if not shutil.which("pdflatex"):
        print("SKIP tex: pdflatex; texlive-latex-base has it")
        bench.counts["skipped"] += 1
    for index, network in enumerate(networks(bench, count or USUAL, seed)):
        wrong = try_one(bench, network, index % 3)
        if wrong:
            bench.failed(f"{wrong}\n  {network.commands}; {network.after}")
        else:
            bench.passed()
