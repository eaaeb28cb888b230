#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Prints the values that tests/unit/test_rng.c expects, as rows of a C table:
#
#     python3 tests/reference/rng_reference.py > tests/reference/rng_reference.inc
#
# Each row comes from one seed of NumPy's legacy generator. The long sequences are told by a sum of
# the bits of every number, weighted by its place (2 i + 1) and taken modulo 2^64, which a single
# wrong bit changes. NumPy's randn calls the log of the C library; the values are those of glibc
# 2.28 or later on a processor with fused multiply-add.

import numpy as np

SEEDS = [0, 1, 42, 12345, 4294967295]
LONG = 1_000_000


def weighted_sum(numbers):
    """The sum over i of bits(numbers[i]) * (2 i + 1), modulo 2^64."""
    bits = numbers.view(np.uint64) if numbers.dtype == np.float64 else numbers.astype(np.uint64)
    weights = 2 * np.arange(len(bits), dtype=np.uint64) + 1
    return int(np.sum(bits * weights, dtype=np.uint64))


def floats(numbers):
    return "{" + ", ".join(float(x).hex() for x in numbers) + "}"


def row(seed):
    np.random.seed(seed)
    lines = [f".seed = UINT32_C({seed})",
             f".normal = {floats(np.random.randn(3))}",
             f".uniform = {floats(np.random.rand(3))}",
             f".normal_kept = {floats(np.random.randn(1))[1:-1]}",
             ".order = {" + ", ".join(str(i) for i in np.random.permutation(10)) + "}",
             f".normals = UINT64_C({weighted_sum(np.random.randn(LONG)):#018x})",
             f".uniforms = UINT64_C({weighted_sum(np.random.rand(LONG)):#018x})",
             f".orders = UINT64_C({weighted_sum(np.random.permutation(LONG)):#018x})",
             f".interval = {np.random.randint(0, 1000000000001, dtype=np.int64)}"]
    return "    {\n" + "".join(f"        {line},\n" for line in lines) + "    },"


print("// Written by tests/reference/rng_reference.py; do not edit.")
for seed in SEEDS:
    print(row(seed))
