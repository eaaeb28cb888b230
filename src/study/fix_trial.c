// SPDX-License-Identifier: GPL-3.0-or-later
// What is tried is a case of its own: the settings stay, the network is built anew and the data may be
// scaled. Losses over scaled targets are other numbers, so what is compared is the part of the baseline
// that is left.
#include "study/fix_trial.h"

#include <math.h>
#include <string.h>

#include "data/prepare.h"
#include "network/optimizer.h"
#include "network/scheme.h"

#define IS_LOWER 0.8 // a fix helps where its loss is below this part of that without it

const struct scheme *fix_trial_suited_scheme(const struct activation *activation)
{
    return scheme_find(activation->scheme, strlen(activation->scheme));
}

void fix_trial_plan(const struct fix_trial *fix, const struct network *network,
                    struct architecture *plan)
{
    network_architecture(network, plan);
    for (size_t k = 0; fix->is_wider && k + 1 < plan->layer_count; k++)
        plan->layers[k].units *= 2;
    if (fix->leaky)
        plan->layers[fix->leaky - 1].activation = &activations[ACTIVATION_leaky_relu];
}

const struct scheme *fix_trial_scheme(const struct fix_trial *fix, const struct study_case *from)
{
    return fix->is_suited ? fix_trial_suited_scheme(from->network->layers[0].activation)
                          : from->scheme;
}

// Whether the fix changes anything, and can be tried.
static bool is_open(const struct fix_trial *fix, const struct study_case *from)
{
    if (fix->is_scaled && from->data->normalization != NORMALIZE_NONE)
        return false;
    if (fix->is_suited && fix_trial_scheme(fix, from) == from->scheme)
        return fix->is_scaled || fix->is_wider || fix->leaky || fix->lr_factor > 0;
    return true;
}

// Runs the trial on [tried], whose network and data are those of the fix.
static bool run(const struct study_case *tried, size_t rows, struct fix_trial *fix, double *share)
{
    struct error ignored;
    struct trials trials;
    struct trial_change change = TRIAL_CHANGE_NONE;
    struct matrix x = tried->data->x, y = tried->data->y;
    x.rows = y.rows = rows;
    if (!trial_open(&trials, tried, x, y, &ignored))
        return false;
    change.is_fresh = true;
    change.seed = tried->seed;
    if (fix->lr_factor > 0)
        change.lr_factor = fix->lr_factor;
    fix->trial = trial_run(&trials, change);
    *share = fix->trial.end / trials.baseline;
    trial_close(&trials);
    return fix->trial.bad_at == 0;
}

// Tries one fix. False where the copy cannot be made or its loss is not a finite number in the end.
static bool try_fix(const struct study_case *from, size_t rows, struct fix_trial *fix,
                    double *share)
{
    struct error ignored;
    struct study_case tried = *from;
    struct architecture plan;
    fix_trial_plan(fix, from->network, &plan);
    tried.scheme = fix_trial_scheme(fix, from);
    struct network *network = network_create(&plan, from->network->kernel, &ignored);
    struct dataset *data = fix->is_scaled
                               ? prepare_normalize(from->data, NORMALIZE_STANDARD, &ignored)
                               : dataset_share(from->data);
    tried.network = network;
    tried.data = data;
    bool is_tried = network && data &&
                    network_reserve_states(network, from->settings->optimizer->states, &ignored) &&
                    run(&tried, rows, fix, share);
    network_free(network);
    dataset_free(data);
    return is_tried;
}

struct fix_trial fix_trial_best(const struct study_case *from, const struct fix_trial *fixes,
                                size_t count, size_t rows, double share, bool may_be_linear)
{
    struct fix_trial best = {0};
    double least = IS_LOWER * share, reached;
    for (size_t i = 0; i < count && !best.trial.is_learnt && !study_case_is_stopped(from); i++) {
        struct fix_trial fix = fixes[i];
        if (!is_open(&fix, from) || !try_fix(from, rows, &fix, &reached))
            continue;
        bool bends = may_be_linear || !fix.trial.is_linear;
        if (!bends || !(reached < least || fix.trial.is_learnt))
            continue;
        least = reached;
        best = fix;
        best.helps = true;
    }
    return best;
}
