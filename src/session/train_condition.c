// SPDX-License-Identifier: GPL-3.0-or-later
// A condition is asked after the forward pass, before the update: there loss, z and a belong to the present
// parameters, which are those the last update made. So the run stops after the update that made the
// condition true, and what the student then prints agrees with it. A condition over gradients is asked after
// the backward pass for the same reason. Breaks are asked before every update, `until` where an epoch begins.
#include "session/train_condition.h"

#include <string.h>

#include "network/tiny.h"
#include "session/quantity.h"
#include "session/watch_value.h"

bool train_condition_ask(struct session *session, struct training *training, bool begins,
                         enum training_end *end, struct error *error)
{
    size_t layers = session->network->layer_count, which = 0;
    const size_t stages[] = {stage_first_backward(layers), stage_update(layers)};
    struct scope scope = session_scope(session);
    bool asked = false, holds = false;
    *end = TRAINING_DONE;
    if (!session_prepare(session, error))
        return false;
    bool asks_until = training->until && (begins || session->batch.at == 0);
    for (size_t i = 0; i < 2 && !asked; i++) {
        session_run_until(session, stages[i]);
        asked = !session_is_stopped(session) &&
                (!asks_until || expr_condition(training->until, &scope, &holds, error)) &&
                watches_ask(session, &session->breaks, begins, &which, error);
    }
    if (!asked && session_is_stopped(session)) { // perhaps in the middle of the condition
        *error = ERROR_NONE;
        *end = TRAINING_INTERRUPTED;
        return true;
    }
    training->stopped_by = which;
    if (asked && holds)
        *end = TRAINING_UNTIL;
    else if (asked && which < session->breaks.count)
        *end = TRAINING_BREAK;
    return asked;
}

// A scope in which only the student's own names have values: those stay as they are during a run.
static bool lookup_own(void *context, const char *name, size_t length, struct value *value,
                       struct error *error)
{
    const struct session *session = context;
    const struct variable *own = variables_find(&session->variables, name, length);
    if (!own || own->value.is_matrix)
        return error_set(error, "no number that stays");
    *value = value_number(own->value.number);
    return true;
}

static bool is_loss(const struct expr *expr)
{
    struct place place;
    size_t at, length;
    expr_span(expr, &at, &length);
    return length == strlen("loss") && expr_place(expr, &place) &&
           memcmp(place.name, "loss", length) == 0;
}

bool train_condition_set_goal(struct session *session, const struct expr *until, struct tiny *tiny)
{
    const struct expr *left, *right;
    const char *sign;
    struct scope scope = {.lookup = lookup_own, .context = session, .limit = 1};
    struct value goal = value_number(0);
    struct error error;
    if (!expr_sides(until, &left, &sign, &right))
        return false;
    bool is_turned = is_loss(right); // 0.01 > loss
    if (!(is_turned || is_loss(left)) || sign[0] != (is_turned ? '>' : '<') ||
        !expr_evaluate(is_turned ? left : right, &scope, &goal, &error))
        return false;
    bool is_number = !goal.is_matrix;
    if (is_number)
        tiny_set_goal(tiny, goal.number, sign[1] == '=');
    value_clear(&goal);
    return is_number;
}

// The number that is to fall, in that scope. False with [error] set where it is none.
static bool find_falling(const struct training *training, const struct scope *scope, double *number,
                         struct error *error)
{
    struct value value = value_number(0);
    if (!expr_evaluate(training->falls, scope, &value, error))
        return false;
    *number = value.number;
    if (!value.is_matrix)
        return true;
    value_clear(&value);
    return error_set(error, "what is to rise must be one number, such as test_loss");
}

bool train_condition_ask_falls(struct session *session, struct training *training,
                               enum training_end *end, struct error *error)
{
    struct scope scope = session_scope(session);
    double number;
    if (!find_falling(training, &scope, &number, error))
        return false;
    if (training->lowest_epoch == 0 || number < training->lowest) {
        training->lowest = number;
        training->lowest_epoch = session->epoch;
        training->rises = 0;
    } else if (++training->rises >= training->patience) {
        *end = TRAINING_RISES;
    }
    return true;
}

bool train_condition_can_hold(struct session *session, const struct training *training,
                              struct error *error)
{
    struct scope scope = session_rehearsal_scope(session);
    bool holds;
    double number;
    return (!training->until || expr_condition(training->until, &scope, &holds, error)) &&
           (!training->falls || find_falling(training, &scope, &number, error)) &&
           watches_can_be_asked(session, &session->breaks, error);
}
