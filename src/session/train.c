// SPDX-License-Identifier: GPL-3.0-or-later
// The loop of `train`. A condition is asked after the forward pass, before the update: there loss,
// z and a belong to the present parameters, which are those the last update made. So the run stops
// after the update that made the condition true, and what the student then prints agrees with it.
// A condition over gradients is asked after the backward pass for the same reason.
//
// The clock is read about every 20 ms and not every epoch: the distance between two looks adapts.
#include "session/train.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "network/kernel.h"
#include "network/loss.h"
#include "network/packed_weights.h"
#include "network/schedule.h"
#include "network/tiny.h"
#include "session/outcome.h"
#include "session/quantity.h"
#include "session/resume.h"
#include "session/watch_value.h"

#define LOOK_SECONDS 0.02

// Epochs of a tiny network between two looks at the stop flag: well under a millisecond.
enum { QUIET_MOST = 4096 };

// When to look at the clock next, counted in epochs.
struct pace {
    size_t next, distance;
    double last; // when the clock was read
};

static void look(const struct training *training, struct pace *pace, size_t epoch, double loss)
{
    double now = training->seconds(training->context);
    double passed = now - pace->last;
    if (passed < LOOK_SECONDS / 2 && pace->distance < SIZE_MAX / 4)
        pace->distance *= 2;
    else if (passed > LOOK_SECONDS * 2 && pace->distance > 1)
        pace->distance /= 2;
    pace->last = now;
    pace->next = epoch + pace->distance;
    training->progress(training->context, epoch, loss);
}

// Asks the breaks and the condition [until] of the parameters as they are, running the pass as far
// as their names need it: forward, and where that does not do, backward too. Sets [end] to what they
// say, or to TRAINING_DONE to go on. False with [error] set where one cannot be asked.
static bool ask(struct session *session, struct training *training, bool begins,
                enum training_end *end, struct error *error)
{
    size_t layers = session->network->layer_count, which = 0;
    const size_t stages[] = {stage_first_backward(layers), stage_update(layers)};
    struct scope scope = session_scope(session);
    bool asked = false, holds = false;
    *end = TRAINING_DONE;
    if (!session_prepare(session, error))
        return false;
    for (size_t i = 0; i < 2 && !asked; i++) {
        session_run_until(session, stages[i]);
        asked = (!training->until || expr_condition(training->until, &scope, &holds, error)) &&
                watches_ask(session, &session->breaks, begins, &which, error);
    }
    training->stopped_by = which;
    if (asked && holds)
        *end = TRAINING_UNTIL;
    else if (asked && which < session->breaks.count)
        *end = TRAINING_BREAK;
    return asked;
}

// How many epochs can run in the loop for tiny networks before something has to be looked at: the
// epoch whose loss is reported or kept next, the end, the stop flag.
static size_t quiet_epochs(const struct session *session, const struct training *training,
                           size_t end)
{
    size_t next = (session->epoch / training->every + 1) * training->every;
    size_t last = next < end ? next : end, due = curve_due(&session->curve);
    last = due < last ? due : last;
    size_t quiet = last - session->epoch - 1;
    return quiet < QUIET_MOST ? quiet : QUIET_MOST;
}

// Runs quiet epochs of a tiny network. Returns how many.
static size_t run_tiny(struct session *session, struct tiny *tiny, size_t epochs)
{
    size_t did = epochs ? session->kernel->tiny(tiny, epochs) : 0;
    session->epoch += did;
    session->steps += did;
    if (did) {
        session->clock.weights = ++session->clock.now;
        session->done = session->stale_end = 0; // the loop leaves no values of its own behind
        session_touch(session);
    }
    return did;
}

// Runs the backward pass and looks whether its gradients are finite numbers: a finite loss can have
// some that are not, where a value on the way overflows.
static bool has_finite_gradients(struct session *session)
{
    session_run_until(session, stage_update(session->network->layer_count));
    return network_has_finite_gradients(session->network);
}

// Whether the batch at hand is the last one of its epoch.
static bool is_last_batch(const struct session *session)
{
    return session->batch.at + session->batch.rows >= session->data->x.rows;
}

// Updates in a row that make it worth packing the weights and unpacking them again.
enum { STREAK_LEAST = 16 };

// How many updates, from the next one on, do without gradients to be kept when those up to update
// number [last] do.
static size_t streak(const struct session *session, size_t last)
{
    return last > session->steps ? last - session->steps : 0;
}

// Does the update behind the forward pass, one of so many in a row that keep no gradients. Packed weights
// take the memory of the gradients, so there are none as long as gradients are kept there.
static void learn_in_streak(struct session *session, size_t updates)
{
    struct step_config config = session_step_config(session);
    bool has_gradients = session->done > stage_first_backward(session->network->layer_count);
    if (updates >= STREAK_LEAST && !has_gradients &&
        pass_wants_packing(session->pass, session->network, &config))
        weights_pack(session->network);
    session_learn(session, false);
}

// What is wanted of an update beside that it is done: the epoch's loss, or that the gradients of the
// epoch's last batch stay to be looked at, or, where somebody asks in between, all of both. And how many
// of those from this one on want no gradients.
struct wants {
    bool loss, gradients, all;
    size_t streak;
};

// One update of a network of any kind; the epoch's loss, where it is wanted, goes into [loss]. False
// where the loss is no finite number: then the update is not done. An update whose loss nobody reads
// does without it, as long as it is plain that it would be finite.
static bool run_update(struct session *session, const struct wants *wants, double *loss,
                       struct error *error, enum training_end *end)
{
    size_t loss_stage = stage_first_backward(session->network->layer_count) - 1;
    *end = TRAINING_FAILED;
    if (!session_prepare(session, error))
        return false;
    session_run_until(session, loss_stage);
    bool keeps_gradients = wants->all || (wants->gradients && is_last_batch(session));
    bool is_part = session->batch.rows < session->data->x.rows; // so is its loss, of its epoch's
    bool wants_loss = wants->loss || wants->all || is_part;
    if (wants_loss || !pass_is_tame(session->pass, session->network))
        session_run_until(session, loss_stage + 1);
    *end = TRAINING_DIVERGED;
    if (session->done > loss_stage) {
        *loss = session->pass->loss;
        if (!isfinite(*loss))
            return false;
    }
    if (session->done > loss_stage && !pass_is_tame(session->pass, session->network) &&
        !has_finite_gradients(session))
        return false;
    size_t epoch = session->epoch;
    if (keeps_gradients)
        session_learn(session, true);
    else
        learn_in_streak(session, wants->streak);
    if (session->epoch > epoch)
        *loss = wants_loss ? session->batch.last_loss : (double)NAN;
    return true;
}

// Whether a condition can be asked at all, so that one with a wrong name fails before anything runs.
static bool can_hold(struct session *session, const struct expr *until, struct error *error)
{
    struct scope scope = session_rehearsal_scope(session);
    bool holds;
    return expr_condition(until, &scope, &holds, error);
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

// Whether the condition only compares the loss with a number, `loss < 0.01` say: such a one can be
// asked inside the loop for tiny networks. Then gives it to [tiny] as its goal.
static bool set_goal(struct session *session, const struct expr *until, struct tiny *tiny)
{
    const struct expr *left, *right;
    const char *sign;
    struct scope scope = {lookup_own, session, 1, NULL};
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

// Whether whole epochs of the present state can run in the loop for tiny networks, which is then ready
// for them.
static bool is_quiet_tiny(const struct session *session, struct tiny *tiny)
{
    struct step_config config = session_step_config(session);
    return session->settings.schedule == &schedules[0] &&
           batch_is_whole(&session->batch, session->data) && !session->settings.shuffle &&
           tiny_prepare(tiny, session->network, session->pass, &config);
}

// Whether the epochs can run in the loop for tiny networks, which is then ready for them: nothing is
// looked at in between but, maybe, whether the loss is down to a number.
static bool prepare_tiny(struct session *session, const struct training *training,
                         struct tiny *tiny)
{
    return session->breaks.count == 0 && is_quiet_tiny(session, tiny) &&
           (!training->until || set_goal(session, training->until, tiny));
}

// One update of any kind, as run_update does it, but whatever comes of it.
static bool repeat_update(struct session *session, size_t updates, struct error *error)
{
    if (!session_prepare(session, error))
        return false;
    bool is_part = session->batch.rows < session->data->x.rows;
    session_run_until(session, stage_first_backward(session->network->layer_count) - !is_part);
    learn_in_streak(session, updates);
    return true;
}

// The number of the update behind which whole epochs up to [epoch] are done, or SIZE_MAX where that is
// beyond counting.
static size_t update_of_epoch(const struct session *session, size_t epoch)
{
    size_t size = session_batch_size(session), updates, last;
    size_t batches = (session->data->x.rows + size - 1) / size, done = session->batch.at / size;
    if (epoch == session->epoch)
        return session->steps;
    if (__builtin_mul_overflow(epoch - session->epoch, batches, &updates) ||
        __builtin_add_overflow(session->steps, updates - done, &last))
        return SIZE_MAX;
    return last;
}

// Repeats whole updates up to that point.
static bool repeat_updates(struct session *session, struct point to, struct error *error)
{
    struct tiny tiny;
    bool is_tiny = is_quiet_tiny(session, &tiny);
    while (point_is_before(session_point(session), to)) {
        size_t left = to.epoch - session->epoch;
        size_t did = is_tiny ? run_tiny(session, &tiny, left < QUIET_MOST ? left : QUIET_MOST) : 0;
        size_t last = update_of_epoch(session, to.epoch);
        if (did == 0 && !repeat_update(session, streak(session, last), error))
            return false;
        if (session_is_stopped(session))
            return error_set(error, "interrupted; everything is as it was");
    }
    return true;
}

bool session_replay(struct session *session, struct point to, struct error *error)
{
    bool moves = point_is_before(session_point(session), to);
    if ((moves || to.done > 0) && !session_prepare(session, error))
        return false;
    bool moved = !moves || repeat_updates(session, to, error);
    weights_unpack(session->network);
    if (!moved || (to.done > 0 && !session_prepare(session, error)))
        return false;
    session_run_until(session, to.done);
    return true;
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

// Asks what is to fall at a report. Sets [end] to TRAINING_RISES where patience is at its end, else
// leaves it. False with [error] set where it cannot be asked.
static bool ask_falls(struct session *session, struct training *training, enum training_end *end,
                      struct error *error)
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

// Whether the live line wants to tell of that epoch.
static bool is_due(const struct training *training, const struct pace *pace, size_t epoch)
{
    return training->progress && epoch >= pace->next;
}

// What is due behind an update beside the report: the live line, and the stop flag, which sets [end].
// Where the loss they tell of was not wanted of this update, they wait for the next one, which then owes it.
static bool look_around(const struct session *session, const struct training *training,
                        struct pace *pace, double loss, enum training_end *end)
{
    bool looks = is_due(training, pace, session->epoch), stops = session_is_stopped(session);
    if (isnan(loss))
        return looks || stops;
    if (looks)
        look(training, pace, session->epoch, loss);
    if (stops)
        *end = TRAINING_INTERRUPTED;
    return false;
}

// The number of the last update before one whose gradients are kept, or after which the listener is
// called.
static size_t last_in_streak(const struct session *session, const struct training *training,
                             size_t end, size_t due)
{
    size_t shown = (session->epoch / training->every + 1) * training->every;
    size_t last = update_of_epoch(session, shown < end ? shown : end);
    return last - 1 < due ? last - 1 : due;
}

// The number of the update after which the listener wants to be called next.
static size_t next_call(const struct session *session)
{
    const struct session_listener *listener = session->listener;
    return listener ? session->steps + listener->updates_to_next(listener->context) : SIZE_MAX;
}

static enum training_end run(struct session *session, struct training *training, double *loss,
                             struct error *error)
{
    size_t end = session->epoch + training->epochs;
    struct pace pace = {session->epoch + 1, 1, 0};
    struct tiny tiny;
    bool asks = training->until || session->breaks.count > 0, begins = true, owes_loss = false;
    bool is_tiny = prepare_tiny(session, training, &tiny);
    size_t due = next_call(session);
    *loss = (double)NAN;
    if (training->until && !can_hold(session, training->until, error))
        return TRAINING_FAILED;
    struct scope rehearsal = session_rehearsal_scope(session);
    double ignored;
    if (training->falls && !find_falling(training, &rehearsal, &ignored, error))
        return TRAINING_FAILED;
    curve_begin(&session->curve, session->epoch);
    if (training->progress)
        pace.last = training->seconds(training->context);
    while (session->epoch < end || asks) {
        enum training_end ending;
        if (asks) {
            if (!ask(session, training, begins, &ending, error))
                return TRAINING_FAILED;
            begins = false;
            *loss = session->pass->loss;
            if (ending != TRAINING_DONE || session->epoch >= end)
                return ending;
        }
        size_t epoch = session->epoch;
        size_t most = is_tiny && !owes_loss ? quiet_epochs(session, training, end) : 0;
        size_t quiet = run_tiny(session, &tiny, most);
        if (quiet > 0)
            *loss = (double)NAN; // the one at hand is that of an epoch before
        bool is_kept = epoch + 1 == end || curve_wants(&session->curve, epoch + 1);
        struct wants wants = {.all = asks};
        wants.gradients = epoch + 1 == end || (epoch + 1) % training->every == 0;
        wants.loss = wants.gradients || is_kept || owes_loss || is_due(training, &pace, epoch + 1);
        wants.streak = streak(session, last_in_streak(session, training, end, due));
        if (quiet == 0 && !run_update(session, &wants, loss, error, &ending))
            return ending;
        bool is_read = session->epoch > epoch && session->epoch % training->every == 0;
        bool is_recorded = quiet == 0 && is_kept && session->epoch > epoch;
        bool is_tested = is_recorded && session->data->test_x.rows > 0;
        if (is_read || is_tested || session->steps >= due)
            weights_unpack(session->network);
        if (session->steps >= due) {
            session->listener->keep_state(session->listener->context);
            due = next_call(session);
        }
        if (is_recorded)
            session_record(session, *loss);
        if (is_read && !training->report(training->context, session->epoch, *loss))
            return TRAINING_STOPPED;
        ending = TRAINING_DONE;
        if (training->falls && is_read && !ask_falls(session, training, &ending, error))
            return TRAINING_FAILED;
        if (ending == TRAINING_DONE)
            owes_loss = look_around(session, training, &pace, *loss, &ending);
        if (ending != TRAINING_DONE)
            return ending;
    }
    return TRAINING_DONE;
}

// Each update is looked at by the pass behind it; the last one has none.
enum training_end session_train(struct session *session, struct training *training, double *loss,
                                struct error *error)
{
    size_t steps = session->steps;
    enum training_end end = run(session, training, loss, error);
    weights_unpack(session->network);
    bool is_over = end != TRAINING_FAILED && end != TRAINING_STOPPED && session->steps > steps;
    return is_over && !network_is_finite(session->network) ? TRAINING_DIVERGED : end;
}
