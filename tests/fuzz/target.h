// SPDX-License-Identifier: GPL-3.0-or-later
// A fuzz target is one function that must survive any bytes. libFuzzer calls it with bytes of its own
// making (make fuzz); replay.c calls it with those kept in corpus/ (make check).
#ifndef FUZZ_TARGET_H
#define FUZZ_TARGET_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
