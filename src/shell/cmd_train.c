// SPDX-License-Identifier: GPL-3.0-or-later
// The command train: how a run is told, line by line as it goes and in the end. The run itself is
// session_train's; what ends it comes back as one of a few words.
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/words.h"
#include "session/outcome.h"
#include "session/session.h"
#include "session/train.h"
#include "shell/call.h"
#include "shell/run.h"
#include "shell/shell.h"
#include "study/divergence.h"
#include "view/session_view.h"
#include "view/spark.h"
#include "view/watch_view.h"

// What a run of `train` needs while it runs.
struct run {
    struct shell *shell;
    size_t last, every;          // the epoch the run goes to, and those that are printed
    double begun;                // when
    size_t from;                 // the epoch it began at
    bool shows_status;           // there is a terminal for a live line
    size_t printed;              // the last epoch whose loss was printed
    size_t stopped_by;           // the break that ended it
    double lowest;               // what `rises` watched: its lowest value, the epoch of it,
    size_t lowest_epoch, waited; // and the printed epochs since
    bool rises;
    const char *goal; // the condition that ends the run, or NULL; then the last epoch is a bound
    size_t goal_length;
};

static void print_epoch(struct run *run, size_t epoch, double loss)
{
    struct buf *out = &run->shell->out;
    const struct session *session = run->shell->session;
    struct style style = run_style(run->shell);
    int width = snprintf(NULL, 0, "%zu", run->last);
    if (run->goal)
        buf_printf(out, "epoch %zu", epoch);
    else
        buf_printf(out, "epoch %*zu/%zu", width, epoch, run->last);
    buf_printf(out, "  loss %s", style_loss(style, loss).text);
    session_view_companion(out, session, loss, style_loss, style);
    double test_loss;
    struct error ignored;
    if (session->data->test_x.rows > 0) {
        if (session_test_loss(run->shell->session, &test_loss, &ignored))
            buf_printf(out, "  test %s", style_loss(style, test_loss).text);
        else
            out->failed = true; // it can only have been memory
    }
    watch_view_line(out, run->shell->session, style);
    buf_puts(out, "\n");
    watch_view_matrices(out, run->shell->session, style);
    run->printed = epoch;
}

static bool report(void *context, size_t epoch, double loss)
{
    struct run *run = context;
    print_epoch(run, epoch, loss);
    return shell_send(run->shell);
}

static double seconds(void *context)
{
    const struct host *host = ((struct run *)context)->shell->host;
    return host_seconds(host);
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
// left. The course takes the room that is there, and where there is too little, that of the reminder.
static void progress(void *context, size_t epoch, double loss)
{
    struct run *run = context;
    const struct host *host = run->shell->host;
    const struct session *session = run->shell->session;
    const char *reminder = "  Ctrl-C stops";
    double passed = host_seconds(host) - run->begun;
    char begin[100], end[100];
    struct buf line = BUF_EMPTY;
    size_t cols = STATUS_COLS + 1, rows;
    if (passed < 0.5)
        return;
    host_keep(host);
    double speed = (double)(epoch - run->from) / passed;
    double left = (double)(run->last - epoch) / speed;
    size_t used = (size_t)snprintf(begin, sizeof begin, "epoch %zu/%zu  loss %s  ", epoch,
                                   run->last, style_loss(run_style(run->shell), loss).text);
    used += (size_t)snprintf(end, sizeof end, "  %s epochs/s  %.0f s left", short_speed(speed).text,
                             left);
    host_terminal(host, &cols, &rows);
    size_t room = cols - 1 > used ? cols - 1 - used : 0;
    if (room < strlen(reminder) + SPARK_LEAST)
        reminder = "";
    room -= strlen(reminder);
    buf_puts(&line, begin);
    if (room >= SPARK_LEAST)
        spark_view(&line, &session->curve, run->from, size_min(room, SPARK_MOST),
                   host_writes_utf8(host));
    buf_printf(&line, "%s%s", end, reminder);
    host_status(host, buf_text(&line));
    buf_free(&line);
}

// Says that what was to fall has not, and where it was lowest.
static void conclude_rise(const struct run *run)
{
    struct shell *shell = run->shell;
    buf_printf(
        &shell->out,
        "stopped after epoch %zu: %.*s has not fallen for %zu printed epoch%s; lowest was %s "
        "after epoch %zu, where 'goto %zu' returns\n",
        shell->session->epoch, (int)run->goal_length, run->goal, run->waited, plural(run->waited),
        style_number(run_style(shell), run->lowest).text, run->lowest_epoch, run->lowest_epoch);
}

// Says what a run was told to watch does where the run came to its last epoch first.
static void conclude_bound(const struct run *run, const char *name, struct number_string loss)
{
    struct shell *shell = run->shell;
    struct buf *out = &shell->out;
    int length = (int)run->goal_length;
    size_t epoch = shell->session->epoch;
    // The lowest is the last look; where it is the first one too there was no other.
    bool is_first = run->lowest_epoch <= run->from / run->every * run->every + run->every;
    bool is_seldom = run->waited == 0 && is_first;
    if (!run->rises)
        buf_printf(out, "stopped at epoch %zu: %.*s is still false (%s %s)\n", epoch, length,
                   run->goal, name, loss.text);
    else if (is_seldom)
        buf_printf(out,
                   "stopped at epoch %zu: %.*s was looked at %s, too seldom to tell; every= says "
                   "how often (%s %s)\n",
                   epoch, length, run->goal, run->lowest_epoch == 0 ? "never" : "once", name,
                   loss.text);
    else if (run->waited == 0)
        buf_printf(out, "stopped at epoch %zu: %.*s still falls (%s %s)\n", epoch, length,
                   run->goal, name, loss.text);
    else
        buf_printf(out,
                   "stopped at epoch %zu by max=%zu: %.*s was lowest, %s, after epoch %zu, where "
                   "'goto %zu' returns (%s %s)\n",
                   epoch, run->last - run->from, length, run->goal,
                   style_number(run_style(shell), run->lowest).text, run->lowest_epoch,
                   run->lowest_epoch, name, loss.text);
}

// Which loss a run ends with: where an update sees a part of the samples, a condition is asked of the
// batch at hand, and a run that is interrupted within an epoch has that of its last batch. `rises` is
// asked of whole epochs.
static const char *loss_name(const struct run *run, enum training_end end)
{
    const struct session *session = run->shell->session;
    bool is_part = session_batch_size(session) < session->data->x.rows;
    bool is_whole = run->rises || (end == TRAINING_INTERRUPTED && session->batch.at == 0);
    return is_part && !is_whole ? "loss of the batch" : "loss";
}

// Says how a run ended where that is not simply its last epoch.
static bool conclude(struct run *run, enum training_end end, double loss, struct error *error)
{
    struct shell *shell = run->shell;
    struct session *session = shell->session;
    struct number_string text = style_number(run_style(shell), loss);
    const char *name = loss_name(run, end);
    int length = (int)run->goal_length;
    switch (end) {
    case TRAINING_UNTIL:
        buf_printf(&shell->out, "stopped after epoch %zu: %.*s is true (%s %s)\n", session->epoch,
                   length, run->goal, name, text.text);
        return true;
    case TRAINING_RISES:
        conclude_rise(run);
        return true;
    case TRAINING_BREAK:
        buf_printf(&shell->out, "break %zu: %s is true after epoch %zu (%s %s)\n", run->stopped_by,
                   session->breaks.list[run->stopped_by].text, session->epoch, name, text.text);
        return true;
    case TRAINING_INTERRUPTED:
        shell->interrupted = true;
        buf_printf(&shell->out, "interrupted after epoch %zu (%s %s); everything is kept\n",
                   session->epoch, name, text.text);
        return true;
    case TRAINING_DIVERGED:
        return divergence_tell(session, error);
    case TRAINING_FAILED:
        return false;
    case TRAINING_DONE:
        if (run->goal)
            conclude_bound(run, name, text);
        else if (session->epoch > run->from && run->printed != session->epoch)
            print_epoch(run, session->epoch, loss);
        return true;
    case TRAINING_STOPPED:
        return true;
    }
    return true;
}

// Runs a training, which has its epochs, every and condition, and shows it.
static bool run_training(struct run *run, struct training *training, struct error *error)
{
    struct shell *shell = run->shell;
    const struct host *host = shell->host;
    double loss;
    run->from = shell->session->epoch;
    run->last = run->from + training->epochs;
    run->every = training->every;
    run->shows_status = host_has_status(host);
    run->begun = run->shows_status ? host_seconds(host) : 0;
    training->report = report;
    training->seconds = seconds;
    training->progress = run->shows_status ? progress : NULL;
    training->context = run;
    enum training_end end = session_train(shell->session, training, &loss, error);
    run->stopped_by = training->stopped_by;
    run->lowest = training->lowest;
    run->lowest_epoch = training->lowest_epoch;
    run->waited = training->rises;
    if (run->shows_status)
        host_status(host, "");
    return conclude(run, end, loss, error);
}

bool run_epochs(struct shell *shell, size_t epochs, struct error *error)
{
    struct training training = {.epochs = epochs, .every = shell->session->settings.every};
    struct run run = {.shell = shell};
    return run_training(&run, &training, error);
}

enum { EPOCHS_USUAL = 1000, EPOCHS_UNTIL = 100000, PATIENCE_USUAL = 3 };

bool command_train(struct shell *shell, const struct call *call, struct error *error)
{
    struct session *session = shell->session;
    const struct argument *count = call_argument(call, "N");
    const struct argument *until = call_argument(call, "until");
    const struct argument *every = call_argument(call, "every");
    const struct argument *most = call_argument(call, "max");
    const struct argument *rises = call_argument(call, "rises");
    const struct argument *patience = call_argument(call, "patience");
    if (rises->given && !until->given)
        return error_at(error, rises->at, rises->length,
                        "rises goes with 'until', as in 'train until test_loss rises'");
    if (patience->given && !rises->given)
        return error_at(error, patience->at, patience->length,
                        "patience= goes with 'until ... rises'");
    if (patience->given && patience->count == 0)
        return error_at(error, patience->at, patience->length, "patience must be 1 or more");
    if (count->given && until->given)
        return error_at(error, count->at, count->length,
                        "give train a number of epochs or a condition, not both; max=N bounds the "
                        "condition");
    if (most->given && !until->given)
        return error_at(error, most->at, most->length, "max= goes with 'until CONDITION'");
    if (count->given && count->count == 0)
        return error_at(error, count->at, count->length, "train takes a number from 1 on");
    if (every->given && every->count == 0)
        return error_at(error, every->at, every->length, "every must be 1 or more");
    size_t usual = until->given ? EPOCHS_UNTIL : EPOCHS_USUAL;
    struct training training = {
        .epochs = count->given  ? count->count
                  : most->given ? most->count
                                : usual,
        .every = every->given ? every->count : session->settings.every,
        .until = rises->given ? NULL : until->expr,
        .falls = rises->given ? until->expr : NULL,
        .patience = patience->given ? patience->count : PATIENCE_USUAL,
    };
    struct run run = {.shell = shell,
                      .goal = until->given ? call->text + until->at : NULL,
                      .goal_length = until->length,
                      .rises = rises->given};
    return run_training(&run, &training, error);
}
