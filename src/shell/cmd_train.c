// SPDX-License-Identifier: GPL-3.0-or-later
// The command train: which arguments go together, and what stands for those that are not given.
#include "session/session.h"
#include "session/train.h"
#include "shell/answer_training.h"
#include "shell/call.h"
#include "shell/commands.h"
#include "shell/shell.h"

static command_function run_train;

enum { EPOCHS, UNTIL, RISES, PATIENCE, EVERY, MOST, UPDATES };

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
               [MOST] = {"max", PARAM_COUNT, .flags = PARAM_OPTION, .value = "N"},
               [UPDATES] = {"updates", PARAM_COUNT, .flags = PARAM_OPTION | PARAM_QUIET,
                            .value = "N", .least = 1}},
    .summary = "do many updates at full speed",
    .details = "It trains for N epochs (1000 by default), or until a condition is true, for\n"
               "at most max epochs (100000 by default). every= says how often the loss is\n"
               "printed (by default a round number that gives about ten lines): it is that\n"
               "of the epoch's forward pass, before its update; with batches, the mean of\n"
               "the epoch's batch losses. The condition is tested once an epoch, a break\n"
               "after each update; in both, loss is the loss of all training samples at the\n"
               "present parameters, and batch_loss that of the current batch. If the data\n"
               "are split, the loss of the test part is printed too. It is computed with the\n"
               "weights after the epoch, those that 'print test_loss' and 'goto' use: one\n"
               "update newer, which matters while the loss still falls fast.\n"
               "'until test_loss rises' compares the printed epochs and stops when patience\n"
               "of them in a row (3 by default) have not brought a new lowest value. Ctrl-C\n"
               "stops after the present update and keeps everything. updates=N does N updates,\n"
               "wherever in an epoch that ends.",
    .example = "init\ntrain 500\ntrain until loss < 0.1 every=200\n",
    .flags = COMMAND_NEEDS_NETWORK | COMMAND_TRAINS,
    .reveals = REVEALS_YES,
    .run = run_train,
};

enum { EPOCHS_USUAL = 1000, EPOCHS_UNTIL = 100000 };

// The epochs in which that many updates are done: those that are left of the one under way, and whole ones.
static size_t epochs_of(const struct session *session, size_t updates)
{
    size_t size = session_batch_size(session);
    size_t batches = (session->data->x.rows + size - 1) / size, done = session->batch.at / size;
    return updates / batches + (updates % batches + done + batches - 1) / batches;
}

static bool run_train(struct shell *shell, const struct call *call, struct error *error)
{
    struct session *session = shell->session;
    const struct argument *count = &call->arguments[EPOCHS];
    const struct argument *until = &call->arguments[UNTIL];
    const struct argument *every = &call->arguments[EVERY];
    const struct argument *most = &call->arguments[MOST];
    const struct argument *rises = &call->arguments[RISES];
    const struct argument *patience = &call->arguments[PATIENCE];
    const struct argument *updates = &call->arguments[UPDATES];
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
    if (updates->given && (count->given || until->given))
        return error_at(
            error, updates->at, updates->length,
            "give train updates= or a number of epochs or a condition, not two of them");
    size_t usual = until->given ? EPOCHS_UNTIL : EPOCHS_USUAL;
    struct training training = {
        .epochs = count->given     ? count->count
                  : updates->given ? epochs_of(session, updates->count)
                  : most->given    ? most->count
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
                                       .rises = rises->given,
                                       .updates = updates->given ? updates->count : 0};
    return answer_training(shell, &training, &goal, error);
}
