// SPDX-License-Identifier: GPL-3.0-or-later
// The commands set and let. Each checks everything first and changes the session last.
#include <string.h>

#include "network/schedule.h"
#include "session/quantity.h"
#include "session/session.h"
#include "shell/assignment.h"
#include "shell/call.h"
#include "shell/commands.h"
#include "shell/near_miss.h"
#include "shell/read_value.h"
#include "shell/shell.h"
#include "shell/use_data.h"
#include "view/matrix_view.h"

static command_function run_set;

enum { SET_PLACE, SET_EQUALS, SET_VALUE };

const struct command set_command = {
    .name = "set",
    .topic = TOPIC_MAKE,
    .params = {[SET_PLACE] = {"NAME", PARAM_PLACE, .flags = PARAM_REQUIRED},
               [SET_EQUALS] = {"=", PARAM_EQUALS, .flags = PARAM_OPTIONAL},
               [SET_VALUE] = {"VALUE", PARAM_VALUE, .flags = PARAM_REQUIRED}},
    .summary = "change a setting, a weight, a bias, x or y",
    .details = "One weight is set by its index (w1[0,1], counted from 0), a row or a column\n"
               "by a slice (w1[0,:]), a whole matrix by its name. What was computed from the\n"
               "old value is then stale until you compute it again. 'set lr' sets the\n"
               "learning rate of the first epoch; a schedule changes it from epoch to epoch,\n"
               "and 'print lr' shows the present one.",
    .example = "init\nset lr 0.5\nset w1[0,1] 0.25\nset w2 = [[1], [-1]]\nprint w1, w2\n",
    .flags = COMMAND_SETS_STATE,
    .reveals = REVEALS_NO,
    .run = run_set,
};

// The matrix that a place means: a parameter, the data, or a student's own name. False with [error]
// set for what cannot be set.
static bool find_target(struct session *session, const struct place *place, struct matrix *m,
                        struct shape *shape, struct error *error)
{
    struct quantity quantity;
    enum quantity_state state;
    struct variable *variable =
        variables_find(&session->variables, place->name, place->name_length);
    if (variable) {
        *m = value_view(&variable->value);
        *shape = shape_of(&variable->value);
        return true;
    }
    if (!quantity_parse(place->name, place->name_length, &quantity))
        return quantity_unknown(session, place->name, place->name_length, error);
    if (!quantity_find(session, quantity, m, &state, error))
        return false;
    *shape = shape_of_matrix(*m);
    if (quantity.kind == QUANTITY_W || quantity.kind == QUANTITY_B || quantity.kind == QUANTITY_X ||
        quantity.kind == QUANTITY_Y)
        return true;
    struct quoted name = error_quote(place->name, place->name_length);
    error_set(error, "%s is computed, so it cannot be set", name.text);
    return error_hint(error, "weights, biases, x, y and settings can");
}

// `set PLACE VALUE` for numbers, and what follows from it.
static bool set_place(struct shell *shell, const struct call *call, const struct argument *value,
                      const struct place *place, struct error *error)
{
    struct session *session = shell->session;
    const struct argument *target = &call->arguments[SET_PLACE];
    struct matrix m;
    struct shape shape;
    struct quantity quantity;
    bool is_own = variables_find(&session->variables, place->name, place->name_length);
    if (is_own && !shell_may_name(shell, place->name, place->name_length, error))
        return error_place(error, target->at, target->length);
    bool is_data = !is_own && quantity_parse(place->name, place->name_length, &quantity) &&
                   (quantity.kind == QUANTITY_X || quantity.kind == QUANTITY_Y);
    if (is_data && !session_own_data(session, error))
        return false;
    if (!find_target(session, place, &m, &shape, error))
        return error_place(error, target->at, target->length);
    session->remarks.is_data = is_data;
    if (!assign_value(session, call, place, m, shape, value->at, value->length, error)) {
        if (is_data)
            error_hint(error, "'data inline x=[[...], ...] y=[...]' makes a data set of any size");
        return false;
    }
    if (is_data)
        session_edit_data(session);
    else
        session_edited(session, is_own ? SESSION_NAMES : SESSION_WEIGHTS);
    if (!is_own)
        session_touch(session);
    return true;
}

// Says that nothing reads the setting at present, and what would.
static void put_unread(struct shell *shell, const struct setting *setting)
{
    if (setting_unread(&shell->session->settings, setting, &shell->out))
        buf_puts(&shell->out, "\n");
}

// Says what lr comes to under a schedule, which is not what was typed.
static void put_scheduled(struct shell *shell, const struct setting *setting)
{
    const struct session *session = shell->session;
    const struct schedule *schedule = session->settings.schedule;
    double lr = session_step_config(session).hyper.lr;
    bool is_lr = strcmp(setting->name, "lr") == 0,
         is_part = strcmp(setting->name, "schedule") == 0 || strcmp(setting->name, "period") == 0 ||
                   strcmp(setting->name, "decay") == 0;
    // For a part of the schedule only a rate of 0 is worth a remark.
    if (lr == session->settings.lr || !(is_lr || (is_part && lr == 0)))
        return;
    buf_printf(&shell->out, "at epoch %zu schedule %s makes it lr = %s   (%s)\n", session->epoch,
               schedule->name, style_number(shell_style(shell), lr).text, schedule->formula);
}

static bool run_set(struct shell *shell, const struct call *call, struct error *error)
{
    struct session *session = shell->session;
    const struct argument *value = &call->arguments[SET_VALUE];
    const struct argument *target = &call->arguments[SET_PLACE];
    struct settings settings = session->settings;
    struct quantity quantity;
    struct place place;
    expr_place(target->expr, &place);
    const struct setting *setting = setting_find(place.name, place.name_length);
    if (setting && target->length > place.name_length)
        return error_at(error, target->at, target->length, "%s is one value and has no index",
                        setting->name);
    if (setting) {
        bool is_loss = setting == setting_find("loss", 4);
        bool well =
            read_setting(session, call, value->at, value->length, setting, &settings, error);
        settings.is_loss_set |= is_loss;
        settings.is_lr_chosen &= setting != setting_find("lr", 2);
        well = well && session_set(session, &settings, error);
        if (well && is_loss)
            put_unfit(shell);
        if (well)
            put_scheduled(shell, setting);
        if (well)
            put_unread(shell, setting);
        return well;
    }
    if (quantity_parse(place.name, place.name_length, &quantity) ||
        variables_find(&session->variables, place.name, place.name_length))
        return set_place(shell, call, value, &place, error);
    refuse_unknown(&place, target->at, error);
    near_miss_hint(session,
                   &(struct near_miss){"set", place.name, place.name_length, call->text + value->at,
                                       value->length},
                   false, error);
    return false;
}

static command_function run_let;

enum { LET_NAME, LET_EQUALS, LET_EXPRESSION };

const struct command let_command = {
    .name = "let",
    .topic = TOPIC_MAKE,
    .params = {[LET_NAME] = {"NAME", PARAM_NAME, .flags = PARAM_REQUIRED},
               [LET_EQUALS] = {"=", PARAM_EQUALS, .flags = PARAM_REQUIRED},
               [LET_EXPRESSION] = {"EXPRESSION", PARAM_EXPRESSION, .flags = PARAM_REQUIRED}},
    .summary = "keep a value under a name of your own",
    .details = "The name keeps the value it has now; it does not follow later changes.",
    .example = "init\nlet old = w2\nforward; backward; update\nprint w2 - old\n",
    .flags = COMMAND_PLAIN | COMMAND_SETS_STATE,
    .reveals = REVEALS_NO,
    .run = run_let,
};

// Shows the name that an assignment made, so that nobody takes it for a setting. A letter that is also a
// command still is one when it stands alone.
static void put_own_name(struct shell *shell, const char *name, size_t length)
{
    struct variable *variable = variables_find(&shell->session->variables, name, length);
    const struct command *command = command_named(shell->commands, name, length);
    buf_printf(&shell->out, "%s = ", variable->name);
    if (variable->value.is_matrix && !variable->value.is_vector)
        buf_printf(&shell->out, "%zu×%zu", variable->value.all.rows, variable->value.all.cols);
    else
        matrix_view_value(&shell->out, shell_style(shell), &variable->value);
    buf_puts(&shell->out, " (your own name");
    if (command)
        buf_printf(&shell->out, "; 'print %s' shows it, '%s' alone is still %s", variable->name,
                   variable->name, command->name);
    buf_puts(&shell->out, ")\n");
}

static bool run_let(struct shell *shell, const struct call *call, struct error *error)
{
    struct session *session = shell->session;
    const struct argument *name = &call->arguments[LET_NAME];
    const struct argument *argument = &call->arguments[LET_EXPRESSION];
    struct scope scope = session_scope(session);
    struct value value = value_number(0), own;
    if (!shell_may_name(shell, call->text + name->at, name->length, error))
        return error_place(error, name->at, name->length);
    if (quantity_is_reserved(call->text + name->at, name->length)) {
        struct quoted quoted = error_quote(call->text + name->at, name->length);
        error_at(error, name->at, name->length, "'%s' has a meaning of its own", quoted.text);
        return error_hint(error, "choose another name");
    }
    if (!expr_evaluate(argument->expr, &scope, &value, error))
        return false;
    own = value;
    if (value.is_matrix && !value.owned && !value_copy(&own, &value, error))
        return false;
    if (!session_let(session, call->text + name->at, name->length, &own, error)) {
        value_clear(&own);
        return false;
    }
    if (call->is_plain)
        put_own_name(shell, call->text + name->at, name->length);
    return true;
}
