#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes src/data/digits.inc from the handwritten digits of scikit-learn (Debian's python3-sklearn).

usage: digits_table.py /usr/lib/python3/dist-packages/sklearn/datasets/data/digits.csv.gz
"""
import gzip
import sys

LEVELS = "0123456789abcdefg"

print("// SPDX-License-Identifier: CC-BY-4.0")
print("// Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, 1998: the test set, UCI")
print("// Machine Learning Repository, doi:10.24432/C50P49. Written by tests/reference/digits_table.py: the")
print("// digit, then 8 rows of 8 points, each with 0 to 16 (g) of ink.")
total = 0
for line in gzip.open(sys.argv[1], "rt", encoding="ascii"):
    *points, digit = (int(float(cell)) for cell in line.split(","))
    assert len(points) == 64 and 0 <= digit <= 9
    total += sum(points)
    print(f'"{digit}{"".join(LEVELS[point] for point in points)}",')
print(f"total ink: {total}", file=sys.stderr)
