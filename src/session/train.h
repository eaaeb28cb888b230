// SPDX-License-Identifier: GPL-3.0-or-later
// Training at full speed: epochs in a row, with a line now and then, a condition to stop at, and an
// ear for Ctrl-C. A run is whole updates and nothing else, whatever ends it: its last epoch, a condition, a
// break, Ctrl-C or numbers that are not finite. It leaves the session at the beginning of a pass, or where
// it did no update, at the stage it was at. So as many updates always lead to one state.
#ifndef SESSION_TRAIN_H
#define SESSION_TRAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "expr/expr.h"
#include "session/resume.h"
#include "session/session.h"

struct training {
    size_t epochs;            // how many, at most
    size_t every;             // report at each multiple of this
    const struct expr *until; // stop where this holds, before an epoch's first update; or NULL
    // Is called with the loss of the forward pass of epoch [epoch], with batches the mean of theirs. False
    // stops the run.
    bool (*report)(void *context, size_t epoch, double loss);
    // Is called now and then with how far the run is, for a live line; or NULL.
    void (*progress)(void *context, size_t epoch, double loss);
    double (*seconds)(void *context); // the clock that paces progress
    // Is asked at the beginning, and again after as many updates as it said: 0 ends the run. Or NULL.
    size_t (*pace)(void *context);
    bool continues; // a run that pace ended goes on, as if it had not ended
    void *context;
    // Where this has not fallen below its lowest value for [patience] reports in a row, the run ends;
    // or NULL. It is asked at each report, after the epoch's update.
    const struct expr *falls;
    size_t patience;
    double lowest;       // set: its lowest value, and the epoch after which it had it
    size_t lowest_epoch; // 0: it was never asked
    size_t rises;        // reports since then
    size_t stopped_by;   // set where a break ended the run: its number
};

enum training_end {
    TRAINING_DONE,        // all epochs
    TRAINING_UNTIL,       // the condition holds
    TRAINING_RISES,       // what was to fall has not for as long as patience lasts
    TRAINING_BREAK,       // a break became true; [stopped_by] says which
    TRAINING_INTERRUPTED, // the stop flag is set
    TRAINING_STOPPED,     // report said so
    TRAINING_PAUSED,      // pace said so, or the update under way was given up
    TRAINING_DIVERGED,    // the loss, or a parameter, is no longer a finite number
    TRAINING_FAILED,      // the condition could not be evaluated: the error says why
};

// Repeats the updates from where the session is up to [to], and the stages done there, without a word:
// no reports, conditions or breaks. The session must not be past that point. False with [error] set
// when memory does not suffice or the stop flag is set; a whole number of updates is done then.
bool session_replay(struct session *session, struct point to, struct error *error);

// Trains. The session must be prepared. [loss] is that of the last forward pass (NaN when there was
// none). TRAINING_FAILED leaves a whole number of updates done, like every end. The pass that ended the run
// is still there to be looked at; session_settle then ends the run.
enum training_end session_train(struct session *session, struct training *training, double *loss,
                                struct error *error);

// Ends a run that began after [steps] updates with [done] stages done of its first pass: a pass that was
// begun after the last update counts as not begun.
void session_settle(struct session *session, size_t steps, size_t done);

#endif
