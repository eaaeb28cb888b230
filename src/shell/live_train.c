// SPDX-License-Identifier: GPL-3.0-or-later
// session_train asks after a few updates whether it is to go on; how many are a few is found out, so that
// it asks every LOOK_SECONDS or so. It is left where a key waits, where the frame has its updates, or where
// its time is up, and continued in the next frame as if it had not been left. An update of a large network that
// is under way when a key is pressed is given up, and begun again after the key was answered.
#include "shell/live_train.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/words.h"
#include "session/session.h"
#include "session/train.h"
#include "shell/loop.h"
#include "shell/shell.h"
#include "study/divergence.h"

#define LOOK_SECONDS 0.002
#define RATE_SECONDS 0.5
#define KEEP_SECONDS 0.5
#define EPOCHS_MOST  (NUMBER_COUNT_MOST / 2)

static const size_t speeds[] = {1,   2,   5,    10,   20,   50,    100,
                                200, 500, 1000, 2000, 5000, 10000, SIZE_MAX};

size_t live_speed_count(void)
{
    return sizeof speeds / sizeof *speeds;
}

size_t live_speed(size_t index)
{
    return speeds[index];
}

void live_train_begin(struct live *live)
{
    struct shell *shell = live->shell;
    struct session *session = shell->session;
    struct recording before;
    struct error error = ERROR_NONE;
    if (!session_prepare(session, &error) || !shell_begin_work(shell, "train", &before, &error)) {
        live_refuse(live, &error);
        return;
    }
    live->training = (struct live_training){.is_on = true,
                                            .before = before,
                                            .epoch = session->epoch,
                                            .steps = session->steps,
                                            .distance = 1};
    live->shows_stages = false;
}

// Counts the updates a second, from the end of a piece to the end of a later one: from the second piece on, as
// the first one is drawn at once.
static void count_rate(struct live_training *training, size_t steps, double now)
{
    double passed = now - training->rate_since;
    if (training->pieces > 1 && passed < RATE_SECONDS)
        return;
    if (training->pieces > 1)
        training->rate = (double)(steps - training->rate_steps) / passed;
    training->rate_since = now;
    training->rate_steps = steps;
}

// Keeps a state for the slider now and then, beside those that a run keeps anyhow: of a large network these
// are far apart.
static void keep_state(struct live_training *training, const struct session *session, double now)
{
    const struct session_listener *listener = session->listener;
    if (!listener || session->done > 0 || now < training->kept + KEEP_SECONDS)
        return;
    listener->keep_state(listener->context);
    training->kept = now;
}

// How many updates to do before the next question; 0 to end the piece.
static size_t pace(void *context)
{
    struct live *live = context;
    struct live_training *training = &live->training;
    size_t steps = live->shell->session->steps, did = steps - training->piece;
    size_t most = live_speed(live->speed);
    double now = host_seconds(live->shell->host), passed = now - training->looked;
    if (did > 0 && (did >= most || now >= training->end || live->screen->key_waits(live->screen)))
        return 0;
    if (did > 0 && passed < LOOK_SECONDS / 2 && training->distance < SIZE_MAX / 4)
        training->distance *= 2;
    else if (passed > 2 * LOOK_SECONDS && training->distance > 1)
        training->distance /= 2;
    training->looked = now;
    return size_min(training->distance, most - did);
}

// Says what ended the training. Whether that was not a failure.
static bool say_end(struct live *live, enum training_end end, size_t broken_by, struct error *error)
{
    const struct session *session = live->shell->session;
    char text[160];
    bool well = true;
    if (end == TRAINING_DIVERGED || end == TRAINING_FAILED) {
        well = end == TRAINING_DIVERGED ? divergence_tell(live->shell->session, error) : false;
        live_refuse(live, error);
    } else if (end == TRAINING_BREAK) {
        snprintf(text, sizeof text, "break %zu: %s is true after epoch %zu", broken_by,
                 session->breaks.list[broken_by].text, session->epoch);
        live_say(live, text);
    }
    return well;
}

// Notes the stretch as the command that does the same.
static void note_stretch(struct live *live, bool well)
{
    struct live_training *training = &live->training;
    const struct session *session = live->shell->session;
    char text[64];
    size_t epochs = session->epoch - training->epoch, updates = session->steps - training->steps;
    training->is_on = false;
    if (updates == 0)
        return;
    if (session->batch.at == 0 && epochs > 0)
        snprintf(text, sizeof text, "train %zu", epochs);
    else
        snprintf(text, sizeof text, "train updates=%zu", updates);
    buf_clear(&live->screen->said);
    shell_end_work(live->shell, &training->before, text, well);
    if (live->screen->said.length > 0)
        live_say(live, buf_text(&live->screen->said));
}

void live_train_piece(struct live *live, double seconds)
{
    struct live_training *training = &live->training;
    struct session *session = live->shell->session;
    struct training run = {.epochs = EPOCHS_MOST,
                           .every = SIZE_MAX,
                           .pace = pace,
                           .continues = training->pieces > 0,
                           .context = live};
    struct error error = ERROR_NONE;
    size_t steps = session->steps, done = session->done;
    double loss, now = host_seconds(live->shell->host);
    training->piece = steps;
    training->looked = now;
    training->end = now + seconds;
    enum training_end end = TRAINING_FAILED;
    live_watch(live, session, true);
    if (session_prepare(session, &error))
        end = session_train(session, &run, &loss, &error);
    live_watch(live, session, false);
    session_settle(session, steps, done);
    keep_state(training, session, host_seconds(live->shell->host));
    count_rate(training, session->steps, host_seconds(live->shell->host));
    training->pieces++;
    if (end == TRAINING_PAUSED || end == TRAINING_INTERRUPTED)
        return;
    bool well = say_end(live, end, run.stopped_by, &error);
    note_stretch(live, well);
}

void live_train_end(struct live *live)
{
    if (live->training.is_on)
        note_stretch(live, true);
}
