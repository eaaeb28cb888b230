// SPDX-License-Identifier: GPL-3.0-or-later
// What a diagnosis finds: a finding holds the numbers that speak for it. The searches of the room
// (unit_checks, side_findings, diagnosis) read the evidence here and add findings to it.
// diagnosis_create makes a diagnosis, which owns its network and its pass; what its case borrows must
// outlive it.
#ifndef STUDY_FINDING_H
#define STUDY_FINDING_H

#include <stdbool.h>
#include <stddef.h>

#include "session/quantity.h"
#include "study/fix_trial.h"
#include "study/study_case.h"
#include "study/trial.h"

enum finding_kind {
    FINDING_BAD_NUMBER,     // a value is not a finite number
    FINDING_DIVERGES,       // a copy's loss grows beyond bounds
    FINDING_SWINGS,         // a copy's loss goes up and down
    FINDING_LR_LARGE,       // a smaller learning rate gets lower
    FINDING_LR_SMALL,       // a larger learning rate gets lower
    FINDING_FROZEN,         // without the frozen parameters it would learn
    FINDING_CLIP,           // without clipping
    FINDING_DECAY,          // without l1, l2 and weight_decay
    FINDING_LINEAR,         // every unit is on for all samples, or off for all
    FINDING_TWINS,          // units of a layer compute the same and always will
    FINDING_DEAD,           // units that are off for every sample
    FINDING_SATURATED,      // hidden units on the flat ends of sigmoid or tanh for every sample
    FINDING_SURE_AND_WRONG, // outputs on a flat end, and on the wrong one
    FINDING_STEP,           // an activation without a slope
    FINDING_VANISHING,      // gradients that fade from layer to layer
    FINDING_EXPLODING,      // gradients far larger than the weights they are to move
    FINDING_RANGE,          // targets that the output cannot reach
    FINDING_CONTRADICTION,  // equal inputs with different targets
    FINDING_SCALES,         // inputs of very different sizes
    FINDING_TARGETS,        // targets of a size that steps do not get to
    FINDING_STALLED,        // the loss stays where it is, and none of the above is seen
    FINDING_IDLE,           // dead units in a network that learns without them
    FINDING_BY_HEART,       // the test loss is far above the training loss, or has risen
};

struct finding {
    enum finding_kind kind;
    size_t layer;                // from 1; 0: the whole network
    size_t at, other;            // the unit, sample or column it is seen at, and one to compare
    size_t count, all;           // how many of how many
    double value, against;       // the number that speaks for it, and what it is compared with
    struct quantity quantity;    // of a bad number
    struct trial trial;          // a copy that went on, as the finding names it
    struct trial slower, faster; // and two with a smaller and a larger learning rate
    bool begins_anew;            // those copies began with the weights that init drew
    struct fix_trial fix;        // another beginning that was tried, where it helps
    double lowest;               // the lowest test loss on the way, after epoch [at], or 0;
    double lowest_loss;          // and the training loss there
    double decay;                // the l2 that [trial] ran with, or 0
};

enum { FINDINGS_MOST = 32 };

struct diagnosis {
    struct study_case from;
    struct network *network; // a copy with the gradients of the samples below
    struct pass *pass;       // their forward and backward pass
    double loss, baseline;   // now, and of the best answer that does not look at the inputs
    size_t right;            // samples predicted right
    bool is_learnt;
    struct trial as_is; // a copy that went on with the settings as they are
    size_t count;
    struct finding findings[FINDINGS_MOST];
    struct finding aside; // seen, but no cause; [count] 0: nothing
};

// A fresh finding of that kind, to be filled in. The list has room for one of each kind and some
// layers more; of what is beyond that only the last is kept.
struct finding *finding_add(struct diagnosis *d, enum finding_kind kind, size_t layer);

// Adds a finding about the learning rate, with the trials of a smaller and a larger one.
void finding_add_rates(struct diagnosis *d, enum finding_kind kind, const struct trial *slower,
                       const struct trial *faster);

// Moves finding number [index] to the front; those before it move up.
void finding_move_to_front(struct diagnosis *d, size_t index);

#endif
