// SPDX-License-Identifier: GPL-3.0-or-later
// The first question is whether anything is wrong at all: a copy goes on training with everything as
// it is. If it learns, or its loss keeps falling, nothing is blamed, however odd a unit may look. Only
// a network that gets nowhere is searched for causes. Settings come first: a copy with one setting
// changed shows whether that setting is to blame, and if the copy then learns, the search ends. Other
// causes are looked for in the values of one forward and backward pass over the data (unit_checks.c).
#include "study/diagnosis.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "network/loss.h"
#include "network/optimizer.h"
#include "session/metrics.h"
#include "session/session.h"
#include "study/side_findings.h"
#include "study/unit_checks.h"
#include "study/unit_facts.h"

// The most samples that are looked at, and the multiplications that a pass over them may take.
enum { SAMPLES_MOST = 2048, SAMPLES_LEAST = 64 };
#define SAMPLES_WORK 1e9

// A loss that falls by less than these parts over a long trial, and over its second half, does not
// fall.
#define FALLS      0.05
#define FALLS_LATE 0.01
#define LONG_TRIAL 10000

#define RATE_LEAST     1e-3 // the smallest learning rate that is in use
#define ROUNDING       1e-9 // a difference smaller than this part is only rounding
#define SCHEDULED_DOWN 0.1  // a schedule's factor below this has brought the learning rate down

#define IS_LOWER 0.8 // another trial is better where its loss is below this part
enum { SEEDS_TRIED = 8, RATES_TRIED = 5, RATES_AGAIN = 3 };

bool diagnosis_is_scheduled_down(const struct diagnosis *d)
{
    const struct settings *settings = d->from.settings;
    return study_case_step_config(&d->from).hyper.lr < SCHEDULED_DOWN * settings->lr;
}

// ---- evidence -------------------------------------------------------------------------------

// The first rows of [m].
static struct matrix first_rows(struct matrix m, size_t rows)
{
    return (struct matrix){rows, m.cols, m.data};
}

// How many samples to look at.
static size_t sample_count(const struct study_case *from)
{
    double fitting = SAMPLES_WORK / (6 * (double)from->network->parameter_count);
    size_t most = fitting > SAMPLES_MOST    ? SAMPLES_MOST
                  : fitting < SAMPLES_LEAST ? SAMPLES_LEAST
                                            : (size_t)fitting;
    size_t rows = from->data->x.rows;
    return rows < most ? rows : most;
}

// Runs the pass over the samples, forward and backward, up to the gradients.
static void gather_evidence(struct diagnosis *d, struct matrix x, struct matrix y, double baseline)
{
    struct step_config config = study_case_step_config(&d->from);
    size_t layers = d->network->layer_count;
    struct matrix a = d->pass->layers[layers - 1].a;
    pass_load(d->pass, x, y);
    for (size_t s = 0; s < stage_update(layers); s++)
        pass_run(d->pass, d->network, &config, stage_at(layers, s));
    a.rows = x.rows;
    d->loss = d->pass->loss;
    d->baseline = baseline;
    d->right = (size_t)(metrics_accuracy(a, y) * (double)x.rows + 0.5);
    d->is_learnt = trial_is_learnt(a, y, d->loss, baseline);
}

// ---- numbers that are not finite ------------------------------------------------------------

// The first value that is not a finite number.
static bool find_bad_number(struct diagnosis *d)
{
    struct finding found = {.kind = FINDING_BAD_NUMBER};
    if (!quantity_first_bad(d->network, d->pass, &found.quantity, &found.at, &found.other,
                            &found.value))
        return false;
    *finding_add(d, FINDING_BAD_NUMBER, found.quantity.layer) = found;
    return true;
}

// ---- settings, by trial ---------------------------------------------------------------------

// Whether the loss keeps falling; of a short trial less is asked than of a long one.
static bool is_falling(const struct trial *trial)
{
    double share = (double)trial->updates / LONG_TRIAL;
    return trial->bad_at == 0 && trial->end < trial->start * (1 - FALLS * share) &&
           trial->end < trial->half * (1 - FALLS_LATE * share);
}

// Whether the loss falls to where something is learnt: below that of the best constant answer. A loss
// far above that can fall for a long time before anything is learnt from the inputs.
static bool is_learning(const struct diagnosis *d)
{
    return is_falling(&d->as_is) && d->as_is.end < d->baseline;
}

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

// Adds a finding about the learning rate, with the trials of a smaller and a larger one.
static void add_rates(struct diagnosis *d, enum finding_kind kind, const struct trial *slower,
                      const struct trial *faster)
{
    struct finding *finding = finding_add(d, kind, 0);
    finding->trial = d->as_is;
    finding->slower = *slower;
    finding->faster = *faster;
}

// The larger learning rate to begin with: where a schedule has brought the rate far down, the one that
// was set; else ten times the present one; or where that is still next to nothing, the smallest that
// is in use.
static struct trial_change first_faster(const struct diagnosis *d)
{
    struct trial_change change = TRIAL_CHANGE_NONE;
    if (diagnosis_is_scheduled_down(d))
        change.lr = d->from.settings->lr;
    else if (d->as_is.lr < RATE_LEAST / 10)
        change.lr = RATE_LEAST;
    else
        change.lr_factor = 10;
    return change;
}

// Whether the loss falls evenly but hardly at all, and falls evenly with a larger rate too. Where
// gradients fade on their way, those are to blame, and not a learning rate of a usual size.
static bool falls_too_slowly(const struct diagnosis *d, const struct trial *faster)
{
    const struct trial *as_is = &d->as_is;
    bool gradients_are_to_blame = unit_facts_fades(d->pass) && as_is->lr >= RATE_LEAST;
    return !gradients_are_to_blame && as_is->rises == 0 && faster->rises == 0 &&
           as_is->end <= as_is->start * (1 + ROUNDING) && as_is->end > as_is->start * (1 - FALLS);
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
    bool is_slow = falls_too_slowly(d, &faster);
    if (grows || swings || is_better(&slower, as_is))
        slower = best_rate(trials, slower, smaller, 0.1);
    else if (is_slow)
        faster = best_rate(trials, faster, larger, 10);
    // A step so large that the loss ends above that of a constant answer is no improvement.
    bool is_small = is_slow && is_better(&faster, as_is) && faster.end < d->baseline;
    bool is_large = is_better(&slower, as_is);
    if (!is_large && !is_small)
        return false;
    enum finding_kind large = grows ? FINDING_DIVERGES : swings ? FINDING_SWINGS : FINDING_LR_LARGE;
    add_rates(d, is_large ? large : FINDING_LR_SMALL, &slower, &faster);
    return is_large ? slower.is_learnt : faster.is_learnt && !unit_facts_fades(d->pass);
}

// Tries each setting that may be to blame. Returns whether a copy learns without one of them.
static bool try_settings(struct diagnosis *d, struct trials *trials)
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

// Moves finding number [index] to the front.
static void move_to_front(struct diagnosis *d, size_t index)
{
    struct finding finding = d->findings[index];
    memmove(d->findings + 1, d->findings, index * sizeof finding);
    d->findings[0] = finding;
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
        move_to_front(d, d->count - 1);
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

// ---- the whole ------------------------------------------------------------------------------

// In the order of what explains most: what is learnt needs no cause, and a wrong setting makes units
// look broken, so settings come before units.
static void search_causes(struct diagnosis *d, struct trials *trials)
{
    if (d->is_learnt)
        return;
    d->as_is = trial_run(trials, TRIAL_CHANGE_NONE);
    if (d->as_is.is_learnt || is_learning(d) || try_settings(d, trials))
        return;
    unit_checks_run(d);
    for (size_t i = 0; i < d->count; i++)
        if (d->findings[i].kind == FINDING_TARGETS)
            move_to_front(d, i);
    // A loss that falls is not stuck; but after a long trial it should be low.
    bool is_on_its_way = is_falling(&d->as_is) && d->as_is.updates < LONG_TRIAL;
    bool is_high = !(d->as_is.end <= UNIT_CHECKS_HIGH * d->baseline) && !is_on_its_way;
    if (d->count == 0 && d->as_is.bad_at)
        add_rates(d, FINDING_DIVERGES, &d->as_is, &d->as_is);
    else if (d->count == 0 && is_high)
        finding_add(d, FINDING_STALLED, 0);
    try_beginning(d, trials);
    try_ways_out(d, trials);
}

// A number that is not finite makes everything else meaningless, so the search ends there. Where no
// cause is found, what else stands out is added.
static void examine(struct diagnosis *d, struct trials *trials)
{
    if (find_bad_number(d))
        return;
    search_causes(d, trials);
    if (d->count == 0)
        side_findings_run(d);
}

struct diagnosis *diagnosis_create(const struct study_case *from, struct error *error)
{
    size_t rows = sample_count(from);
    struct matrix x = first_rows(from->data->x, rows), y = first_rows(from->data->y, rows);
    struct trials trials = {0};
    struct diagnosis *d = calloc(1, sizeof *d);
    if (!d) {
        error_memory(error);
        return NULL;
    }
    d->from = *from;
    d->network = network_copy(from->network, error);
    d->pass = d->network ? pass_create(d->network, rows, false, error) : NULL;
    if (!d->pass || !trial_open(&trials, &d->from, x, y, error)) {
        diagnosis_free(d);
        return NULL;
    }
    gather_evidence(d, x, y, trials.baseline);
    examine(d, &trials);
    trial_close(&trials);
    if (study_case_is_stopped(from)) {
        diagnosis_free(d);
        error_set(error, "the diagnosis was interrupted");
        return NULL;
    }
    return d;
}

void diagnosis_free(struct diagnosis *diagnosis)
{
    if (!diagnosis)
        return;
    network_free(diagnosis->network);
    pass_free(diagnosis->pass);
    free(diagnosis);
}
