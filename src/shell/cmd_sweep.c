// SPDX-License-Identifier: GPL-3.0-or-later
// The command `sweep`. It needs no prepared session: preparing may draw an order of the samples, and
// a sweep leaves the session alone to the bit.
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "session/session.h"
#include "shell/call.h"
#include "shell/commands.h"
#include "shell/shell.h"
#include "study/sweep.h"
#include "view/sweep_view.h"

static command_function run_sweep;

enum { NETWORKS, SEED, EPOCHS, UNTIL };

const struct command sweep_command = {
    .name = "sweep",
    .topic = TOPIC_RUN,
    .params = {[NETWORKS] = {"N", PARAM_COUNT, .flags = PARAM_REQUIRED, .least = 1},
               [SEED] = {"seed", PARAM_COUNT, .flags = PARAM_OPTION, .value = "S",
                         .most = UINT32_MAX},
               [EPOCHS] = {"epochs", PARAM_COUNT, .flags = PARAM_OPTION, .value = "E", .least = 1,
                           .usual = 10000},
               [UNTIL] = {"until", PARAM_EXPRESSION, .flags = PARAM_KEYWORD, .value = "CONDITION"}},
    .summary = "train N networks from other seeds: is it method or luck?",
    .details = "Each starts from fresh weights, seeds S, S+1, ... (S is 0 by default), and\n"
               "has your network's shape, scheme, data and settings; your network itself is\n"
               "left alone. 'sweep' counts those that get every prediction right after E\n"
               "epochs (10000 by default), or make the condition true within them. It also\n"
               "shows the final losses and what the other networks have in common. It uses\n"
               "every core; Ctrl-C stops and shows what is done so far.",
    .example = "init\nsweep 20 until loss < 0.01\n",
    .flags = COMMAND_LOOKS,
    .reveals = REVEALS_YES,
    .run = run_sweep,
};

// What the live line needs.
struct live {
    const struct host *host;
    size_t count;
    double begun, shown; // when; the line comes after half a second, and then ten times a second
};

static double seconds(void *context)
{
    const struct host *host = ((struct live *)context)->host;
    return host_seconds(host);
}

static void progress(void *context, size_t done, size_t reached)
{
    struct live *live = context;
    double now = seconds(live);
    char line[200];
    if (now - live->begun < 0.5 || now - live->shown < 0.1)
        return;
    live->shown = now;
    snprintf(line, sizeof line, "%zu of %zu networks done, %zu reached the goal  Ctrl-C stops",
             done, live->count, reached);
    host_status(live->host, line);
}

// Reads the seeds: the first one, and how many.
static bool read_seeds(const struct call *call, struct sweep *sweep, struct error *error)
{
    const struct argument *count = &call->arguments[NETWORKS];
    sweep->seed = (uint32_t)call->arguments[SEED].count;
    sweep->count = count->count;
    if (sweep->count - 1 > UINT32_MAX - sweep->seed)
        return error_at(error, count->at, count->length,
                        "seeds go up to %u: from seed %u on there are %zu", UINT32_MAX,
                        (unsigned)sweep->seed, (size_t)UINT32_MAX - sweep->seed + 1);
    return true;
}

// The condition as it was typed, on one line: white space becomes one space. False where memory does
// not suffice.
static bool read_goal(const struct call *call, struct buf *goal, struct error *error)
{
    const struct argument *until = &call->arguments[UNTIL];
    const char *text = call->text + until->at;
    for (size_t i = 0; i < until->length; i++) {
        bool is_blank = strchr(" \t\r\n", text[i]) != NULL;
        if (!is_blank)
            buf_add(goal, &text[i], 1);
        else if (goal->length > 0 && goal->data[goal->length - 1] != ' ')
            buf_puts(goal, " ");
    }
    return goal->failed ? error_memory(error) : true;
}

static bool sweep_and_show(struct shell *shell, struct sweep *sweep, const char *goal,
                           struct error *error)
{
    const struct host *host = shell->host;
    const struct session *session = shell->session;
    struct study_case from = study_case_of(session);
    struct sweep_report report;
    struct live live = {host, sweep->count, 0, 0};
    bool is_live = host_has_status(host);
    live.begun = is_live ? host_seconds(host) : 0;
    sweep->context = &live;
    sweep->seconds = seconds;
    sweep->progress = is_live ? progress : NULL;
    sweep->cores = host_cores(host);
    sweep->names = session->variables.list;
    sweep->name_count = session->variables.count;
    sweep->memory = session->memory;
    bool well = sweep_run(&from, sweep, &report, error);
    if (is_live)
        host_status(host, "");
    if (!well)
        return false;
    shell->interrupted = shell->interrupted || report.count < sweep->count;
    sweep_view(&shell->out, shell_style(shell), &from, sweep, &report, goal);
    sweep_clear(&report);
    return true;
}

static bool run_sweep(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *until = &call->arguments[UNTIL];
    struct sweep sweep = {.epochs = call->arguments[EPOCHS].count, .until = until->expr};
    struct buf goal = BUF_EMPTY;
    if (!session_has_network(shell->session, error))
        return false;
    if (!read_seeds(call, &sweep, error))
        return false;
    if (!until->given && shell->session->data->targets == TARGETS_NUMBERS) {
        error_set(error, "the targets are numbers, so right predictions cannot be counted");
        return error_hint(error, "say what is wanted, as in 'sweep 20 until loss < 0.01'");
    }
    bool well = !until->given || read_goal(call, &goal, error);
    well = well && sweep_and_show(shell, &sweep, until->given ? buf_text(&goal) : NULL, error);
    buf_free(&goal);
    return well;
}
