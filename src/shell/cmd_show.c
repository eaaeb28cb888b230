// SPDX-License-Identifier: GPL-3.0-or-later
// The command show; what it shows is in show_item.c.
#include "shell/call.h"
#include "shell/commands.h"
#include "shell/scan.h"
#include "shell/show_item.h"

static command_function run_show;

enum { ITEMS };

const struct command show_command = {
    .name = "show",
    .topic = TOPIC_LOOK,
    .params = {[ITEMS] = {"THING...", PARAM_SHOW_ITEMS, .flags = PARAM_REQUIRED}},
    .summary = "show matrices, the network, data, settings",
    .details = "Names are those of the formulas: x y w1 b1 z1 a1 dw1 db1 dz1 da1 and so on\n"
               "for each layer, lr loss epoch steps accuracy test_loss test_accuracy. A\n"
               "value from before the last change is marked stale.",
    .example = "init\nshow net w1 b1\n",
    .flags = COMMAND_LOOKS,
    .reveals = REVEALS_NO,
    .run = run_show,
};

static bool run_show(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *names = &call->arguments[ITEMS];
    size_t at = names->at, length = 0;
    for (; scan_argument(call, names, &at, &length); at += length)
        if (!show_word(shell, call->text + at, length, error))
            return error_place(error, at, length);
    return true;
}
