// SPDX-License-Identifier: GPL-3.0-or-later
// The loop of `train`: how many updates there are to the next look, run them, look. The engine runs those
// that nobody looks at; the one that is looked at goes stage by stage, so that its loss, and where they are
// wanted its gradients, are there afterwards.
//
// The clock is read about every 20 ms and not every epoch: the distance between two looks adapts.
#include "session/train.h"

#include <math.h>
#include <stdint.h>

#include "network/engine.h"
#include "network/loss.h"
#include "network/packed_weights.h"
#include "network/schedule.h"
#include "session/outcome.h"
#include "session/resume.h"
#include "session/train_condition.h"

#define LOOK_SECONDS 0.02

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

// Runs the backward pass and looks whether its gradients are finite numbers: a finite loss can have
// some that are not, where a value on the way overflows.
static bool has_finite_gradients(struct session *session)
{
    session_run_until(session, stage_update(session->network->layer_count));
    return network_has_finite_gradients(session->network);
}

// Whether the present batch is the last one of its epoch.
static bool is_last_batch(const struct session *session)
{
    return session->batch.at + session->batch.rows >= session->data->x.rows;
}

// What is wanted of an update besides the update itself: the epoch's loss, or that the gradients of the
// epoch's last batch stay to be looked at, or, where somebody asks in between, all of both.
struct wants {
    bool loss, gradients, all;
};

// Leaves the update under way as it was after [done] stages.
static bool give_up(struct session *session, size_t done, enum training_end *end)
{
    session->done = session->stale_end = done;
    *end = TRAINING_PAUSED;
    return false;
}

// One update of a network of any kind; the epoch's loss, where it is wanted, goes into [loss]. False
// where the loss is not a finite number, or the update was given up: then it is not done. An update whose loss
// nobody reads does without it, as long as it is plain that it would be finite.
static bool run_update(struct session *session, const struct wants *wants, double *loss,
                       struct error *error, enum training_end *end)
{
    size_t loss_stage = stage_first_backward(session->network->layer_count) - 1;
    *end = TRAINING_FAILED;
    if (!session_prepare(session, error))
        return false;
    size_t done = session->done;
    session_run_until(session, loss_stage);
    if (pass_gives_up(session->pass))
        return give_up(session, done, end);
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
        !has_finite_gradients(session) && !pass_gives_up(session->pass))
        return false;
    size_t epoch = session->epoch;
    if (!session_learn(session, keeps_gradients))
        return give_up(session, done, end);
    if (session->epoch > epoch)
        *loss = wants_loss ? session->batch.last_loss : (double)NAN;
    return true;
}

// ---- updates that nobody looks at ---------------------------------------------------------------------

static bool load(void *context, struct engine_step *step)
{
    struct session *session = context;
    struct error ignored; // the next update that is looked at meets it again
    if (!session_prepare(session, &ignored))
        return false;
    *step = (struct engine_step){session_step_config(session),
                                 session->batch.rows < session->data->x.rows};
    return true;
}

static void learnt(void *context, size_t updates, bool has_values)
{
    if (has_values)
        session_learnt(context);
    else
        session_ran_ahead(context, updates);
}

// The engine that runs the session's updates. The session must be prepared.
static void open_engine(struct session *session, struct engine *engine)
{
    struct step_config config = session_step_config(session);
    bool is_constant = session->settings.schedule == &schedules[0] &&
                       batch_is_whole(&session->batch, session->data) && !session->settings.shuffle;
    engine->network = session->network;
    engine->pass = session->pass;
    engine->stop = session->stop;
    engine->load = load;
    engine->learnt = learnt;
    engine->context = session;
    engine_open(engine, is_constant ? &config : NULL);
}

// Tells the engine that the updates up to number [last] keep no gradients. Packed weights take the memory
// of the gradients, so there are none as long as somebody may look at gradients there.
static void expect_until(struct session *session, struct engine *engine, size_t last)
{
    size_t first_backward = stage_first_backward(session->network->layer_count);
    if (last > session->steps && session->done <= first_backward)
        engine_expect(engine, last - session->steps);
}

// One update of any kind, like run_update, but its result is not looked at.
static bool repeat_update(struct session *session, struct error *error)
{
    if (!session_prepare(session, error))
        return false;
    bool is_part = session->batch.rows < session->data->x.rows;
    session_run_until(session, stage_first_backward(session->network->layer_count) - !is_part);
    return session_learn(session, false);
}

// The number of the update after which whole epochs up to [epoch] are done, or SIZE_MAX where that is
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
    struct engine engine;
    open_engine(session, &engine);
    while (point_is_before(session_point(session), to)) {
        size_t last = update_of_epoch(session, to.epoch);
        expect_until(session, &engine, last);
        size_t did = session->done == 0 ? engine_run(&engine, last - session->steps) : 0;
        if (did == 0 && !repeat_update(session, error))
            return false;
        if (session_is_stopped(session))
            return error_set(error, "interrupted; nothing was changed");
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

// ---- the loop -----------------------------------------------------------------------------------------

// A run under way.
struct run {
    struct session *session;
    struct training *training;
    struct error *error;
    struct engine engine;
    struct pace pace;
    size_t end;     // the epoch that ends it
    size_t due;     // the update after which the listener wants to be called
    size_t paced;   // the update after which pace does
    bool asks;      // a condition is asked before every update
    bool begins;    // ... and was not asked yet
    bool owes_loss; // somebody waits for the loss of the next update
    double *loss;   // of the last forward pass; NaN where nobody wanted it
};

// Whether the live line shows that epoch.
static bool is_due(const struct run *run, size_t epoch)
{
    return run->training->progress && epoch >= run->pace.next;
}

// The number of the update after which the listener wants to be called next.
static size_t next_call(const struct session *session)
{
    const struct session_listener *listener = session->listener;
    return listener ? session->steps + listener->updates_to_next(listener->context) : SIZE_MAX;
}

// The next epoch whose loss is reported and whose gradients are kept: a multiple of `every`, or the last.
static size_t next_report(const struct run *run)
{
    size_t every = run->training->every, next = (run->session->epoch / every + 1) * every;
    return next < run->end ? next : run->end;
}

// How many updates there are before one that something is looked at: an epoch that is reported, kept in the
// curve or shown in the live line, a state that is kept. None where a condition is asked of each.
static size_t updates_to_next_look(const struct run *run)
{
    const struct session *session = run->session;
    size_t epoch = next_report(run), kept = curve_due(&session->curve);
    if (run->owes_loss || (!run->engine.is_tiny && (run->asks || session->done > 0)))
        return 0;
    epoch = kept < epoch ? kept : epoch;
    if (run->training->progress && run->pace.next < epoch)
        epoch = run->pace.next;
    epoch = epoch > session->epoch ? epoch : session->epoch + 1;
    size_t last = update_of_epoch(session, epoch) - 1;
    last = run->due < last ? run->due : last;
    last = run->paced < last ? run->paced : last;
    return last > session->steps ? last - session->steps : 0;
}

// The loss of the last of a number of updates that nobody looked at: a batch that is a part of its epoch has
// one.
static double quiet_loss(const struct session *session)
{
    if (session->batch.rows == session->data->x.rows)
        return (double)NAN;
    return session->batch.at == 0 ? session->batch.last_loss : session->pass->loss;
}

// Runs the updates up to the next look; or the one that is looked at, where it comes next. False where the
// run ends with it.
static bool run_to_look(struct run *run, bool *is_looked_at, enum training_end *ending)
{
    struct session *session = run->session;
    size_t epoch = session->epoch, last = update_of_epoch(session, next_report(run)) - 1;
    if (!run->asks)
        expect_until(session, &run->engine, last < run->due ? last : run->due);
    *is_looked_at = engine_run(&run->engine, updates_to_next_look(run)) == 0;
    if (!*is_looked_at) {
        *run->loss = quiet_loss(session);
        return true;
    }
    struct wants wants = {.all = run->asks};
    wants.gradients = epoch + 1 == next_report(run);
    wants.loss = wants.gradients || run->owes_loss || curve_wants(&session->curve, epoch + 1) ||
                 is_due(run, epoch + 1);
    return run_update(session, &wants, run->loss, run->error, ending);
}

// Records the result of an update that ended an epoch: in the curve, where it is wanted there, and in a
// report. False where the run ends with it.
static bool tell(struct run *run, bool is_kept, enum training_end *ending)
{
    struct session *session = run->session;
    struct training *training = run->training;
    bool is_read = session->epoch % training->every == 0;
    bool is_tested = is_kept && session->data->test_x.rows > 0;
    if (is_read || is_tested)
        weights_unpack(session->network);
    if (is_kept)
        session_record(session, *run->loss);
    *ending = TRAINING_STOPPED;
    if (is_read && !training->report(training->context, session->epoch, *run->loss))
        return false;
    *ending = TRAINING_DONE;
    if (training->falls && is_read &&
        !train_condition_ask_falls(session, training, ending, run->error))
        *ending = TRAINING_FAILED;
    return *ending == TRAINING_DONE;
}

// Passes the state to the listener where it wants to be called.
static void keep_state(struct run *run)
{
    const struct session *session = run->session;
    if (session->steps < run->due)
        return;
    weights_unpack(session->network);
    session->listener->keep_state(session->listener->context);
    run->due = next_call(session);
}

// Asks pace, where it is to be asked, whether the run goes on. A run that it ends owes nobody a loss.
static bool goes_on(struct run *run)
{
    size_t steps = run->session->steps;
    if (!run->training->pace || steps < run->paced)
        return true;
    size_t more = run->training->pace(run->training->context);
    run->paced = more < SIZE_MAX - steps ? steps + more : SIZE_MAX;
    return more > 0;
}

// The live line, and the stop flag. If this update did not compute the loss that they show, they wait
// for the next one, which then owes it. False where the run ends.
static bool look_around(struct run *run)
{
    bool looks = is_due(run, run->session->epoch), stops = session_is_stopped(run->session);
    run->owes_loss = isnan(*run->loss) && (looks || stops);
    if (isnan(*run->loss))
        return true;
    if (looks)
        look(run->training, &run->pace, run->session->epoch, *run->loss);
    return !stops;
}

// Asks before an update, and after the last one. False where the run ends.
static bool ask_first(struct run *run, enum training_end *ending)
{
    struct session *session = run->session;
    if (!train_condition_ask(session, run->training, run->begins, ending, run->error)) {
        *ending = TRAINING_FAILED;
        return false;
    }
    run->begins = false;
    return *ending == TRAINING_DONE && session->epoch < run->end;
}

// Runs updates to the next look, and looks.
static enum training_end run_loop(struct run *run)
{
    struct session *session = run->session;
    while (session->epoch < run->end || run->asks) {
        enum training_end ending;
        bool is_looked_at;
        if (run->asks && !ask_first(run, &ending))
            return ending;
        size_t epoch = session->epoch;
        bool is_kept = epoch + 1 == run->end || curve_wants(&session->curve, epoch + 1);
        if (!run_to_look(run, &is_looked_at, &ending))
            return ending;
        keep_state(run);
        if (is_looked_at && session->epoch > epoch && !tell(run, is_kept, &ending))
            return ending;
        if (!goes_on(run))
            return TRAINING_PAUSED;
        if (!look_around(run))
            return TRAINING_INTERRUPTED;
    }
    return TRAINING_DONE;
}

// Sees that what is asked on the way can be asked, and begins.
static enum training_end run(struct session *session, struct training *training, double *loss,
                             struct error *error)
{
    struct run run = {.session = session, .training = training, .error = error, .loss = loss};
    *loss = (double)NAN;
    open_engine(session, &run.engine);
    run.end = session->epoch + training->epochs;
    run.due = next_call(session);
    run.paced = training->pace ? session->steps : SIZE_MAX;
    run.asks = training->until || session->breaks.count > 0;
    run.begins = run.asks && !training->continues;
    run.pace = (struct pace){session->epoch + 1, 1, 0};
    // The loop for tiny networks asks nothing but, maybe, whether the loss is down to a number.
    if (session->breaks.count > 0 ||
        (training->until && run.engine.is_tiny &&
         !train_condition_set_goal(session, training->until, &run.engine.tiny)))
        run.engine.is_tiny = false;
    if (!train_condition_can_hold(session, training, error))
        return TRAINING_FAILED;
    if (!training->continues)
        curve_begin(&session->curve, session->epoch);
    if (!goes_on(&run))
        return TRAINING_PAUSED;
    if (training->progress)
        run.pace.last = training->seconds(training->context);
    return run_loop(&run);
}

// Each update is looked at by the pass after it; the last one has none.
enum training_end session_train(struct session *session, struct training *training, double *loss,
                                struct error *error)
{
    size_t steps = session->steps;
    session->pass->give_up = session->give_up;
    enum training_end end = run(session, training, loss, error);
    session->pass->give_up = NULL;
    weights_unpack(session->network);
    bool is_over = end != TRAINING_FAILED && end != TRAINING_STOPPED && session->steps > steps;
    return is_over && !network_is_finite(session->network) ? TRAINING_DIVERGED : end;
}

void session_settle(struct session *session, size_t steps, size_t done)
{
    session_rewind(session, session->steps == steps ? done : 0);
}
