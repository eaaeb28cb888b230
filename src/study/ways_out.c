// SPDX-License-Identifier: GPL-3.0-or-later
// Which way out is tried depends on the dead end: dead units get a slope, a network that is stuck another
// seed, and where no seed helps another beginning.
#include "study/ways_out.h"

#include "study/fix_trial.h"

enum { SEEDS_TRIED = 8, RATES_TRIED = 5, RATES_AGAIN = 3 };

// Whether a finding may be the result of a learning rate that was too large.
static bool is_aftermath(const struct finding *finding)
{
    return finding->kind == FINDING_DEAD || finding->kind == FINDING_SATURATED ||
           finding->kind == FINDING_SURE_AND_WRONG || finding->kind == FINDING_EXPLODING;
}

static bool is_about_large_rates(const struct finding *finding)
{
    return finding->kind == FINDING_DIVERGES || finding->kind == FINDING_SWINGS ||
           finding->kind == FINDING_LR_LARGE;
}

// Removes the findings that a reset undoes: outputs and units on flat ends. Dead units can come back.
static void drop_flat_ends(struct diagnosis *d)
{
    size_t kept = 0;
    for (size_t i = 0; i < d->count; i++)
        if (d->findings[i].kind != FINDING_SATURATED &&
            d->findings[i].kind != FINDING_SURE_AND_WRONG)
            d->findings[kept++] = d->findings[i];
    d->count = kept;
}

// Weights on a flat place do not tell how they got there. If a copy begins anew with the weights that
// init drew, and learns only with a smaller learning rate, then the rate was to blame.
static void try_beginning(struct diagnosis *d, struct trials *trials)
{
    struct trial_change change = {.lr_factor = 1, .is_fresh = true, .seed = d->from.seed};
    bool is_suspect = false;
    for (size_t i = 0; i < d->count; i++)
        is_suspect = is_suspect || is_aftermath(&d->findings[i]);
    if (!is_suspect || d->from.updates == 0)
        return;
    struct trial again = trial_run(trials, change), slower = again;
    for (int i = 0; i < RATES_AGAIN && !slower.is_learnt; i++) {
        change.lr_factor *= 0.1;
        slower = trial_run(trials, change);
    }
    if (again.is_learnt || !slower.is_learnt)
        return;
    drop_flat_ends(d);
    if (d->count == 0 || !is_about_large_rates(&d->findings[0])) {
        finding_add(d, FINDING_LR_LARGE, 0);
        finding_move_to_front(d, d->count - 1);
    }
    struct finding *finding = &d->findings[0];
    finding->begins_anew = true;
    finding->trial = finding->faster = again;
    finding->slower = slower;
}

// For dead units: a slope on the off side, and where that alone does not help, a smaller learning rate
// as well.
static void try_leak(struct diagnosis *d, struct finding *finding)
{
    const struct fix_trial fixes[] = {
        {.is_suited = true, .leaky = finding->layer},
        {.is_suited = true, .leaky = finding->layer, .lr_factor = 0.1},
        {.is_suited = true, .leaky = finding->layer, .lr_factor = 0.01},
        {.is_suited = true, .leaky = finding->layer, .lr_factor = 0.001},
    };
    double share = (d->as_is.bad_at ? d->loss : d->as_is.end) / d->baseline;
    finding->fix = fix_trial_best(&d->from, fixes, sizeof fixes / sizeof *fixes, d->pass->samples,
                                  share, true);
}

// The first of the seeds after the present one from which a copy learns; and where none does, the first
// of some smaller learning rates with which it learns from the next seed.
static void try_seeds(struct diagnosis *d, struct trials *trials, struct finding *finding)
{
    struct trial_change change = TRIAL_CHANGE_NONE;
    change.is_fresh = true;
    for (uint32_t i = 1; i <= SEEDS_TRIED && !finding->trial.is_learnt; i++) {
        change.seed = d->from.seed + i;
        finding->trial = trial_run(trials, change);
        finding->at = change.seed;
    }
    change.seed = d->from.seed + 1;
    for (int i = 0; i < RATES_TRIED && !finding->trial.is_learnt; i++) {
        change.lr_factor *= 0.1;
        finding->trial = trial_run(trials, change);
        finding->at = change.seed;
    }
}

// Other beginnings where no seed helps: likely causes first, more units last.
static void try_fixes(struct diagnosis *d, struct finding *finding)
{
    static const struct fix_trial fixes[] = {
        {.is_suited = true},
        {.is_scaled = true},
        {.is_suited = true, .is_scaled = true},
        {.is_suited = true, .is_wider = true},
        {.is_suited = true, .is_scaled = true, .is_wider = true},
    };
    double share = (d->as_is.bad_at ? d->loss : d->as_is.end) / d->baseline;
    finding->fix = fix_trial_best(&d->from, fixes, sizeof fixes / sizeof *fixes, d->pass->samples,
                                  share, finding->kind != FINDING_LINEAR);
}

// For each dead end that was found, a way out that was tried.
static void try_ways_out(struct diagnosis *d, struct trials *trials)
{
    for (size_t i = 0; i < d->count; i++) {
        struct finding *finding = &d->findings[i];
        bool is_disguised = finding->kind == FINDING_LINEAR && finding->all > 0;
        if (finding->kind == FINDING_DEAD)
            try_leak(d, finding);
        if (finding->kind != FINDING_STALLED && !is_disguised)
            continue;
        try_seeds(d, trials, finding);
        if (!finding->trial.is_learnt)
            try_fixes(d, finding);
    }
}

void ways_out_run(struct diagnosis *d, struct trials *trials)
{
    try_beginning(d, trials);
    try_ways_out(d, trials);
}
