# SPDX-License-Identifier: GPL-3.0-or-later
"""ONNX models: the checker accepts them, and ONNX Runtime predicts with them what nnsh predicts, from the
numbers as they came in."""
import json
import pathlib
import subprocess

from check_h import numbers, apart
from networks import networks

HERE = pathlib.Path(__file__).resolve().parent
NEEDS = [("onnx", "python3-onnx"), ("node", "nodejs")]
USUAL = 14
LIMITS = {64: 1e-12, 32: 1e-4}


def has_runtime():
    return (HERE / "node_modules" / "onnxruntime-node").exists()


def predict(bench, rows, bits):
    ran = subprocess.run(["node", str(HERE / "run_onnx.js"), str(bench.folder / "net.onnx")],
                         input=json.dumps({"rows": rows, "float": bits}), capture_output=True,
                         text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    return json.loads(ran.stdout.splitlines()[-1])


def check_model(bench, network):
    """What the checker says of shapes and types; and the metadata."""
    import onnx
    model = onnx.load(str(bench.folder / "net.onnx"))
    onnx.checker.check_model(model, full_check=True)
    told = {entry.key: json.loads(entry.value) for entry in model.metadata_props}
    assert model.ir_version == 7 and model.opset_import[0].version == 13
    assert len(told["inputs"]) == network.inputs and len(told["outputs"]) == network.outputs


def try_one(bench, network, bits):
    """What is wrong with one network, or None."""
    raw = network.commands.replace("; data normalize standard", "; export x raw.csv;"
                                   " data normalize standard")
    if raw == network.commands:
        raw = raw.replace("; set", "; export x raw.csv; set", 1)
    path = bench.folder / "net.onnx"
    path.unlink(missing_ok=True)
    bench.nnsh(f"{raw}; {network.after}; set shuffle off; set batch full; export net.onnx float={bits};"
               f"forward; export a{network.layers} right.csv", goes_on=True)
    if ":gelu" in raw and bits == 64:
        return "gelu was not refused" if path.exists() else None
    check_model(bench, network)
    if not has_runtime():
        return None
    ours = predict(bench, numbers(bench.folder / "raw.csv"), bits)
    theirs = numbers(bench.folder / "right.csv")
    if "set shuffle on" in network.commands:  # the epoch under way has an order of its own
        ours, theirs = sorted(ours), sorted(theirs)
    wrong = apart(ours, theirs)
    return None if wrong < LIMITS[bits] else f"the predictions differ by {wrong}"


def check(bench, count, seed):
    if not has_runtime():
        print("SKIP onnx: its runtime; 'scripts/bootstrap all' installs onnxruntime-node")
        bench.counts["skipped"] += 1
    for index, network in enumerate(networks(bench, count or USUAL, seed)):
        bits = 32 if index % 3 == 2 else 64
        wrong = try_one(bench, network, bits)
        if wrong:
            bench.failed(f"{wrong}\n  {network.commands}; {network.after} float={bits}")
        else:
            bench.passed()
