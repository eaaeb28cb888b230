// SPDX-License-Identifier: GPL-3.0-or-later
// What helps depends on what went wrong: data of sizes that no rate suits, a penalty that overshoots, or a
// rate that is too large. Each is tried as it would be typed, from a new beginning, and the first with
// which training ends below a constant answer is named.
#include "study/divergence.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/number.h"
#include "data/recommendation.h"
#include "session/quantity.h"
#include "session/session.h"
#include "study/fix.h"
#include "study/trial.h"

enum {
    TENTHS_MOST = 10, // how often the rate is divided by ten
    ADVICE_MOST = TENTHS_MOST + 6,
};
#define CONSTANT      0.95 // of the baseline: clearly better than a constant answer
#define NEAR_CONSTANT 1.05
#define LARGE         30.0  // beyond which the usual rate is too large for the weights of a column
#define SQUARES_MOST  1e150 // of numbers beyond it there is no standard deviation
#define OVERSHOOTS    2.0   // of lr·l2: from here on the weights grow

bool divergence_is_ahead(const struct session *session)
{
    return !isfinite(session->pass->loss) || !network_has_finite_gradients(session->network);
}

// "before the update of epoch 6", with batches "before update 3 of epoch 6"; "after" where the update is
// done and no pass has run since.
static void put_place(const struct session *session, char *text, size_t size)
{
    bool is_after = session->done == 0 && session->steps > 0;
    size_t batch = session_batch_size(session), samples = session->data->x.rows;
    size_t done = session->batch.at / batch, epoch = session->epoch + 1;
    if (is_after && done == 0) {
        done = (samples + batch - 1) / batch;
        epoch--;
    }
    if (batch < samples)
        snprintf(text, size, "%s update %zu of epoch %zu", is_after ? "after" : "before",
                 done + !is_after, epoch);
    else
        snprintf(text, size, "%s the update of epoch %zu", is_after ? "after" : "before", epoch);
}

// What may help, in the order in which causes act, and the words before and after its command.
struct advice {
    struct fix fix;
    const char *cause, *effect;
};

// A list of advice, and what it says of the column that is largest.
struct advices {
    struct advice list[ADVICE_MOST];
    size_t count;
    char column[DATASET_TITLE_SIZE + 60];
};

// Adds the fix with each of the rates; 0: as it is.
static void add_rates(struct advices *advices, struct advice advice, const double *rates,
                      size_t count)
{
    for (size_t i = 0; i < count; i++) {
        advice.fix.lr = rates[i];
        advices->list[advices->count++] = advice;
    }
}

// Where columns are so large, or so different, that it is their scale that makes training diverge: bringing
// them to one scale. Otherwise that is the last thing to try.
static struct fix scaling(const struct study_case *from, struct advices *advices, bool *comes_first)
{
    struct recommendation found;
    char title[DATASET_TITLE_SIZE];
    recommendation_make(from->data, &found);
    bool is_input = found.large_value >= found.target_value;
    double value = is_input ? found.large_value : found.target_value;
    *comes_first = found.normalizes && value > LARGE;
    dataset_title(from->data, is_input ? found.large : from->data->x.cols + found.target, title);
    snprintf(advices->column, sizeof advices->column, "%s goes up to %s: ", title,
             number_string(value, 6).text);
    return (struct fix){.scaling = value < SQUARES_MOST ? NORMALIZE_STANDARD : NORMALIZE_MINMAX,
                        .is_fresh = true};
}

// Lists what to try.
static void list_advice(const struct study_case *from, struct advices *advices)
{
    static const double usual[] = {0, 0.1, 0.01};
    double lr = from->settings->lr, tenths[TENTHS_MOST], rate = lr > 100 ? 1 : lr / 10;
    bool comes_first, can_scale = from->data->normalization == NORMALIZE_NONE;
    struct advice scaled = {scaling(from, advices, &comes_first), advices->column,
                            " brings all columns to one scale"};
    advices->count = 0;
    if (comes_first && can_scale)
        add_rates(advices, scaled, usual, 3);
    if (lr * from->settings->l2 > OVERSHOOTS)
        add_rates(advices,
                  (struct advice){
                      {.is_undecayed = true, .is_fresh = true}, "lr times l2 is above 2: try ", ""},
                  usual, 3);
    for (size_t i = 0; i < TENTHS_MOST; i++, rate /= 10)
        tenths[i] = fix_rate(rate);
    add_rates(advices,
              (struct advice){{.is_fresh = true}, "the learning rate is too large: try ", ""},
              tenths, TENTHS_MOST);
    if (!comes_first && can_scale)
        add_rates(advices, scaled, usual, 3);
}

// Tries the advice in turn, and names the first with which training ends below a constant answer; or else
// the first with which it stays finite.
static bool advise_tried(const struct study_case *from, struct trials *trials, struct error *error)
{
    struct advices advices;
    list_advice(from, &advices);
    size_t count = advices.count, finite = count, good = 0;
    for (; good < count; good++) {
        const struct trial *trial = trials_run(trials, &advices.list[good].fix);
        if (trial->is_done && trial->share < CONSTANT)
            break;
        if (trial->is_done && !trial->bad_at && trial->share < NEAR_CONSTANT && finite == count)
            finite = good;
    }
    const struct advice *chosen = &advices.list[good < count ? good : finite];
    if (good == count && finite == count)
        return false;
    struct buf text = BUF_EMPTY;
    fix_text(&text, &chosen->fix, from);
    if (good < count)
        error_hint(error, "%s'%s'%s", chosen->cause, buf_text(&text), chosen->effect);
    else
        error_hint(
            error,
            "with '%s' it stays finite, but gets no lower than a constant answer; 'diagnose' "
            "says more",
            buf_text(&text));
    buf_free(&text);
    return true;
}

static bool advise(const struct study_case *from, struct quantity bad, struct error *error)
{
    if (bad.kind == QUANTITY_X || bad.kind == QUANTITY_Y)
        return error_hint(error, "'set' puts a number there");
    struct trials *trials = malloc(sizeof *trials);
    if (!trials)
        return error_hint(error, "'diagnose' says more");
    trials_open(trials, from, true);
    struct fix again = {.is_fresh = true, .epochs = 1};
    bool begins_well = isfinite(trials_run(trials, &again)->start);
    if (from->updates == 0 && begins_well)
        error_hint(error,
                   "no update was done yet, so the weights are too large; 'reset' goes back to the "
                   "first ones");
    else if (!advise_tried(from, trials, error))
        error_hint(error, begins_well
                              ? "no smaller learning rate helps; 'diagnose' looks for other causes"
                              : "the data or the loss are too large for fresh weights as "
                                "well");
    free(trials);
    return false;
}

bool divergence_tell(const struct session *session, struct error *error)
{
    struct quantity bad;
    size_t row, col;
    double value;
    char name[QUANTITY_NAME_SIZE], place[80];
    quantity_first_bad(session->network, session->pass, &bad, &row, &col, &value);
    quantity_name(bad, name);
    put_place(session, place, sizeof place);
    if (bad.kind == QUANTITY_LOSS)
        error_set(error, "training stopped %s: the loss is %s", place,
                  number_string(value, 6).text);
    else
        error_set(error,
                  "training stopped %s: %s[%zu,%zu] is %s, the first value that is not a finite "
                  "number",
                  place, name, row, col, number_string(value, 6).text);
    struct study_case from = study_case_of(session);
    return advise(&from, bad, error);
}
