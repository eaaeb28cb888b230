// SPDX-License-Identifier: GPL-3.0-or-later
// What a run of updates is asked on the way: the condition of `until`, the breaks, and what is to fall.
// Nothing is owned.
#ifndef SESSION_TRAIN_CONDITION_H
#define SESSION_TRAIN_CONDITION_H

#include <stdbool.h>

#include "session/train.h"

struct tiny;

// Whether what is asked on the way can be asked at all, so that a wrong name fails before anything runs.
// False with [error] set.
bool train_condition_can_hold(struct session *session, const struct training *training,
                              struct error *error);

// Asks the breaks, and where an epoch or the run begins the condition [until], of the parameters as they
// are, running the pass as far as their names need it: forward, and where that does not do, backward too.
// Sets [end] to what they say, or to TRAINING_DONE to continue. False with [error] set where one cannot be
// asked.
bool train_condition_ask(struct session *session, struct training *training, bool begins,
                         enum training_end *end, struct error *error);

// Asks what is to fall at a report. Sets [end] to TRAINING_RISES where patience is at its end, else
// leaves it. False with [error] set where it cannot be asked.
bool train_condition_ask_falls(struct session *session, struct training *training,
                               enum training_end *end, struct error *error);

// Whether the condition only compares the loss with a number, `loss < 0.01` say: such a one can be
// asked inside the loop for tiny networks. Then gives it to [tiny] as its goal.
bool train_condition_set_goal(struct session *session, const struct expr *until, struct tiny *tiny);

#endif
