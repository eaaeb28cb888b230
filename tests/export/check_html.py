# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages: opened in a browser without a network they ask for nothing and complain of nothing, their slider moves by
keys, and the numbers that they compute are nnsh's. The bundle in report/ is what its sources make."""
import json
import pathlib
import re
import subprocess
import tempfile

from networks import networks

HERE = pathlib.Path(__file__).resolve().parent
REPORT = HERE.parents[1] / "report"
NEEDS = [("node", "nodejs"), ("chromium", "chromium")]
USUAL = 8


def skip(bench, what):
    print(f"SKIP html: {what}; 'scripts/bootstrap all' installs it")
    bench.counts["skipped"] += 1


def check_bundle(bench):
    if not (REPORT / "node_modules").exists():
        skip(bench, "what the page's bundle is made by")
        return
    with tempfile.TemporaryDirectory() as folder:
        made = pathlib.Path(folder) / "report.min.js"
        command = json.loads((REPORT / "package.json").read_text())["scripts"]["build"]
        command = command.replace("--outfile=report.min.js", f"--outfile={made}")
        subprocess.run(["npx", *command.split()], cwd=REPORT, check=True, capture_output=True)
        if made.read_bytes() == (REPORT / "report.min.js").read_bytes():
            bench.passed()
        else:
            bench.failed("report/report.min.js is not what 'npm run build' makes there")


def read_pages(pages):
    ran = subprocess.run(["node", str(HERE / "run_page.js"), *map(str, pages)], capture_output=True,
                         text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    return json.loads(ran.stdout.splitlines()[-1])


def near(ours, theirs):
    return abs(ours - theirs) <= 2e-5 * max(1, abs(theirs))


def losses_of(text):
    return [float(word) for word in re.findall(r"loss (-?[\d.e+-]+)", text)]


def compare(bench, result, answer):
    """What is wrong with what a page showed, or None."""
    if result["wrong"]:
        return result["wrong"]
    if result["last"]["pictures"] != [1, 1, 1]:
        return f"pictures: {result['last']['pictures']}"
    shown = losses_of(result["last"]["status"])
    if not shown or not near(shown[0], answer["loss"]):
        return f"the loss is {answer['loss']}, and the page says {result['last']['status']}"
    if result["first"] and not result["first"]["status"].startswith("epoch 0, "):
        return f"the slider begins at {result['first']['status']}"
    if result["last"]["said"] != result["last"]["status"]:
        return "what the slider says aloud is not the status"
    numbers = re.findall(r"a\d+\[1,\d+\] = \w+\(.*\) = (\S+)$", result["chosen"]["arithmetic"], re.M)
    expected = [value for row in answer["activations"] for value in row[:12]]
    if len(numbers) != len(expected):
        return f"{len(numbers)} activations of sample 1, not {len(expected)}"
    # The page is at the moment after the first here, or at the only one.
    if not result["first"] and not all(map(near, map(float, numbers), expected)):
        return f"sample 1: {numbers}, not {expected}"
    return None


def make_page(bench, network, index):
    """The page of one network at its first moment or after training, and nnsh's numbers of it."""
    name = f"net{index}"
    trained = network.after if index % 2 else ""
    bench.nnsh(f"{network.commands}; {trained}; set batch full; set shuffle off; export {name}.html;"
               f"export {name}.json; forward;" + ";".join(
                   f"export a{k} {name}.a{k}.json" for k in range(1, network.layers + 1)), goes_on=True)
    path = bench.folder / f"{name}.html"
    if not path.exists():
        return None
    layers = [json.loads((bench.folder / f"{name}.a{k}.json").read_text())
              for k in range(1, network.layers + 1)]
    session = json.loads((bench.folder / f"{name}.json").read_text())
    return path, {"loss": session["loss"], "activations": [rows[1] for rows in layers]}


def check_size(bench):
    bench.nnsh("init; train 1000 every=1000; export xor.html")
    size = (bench.folder / "xor.html").stat().st_size
    if size <= 400_000:
        bench.passed()
    else:
        bench.failed(f"the page of XOR has {size} bytes")


def check_units(bench):
    """The table of predictions shows the samples in their own units, 0 as 0."""
    rows = [[0, 3.5, 7], [4, 0.5, 1], [8, 1.25, 0], [1, 0, 90000]]
    table = bench.folder / "units.csv"
    table.write_text("floor,area,price\n" + "".join(f"{a},{b},{c}\n" for a, b, c in rows))
    bench.nnsh("data units.csv; data normalize standard; init; train 5 every=5; export units.html")
    shown = read_pages([bench.folder / "units.html"])[0]["last"]["rows"]
    ours = [[float(row[column]) for column in (4, 5, 1)] for row in shown]
    if ours == rows:
        bench.passed()
    else:
        bench.failed(f"the samples are shown as {shown}")


def check(bench, count, seed):
    check_bundle(bench)
    check_size(bench)
    if not (HERE / "node_modules" / "playwright-core").exists():
        skip(bench, "what drives the browser")
        return
    check_units(bench)
    made = [(make_page(bench, network, index), network)
            for index, network in enumerate(networks(bench, count or USUAL, seed))]
    made = [one for one in made if one[0]]
    results = read_pages([page for (page, _), _ in made])
    for (page, answer), network in made:
        ours = [result for result in results if result["file"] == str(page)]
        wrong = [what for what in (compare(bench, result, answer) for result in ours) if what]
        if wrong:
            bench.failed(f"{wrong}\n  {network.commands}; {network.after}")
        else:
            bench.passed()
