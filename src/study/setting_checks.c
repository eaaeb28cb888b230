// SPDX-License-Identifier: GPL-3.0-or-later
// A setting is to blame where a copy that goes on without it does clearly better. Frozen parameters,
// clipping and decay are tried first: each can be taken away as a whole. The learning rate is compared
// with smaller and larger ones.
#include "study/setting_checks.h"

#include <math.h>

#include "network/optimizer.h"
#include "study/unit_facts.h"

#define IS_LOWER   0.8  // another trial is better where its loss is below this part
#define RATE_LEAST 1e-3 // the smallest learning rate that is in use
enum { RATES_TRIED = 5 };

// Whether a trial fared clearly better than things as they are.
static bool is_better(const struct trial *trial, const struct trial *as_is)
{
    if (trial->bad_at)
        return false;
    return trial->is_learnt || (as_is->bad_at && trial->end < trial->start) ||
           trial->end < IS_LOWER * as_is->end;
}

// Whether any parameter is frozen.
static bool has_frozen(const struct network *network)
{
    for (size_t p = 0; p < 2 * network->layer_count; p++)
        if (network_parameter(network, p).is_frozen)
            return true;
    return false;
}

// Tries the change where [is_suspect], and adds it as the cause where the copy does better. Returns
// whether the copy learnt.
static bool try_change(struct diagnosis *d, struct trials *trials, bool is_suspect,
                       enum finding_kind kind, struct trial_change change)
{
    if (!is_suspect)
        return false;
    struct trial trial = trial_run(trials, change);
    if (!is_better(&trial, &d->as_is))
        return false;
    finding_add(d, kind, 0)->trial = trial;
    return trial.is_learnt;
}

// Goes on from the trial of [change] with smaller and smaller, or larger and larger, learning rates,
// until a copy learns or the rate no longer helps. With a larger rate the loss must fall evenly: where
// it jumps, a low end is luck.
static struct trial best_rate(struct trials *trials, struct trial best, struct trial_change change,
                              double step)
{
    for (int i = 0; i < RATES_TRIED && !best.is_learnt; i++) {
        change.lr_factor *= step;
        struct trial trial = trial_run(trials, change);
        if (trial.bad_at || (step > 1 && trial.rises > 0))
            break;
        if (best.bad_at || trial.end < best.end)
            best = trial;
    }
    return best;
}

// The larger learning rate to begin with: where a schedule has brought the rate far down, the one that
// was set; else ten times the present one; or where that is still next to nothing, the smallest that
// is in use.
static struct trial_change first_faster(const struct diagnosis *d)
{
    struct trial_change change = TRIAL_CHANGE_NONE;
    if (study_case_is_scheduled_down(&d->from))
        change.lr = d->from.settings->lr;
    else if (d->as_is.lr < RATE_LEAST / 10)
        change.lr = RATE_LEAST;
    else
        change.lr_factor = 10;
    return change;
}

// Whether steps are too small: the loss hardly falls, and falls evenly with a larger rate too. Where
// gradients fade on their way, those are to blame, and not a learning rate of a usual size.
static bool is_slow(const struct diagnosis *d, const struct trial *faster)
{
    bool gradients_are_to_blame = unit_facts_fades(d->pass) && d->as_is.lr >= RATE_LEAST;
    return !gradients_are_to_blame && faster->rises == 0 && trial_is_slow(&d->as_is);
}

// Compares the learning rate with smaller ones, and, where the loss hardly moves and does so evenly,
// with larger ones: then the steps are too small.
static bool try_rates(struct diagnosis *d, struct trials *trials)
{
    const struct trial *as_is = &d->as_is;
    struct trial_change smaller = TRIAL_CHANGE_NONE, larger = first_faster(d);
    smaller.lr_factor = 0.1;
    struct trial slower = trial_run(trials, smaller), faster = trial_run(trials, larger);
    bool grows = as_is->bad_at || as_is->worst > 2 * as_is->start;
    bool swings = as_is->rises >= TRIAL_CLOSE / 5;
    bool steps_are_small = is_slow(d, &faster);
    if (grows || swings || is_better(&slower, as_is))
        slower = best_rate(trials, slower, smaller, 0.1);
    else if (steps_are_small)
        faster = best_rate(trials, faster, larger, 10);
    // A step so large that the loss ends above that of a constant answer is no improvement.
    bool is_small = steps_are_small && is_better(&faster, as_is) && faster.end < d->baseline;
    bool is_large = is_better(&slower, as_is);
    if (!is_large && !is_small)
        return false;
    enum finding_kind large = grows ? FINDING_DIVERGES : swings ? FINDING_SWINGS : FINDING_LR_LARGE;
    finding_add_rates(d, is_large ? large : FINDING_LR_SMALL, &slower, &faster);
    return is_large ? slower.is_learnt : faster.is_learnt && !unit_facts_fades(d->pass);
}

bool setting_checks_run(struct diagnosis *d, struct trials *trials)
{
    const struct settings *settings = d->from.settings;
    bool decays = settings->l1 > 0 || settings->l2 > 0 ||
                  (settings->optimizer->decays_weights && settings->weight_decay > 0);
    struct trial_change unfrozen = TRIAL_CHANGE_NONE, unclipped = TRIAL_CHANGE_NONE,
                        undecayed = TRIAL_CHANGE_NONE;
    unfrozen.is_unfrozen = true;
    unclipped.is_unclipped = true;
    undecayed.is_undecayed = true;
    return try_change(d, trials, has_frozen(d->network), FINDING_FROZEN, unfrozen) ||
           try_change(d, trials, !isinf(settings->clip), FINDING_CLIP, unclipped) ||
           try_change(d, trials, decays, FINDING_DECAY, undecayed) || try_rates(d, trials);
}
