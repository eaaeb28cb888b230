// SPDX-License-Identifier: GPL-3.0-or-later
// A shell that can touch nothing outside itself: its host drops all it is given, has a single file, in
// memory, and sets the stop flag when a run takes long, as a person would who is tired of waiting.
#ifndef FUZZ_SANDBOX_H
#define FUZZ_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct shell;

// Opens the shell. One is open at a time; sandbox_close ends it.
struct shell *sandbox_open(void);
void sandbox_close(struct shell *shell);

// Runs a script of any bytes on that shell.
bool sandbox_run(struct shell *shell, const uint8_t *data, size_t size);

// Makes the bytes what the file called "file" holds; it is the only one there is, and what `save`
// writes under any name takes its place.
void sandbox_put(const uint8_t *data, size_t size);

// Everything the shell can show of its session, with every digit. The caller frees it.
char *sandbox_state(struct shell *shell);

#endif
