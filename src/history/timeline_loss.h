// SPDX-License-Identifier: GPL-3.0-or-later
// The losses of the states on a timeline: of the present one, of those after entries, of one that was
// trained another way. What is found out of an entry is kept with it.
#ifndef HISTORY_TIMELINE_LOSS_H
#define HISTORY_TIMELINE_LOSS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "history/timeline.h"

// The loss of the session as it is. False with [error] set when memory runs out.
bool state_loss_find(struct session *session, struct state_loss *loss, struct error *error);

// Finds out the losses of the states after entries [first, first + count), as far as that takes no more
// than a moment; the rest stay unknown.
void timeline_find_losses(struct timeline *timeline, size_t first, size_t count);

// A state of the present network at some epoch that was reached in another way than the present one.
struct former_state {
    struct session *session; // the state
    struct state_loss loss;
    bool is_undone; // it lies in an entry that was undone
    size_t back;    // else: that many entries before the cursor
    bool is_end;    // it is the one after that entry
};

// Finds the state right after epoch [epoch], which is ahead, as it was reached last, undone or not. False
// where there is none, or where it takes longer than a moment to find. The caller frees former->session.
bool timeline_find_former(struct timeline *timeline, size_t epoch, struct former_state *former);

#endif
