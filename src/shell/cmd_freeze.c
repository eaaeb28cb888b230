// SPDX-License-Identifier: GPL-3.0-or-later
// The commands freeze and unfreeze.
#include "session/session.h"
#include "shell/call.h"
#include "shell/commands.h"
#include "shell/read_value.h"
#include "shell/scan.h"
#include "shell/shell.h"

static command_function run_freeze, run_unfreeze;

enum { NAMES };

const struct command freeze_command = {
    .name = "freeze",
    .topic = TOPIC_MAKE,
    .params = {[NAMES] = {"NAME...", PARAM_PARAMETERS, .flags = PARAM_REQUIRED}},
    .summary = "keep weights or biases as they are",
    .details = "Updates leave a frozen parameter alone; its gradient is still computed. What\n"
               "the optimizer keeps for it stays as well: for adam and adamw its count of\n"
               "updates continues from where it was, as in PyTorch.",
    .example = "init\nfreeze w1 b1\nset detail brief\nforward; backward; update\n",
    .flags = COMMAND_PLAIN | COMMAND_SETS_STATE,
    .reveals = REVEALS_NO,
    .run = run_freeze,
};

const struct command unfreeze_command = {
    .name = "unfreeze",
    .topic = TOPIC_MAKE,
    .params = {[NAMES] = {"NAME...", PARAM_PARAMETERS, .flags = PARAM_REQUIRED}},
    .summary = "let frozen weights or biases learn again",
    .details = "It takes the same names as freeze.",
    .example = "init\nfreeze w1\nunfreeze w1\n",
    .flags = COMMAND_PLAIN | COMMAND_SETS_STATE,
    .reveals = REVEALS_NO,
    .run = run_unfreeze,
};

// Freezes or unfreezes the named parameters; all names are checked before the first is touched.
static bool set_frozen(struct shell *shell, const struct call *call, bool is_frozen,
                       struct error *error)
{
    const struct argument *names = &call->arguments[NAMES];
    struct session *session = shell->session;
    for (int commit = 0; commit < 2; commit++) {
        size_t at = names->at, length = 0, index = 0;
        for (; scan_argument(call, names, &at, &length); at += length) {
            if (!read_parameter(session, call->text + at, length, &index, error))
                return error_place(error, at, length);
            if (!commit || network_parameter(session->network, index).is_frozen == is_frozen)
                continue;
            network_freeze(session->network, index, is_frozen);
            session_edited(session, SESSION_SHAPE);
        }
    }
    return true;
}

static bool run_freeze(struct shell *shell, const struct call *call, struct error *error)
{
    return set_frozen(shell, call, true, error);
}

static bool run_unfreeze(struct shell *shell, const struct call *call, struct error *error)
{
    return set_frozen(shell, call, false, error);
}
