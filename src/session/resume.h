// SPDX-License-Identifier: GPL-3.0-or-later
// How far a session is, and going to a point that was left earlier. Nothing is owned.
#ifndef SESSION_RESUME_H
#define SESSION_RESUME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "session/session.h"

// How far a session is.
struct point {
    size_t epoch, batch_at; // the epochs done, and the samples of the one under way
    size_t done;            // the stages done of the pass under way
};

// Where the session is.
struct point session_point(const struct session *session);

// Whether [a] comes before [b] in one run, or [a] is the same update as [b]; stages do not count.
bool point_is_before(struct point a, struct point b);
bool point_is_at(struct point a, struct point b);

// What a saved session notes of the training, besides the data, the settings and the network's numbers.
struct session_standing {
    struct point at;   // its stages are run from the present parameters
    size_t steps;      // done so far
    uint64_t draws;    // the generator's, before it drew the order of the epoch under way
    const char *wrong; // set where session_resume refuses it: the option of `resume`; or NULL
};

// The point the session is at.
struct session_standing session_standing(const struct session *session);

// Goes to what is [wanted] from the weights that `init` drew or that were set since: the generator moves on,
// the epoch's order is drawn again and the stages of the pass run again, so that they give what they
// gave. Training then continues from there to the bit as it would have. A point that no session can be at
// is refused.
bool session_resume(struct session *session, struct session_standing *wanted, struct error *error);

#endif
