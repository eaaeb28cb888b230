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
#include "session/setting.h"

struct kernel;
struct scheme;

// A student's own name, made by `let`.
struct variable {
    char *name;
    struct value value;
};

struct session {
    const struct kernel *kernel;
    const volatile sig_atomic_t *stop; // not 0: end the training under way; NULL: never
    size_t memory;                     // bytes that a network or a value may take, at most
    struct settings settings;
    struct dataset *data;
    struct network *network;     // NULL before the first `init`
    const struct scheme *scheme; // what the last `init` drew from
    uint32_t seed;
    size_t epoch, steps; // done so far

    // The pass under way: stages [0, done) hold values of the present parameters, stages
    // [done, had) hold values of earlier ones, which are stale.
    struct pass *pass; // NULL until it is needed
    size_t done, had;
    struct pass *probe; // a pass to look ahead with, so that looking changes nothing; or NULL
    bool probe_is_fresh;

    struct variable *variables;
    size_t variable_count;
};

// A session with the xor data, the default settings and no network. NULL with [error] set when
// memory does not suffice.
struct session *session_create(const struct kernel *kernel, size_t memory,
                               const volatile sig_atomic_t *stop, struct error *error);

// Frees the session; NULL is allowed.
void session_free(struct session *session);

// The shape `init` alone makes: the data's inputs, 2 relu units, sigmoid outputs.
void session_default_architecture(const struct session *session, struct architecture *plan);

// A new network with fresh weights, epoch 0; data and settings stay.
bool session_init(struct session *session, const struct architecture *plan,
                  const struct scheme *scheme, uint32_t seed, struct error *error);

// Draws the weights of the last init again and goes back to epoch 0. Needs a network.
void session_reset(struct session *session);

// Takes [data] over as the session's data; refuses a set the network does not fit. On failure the
// caller still owns it.
bool session_use_data(struct session *session, struct dataset *data, struct error *error);

// Whether there is a network that fits the data, with a pass to run it; the error says what to type.
bool session_prepare(struct session *session, struct error *error);

// Runs the next stage of the pass under way, or the first one of a new pass. The session must be
// prepared. Returns the stage that ran.
struct stage session_next(struct session *session);

// Runs the stages that are left up to, not including, stage number [end].
void session_run_until(struct session *session, size_t end);

// Notes that parameters, data or the loss changed: what was computed before is stale.
void session_touch(struct session *session);

// Notes that the loss function changed: activations stay, the loss and gradients are stale.
void session_touch_loss(struct session *session);

// The predictions and the loss of the present parameters over the data. [a] is valid until the
// session changes. Nothing the student can see changes by asking.
bool session_outcome(struct session *session, struct matrix *a, double *loss, struct error *error);

// The prediction for one sample of network->inputs numbers into [a], 1×outputs, given by the caller.
bool session_predict(const struct session *session, const double *x, struct matrix a,
                     struct error *error);

// Whether the prediction a (1×outputs) reads as the target y: the same side of one half for a
// single output, the same largest place for several.
bool session_is_right(struct matrix a, struct matrix y);

// The share of samples predicted right.
double session_accuracy(struct matrix a, struct matrix y);

// The settings as a pass needs them.
struct recipe session_recipe(const struct session *session);

// Makes or replaces a student's own name; takes over the value on success.
bool session_let(struct session *session, const char *name, size_t length, struct value *value,
                 struct error *error);

// The student's own name, or NULL.
struct variable *session_variable(const struct session *session, const char *name, size_t length);

#endif
