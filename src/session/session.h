// SPDX-License-Identifier: GPL-3.0-or-later
// All state of one lesson in one struct: data, network, settings, the pass under way, the student's
// own names. The session owns what it points at, but for the kernel and the stop flag. Functions
// that can fail leave the session as it was when they do.
#ifndef SESSION_SESSION_H
#define SESSION_SESSION_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "data/dataset.h"
#include "expr/expr.h"
#include "network/network.h"
#include "network/pass.h"
#include "network/rng.h"
#include "session/curve.h"
#include "session/setting.h"
#include "session/watch.h"

struct thread_team;
struct kernel;
struct loss;
struct scheme;

// A student's own name, made by `let`.
struct variable {
    char *name;
    struct value value;
};

// What a change by hand is about; see session_edited.
enum session_part {
    SESSION_SETTINGS, // settings, or the data: both are compared by what they are
    SESSION_NAMES,    // watches, breaks, the student's own names
    SESSION_SHAPE,    // what is frozen
    SESSION_WEIGHTS,  // parameters, or the optimizer's state
    SESSION_NETWORK,  // all of it: another network, or the same from its beginning
};

// When each part changed last, counted by a clock that every change moves on. Two equal counts mean
// equal parts, so a state that is remembered shares with the one before what did not change.
struct session_clock {
    size_t now;
    size_t edited;  // anything that was not changed by running stages
    size_t weights; // parameters and the optimizer's state, also by an update
    size_t drawn;   // == weights: they are those that scheme and seed draw
    size_t shape, names, network;
};

// Who wants to be told of a session's way, such as a timeline. All three functions are there.
struct session_listener {
    void *context;
    // The present network is about to be left, for another one or for its own beginning.
    void (*leave_network)(void *context);
    // The number of updates after which a run is to call keep_state next, and that call, which may look
    // at the session but not change it.
    size_t (*updates_to_next)(void *context);
    void (*keep_state)(void *context);
};

struct session {
    const struct kernel *kernel;
    const volatile sig_atomic_t *stop; // not 0: end the training under way; NULL: never
    size_t memory;                     // bytes that a network or a value may take, at most
    size_t cores;                      // that may share a large network's work; 0: one
    struct thread_team *team;          // those that do, once there is a large network; or NULL
    bool borrows_team;                 // it belongs to another session
    struct settings settings;
    struct dataset *data;
    struct network *network;     // NULL before the first `init`
    const struct scheme *scheme; // what the last `init` drew from
    uint32_t seed;
    struct rng rng;       // goes on where the drawing of the weights ended; shuffles the epochs
    struct rng order_rng; // where there is an order: [rng] before it was drawn
    size_t epoch, steps;  // done so far

    // The pass under way: stages [0, done) hold values of the present parameters, stages
    // [done, had) hold values of earlier ones, which are stale.
    struct pass *pass; // NULL until it is needed
    size_t done, had;

    bool is_fit; // network, data and loss were found to go together

    // The batch of the pass: rows [batch_at, batch_at + batch_rows) of the epoch's order.
    bool batch_is_loaded;
    size_t batch_at, batch_rows;
    size_t *order;     // the epoch's order of the samples; NULL: as they are
    double *gathered;  // a shuffled batch's samples, inputs then targets; or NULL
    double epoch_loss; // the losses of the epoch's batches so far, added up
    double last_loss;  // of the last whole epoch, if its losses were computed

    // Looking ahead, so that looking changes nothing: predictions for all the data.
    struct pass *probe; // or NULL
    double *outcome;    // z and a of the last layer, samples × outputs each; or NULL
    bool outcome_is_fresh;
    double outcome_loss;

    struct watches watches, breaks;
    struct curve curve; // the losses since the last init

    struct variable *variables;
    size_t variable_count;

    struct session_clock clock;
    const struct session_listener *listener; // borrowed; or NULL
};

// A session with the xor data, the default settings and no network. NULL with [error] set when
// memory does not suffice.
struct session *session_create(const struct kernel *kernel, size_t memory,
                               const volatile sig_atomic_t *stop, struct error *error);

// Frees the session; NULL is allowed.
void session_free(struct session *session);

// A session beside [session], on the same machine: kernel, memory, stop flag and threads are its. It has
// those settings, the data, which it takes over, and no network; it keeps no curve and has no listener.
// NULL with [error] set, and the data freed, when memory does not suffice.
struct session *session_create_with(const struct session *session, const struct settings *settings,
                                    struct dataset *data, struct error *error);

// The same with the settings and data of session_create; only the colour is the session's.
struct session *session_create_beside(const struct session *session, struct error *error);

// Makes [session] go on from the state of [other], a session beside it, which ends. What belongs to the
// session and not to its state stays: kernel, curve, listener, threads. It cannot fail.
void session_become(struct session *session, struct session *other);

// Puts [fresh], all of it, in the place of what the session is. Takes [fresh] over.
void session_replace(struct session *session, struct session *fresh);

// Notes that something was changed by hand.
void session_edited(struct session *session, enum session_part part);

// A new network with fresh weights, epoch 0; data and settings stay.
bool session_init(struct session *session, const struct architecture *plan,
                  const struct scheme *scheme, uint32_t seed, struct error *error);

// Draws the weights of the last init again and goes back to epoch 0. Needs a network.
void session_reset(struct session *session);

// Takes [data] over as the session's data; refuses a set the network does not fit. On failure the
// caller still owns it.
bool session_use_data(struct session *session, struct dataset *data, struct error *error);

// Takes new settings over, with what follows from them: a new optimizer starts from a clear state, a
// new loss makes gradients stale, another batch size begins the epoch's order anew.
bool session_set(struct session *session, const struct settings *settings, struct error *error);

// Whether there is a network that fits the data, with a pass and a batch to run it on; the error
// says what to type.
bool session_prepare(struct session *session, struct error *error);

// Runs the next stage of the pass under way, or the first one of a new pass. The session must be
// prepared, and after an update prepared again. Returns the stage that ran.
struct stage session_next(struct session *session);

// Runs the stages that are left up to, not including, stage number [end].
void session_run_until(struct session *session, size_t end);

// Whether the flag that asks for an end is raised.
static inline bool session_is_stopped(const struct session *session)
{
    return session->stop && *session->stop;
}

// The same, but Ctrl-C between two stages ends it: false with [error] set, and no stage counts as run.
// The update may not be among them.
bool session_walk_until(struct session *session, size_t end, struct error *error);

// Runs all that is left of a pass whose predictions are there, as one stretch. Without
// [keeps_gradients] the gradients count as not computed afterwards.
void session_learn(struct session *session, bool keeps_gradients);

// Notes that parameters, data or the loss changed: what was computed before is stale.
void session_touch(struct session *session);

// The settings as a pass needs them, with the learning rate of the present epoch.
struct step_config session_step_config(const struct session *session);

// ---- batches (batch.c) ----------------------------------------------------------------------

// Loads the batch that comes next, if it is not loaded already. The pass must be there.
bool session_load_batch(struct session *session, struct error *error);

// Goes on behind the batch that was just learnt; at the end of the samples an epoch is over.
void session_advance(struct session *session);

// The picture of the training begins anew with the present network and epoch.
void session_restart_curve(struct session *session);

// Keeps the loss of the epoch that was just done for the picture of the training.
void session_record(struct session *session, double loss);

// Begins the present epoch's order anew.
void session_restart_epoch(struct session *session);

// Makes sure that the data belong to the session alone, so that they can be written to. False with
// [error] set when memory does not suffice.
bool session_own_data(struct session *session, struct error *error);

// Takes over what was changed by hand in the data, or in the batch that is loaded: a shuffled batch is
// a copy, whose rows go back to where they came from.
void session_edit_data(struct session *session);

// The samples of an update.
size_t session_batch_size(const struct session *session);

// ---- leaving and going on (resume.c) --------------------------------------------------------

// How far a session is.
struct point {
    size_t epoch, batch_at; // the epochs done, and the samples of the one under way
    size_t done;            // the stages done of the pass under way
};

// Where the session is.
struct point session_point(const struct session *session);

// Whether [a] comes before [b] in one run, or [a] is the same update as [b]; stages do not count.
bool point_is_before(struct point a, struct point b);
bool point_is_at(struct point a, struct point b);

// Where training stands, beside the data, the settings and the network's numbers.
struct session_standing {
    size_t epoch, steps; // done so far
    uint64_t draws;      // the generator's, before it drew the order of the epoch under way
    bool is_begun;       // an epoch is under way: its order is drawn, [sample] samples are learnt
    size_t sample;
    size_t stages; // of the pass under way, run from the present parameters
};

// The point the session is at.
struct session_standing session_standing(const struct session *session);

// Goes to [point] from the weights that `init` drew or that were set since: the generator moves on,
// the epoch's order is drawn again and the stages of the pass run again, so that they give what they
// gave. Training then goes on to the bit as it would have from there.
bool session_resume(struct session *session, const struct session_standing *point,
                    struct error *error);

// ---- looking (outcome.c) --------------------------------------------------------------------

// The predictions and the loss of the present parameters over all the data. [a] is valid until the
// session changes. Nothing the student can see changes by asking.
bool session_outcome(struct session *session, struct matrix *a, double *loss, struct error *error);

// The predictions and the loss of the present parameters over the test part; an error where there is
// none. The numbers of [a] are the caller's to free.
bool session_test_outcome(struct session *session, struct matrix *a, double *loss,
                          struct error *error);

// The loss over the test part.
bool session_test_loss(struct session *session, double *loss, struct error *error);

// The loss of the present parameters over the samples x, y: the present batch's, say.
bool session_loss_of(struct session *session, struct matrix x, struct matrix y, double *loss,
                     struct error *error);

// The loss of the present batch.
bool session_batch_loss(struct session *session, double *loss, struct error *error);

// The prediction for one sample of network->inputs numbers into [a], 1×outputs, given by the caller.
bool session_predict(const struct session *session, const double *x, struct matrix a,
                     struct error *error);

// Whether the prediction a (1×outputs) reads as the target y: the same side of one half for a
// single output, the same largest place for several.
bool session_is_right(struct matrix a, struct matrix y);

// The share of samples predicted right.
double session_accuracy(struct matrix a, struct matrix y);

// ---- the student's own names ----------------------------------------------------------------

// Makes or replaces a student's own name; takes over the value on success.
bool session_let(struct session *session, const char *name, size_t length, struct value *value,
                 struct error *error);

// The student's own name, or NULL.
struct variable *session_variable(const struct session *session, const char *name, size_t length);

#endif
