// SPDX-License-Identifier: GPL-3.0-or-later
// What a tutor would notice about a network that does not learn. Everything is found out on copies:
// the session is only read, and stays as it is to the bit. A finding holds the numbers that speak
// for it; a network that has learnt its data, or that is seen to learn them when a copy goes on, is
// accused of nothing. diagnosis_create makes one, diagnosis_free ends it; it borrows the session.
#ifndef STUDY_DIAGNOSIS_H
#define STUDY_DIAGNOSIS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "study/fix_trial.h"
#include "session/quantity.h"
#include "session/session.h"
#include "study/trial.h"

enum finding_kind {
    FINDING_BAD_NUMBER,     // a value is no finite number
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
    FINDING_EXPLODING,      // gradients far beyond the weights they are to move
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
    size_t layer;                  // from 1; 0: the whole network
    size_t at, other;              // the unit, sample or column it is seen at, and one to compare
    size_t count, all;             // how many of how many
    double value, against;         // the number that speaks for it, and what it is held against
    struct quantity quantity;      // of a bad number
    struct trial trial, bold, shy; // copies that went on: as things are, or as the finding names it
    bool begins_anew;              // those copies began with the weights that init drew
    struct cure cure;              // another beginning that was tried, where it helps
    double lowest,
        lowest_loss; // the lowest test loss on the way, after epoch [at], or 0; and the loss
    double decay;    // the l2 that [trial] ran with, or 0
};

enum { FINDINGS_MOST = 32 };

struct diagnosis {
    const struct session *session;
    struct network *network; // a copy with the gradients of the samples below
    struct pass *pass;       // their forward and backward pass
    double loss, baseline;   // now, and of the best answer that does not look at the inputs
    size_t right;            // samples predicted right
    bool is_learnt;
    struct trial ahead; // a copy that went on with the settings as they are
    size_t count;
    struct finding findings[FINDINGS_MOST];
    struct finding aside; // of no weight, but seen; [count] 0: nothing
};

// Examines the session, which must have a network that fits its data. NULL with [error] set when
// memory does not suffice or the stop flag ended it.
struct diagnosis *diagnosis_create(const struct session *session, struct error *error);

// Frees the diagnosis; NULL is allowed.
void diagnosis_free(struct diagnosis *diagnosis);

// Whether a schedule has brought the learning rate far under the one that was set.
bool diagnosis_is_scheduled_down(const struct diagnosis *diagnosis);

// Whether the network is a linear map of the pass's samples up to its last z: every hidden layer is
// linear, or relu or leaky_relu with every unit on (z > 0) for every sample. z must be computed.
bool diagnosis_is_linear(const struct network *network, const struct pass *pass);

// How many of the pass's samples a unit of [layer] (from 1) is on for: z > 0.
size_t diagnosis_on(const struct pass *pass, size_t layer, size_t unit);

// The largest slope da/dz a unit has over the samples: 0 means that nothing can move what feeds it.
double diagnosis_slope(const struct network *network, const struct pass *pass, size_t layer,
                       size_t unit);

// The Euclidean norm of all numbers of [m].
double diagnosis_norm(struct matrix m);

#endif
