// SPDX-License-Identifier: GPL-3.0-or-later
// A fuzz target is one function that must survive any bytes. libFuzzer calls it with bytes of its own
// making (make fuzz); replay.c calls it with those kept in corpus/ (make check).
#ifndef FUZZ_TARGET_H
#define FUZZ_TARGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct shell;

// A shell whose host swallows all it is given, has no scripts but one, and pulls the stop flag when a run has
// taken a while, as a person would who waits too long. One stands at a time; cage_close ends it.
struct shell *cage_open(void);
void cage_close(struct shell *shell);

// Runs a script of any bytes on that shell.
bool cage_run(struct shell *shell, const uint8_t *data, size_t size);

// Makes the bytes what the file called "file" holds; it is the only one there is, and what `save`
// writes under any name takes its place.
void cage_put(const uint8_t *data, size_t size);

// What the shell has to say about its session: everything it can show, with every digit. The caller
// frees it.
char *cage_state(struct shell *shell);

#endif
