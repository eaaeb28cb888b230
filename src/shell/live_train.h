// SPDX-License-Identifier: GPL-3.0-or-later
// Training while it is watched: piece by piece, to the bits that `train` gives. A stretch from its beginning
// to a pause is one command, in the history, in a record and for `undo`.
#ifndef SHELL_LIVE_TRAIN_H
#define SHELL_LIVE_TRAIN_H

#include "shell/live.h"

// Begins a stretch; where that cannot be it is said.
void live_train_begin(struct live *live);

// Trains for the updates of a frame, for at most that many seconds, or until a key waits. What ends the
// training is said, and it then is over.
void live_train_piece(struct live *live, double seconds);

// Ends the stretch, if one is under way, and notes it.
void live_train_end(struct live *live);

// The speeds: updates a frame; SIZE_MAX is as fast as the machine can.
size_t live_speed_count(void);
size_t live_speed(size_t index);

#endif
