// SPDX-License-Identifier: GPL-3.0-or-later
// What a lesson's solution changed, in a line.
#ifndef SHELL_PLAY_DIFFERENCE_H
#define SHELL_PLAY_DIFFERENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "session/session.h"

struct shell;

// The session before something ran.
struct play_moment {
    struct session_clock clock;
    struct settings settings;
    const struct dataset *data;
    size_t epoch, steps, done;
    bool has_network;
};

struct play_moment play_moment_of(const struct session *session);

// Appends what is different from that moment.
void play_put_difference(struct shell *shell, const struct play_moment *before);

#endif
