#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures about data, computed by NumPy: python3 data_reference.py >data_reference.inc

The sets' recipes, normalisation and metrics are written out here a second time, from their
definitions, with nothing of nnsh.
"""
import numpy as np


def put(name, values):
    values = np.asarray(values, dtype=float).ravel()
    print(f"static const double {name}[] = {{" + ", ".join(repr(float(v)) for v in values) + "};")


print("// Written by data_reference.py with NumPy.")

# moons: scikit-learn's places, samples of both classes in turn, noise row by row.
n, rng = 9, np.random.RandomState(3)
places = []
for i in range(n):
    of_class = (n + 1 - i % 2) // 2
    t = np.pi * (i // 2) / (of_class - 1)
    places.append((1 - np.cos(t), 0.5 - np.sin(t)) if i % 2 else (np.cos(t), np.sin(t)))
put("reference_moons", np.array(places) + 0.1 * rng.randn(n, 2))

# A spiral of three arms.
n, arms, rng = 10, 3, np.random.RandomState(5)
places = []
for i in range(n):
    k = i % arms
    r = (i // arms + 1) / ((n + arms - 1 - k) // arms)
    t = 2 * np.pi * (r + k / arms)
    places.append((r * np.sin(t), r * np.cos(t)))
put("reference_spiral", np.array(places) + 0.02 * rng.randn(n, 2))

# blobs: centres first.
n, classes, rng = 6, 3, np.random.RandomState(7)
centres = -3 + 6 * rng.rand(classes, 2)
put("reference_blobs", centres[np.arange(n) % classes] + 0.5 * rng.randn(n, 2))

# sine, and plane, whose inputs and noise are drawn sample by sample.
x = np.linspace(-3, 3, 5)
put("reference_sine", np.sin(x) + 0.1 * np.random.RandomState(2).randn(5))
rng, rows = np.random.RandomState(4), []
for _ in range(4):
    a, b = -1 + 2 * rng.rand(), -1 + 2 * rng.rand()
    rows.append((a, b, 2 * a - b + 0.5 + 0.1 * rng.randn()))
put("reference_plane", rows)

# Normalisation of a column by its first six values.
column = np.array([3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0])
put("reference_column", column)
put("reference_standard", (column - column[:6].mean()) / column[:6].std())
put("reference_minmax", (column - column[:6].min()) / (column[:6].max() - column[:6].min()))

# Which samples a split of ten by 0.7 with seed 3 learns from.
put("reference_split", np.random.RandomState(3).permutation(10))

# Metrics of classes, and of numbers.
actual = np.array([0, 0, 0, 1, 1, 2, 2, 2, 2, 2])
guess = np.array([0, 1, 0, 1, 2, 2, 2, 0, 2, 2])
put("reference_actual", actual)
put("reference_guess", guess)
put("reference_precision", [np.mean(actual[guess == k] == k) for k in range(3)])
put("reference_recall", [np.mean(guess[actual == k] == k) for k in range(3)])
put("reference_f1", [2 * np.sum((guess == k) & (actual == k)) /
                     (np.sum(guess == k) + np.sum(actual == k)) for k in range(3)])
put("reference_confusion", [[np.sum((actual == i) & (guess == k)) for k in range(3)]
                            for i in range(3)])
y = np.array([3.0, -0.5, 2.0, 7.0])
a = np.array([2.5, 0.0, 2.0, 8.0])
put("reference_y", y)
put("reference_a", a)
put("reference_numbers", [np.sqrt(np.mean((a - y) ** 2)), np.mean(np.abs(a - y)),
                          1 - np.sum((a - y) ** 2) / np.sum((y - y.mean()) ** 2)])
