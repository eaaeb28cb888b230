// SPDX-License-Identifier: GPL-3.0-or-later
// What a lesson does by itself: its own commands, and its solutions.
#ifndef SHELL_PLAY_RUN_H
#define SHELL_PLAY_RUN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct lesson;
struct play;
struct shell;

// How commands of a lesson are run.
enum play_manner {
    PLAY_MUTE,  // their answers are dropped
    PLAY_PLAIN, // their answers are shown
    PLAY_TYPED, // each is shown as it would be typed, and then its answer
};

// Appends the text with the number of the open variant in place of the word in `seed=variant`.
void play_fill_variant(struct buf *out, const char *text, size_t variant);

// Runs the commands in the text, which stands on that line of the lesson. False where one failed, which
// was told with its place.
bool play_run(struct shell *shell, const struct play *play, const char *text, size_t line,
              enum play_manner manner);

// Plays the lesson from its beginning up to item [end], in the shell's session, which is fresh: its own
// commands, and the solutions of the tasks; nothing is shown. False where something failed, which was told.
bool play_run_up_to(struct shell *shell, const struct play *play, size_t end);

#endif
