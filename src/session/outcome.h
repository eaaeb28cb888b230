// SPDX-License-Identifier: GPL-3.0-or-later
// Looking ahead: predictions and losses of the present parameters. Nothing the student can see changes by
// asking.
#ifndef SESSION_OUTCOME_H
#define SESSION_OUTCOME_H

#include <stdbool.h>

#include "base/error.h"
#include "network/matrix.h"
#include "session/session.h"

// The predictions and the loss of the present parameters over all the data. [a] is valid until the
// session changes.
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

// What the loss that a whole epoch had is called: with batches it is made of theirs.
const char *session_epoch_loss_name(const struct session *session);

// Keeps the loss of the epoch that was just done for the picture of the training.
void session_record(struct session *session, double loss);

#endif
