// SPDX-License-Identifier: GPL-3.0-or-later
// The command train: which arguments go together, and what stands for those that are not given.
#include "session/session.h"
#include "session/train.h"
#include "shell/answer_training.h"
#include "shell/call.h"
#include "shell/commands.h"
#include "shell/shell.h"

static command_function run_train;

enum { EPOCHS, UNTIL, RISES, PATIENCE, EVERY, MOST };

const struct command train_command = {
    .name = "train",
    .key = "t",
    .topic = TOPIC_RUN,
    .params = {[EPOCHS] = {"N", PARAM_COUNT, .flags = PARAM_OPTIONAL, .least = 1},
               [UNTIL] = {"until", PARAM_EXPRESSION, .flags = PARAM_KEYWORD, .value = "CONDITION"},
               [RISES] = {"rises", PARAM_SWITCH, .flags = PARAM_KEYWORD, .value = ""},
               [PATIENCE] = {"patience", PARAM_COUNT, .flags = PARAM_OPTION, .value = "K",
                             .least = 1, .usual = 3},
               [EVERY] = {"every", PARAM_COUNT, .flags = PARAM_OPTION, .value = "N", .least = 1},
               [MOST] = {"max", PARAM_COUNT, .flags = PARAM_OPTION, .value = "N"}},
    .summary = "do many updates at full speed",
    .details = "N epochs, 1000 unless told otherwise, or as many as it takes until a condition\n"
               "is true (max bounds them, 100000 unless told otherwise). The loss is printed\n"
               "each every epochs, unless told otherwise a round number that makes about ten\n"
               "lines: that of the epoch's forward pass, before its update; with batches, the\n"
               "mean of the epoch's batch losses. The condition is asked once an\n"
               "epoch, a break after each update; the loss they name is that of all training\n"
               "samples at the present parameters, batch_loss that of the current batch. Where\n"
               "the data are split, the loss over the test part stands beside it, of the weights\n"
               "after the epoch, those that 'print test_loss' and 'goto' meet: one update newer,\n"
               "which matters while the loss still falls fast. 'until test_loss rises' looks at\n"
               "a number at each printed epoch and stops where it has not fallen below its\n"
               "lowest for patience of them in a row (3). Ctrl-C stops after the update in hand\n"
               "and keeps everything.",
    .example = "init\ntrain 500\ntrain until loss < 0.1 every=200\n",
    .flags = COMMAND_NEEDS_NETWORK | COMMAND_TRAINS,
    .run = run_train,
};

enum { EPOCHS_USUAL = 1000, EPOCHS_UNTIL = 100000 };

static bool run_train(struct shell *shell, const struct call *call, struct error *error)
{
    struct session *session = shell->session;
    const struct argument *count = &call->arguments[EPOCHS];
    const struct argument *until = &call->arguments[UNTIL];
    const struct argument *every = &call->arguments[EVERY];
    const struct argument *most = &call->arguments[MOST];
    const struct argument *rises = &call->arguments[RISES];
    const struct argument *patience = &call->arguments[PATIENCE];
    if (rises->given && !until->given)
        return error_at(error, rises->at, rises->length,
                        "rises goes with 'until', as in 'train until test_loss rises'");
    if (patience->given && !rises->given)
        return error_at(error, patience->at, patience->length,
                        "patience= goes with 'until ... rises'");
    if (count->given && until->given)
        return error_at(error, count->at, count->length,
                        "give train a number of epochs or a condition, not both; max=N bounds the "
                        "condition");
    if (most->given && !until->given)
        return error_at(error, most->at, most->length, "max= goes with 'until CONDITION'");
    size_t usual = until->given ? EPOCHS_UNTIL : EPOCHS_USUAL;
    struct training training = {
        .epochs = count->given  ? count->count
                  : most->given ? most->count
                                : usual,
        .every = every->given ? every->count : 0,
        .until = rises->given ? NULL : until->expr,
        .falls = rises->given ? until->expr : NULL,
        .patience = patience->count,
    };
    if (!every->given) // what is to rise is looked at where it is printed, so not ten times only
        training.every = answer_every(session, rises->given ? EPOCHS_USUAL : training.epochs);
    const struct training_goal goal = {.text = until->given ? call->text + until->at : NULL,
                                       .length = until->length,
                                       .rises = rises->given};
    return answer_training(shell, &training, &goal, error);
}
