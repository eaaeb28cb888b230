// SPDX-License-Identifier: GPL-3.0-or-later
// The copy is a session of its own as far as a bench looks at it: the settings are the session's, the
// network is built anew and the data may be scaled. Losses over scaled targets are other numbers, so
// what is compared is the share of the baseline that is left.
#include "study/fix_trial.h"

#include <math.h>
#include <string.h>

#include "data/prepare.h"
#include "network/scheme.h"

#define IS_LOWER 0.8 // a cure helps where its loss is under this part of what there is without it

const struct scheme *cure_suited_scheme(const struct activation *activation)
{
    bool is_folded = activation->id == ACTIVATION_relu || activation->id == ACTIVATION_leaky_relu;
    const char *name = is_folded ? "he_normal" : "xavier_normal";
    return scheme_find(name, strlen(name));
}

void cure_plan(const struct cure *cure, const struct network *network, struct architecture *plan)
{
    network_architecture(network, plan);
    for (size_t k = 0; cure->is_wider && k + 1 < plan->layer_count; k++)
        plan->layers[k].units *= 2;
    if (cure->leaky)
        plan->layers[cure->leaky - 1].activation = &activations[ACTIVATION_leaky_relu];
}

const struct scheme *cure_scheme(const struct cure *cure, const struct session *session)
{
    return cure->is_suited ? cure_suited_scheme(session->network->layers[0].activation)
                           : session->scheme;
}

// Whether the cure changes anything, and can be tried.
static bool is_open(const struct cure *cure, const struct session *session)
{
    if (cure->is_scaled && session->data->normalization != NORMALIZE_NONE)
        return false;
    if (cure->is_suited && cure_scheme(cure, session) == session->scheme)
        return cure->is_scaled || cure->is_wider || cure->leaky || cure->lr_factor > 0;
    return true;
}

// Runs the trial on [copy], a session whose network and data are the cure's.
static bool run(struct session *copy, size_t rows, struct cure *cure, double *share)
{
    struct error ignored;
    struct bench bench;
    struct change change = CHANGE_NONE;
    struct matrix x = copy->data->x, y = copy->data->y;
    x.rows = y.rows = rows;
    if (!network_reserve_states(copy->network, copy->settings.optimizer->states, &ignored) ||
        !bench_open(&bench, copy, x, y, &ignored))
        return false;
    change.is_fresh = true;
    change.seed = copy->seed;
    if (cure->lr_factor > 0)
        change.lr_factor = cure->lr_factor;
    cure->trial = bench_try(&bench, change);
    *share = cure->trial.end / bench.baseline;
    bench_close(&bench);
    return cure->trial.bad_at == 0;
}

// Tries one cure. False where the copy cannot be made or its loss is no number in the end.
static bool try_cure(const struct session *session, size_t rows, struct cure *cure, double *share)
{
    struct error ignored;
    struct session copy = *session;
    struct architecture plan;
    cure_plan(cure, session->network, &plan);
    copy.scheme = cure_scheme(cure, session);
    copy.network = network_create(&plan, session->kernel, &ignored);
    copy.data = cure->is_scaled ? prepare_normalize(session->data, NORMALIZE_STANDARD, &ignored)
                                : dataset_share(session->data);
    bool is_tried = copy.network && copy.data && run(&copy, rows, cure, share);
    network_free(copy.network);
    dataset_free(copy.data);
    return is_tried;
}

struct cure cure_best(const struct session *session, const struct cure *cures, size_t count,
                      size_t rows, double share, bool may_be_linear)
{
    const volatile sig_atomic_t *stop = session->stop;
    struct cure best = {0};
    double least = IS_LOWER * share, reached;
    for (size_t i = 0; i < count && !best.trial.is_learnt && !(stop && *stop); i++) {
        struct cure cure = cures[i];
        if (!is_open(&cure, session) || !try_cure(session, rows, &cure, &reached))
            continue;
        bool bends = may_be_linear || !cure.trial.is_linear;
        if (!bends || !(reached < least || cure.trial.is_learnt))
            continue;
        least = reached;
        best = cure;
        best.helps = true;
    }
    return best;
}
