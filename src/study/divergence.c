// SPDX-License-Identifier: GPL-3.0-or-later
// What helps depends on what went wrong. Where weights or inputs are so large that the very first
// pass overflows, no learning rate helps. Otherwise the rate is too large, and trials find one that is
// not: a copy begins anew, as after `reset`, with a tenth of the rate, then a tenth of that, until it
// stays finite and its loss is no higher in the end.
#include "study/divergence.h"

#include <math.h>
#include <stdio.h>

#include "base/number.h"
#include "data/recommendation.h"
#include "session/quantity.h"
#include "session/session.h"
#include "study/trial.h"

// How often the rate is divided by ten, and the most samples that a trial learns from.
enum { TENTHS_MOST = 20, SAMPLES_MOST = 2048 };

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

// The loss that the weights of the last init begin with. Sets [lr] to the largest of the rates tried with
// which they stay finite, or to 0.
static double try_rates(const struct study_case *from, double *lr)
{
    struct error ignored;
    struct trials trials;
    struct matrix x = from->data->x, y = from->data->y;
    struct trial_change change = {.lr_factor = 0.1, .is_fresh = true, .seed = from->seed};
    struct trial trial = {0};
    x.rows = y.rows = x.rows < SAMPLES_MOST ? x.rows : SAMPLES_MOST;
    *lr = 0;
    if (!trial_open(&trials, from, x, y, &ignored)) {
        *lr = from->settings->lr / 10;
        return 0;
    }
    if (from->settings->lr > 10) // a tenth of it would not do either
        change.lr_factor = 1 / from->settings->lr;
    for (int i = 0; i < TENTHS_MOST && *lr == 0; i++, change.lr_factor /= 10) {
        trial = trial_run(&trials, change);
        if (trial.bad_at == 0 && trial.end <= trial.start)
            *lr = from->settings->lr * change.lr_factor;
        else if (trial.bad_at == 1)
            break;
    }
    trial_close(&trials);
    return trial.bad_at == 1 ? (double)INFINITY : trial.start;
}

// Where columns are so large, or so different, that it is their scale that makes training diverge: names the
// column that is largest.
static bool is_about_scale(const struct study_case *from, struct error *error)
{
    const double large = 30; // beyond which the usual rate is too large for a column's weights
    const double squares_most = 1e150; // of numbers beyond it there is no standard deviation
    struct recommendation found;
    char title[DATASET_TITLE_SIZE];
    recommendation_make(from->data, &found);
    bool is_input = found.large_value >= found.target_value;
    double value = is_input ? found.large_value : found.target_value;
    if (!found.normalizes || !(value > large))
        return false;
    dataset_title(from->data, is_input ? found.large : from->data->x.cols + found.target, title);
    error_hint(error,
               "%s goes up to %s: 'data normalize %s; reset' brings all columns to one scale",
               title, number_string(value, 6).text, value < squares_most ? "standard" : "minmax");
    return true;
}

static bool advise(const struct study_case *from, struct quantity bad, struct error *error)
{
    double lr;
    if (bad.kind == QUANTITY_X || bad.kind == QUANTITY_Y)
        return error_hint(error, "'set' puts a number there");
    if (is_about_scale(from, error))
        return false;
    if (!isfinite(try_rates(from, &lr)))
        return error_hint(error, "the data or the loss are too large for fresh weights as well: "
                                 "'data normalize standard' helps");
    if (from->updates == 0)
        return error_hint(error, "no update was done yet, so the weights are too large; 'reset' "
                                 "goes back to the first ones");
    if (lr == 0 && from->data->normalization == NORMALIZE_NONE)
        return error_hint(error, "a smaller learning rate alone does not help: 'data normalize "
                                 "standard' brings the data to one scale");
    if (lr == 0)
        return error_hint(error,
                          "no smaller learning rate helps; 'diagnose' looks for other causes");
    return error_hint(error, "try a smaller learning rate, as in 'reset; set lr %s'",
                      number_string(lr, 3).text);
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
        error_set(
            error,
            "training stopped %s: %s[%zu,%zu] is %s, the first value that is not a finite number",
            place, name, row, col, number_string(value, 6).text);
    struct study_case from = study_case_of(session);
    return advise(&from, bad, error);
}
