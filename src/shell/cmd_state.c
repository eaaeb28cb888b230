// SPDX-License-Identifier: GPL-3.0-or-later
// The two commands that only saved sessions need: restore, for numbers and texts that set, watch and
// break would refuse, and resume, which says how far training has come.
#include <stdlib.h>
#include <string.h>

#include "lesson/progress.h"
#include "session/quantity.h"
#include "session/resume.h"
#include "session/session.h"
#include "shell/call.h"
#include "shell/answer_state.h"
#include "shell/commands.h"
#include "shell/play_restore.h"
#include "shell/read_value.h"
#include "shell/shell.h"

static command_function run_restore;

enum { RESTORE_NAME, RESTORE_VALUE };

const struct command restore_command = {
    .name = "restore",
    .topic = TOPIC_FILES,
    .params = {[RESTORE_NAME] = {"NAME", PARAM_NAME, .flags = PARAM_REQUIRED},
               [RESTORE_VALUE] = {"VALUE", PARAM_VALUE, .flags = PARAM_REQUIRED}},
    .summary = "set state of a saved session that no other command sets",
    .details = "'save' writes it. NAME is a weight matrix or a bias, finite or not; or what\n"
               "the optimizer keeps for one (vw1 for momentum and nesterov, sw1 for rmsprop,\n"
               "mw1 and sw1 for adam and adamw: the letters of its formula); or powers\n"
               "(beta1 and beta2 to the number of updates; powersw1 where w1 was frozen for\n"
               "some of them); or losses (the sum of the losses of the epoch's batches so\n"
               "far), watch or break, or lesson (which step of which); or loss and lr where\n"
               "'init' chose them. 'restore session fresh', which may be in a record, makes\n"
               "everything as it was when nnsh began.",
    .example = "set optimizer momentum\ninit\nrestore vw2 [[0.5], [-0.5]]\n",
    .flags = COMMAND_PLAIN | COMMAND_SETS_STATE,
    .reveals = REVEALS_NO,
    .run = run_restore,
};

// Keeps an expression without asking whether it has a value now.
static bool restore_watch(struct session *session, struct watches *watches, const struct call *call,
                          const struct argument *value, struct error *error)
{
    struct expr *expr = read_expression(call, value->at, value->length, error);
    if (!expr)
        return false;
    expr_free(expr);
    session_edited(session, SESSION_NAMES);
    return watches_add(watches, call->text + value->at, value->length, error);
}

// The matrix that a name means: a parameter, or what the optimizer keeps of one, its letter before the
// name. False with [error] set when it is neither.
static bool find_target(const struct session *session, const char *name, size_t length,
                        struct matrix *m, struct error *error)
{
    const struct optimizer *optimizer = session->settings.optimizer;
    const char *letter = length > 0 ? strchr(optimizer->letters, name[0]) : NULL;
    bool is_state = letter && *letter;
    size_t index;
    if (length > 0 && name[0] == 'd') // read_parameter takes dw1 for w1
        return error_set(error, "%s is computed, so it cannot be restored",
                         error_quote(name, length).text);
    if (!read_parameter(session, name + is_state, length - is_state, &index, error)) {
        if (session->network)
            error_hint(error, "optimizer %s keeps %s", optimizer->name,
                       optimizer->states == 0   ? "nothing"
                       : optimizer->states == 1 ? "one number of each"
                                                : "two numbers of each");
        return false;
    }
    *m = network_parameter(session->network, index).value;
    if (is_state)
        m->data = session->network->states[letter - optimizer->letters] +
                  (m->data - session->network->parameters);
    return true;
}

// Whether a name is powersw1 or the like; its matrix then, the two powers of that parameter.
static bool find_powers(const struct session *session, const char *name, size_t length,
                        struct matrix *m)
{
    struct error ignored;
    size_t prefix = strlen("powers"), index;
    if (length <= prefix || memcmp(name, "powers", prefix) != 0 ||
        !read_parameter(session, name + prefix, length - prefix, &index, &ignored))
        return false;
    *m = (struct matrix){1, 2, &session->network->powers[2 * index]};
    return true;
}

// What a number can be in a session: anything, infinite or not a number where it diverged; a mean of squares; or a
// power of beta1 or beta2.
enum range { RANGE_ANY, RANGE_SQUARES, RANGE_POWERS };

// False with [error] set where a number of [m] is none that a session can have.
static bool check_range(struct matrix m, enum range range, const struct call *call,
                        const struct argument *argument, struct error *error)
{
    for (size_t i = 0; range != RANGE_ANY && i < matrix_count(m); i++) {
        double value = m.data[i];
        if (range == RANGE_SQUARES ? !(value < 0) : value >= 0 && value <= 1)
            continue;
        return error_at(error, argument->at, argument->length, "%.*s cannot be %s: it holds %s",
                        (int)call->arguments[RESTORE_NAME].length,
                        call->text + call->arguments[RESTORE_NAME].at, number_string(value, 6).text,
                        range == RANGE_SQUARES ? "means of squares, which are not negative"
                                               : "powers of numbers between 0 and 1");
    }
    return true;
}

// Copies the value into [m], if its numbers are in the range.
static bool restore_matrix(struct session *session, const struct call *call,
                           const struct argument *argument, struct matrix m, enum range range,
                           struct error *error)
{
    struct value value = value_number(0);
    if (!read_value(session, call, argument->at, argument->length, &value, error))
        return false;
    struct matrix from = value_view(&value);
    bool fits = from.rows == m.rows && from.cols == m.cols;
    bool well = fits && check_range(from, range, call, argument, error);
    if (well) {
        session_edited(session, SESSION_WEIGHTS);
        memmove(m.data, from.data, matrix_count(m) * sizeof(double));
    } else if (!fits) {
        error_at(error, argument->at, argument->length, "the value is %zu×%zu and must be %zu×%zu",
                 from.rows, from.cols, m.rows, m.cols);
    }
    value_clear(&value);
    return well;
}

// Makes the session a fresh one, whatever it was: what is set next is then all there is.
static bool restore_session(struct session *session, const struct call *call,
                            const struct argument *value, struct error *error)
{
    if (!call_argument_is(call, value, "fresh"))
        return error_at(error, value->at, value->length, "a session can only be restored as fresh");
    struct session *fresh = session_create_beside(session, error);
    if (fresh)
        session_replace(session, fresh);
    return fresh != NULL;
}

// Sets the loss or the learning rate that `init` chose, so that it may choose another one.
static bool restore_chosen(struct session *session, const struct call *call, const char *name,
                           const struct argument *value, struct error *error)
{
    struct settings settings = session->settings;
    if (strcmp(name, "loss") == 0)
        settings.is_loss_set = false;
    else
        settings.is_lr_chosen = true;
    return read_setting(session, call, value->at, value->length, setting_find(name, strlen(name)),
                        &settings, error) &&
           session_set(session, &settings, error);
}

// Notes which lesson the session is in, until `resume` says that it is whole.
static bool restore_lesson(struct shell *shell, const struct call *call,
                           const struct argument *value, struct error *error)
{
    struct progress progress;
    char *line = strndup(call->text + value->at, value->length);
    if (!line)
        return error_memory(error);
    if (!progress_read(&progress, line, value->length, error)) {
        free(line);
        return error_place(error, value->at, value->length);
    }
    progress_clear(&progress);
    free(shell->restoring);
    shell->restoring = line;
    return true;
}

static bool run_restore(struct shell *shell, const struct call *call, struct error *error)
{
    struct session *session = shell->session;
    const struct argument *name = &call->arguments[RESTORE_NAME];
    const struct argument *value = &call->arguments[RESTORE_VALUE];
    double powers[2] = {1, 1};
    struct matrix m = {1, 2, powers};
    if (call_argument_is(call, name, "lesson"))
        return restore_lesson(shell, call, value, error);
    if (call_argument_is(call, name, "session"))
        return restore_session(session, call, value, error);
    if (call_argument_is(call, name, "loss"))
        return restore_chosen(session, call, "loss", value, error);
    if (call_argument_is(call, name, "lr"))
        return restore_chosen(session, call, "lr", value, error);
    if (call_argument_is(call, name, "watch"))
        return restore_watch(session, &session->watches, call, value, error);
    if (call_argument_is(call, name, "break"))
        return restore_watch(session, &session->breaks, call, value, error);
    if (call_argument_is(call, name, "losses"))
        return restore_matrix(session, call, value,
                              (struct matrix){1, 1, &session->batch.epoch_loss}, RANGE_ANY, error);
    bool is_powers = call_argument_is(call, name, "powers") && session->network;
    enum range range = RANGE_POWERS;
    if (!is_powers && !find_powers(session, call->text + name->at, name->length, &m)) {
        if (!find_target(session, call->text + name->at, name->length, &m, error))
            return error_place(error, name->at, name->length);
        range = call->text[name->at] == 's' ? RANGE_SQUARES : RANGE_ANY; // as in sw1
    }
    if (!restore_matrix(session, call, value, m, range, error))
        return false;
    for (size_t i = 0; is_powers && i < network_power_count(session->network); i++)
        session->network->powers[i] = powers[i % 2];
    session_touch(session);
    return true;
}

static command_function run_resume;

enum { HERE, EPOCH, STEPS, DRAWS, SAMPLE, STAGES };

const struct command resume_command = {
    .name = "resume",
    .topic = TOPIC_FILES,
    .params = {[HERE] = {"here", PARAM_HERE, .flags = PARAM_REQUIRED},
               [EPOCH] = {"epoch", PARAM_COUNT, .flags = PARAM_OPTION, .value = "N"},
               [STEPS] = {"steps", PARAM_COUNT, .flags = PARAM_OPTION, .value = "N"},
               [DRAWS] = {"draws", PARAM_COUNT, .flags = PARAM_OPTION, .value = "N"},
               [SAMPLE] = {"sample", PARAM_COUNT, .flags = PARAM_OPTION, .value = "N"},
               [STAGES] = {"stages", PARAM_COUNT, .flags = PARAM_OPTION, .value = "N"}},
    .summary = "set how far training has come: the end of a saved session",
    .details = "'save' writes it as the last line; a file without it was cut short, and\n"
               "'load' refuses it. epoch and steps count those done; draws is how many\n"
               "random numbers of 32 bits were drawn since the seed, before the order of the\n"
               "present epoch; sample is how many samples of an unfinished epoch are learnt;\n"
               "stages is how many stages of an unfinished pass are computed; these are run\n"
               "again.",
    .example = "init\nresume epoch=500 steps=500 draws=12 here\nshow epoch\n",
    .flags = COMMAND_PLAIN | COMMAND_SETS_STATE | COMMAND_ENDS_SAVED,
    .reveals = REVEALS_NO,
    .run = run_resume,
};

// Places the error at the option that no session can have.
static bool place_wrong(const struct call *call, const char *wrong, struct error *error)
{
    for (size_t i = EPOCH; wrong && i <= STAGES; i++)
        if (strcmp(call->command->params[i].name, wrong) == 0 && call->arguments[i].given)
            error_place(error, call->arguments[i].at, call->arguments[i].length);
    return false;
}

static bool run_resume(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *given = call->arguments;
    struct session_standing wanted = {
        .at = {given[EPOCH].count, given[SAMPLE].count, given[STAGES].count},
        .steps = given[STEPS].count,
        .draws = given[DRAWS].count,
    };
    if (!session_resume(shell->session, &wanted, error))
        return place_wrong(call, wanted.wrong, error);
    session_edited(shell->session, SESSION_WEIGHTS); // what counts from here on is not a run's
    shell->resumed = true;
    const struct input *input = shell->inputs[shell->input_count - 1];
    if (input->is_saved) {
        buf_printf(&shell->out, "resumed %s: data %s, ", input->name, shell->session->data->name);
        answer_extent(shell);
        buf_puts(&shell->out, "\n");
    }
    return shell->loads || !shell->restoring || play_restore_here(shell, error);
}
