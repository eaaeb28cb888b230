// SPDX-License-Identifier: GPL-3.0-or-later
// The slider: earlier moments of the training on the screen. A journey there and back changes nothing; where
// something is to be done at an earlier moment, live_time_settle goes there by `goto`, as one command.
#ifndef SHELL_LIVE_TIME_H
#define SHELL_LIVE_TIME_H

#include "shell/live.h"

// The epochs that the slider leads to, and the one on the screen.
struct live_span {
    size_t first, last, here;
};
struct live_span live_time_span(const struct live *live);

// Shows the moment right after an epoch, or the nearest there is; the newest one, from the last epoch on.
void live_time_show(struct live *live, size_t epoch);

// One update back; one forward, where the newest moment is not on the screen.
void live_time_back(struct live *live);
void live_time_forward(struct live *live);

// Whether an earlier moment is on the screen than the newest one.
bool live_time_is_past(const struct live *live);

// Makes the moment on the screen the session's.
void live_time_settle(struct live *live);

// Drops the journey: the session's own moment is on the screen. Whether there was one.
bool live_time_drop(struct live *live);

#endif
