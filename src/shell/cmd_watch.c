// SPDX-License-Identifier: GPL-3.0-or-later
// The commands that keep an eye on training: watch, unwatch, break, unbreak.
#include "session/quantity.h"
#include "session/session.h"
#include "shell/call.h"
#include "shell/commands.h"
#include "shell/shell.h"

static command_function run_watch;

enum { EXPRESSION };

const struct command watch_command = {
    .name = "watch",
    .topic = TOPIC_LOOK,
    .params = {[EXPRESSION] = {"EXPRESSION", PARAM_EXPRESSION, .flags = PARAM_REQUIRED}},
    .summary = "show a value after each step and each printed epoch",
    .details = "'show watches' lists what is watched; 'unwatch' removes it.",
    .example = "init\nwatch w1[0,0]\nwatch dw1[0,0]\ntrain 300\n",
    .flags = COMMAND_SETS_STATE,
    .reveals = REVEALS_YES,
    .run = run_watch,
};

static bool run_watch(struct shell *shell, const struct call *call, struct error *error)
{
    struct session *session = shell->session;
    const struct argument *argument = &call->arguments[EXPRESSION];
    struct scope any = session_rehearsal_scope(session);
    struct value value = value_number(0);
    if (!expr_evaluate(argument->expr, &any, &value, error))
        return false;
    value_clear(&value);
    if (!watches_add(&session->watches, call->text + argument->at, argument->length, error))
        return false;
    session_edited(session, SESSION_NAMES);
    return true;
}

static command_function run_break;

enum { CONDITION };

const struct command break_command = {
    .name = "break",
    .topic = TOPIC_LOOK,
    .params = {[CONDITION] = {"CONDITION", PARAM_EXPRESSION, .flags = PARAM_REQUIRED}},
    .summary = "stop training where a condition becomes true",
    .details = "Training stops after the update that made it true. 'train' then continues\n"
               "from there; 'unbreak' removes the break.",
    .example = "init\nbreak accuracy == 1\ntrain 5000 every=1000\n",
    .flags = COMMAND_PLAIN | COMMAND_SETS_STATE,
    .reveals = REVEALS_NO,
    .run = run_break,
};

static bool run_break(struct shell *shell, const struct call *call, struct error *error)
{
    struct session *session = shell->session;
    const struct argument *argument = &call->arguments[CONDITION];
    struct scope latest = session_latest_scope(session), any = session_rehearsal_scope(session);
    struct error missing;
    bool holds = false, is_known = expr_condition(argument->expr, &latest, &holds, &missing);
    if (!is_known && !expr_condition(argument->expr, &any, &holds, error))
        return false;
    if (is_known && holds) {
        struct quoted quoted = error_quote(call->text + argument->at, argument->length);
        error_at(error, argument->at, argument->length, "%s is true already", quoted.text);
        return error_hint(error, "a break stops training where its condition becomes true");
    }
    if (!watches_add(&session->breaks, call->text + argument->at, argument->length, error))
        return false;
    session_edited(session, SESSION_NAMES);
    return true;
}

static command_function run_unwatch;

enum { NUMBER };

const struct command unwatch_command = {
    .name = "unwatch",
    .topic = TOPIC_LOOK,
    .params = {[NUMBER] = {"N", PARAM_COUNT, .flags = PARAM_OPTIONAL}},
    .summary = "stop watching: number N, or everything",
    .details = "'show watches' tells the numbers.",
    .example = "init\nwatch w1\nunwatch 0\n",
    .flags = COMMAND_PLAIN,
    .reveals = REVEALS_NO,
    .run = run_unwatch,
};

static command_function run_unbreak;

const struct command unbreak_command = {
    .name = "unbreak",
    .topic = TOPIC_LOOK,
    .params = {[NUMBER] = {"N", PARAM_COUNT, .flags = PARAM_OPTIONAL}},
    .summary = "remove break number N, or all of them",
    .details = "'show watches' tells the numbers.",
    .example = "init\nbreak loss < 0.1\nunbreak\n",
    .flags = COMMAND_PLAIN,
    .reveals = REVEALS_NO,
    .run = run_unbreak,
};

// Takes one entry away, or all.
static bool take_away(struct session *session, const struct call *call, struct watches *list,
                      const char *what, const char *make, struct error *error)
{
    const struct argument *number = &call->arguments[NUMBER];
    if (list->count == 0) {
        error_set(error, "there is no %s to remove", what);
        return error_hint(error, "'%s' makes one", make);
    }
    if (!number->given) {
        watches_clear(list);
        session_edited(session, SESSION_NAMES);
        return true;
    }
    if (number->count >= list->count) {
        error_at(error, number->at, number->length, "there is no %s %zu", what, number->count);
        return error_hint(error, "'show watches' lists them with their numbers");
    }
    watches_remove(list, number->count);
    session_edited(session, SESSION_NAMES);
    return true;
}

static bool run_unwatch(struct shell *shell, const struct call *call, struct error *error)
{
    struct session *session = shell->session;
    return take_away(session, call, &session->watches, "watch", "watch EXPRESSION", error);
}

static bool run_unbreak(struct shell *shell, const struct call *call, struct error *error)
{
    struct session *session = shell->session;
    return take_away(session, call, &session->breaks, "break", "break CONDITION", error);
}
