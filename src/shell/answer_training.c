// SPDX-License-Identifier: GPL-3.0-or-later
// The run itself is session_train's; what ends it comes back as one of a few words, and is said here,
// before session_settle ends the pass that is reported.
#include "shell/answer_training.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/words.h"
#include "network/schedule.h"
#include "session/outcome.h"
#include "session/session.h"
#include "session/train.h"
#include "shell/play.h"
#include "shell/shell.h"
#include "study/divergence.h"
#include "study/trial.h"
#include "view/session_view.h"
#include "view/spark.h"
#include "view/watch_view.h"

// A loss on the last line that was printed.
struct printed_loss {
    double value;
    int digits; // of which two are no decimals, as in style_loss
};

// What a run needs while it runs.
struct telling {
    struct shell *shell;
    size_t last, every;                  // the epoch the run goes to, and those that are printed
    double begun;                        // when
    size_t from, from_steps;             // the epoch and the updates it began at
    bool shows_status;                   // there is a terminal for a live line
    size_t printed;                      // the last epoch whose loss was printed
    struct printed_loss loss, test_loss; // what was printed last
    size_t stopped_by;                   // the break that ended it
    double lowest;                       // what `rises` watched: its lowest value, the epoch of it,
    size_t lowest_epoch, waited;         // and the printed epochs since
    struct training_goal goal;           // what ends it; with one, the last epoch is a bound
    bool is_paced;                       // the updates of the goal were asked for
};

// A loss with the digits that distinguish it from the one before, and no fewer than that one had.
static struct number_string next_loss(struct style style, double loss, struct printed_loss *before)
{
    style.digits = before->digits > style.digits ? before->digits : style.digits;
    while (style.digits + 1 < NUMBER_DIGITS_EXACT && loss != before->value &&
           strcmp(style_loss(style, loss).text, style_loss(style, before->value).text) == 0)
        style.digits++;
    *before = (struct printed_loss){loss, style.digits};
    return style_loss(style, loss);
}

static void print_epoch(struct telling *telling, size_t epoch, double loss)
{
    struct buf *out = &telling->shell->out;
    const struct session *session = telling->shell->session;
    struct style style = shell_style(telling->shell);
    int width = snprintf(NULL, 0, "%zu", telling->last);
    if (telling->goal.text)
        buf_printf(out, "epoch %zu", epoch);
    else
        buf_printf(out, "epoch %*zu/%zu", width, epoch, telling->last);
    buf_printf(out, "  %s %s", session_epoch_loss_name(session),
               next_loss(style, loss, &telling->loss).text);
    session_view_companion(out, session, loss, style_loss, style);
    double test_loss;
    struct error ignored;
    if (session->data->test_x.rows > 0) {
        if (session_test_loss(telling->shell->session, &test_loss, &ignored))
            buf_printf(out, "  test %s", next_loss(style, test_loss, &telling->test_loss).text);
        else
            out->failed = true; // it can only have been memory
    }
    watch_view_line(out, telling->shell->session, style);
    buf_puts(out, "\n");
    watch_view_matrices(out, telling->shell->session, style);
    telling->printed = epoch;
}

static bool report(void *context, size_t epoch, double loss)
{
    struct telling *telling = context;
    print_epoch(telling, epoch, loss);
    return shell_send(telling->shell);
}

static double seconds(void *context)
{
    const struct host *host = ((struct telling *)context)->shell->host;
    return host_seconds(host);
}

// As many updates as the goal says, and no more.
static size_t pace(void *context)
{
    struct telling *telling = context;
    size_t updates = telling->is_paced ? 0 : telling->goal.updates;
    telling->is_paced = true;
    return updates;
}

enum { SPARK_MOST = 20, SPARK_LEAST = 8, STATUS_COLS = 79 };

// A speed in few characters: 950, 18.2k, 34.5M.
static struct number_string short_speed(double speed)
{
    struct number_string text;
    const char *unit = speed >= 1e6 ? "M" : speed >= 1e4 ? "k" : "";
    double scale = speed >= 1e6 ? 1e6 : speed >= 1e4 ? 1e3 : 1;
    snprintf(text.text, sizeof text.text, "%.3g%s", speed / scale, unit);
    return text;
}

// The live line of a run that takes longer than half a second: epoch, loss and its course, speed, time
// left. The course takes the room that is left; if that is too little, the reminder is left out.
static void progress(void *context, size_t epoch, double loss)
{
    struct telling *telling = context;
    const struct host *host = telling->shell->host;
    const struct session *session = telling->shell->session;
    const char *reminder = "  Ctrl-C stops";
    double passed = host_seconds(host) - telling->begun;
    char begin[100], end[100];
    struct buf line = BUF_EMPTY;
    size_t cols = STATUS_COLS + 1, rows;
    if (passed < 0.5)
        return;
    host_keep(host);
    if (!telling->shows_status)
        return;
    double speed = (double)(epoch - telling->from) / passed;
    double left = (double)(telling->last - epoch) / speed;
    size_t used =
        (size_t)snprintf(begin, sizeof begin, "epoch %zu/%zu  loss %s  ", epoch, telling->last,
                         style_loss(shell_style(telling->shell), loss).text);
    used += (size_t)snprintf(end, sizeof end, "  %s epochs/s  %.0f s left", short_speed(speed).text,
                             left);
    host_terminal(host, &cols, &rows);
    size_t room = cols - 1 > used ? cols - 1 - used : 0;
    if (room < strlen(reminder) + SPARK_LEAST)
        reminder = "";
    room -= strlen(reminder);
    buf_puts(&line, begin);
    if (room >= SPARK_LEAST)
        spark_view(&line, &session->curve, telling->from, size_min(room, SPARK_MOST),
                   host_writes_utf8(host));
    buf_printf(&line, "%s%s", end, reminder);
    host_status(host, buf_text(&line));
    buf_free(&line);
}

// Says that the value has not fallen, and where it was lowest.
static void conclude_rise(const struct telling *telling)
{
    struct shell *shell = telling->shell;
    buf_printf(
        &shell->out,
        "stopped after epoch %zu: %.*s has not fallen for %zu printed epoch%s; lowest was %s "
        "after epoch %zu, where 'goto %zu' returns\n",
        shell->session->epoch, (int)telling->goal.length, telling->goal.text, telling->waited,
        plural(telling->waited), style_number(shell_style(shell), telling->lowest).text,
        telling->lowest_epoch, telling->lowest_epoch);
}

// What a run that is interrupted calls the loss it had last.
static const char *loss_name(const struct session *session)
{
    return session->batch.at == 0 ? session_epoch_loss_name(session) : "batch_loss";
}

// The loss that is shown with the condition at the end of a run; NaN where memory does not suffice.
static struct number_string loss_now(const struct telling *telling)
{
    struct matrix ignored;
    struct error error;
    double loss;
    if (!session_outcome(telling->shell->session, &ignored, &loss, &error))
        loss = (double)NAN;
    return style_number(shell_style(telling->shell), loss);
}

// Says how the condition stands if the run reached its last epoch first.
static void conclude_bound(const struct telling *telling)
{
    struct number_string loss = loss_now(telling);
    struct shell *shell = telling->shell;
    struct buf *out = &shell->out;
    int length = (int)telling->goal.length;
    size_t epoch = shell->session->epoch;
    // The lowest value is the last one; if it is also the first there was no other.
    bool is_first =
        telling->lowest_epoch <= telling->from / telling->every * telling->every + telling->every;
    bool is_seldom = telling->waited == 0 && is_first;
    if (!telling->goal.rises)
        buf_printf(out, "stopped at epoch %zu: %.*s is still false (loss %s)\n", epoch, length,
                   telling->goal.text, loss.text);
    else if (is_seldom)
        buf_printf(out,
                   "stopped at epoch %zu: %.*s was looked at %s, too rarely to tell; every= says "
                   "how often (loss %s)\n",
                   epoch, length, telling->goal.text, telling->lowest_epoch == 0 ? "never" : "once",
                   loss.text);
    else if (telling->waited == 0)
        buf_printf(out, "stopped at epoch %zu: %.*s still falls (loss %s)\n", epoch, length,
                   telling->goal.text, loss.text);
    else
        buf_printf(out,
                   "stopped at epoch %zu by max=%zu: %.*s was lowest, %s, after epoch %zu, where "
                   "'goto %zu' returns (loss %s)\n",
                   epoch, telling->last - telling->from, length, telling->goal.text,
                   style_number(shell_style(shell), telling->lowest).text, telling->lowest_epoch,
                   telling->lowest_epoch, loss.text);
}

// Says so if a run of some length ended no better than the best constant answer.
static void tell_flat(const struct telling *telling)
{
    enum { EPOCHS_LEAST = 500 };
    const double part = 0.01;
    struct shell *shell = telling->shell;
    struct session *session = shell->session;
    struct matrix ignored;
    struct error error;
    double loss;
    if (session->epoch < telling->from + EPOCHS_LEAST ||
        !session_outcome(session, &ignored, &loss, &error))
        return;
    double constant = trial_baseline(session->settings.loss, session->data->y);
    if (constant > 0 && fabs(loss - constant) <= part * constant)
        buf_puts(&shell->out, "the loss is that of a constant answer; 'diagnose' asks why\n");
}

// Says where within an epoch a run of that many updates ended.
static void conclude_updates(const struct telling *telling, double loss)
{
    struct shell *shell = telling->shell;
    const struct session *session = shell->session;
    size_t size = session_batch_size(session);
    buf_printf(&shell->out, "%zu update%s, the last one %zu of %zu in epoch %zu",
               telling->goal.updates, plural(telling->goal.updates), session->batch.at / size,
               (session->data->x.rows + size - 1) / size, session->epoch + 1);
    if (isfinite(loss))
        buf_printf(&shell->out, " (batch_loss %s)", style_number(shell_style(shell), loss).text);
    buf_puts(&shell->out, "\n");
}

// Says of a run that cannot go on how far it came, for that is kept.
static bool fail(const struct telling *telling, struct error *error)
{
    const struct session *session = telling->shell->session;
    struct error cause = *error;
    if (session->steps == telling->from_steps)
        return false;
    if (session->epoch > telling->from && session->batch.at == 0)
        snprintf(error->what, sizeof error->what, "training stopped after epoch %zu: %.300s",
                 session->epoch, cause.what);
    else
        snprintf(error->what, sizeof error->what, "training stopped in epoch %zu: %.300s",
                 session->epoch + 1, cause.what);
    return false;
}

// Says how a run ended, unless it simply reached its last epoch.
static bool conclude(struct telling *telling, enum training_end end, double loss,
                     struct error *error)
{
    struct shell *shell = telling->shell;
    struct session *session = shell->session;
    int length = (int)telling->goal.length;
    if (end == TRAINING_PAUSED && session->batch.at == 0)
        end = TRAINING_DONE; // that many updates were whole epochs
    switch (end) {
    case TRAINING_UNTIL:
        buf_printf(&shell->out, "stopped after epoch %zu: %.*s is true (loss %s)\n", session->epoch,
                   length, telling->goal.text, loss_now(telling).text);
        return true;
    case TRAINING_RISES:
        conclude_rise(telling);
        return true;
    case TRAINING_BREAK:
        buf_printf(&shell->out, "break %zu: %s is true after epoch %zu (loss %s)\n",
                   telling->stopped_by, session->breaks.list[telling->stopped_by].text,
                   session->epoch, loss_now(telling).text);
        return true;
    case TRAINING_INTERRUPTED:
        shell->interrupted = true;
        buf_printf(&shell->out, "interrupted after epoch %zu (%s %s); everything is kept\n",
                   session->epoch, loss_name(session), style_number(shell_style(shell), loss).text);
        return true;
    case TRAINING_DIVERGED:
        return divergence_tell(session, error);
    case TRAINING_FAILED:
        return fail(telling, error);
    case TRAINING_DONE:
        if (telling->goal.text)
            conclude_bound(telling);
        else if (session->epoch > telling->from && telling->printed != session->epoch)
            print_epoch(telling, session->epoch, loss);
        tell_flat(telling);
        return true;
    case TRAINING_PAUSED:
        conclude_updates(telling, loss);
        return true;
    case TRAINING_STOPPED:
        return true;
    }
    return true;
}

// Says from which epoch on the schedule made the learning rate 0, if it did. No schedule's rate rises
// again, so that epoch is found by halving.
static void tell_end_of_schedule(const struct telling *telling)
{
    struct shell *shell = telling->shell;
    const struct session *session = shell->session;
    const struct settings *settings = &session->settings;
    size_t epoch = session->epoch, before = telling->from, first = epoch;
    if (epoch == telling->from || settings_step_config(settings, epoch - 1).hyper.lr > 0)
        return;
    while (before < first) { // the epochs up to [before] had a rate, or were not run
        size_t middle = before + (first - before) / 2;
        if (settings_step_config(settings, middle).hyper.lr > 0)
            before = middle + 1;
        else
            first = middle;
    }
    buf_printf(
        &shell->out,
        "the learning rate is 0 from epoch %zu on (schedule %s): no update changes anything; "
        "'set period %zu' makes the schedule longer\n",
        first + 1, settings->schedule->name, epoch);
}

// Whether a condition that the run asks names the loss.
static bool asks_loss(const struct session *session, const struct training *training)
{
    bool asks = training->until && expr_names(training->until, "loss");
    for (size_t i = 0; i < session->breaks.count; i++)
        asks = asks || expr_names(session->breaks.list[i].expr, "loss");
    return asks;
}

// Says once what a condition over the loss costs if an update sees only a part of the samples.
static void tell_cost(struct shell *shell, const struct training *training)
{
    const struct session *session = shell->session;
    if (shell->has_told_cost || !session_has_batches(session) || !asks_loss(session, training))
        return;
    shell->has_told_cost = true;
    buf_printf(&shell->out,
               "loss is computed over all %zu training samples each time the condition is asked; "
               "batch_loss is that of the current batch, at no cost\n",
               session->data->x.rows);
}

// A round number of epochs that gives [epochs] about ten lines: 1, 2 or 5 times a power of ten.
static size_t round_every(size_t epochs)
{
    enum { LINES_MOST = 14 };
    size_t every = 1;
    for (size_t i = 0; epochs / every > LINES_MOST; i++)
        every = i % 3 == 1 ? every / 2 * 5 : every * 2;
    return every;
}

size_t answer_every(const struct session *session, size_t epochs)
{
    return session->settings.every == SIZE_MAX ? round_every(epochs) : session->settings.every;
}

bool answer_training(struct shell *shell, struct training *training,
                     const struct training_goal *goal, struct error *error)
{
    const struct host *host = shell->host;
    struct telling telling = {
        .shell = shell, .goal = *goal, .loss.value = (double)NAN, .test_loss.value = (double)NAN};
    double loss;
    size_t done = shell->session->done;
    telling.from = shell->session->epoch;
    telling.from_steps = shell->session->steps;
    telling.last = telling.from + training->epochs;
    telling.every = training->every;
    bool is_in_lesson = shell->play && shell->play->state != PLAY_OVER; // which redraws no line
    bool is_watched = host_has_status(host);
    telling.shows_status = is_watched && !is_in_lesson;
    telling.begun = is_watched ? host_seconds(host) : 0;
    tell_cost(shell, training);
    training->report = report;
    training->seconds = seconds;
    training->progress = is_watched ? progress : NULL;
    training->pace = goal->updates ? pace : NULL;
    training->context = &telling;
    enum training_end end = session_train(shell->session, training, &loss, error);
    telling.stopped_by = training->stopped_by;
    telling.lowest = training->lowest;
    telling.lowest_epoch = training->lowest_epoch;
    telling.waited = training->rises;
    if (telling.shows_status)
        host_status(host, "");
    bool well = conclude(&telling, end, loss, error);
    if (well && end != TRAINING_STOPPED)
        tell_end_of_schedule(&telling);
    session_settle(shell->session, telling.from_steps, done);
    return well;
}

bool answer_epochs(struct shell *shell, size_t epochs, struct error *error)
{
    struct training training = {.epochs = epochs, .every = answer_every(shell->session, epochs)};
    const struct training_goal none = {.text = NULL};
    return answer_training(shell, &training, &none, error);
}
