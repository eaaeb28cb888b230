// SPDX-License-Identifier: GPL-3.0-or-later
// Where the session stands, in a few words.
#ifndef SHELL_ANSWER_STATE_H
#define SHELL_ANSWER_STATE_H

struct shell;
struct state_loss;

// Appends "epoch 12, loss 0.25" and a line end. The loss is that of all training samples, as the
// parameters are now.
void answer_state(struct shell *shell, struct state_loss loss);

// Appends how large the network is and how far it was trained: "9 parameters, epoch 500".
void answer_extent(struct shell *shell);

#endif
