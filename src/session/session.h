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
#include "network/network.h"
#include "network/pass.h"
#include "session/batch.h"
#include "session/curve.h"
#include "session/outlook.h"
#include "session/setting.h"
#include "session/variable.h"
#include "session/watch.h"

struct thread_team;
struct kernel;
struct loss;
struct scheme;

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

// What a session calls when something happens to it; a timeline has these functions. None is NULL.
struct session_listener {
    void *context;
    // The present network is about to be left, for another one or for its own beginning.
    void (*leave_network)(void *context);
    // The number of updates after which a run is to call keep_state next, and that call, which may look
    // at the session but not change it.
    size_t (*updates_to_next)(void *context);
    void (*keep_state)(void *context);
};

// What is worth a remark about the shapes of a command's expressions; 0 where there is nothing.
struct shape_remarks {
    size_t squared;  // a 1-d array of this length and a column made a square
    size_t repeated; // a row was assigned to this many rows
    bool is_data;    // those were rows of x or y
};

struct session {
    // The machine it runs on.
    const struct kernel *kernel;
    const volatile sig_atomic_t *stop; // not 0: end the training under way; NULL: never
    // Not 0: an update under way is given up as if it had not been begun, and so is a loss of many samples;
    // NULL: never.
    const volatile sig_atomic_t *give_up;
    struct shape_remarks remarks; // what the shapes in this command's expressions call for
    size_t memory;                // bytes that a network or a value may take, at most
    size_t cores;                 // that may share a large network's work; 0: one

    // The lesson.
    struct settings settings;
    struct dataset *data;
    struct network *network;     // NULL before the first `init`
    const struct scheme *scheme; // what the last `init` drew from
    uint32_t seed;
    size_t epoch, steps; // done so far
    struct curve curve;  // the losses since the last `init`
    struct watches watches, breaks;
    struct variables variables; // the student's own names

    // The pass under way: stages [0, done) hold values of the present parameters, stages
    // [done, stale_end) hold values of earlier ones, which are stale.
    struct pass *pass; // NULL until it is needed
    size_t done, stale_end;
    struct batch batch; // which samples it sees

    // While a question is open whose answer may not be looked up: the stages from number [hidden_from]
    // on count as not computed for whoever shows or evaluates anything; see session_hide.
    bool hides;
    size_t hidden_from;

    struct session_clock clock;              // read by those who keep states
    const struct session_listener *listener; // borrowed; or NULL

    // The room's own, which no other room touches.
    struct thread_team *team; // those that share the work, once there is a large network; or NULL
    bool borrows_team;        // it belongs to another session
    bool is_fit;              // network, data and loss were found to go together
    struct outlook outlook;   // predictions for all the data, so that looking changes nothing
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

// Makes [session] continue from the state of [other], a session beside it, which ends. What belongs to the
// session and not to its state stays: kernel, curve, listener, threads, what is hidden. It cannot fail.
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

// Takes [data] over as the session's data, whether the network fits them or not.
void session_use_data(struct session *session, struct dataset *data);

// Takes new settings over, with what follows from them: a new optimizer starts from a clear state, a
// new loss makes gradients stale, another batch size goes back to the beginning of the epoch.
bool session_set(struct session *session, const struct settings *settings, struct error *error);

// Whether there is a network. False with [error] set.
bool session_has_network(const struct session *session, struct error *error);

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

// Counts the stages from number [done] on as not run, if they are: what they computed is stale.
void session_rewind(struct session *session, size_t done);

// Hides what the stages from number [from] on compute, and with it every loss and accuracy: names of them
// have no value. session_reveal ends that. What runs is not affected; only who shows results asks.
void session_hide(struct session *session, size_t from);
void session_reveal(struct session *session);

// How many stages have values that may be seen.
static inline size_t session_shown(const struct session *session)
{
    return session->hides && session->hidden_from < session->done ? session->hidden_from
                                                                  : session->done;
}

// Runs all that is left of a pass whose predictions are there, as one stretch. Without
// [keeps_gradients] the gradients count as not computed afterwards. False where the pass was given up before
// the update.
bool session_learn(struct session *session, bool keeps_gradients);

// Notes that the present batch was learnt: the pass holds everything up to the loss, and no gradients.
void session_learnt(struct session *session);

// Notes that whole epochs of one update each were done of which the pass holds no values.
void session_ran_ahead(struct session *session, size_t epochs);

// Notes that parameters, data or the loss changed: what was computed before is stale.
void session_touch(struct session *session);

// The settings as a pass needs them, with the learning rate of the present epoch.
struct step_config session_step_config(const struct session *session);

// Makes sure that the data belong to the session alone, so that they can be written to. False with
// [error] set when memory does not suffice.
bool session_own_data(struct session *session, struct error *error);

// Takes over what was changed by hand in the data, or in the batch that is loaded: a shuffled batch is
// a copy, whose rows go back to where they came from.
void session_edit_data(struct session *session);

// The samples of an update.
size_t session_batch_size(const struct session *session);

// Whether an update sees only a part of the training samples.
bool session_has_batches(const struct session *session);

// The curve begins again with the present network and epoch.
void session_restart_curve(struct session *session);

// Makes or replaces a student's own name; takes over the value on success.
bool session_let(struct session *session, const char *name, size_t length, struct value *value,
                 struct error *error);

#endif
