// SPDX-License-Identifier: GPL-3.0-or-later
// What a diagnosis finds: a finding holds the numbers that speak for it, and what was tried against it.
// The searches of the room (causes, side_findings, diagnosis) read the evidence here and add findings to
// it. diagnosis_create makes a diagnosis, which owns its network and its pass; what its case borrows must
// outlive it.
#ifndef STUDY_FINDING_H
#define STUDY_FINDING_H

#include <stdbool.h>
#include <stddef.h>

#include "session/quantity.h"
#include "study/study_case.h"
#include "study/trial.h"

enum finding_kind {
    FINDING_ONE_SOFTMAX,    // a softmax output of one unit is always 1
    FINDING_STEP,           // an activation without a slope
    FINDING_RANGE,          // targets that the output cannot reach
    FINDING_OVERSHOOT,      // lr·l2 is above 2: each update turns the sign of the weights
    FINDING_FROZEN,         // without the frozen parameters it would learn
    FINDING_SCALES,         // inputs of very different sizes
    FINDING_TARGETS,        // targets of a size that steps do not get to
    FINDING_DIVERGES,       // the loss grows beyond bounds
    FINDING_SWINGS,         // the loss goes up and down
    FINDING_LR_LARGE,       // a smaller learning rate gets lower
    FINDING_LR_SMALL,       // a larger learning rate gets lower
    FINDING_CLIP,           // without clipping it learns
    FINDING_DECAY,          // without l1, l2 and weight_decay
    FINDING_BAD_NUMBER,     // a value is not a finite number
    FINDING_TWINS,          // units of a layer compute the same and always will
    FINDING_LINEAR,         // every unit is on for all samples, or off for all
    FINDING_DEAD,           // units that are off for every sample
    FINDING_SATURATED,      // hidden units on the flat ends of sigmoid or tanh for every sample
    FINDING_SURE_AND_WRONG, // outputs on a flat end, and on the wrong one
    FINDING_EXPLODING,      // gradients far larger than the weights they are to move
    FINDING_WEIGHTS,        // the present weights: from the drawn ones it learns
    FINDING_NO_BEND,        // no hidden layer that bends
    FINDING_VANISHING,      // gradients that fade from layer to layer
    FINDING_LOSS,           // a loss that does not suit the outputs
    FINDING_PLAIN_STEPS,    // one step size for all weights; adam gets lower
    FINDING_UNSCALED,       // normalized columns get lower, though none is out of the ordinary
    FINDING_FEW_UNITS,      // more units get lower
    FINDING_STALLED,        // another seed gets lower
    FINDING_CONTRADICTION,  // equal inputs with different targets
    FINDING_IDLE,           // dead units in a network that learns without them
    FINDING_BY_HEART,       // the test loss is far above the training loss, or has risen
};

enum { FINDING_KINDS = FINDING_BY_HEART + 1, FINDINGS_MOST = 32, FINDING_TRIED = 8 };

struct finding {
    enum finding_kind kind;
    size_t layer;             // from 1; 0: the whole network
    size_t at, other;         // the unit, sample or column it is seen at, and one to compare
    size_t count, all;        // how many of how many
    double value, against;    // the number that speaks for it, and what it is compared with
    struct quantity quantity; // of a bad number
    bool is_cured;            // by the fix of [cure], which was tried
    struct trial cure;
    struct trial tried[FINDING_TRIED]; // against it; the first ones
    size_t tried_count;
    double lowest;      // the lowest test loss on the way, after epoch [at], or 0;
    double lowest_loss; // and the training loss there
};

struct diagnosis {
    struct study_case from;
    struct network *network; // a copy with the gradients of the samples below
    struct pass *pass;       // the forward and backward pass of the first samples
    double loss, baseline;   // now, and of the best answer that does not look at the inputs
    bool is_wrecked;         // a number is not finite
    bool is_interrupted;     // what is here is what was known by then
    struct trials trials;    // all that was tried
    struct trial now;        // how it stands, over all the data
    struct trial as_is;      // when it continues with everything as it is
    struct trial anew;       // when it begins again with everything as it is
    size_t count;
    struct finding findings[FINDINGS_MOST];
    struct finding aside; // seen, but not a cause; [count] 0: nothing
    bool has_faster;      // a network that learns would have learnt faster by
    struct trial faster;
};

// A fresh finding of that kind, to be filled in. The list has room for one of each kind and some
// layers more; of what is beyond that only the last is kept.
struct finding *finding_add(struct diagnosis *d, enum finding_kind kind, size_t layer);

#endif
