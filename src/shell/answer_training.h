// SPDX-License-Identifier: GPL-3.0-or-later
// What is shown of a training run: its lines, the live line at a terminal, and what ended it.
#ifndef SHELL_ANSWER_TRAINING_H
#define SHELL_ANSWER_TRAINING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct session;
struct shell;
struct training;

// What ends a training before its last epoch, as it was typed.
struct training_goal {
    const char *text; // NULL: nothing does
    size_t length;
    bool rises; // the text is a number that is watched, and not a condition
    size_t
        updates; // 0: any number; else they are bound to come to an end within the training's epochs
};

// Runs a training, which has its epochs, every and condition, and shows it. False with [error] set when
// it failed or diverged; what was shown until then is out.
bool answer_training(struct shell *shell, struct training *training,
                     const struct training_goal *goal, struct error *error);

// How many epochs lie between two printed losses of a run of [epochs]: the setting `every`, or if that is auto
// a round number that makes about ten lines.
size_t answer_every(const struct session *session, size_t epochs);

// Trains on for that many epochs, as `train N` does.
bool answer_epochs(struct shell *shell, size_t epochs, struct error *error);

#endif
