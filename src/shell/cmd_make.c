// SPDX-License-Identifier: GPL-3.0-or-later
// The commands that make a network and set its values: init, set, let, reset. Each one checks
// everything first and changes the session last, so that a refusal changes nothing.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/suggest.h"
#include "base/words.h"
#include "network/scheme.h"
#include "network/schedule.h"
#include "session/fit.h"
#include "session/quantity.h"
#include "shell/call.h"
#include "shell/help.h"
#include "shell/help_word.h"
#include "shell/run.h"
#include "shell/shell.h"
#include "view/session_view.h"

struct style run_style(const struct shell *shell)
{
    const struct host *host = shell->host;
    const struct settings *settings = &shell->session->settings;
    return style_of(settings, host_wants_color(host, settings->color));
}

bool run_refuse_row(const char *what, const char *name, size_t length, size_t at, int kind,
                    struct error *error)
{
    struct suggestions suggestions;
    struct buf all = BUF_EMPTY;
    suggest_start(&suggestions, name, length);
    for (size_t i = 0; help_choice((enum param_kind)kind, i); i++) {
        suggest_consider(&suggestions, help_choice((enum param_kind)kind, i));
        buf_printf(&all, "%s%s", i ? ", " : "", help_choice((enum param_kind)kind, i));
    }
    for (size_t i = 0; kind == PARAM_DATA && i < DATA_PART_COUNT; i++)
        suggest_consider(&suggestions, command_part_word(&data_parts[i]));
    struct quoted quoted = error_quote(name, length);
    error_at(error, at, length, "there is no %s '%s'", what, quoted.text);
    suggest_append(&suggestions, error);
    if (suggestions.count == 0)
        error_hint(error, "there are %s%s", buf_text(&all),
                   kind == PARAM_DATA
                       ? "; 'data grid' makes one by a formula, 'data inline' of what "
                         "you type, 'data FILE.csv' reads a table"
                       : "");
    buf_free(&all);
    return false;
}

// Reads "4" or "4:tanh" at text[at, at + length) into a size and, maybe, an activation.
static bool read_layer(const char *text, size_t at, size_t length, size_t *units,
                       const struct activation **activation, struct error *error)
{
    const char *colon = memchr(text + at, ':', length);
    size_t digits = colon ? (size_t)(colon - text) - at : length;
    if (!number_parse_count(text + at, digits, (size_t)1 << 40, units) || *units == 0) {
        struct quoted quoted = error_quote(text + at, digits);
        return error_at(error, at, digits ? digits : 1,
                        "a layer's size must be a whole number from 1 on, not '%s'", quoted.text);
    }
    if (!colon)
        return true;
    size_t name = at + digits + 1, rest = length - digits - 1;
    *activation = activation_find(text + name, rest);
    return *activation ||
           run_refuse_row("activation", text + name, rest, name, PARAM_LAYERS, error);
}

// Fills [plan] from the words of `init`: inputs, hidden layers, outputs. It comes with the usual
// layers, whose last activation stays the usual one.
static bool read_shape(const struct call *call, const struct argument *layers,
                       struct architecture *plan, struct error *error)
{
    const struct activation *output = plan->layers[plan->layer_count - 1].activation;
    size_t at = layers->at, length = 0, count = 0, softmax_at = 0;
    while (call_word(call, layers, &at, &length)) {
        size_t units;
        if (softmax_at)
            return error_at(error, softmax_at, at - softmax_at,
                            "softmax makes probabilities of the last layer; it cannot be hidden");
        const struct activation *activation = NULL;
        if (count > NETWORK_LAYERS_MOST)
            return error_at(error, at, length, "a network has at most %d layers",
                            NETWORK_LAYERS_MOST);
        if (!read_layer(call->text, at, length, &units, &activation, error))
            return false;
        if (count == 0 && activation)
            return error_at(error, at, length, "the inputs have no activation");
        if (activation && activation->is_row_wise)
            softmax_at = at;
        if (count == 0)
            plan->inputs = units;
        else
            plan->layers[count - 1] = (struct layer_plan){units, activation};
        count++;
        at += length;
    }
    if (count < 2) {
        error_at(error, layers->at, layers->length, "init needs inputs and outputs");
        return error_hint(error, "as in 'init 2 4 1'");
    }
    plan->layer_count = count - 1;
    for (size_t k = 0; k < plan->layer_count; k++)
        if (!plan->layers[k].activation)
            plan->layers[k].activation =
                k + 1 < plan->layer_count ? &activations[ACTIVATION_relu] : output;
    return true;
}

bool run_read_seed(const struct argument *argument, size_t usual, uint32_t *seed,
                   struct error *error)
{
    if (argument->given && argument->count > UINT32_MAX)
        return error_at(error, argument->at, argument->length,
                        "seed must be a whole number from 0 to %u", UINT32_MAX);
    *seed = (uint32_t)(argument->given ? argument->count : usual);
    return true;
}

bool command_init(struct shell *shell, const struct call *call, struct error *error)
{
    struct session *session = shell->session;
    const struct argument *layers = call_argument(call, "IN UNITS[:ACT]...");
    const struct argument *name = call_argument(call, "scheme");
    const struct scheme *scheme = &schemes[0];
    struct architecture plan;
    uint32_t seed = 1;
    fit_default_architecture(session->data, session->settings.loss, &plan);
    if (!layers->given && session->data->targets == TARGETS_NUMBERS &&
        !fit_check(NULL, session->data, session->settings.loss, error))
        return false;
    if (layers->given && !read_shape(call, layers, &plan, error))
        return false;
    if (name->given)
        scheme = scheme_find(call->text + name->at, name->length);
    if (!scheme)
        return run_refuse_row("scheme", call->text + name->at, name->length, name->at, PARAM_SCHEME,
                              error);
    if (!run_read_seed(call_argument(call, "seed"), 1, &seed, error))
        return false;
    if (!session_init(session, &plan, scheme, seed, error))
        return layers->given && error_place(error, layers->at, layers->length);
    session_view_net(&shell->out, session, run_style(shell));
    if (plan.inputs != session->data->x.cols || session->network->outputs != session->data->y.cols)
        buf_printf(&shell->out,
                   "  The data set %s has %zu input%s and %zu output%s: load data that fit before "
                   "training, or see 'help data'.\n",
                   session->data->name, session->data->x.cols, plural(session->data->x.cols),
                   session->data->y.cols, plural(session->data->y.cols));
    return true;
}

struct expr *run_expression(const struct call *call, size_t at, size_t length, struct error *error)
{
    size_t end, stop = at + length;
    struct expr *expr = expr_parse(call->text, stop, at, &end, error);
    if (!expr)
        return NULL;
    end = call_skip(call->text, stop, end);
    if (end == stop)
        return expr;
    struct quoted quoted = error_quote(call->text + end, stop - end);
    error_at(error, end, stop - end, "the expression ends before '%s'", quoted.text);
    if (call->text[end] == ',')
        error_hint(error, "numbers are written with a point, as in 0.5");
    expr_free(expr);
    return NULL;
}

bool run_evaluate(struct session *session, const struct call *call, size_t at, size_t length,
                  struct value *value, struct error *error)
{
    struct scope scope = session_scope(session);
    struct expr *expr = run_expression(call, at, length, error);
    bool well = expr && expr_evaluate(expr, &scope, value, error);
    expr_free(expr);
    return well;
}

bool run_read_setting(struct session *session, const struct call *call, size_t at, size_t length,
                      const struct setting *setting, struct settings *settings, struct error *error)
{
    struct value number = value_number(0);
    bool is_word = setting->kind == SETTING_WORD;
    for (size_t i = 0; setting->word(i); i++)
        is_word |= strlen(setting->word(i)) == length &&
                   memcmp(setting->word(i), call->text + at, length) == 0;
    if (is_word)
        return setting_put_word(settings, setting, call->text + at, length, error) ||
               error_place(error, at, length);
    if (!run_evaluate(session, call, at, length, &number, error))
        return false;
    if (number.is_matrix) {
        value_clear(&number);
        return error_at(error, at, length, "%s must be one number, not a matrix", setting->name);
    }
    return setting_put_number(settings, setting, number.number, error) ||
           error_place(error, at, length);
}

// The matrix that a place means: a parameter, the data, or a student's own name. False with [error]
// set for what cannot be set.
static bool find_target(struct session *session, const struct place *place, struct matrix *m,
                        struct error *error)
{
    struct quantity quantity;
    enum quantity_state state;
    struct variable *variable =
        variables_find(&session->variables, place->name, place->name_length);
    if (variable && variable->value.is_matrix) {
        *m = variable->value.all;
        return true;
    }
    if (variable) {
        *m = (struct matrix){1, 1, &variable->value.number};
        return true;
    }
    if (!quantity_parse(place->name, place->name_length, &quantity))
        return quantity_unknown(session, place->name, place->name_length, error);
    if (!quantity_find(session, quantity, m, &state, error))
        return false;
    if (quantity.kind == QUANTITY_W || quantity.kind == QUANTITY_B || quantity.kind == QUANTITY_X ||
        quantity.kind == QUANTITY_Y)
        return true;
    struct quoted name = error_quote(place->name, place->name_length);
    error_set(error, "%s is computed, so it cannot be set", name.text);
    return error_hint(error, "weights, biases, x, y and settings can");
}

// Copies the value into the region of [m]. A number fills all of it; a matrix must have its shape.
static bool assign(struct matrix m, struct region region, struct value *value,
                   const struct place *place, struct error *error)
{
    struct matrix from = value_view(value);
    bool fills = !value->is_matrix;
    for (size_t i = 0; i < matrix_count(from); i++)
        if (!isfinite(from.data[i]))
            return error_set(error, "only finite numbers can be set; this is %s",
                             number_string(from.data[i], 6).text);
    if (!fills && (from.rows != region.rows || from.cols != region.cols)) {
        struct quoted name = error_quote(place->name, place->name_length);
        return error_set(error, "the value is %zu×%zu, but %s%s is %zu×%zu", from.rows, from.cols,
                         name.text, region.rows == m.rows && region.cols == m.cols ? "" : "[...]",
                         region.rows, region.cols);
    }
    for (size_t i = 0; i < region.rows; i++)
        for (size_t j = 0; j < region.cols; j++)
            m.data[(region.row + i) * m.cols + region.col + j] =
                fills ? value->number : matrix_at(from, i, j);
    return true;
}

bool run_assign(struct session *session, const struct call *call, const struct place *place,
                struct matrix m, size_t at, size_t length, struct error *error)
{
    struct scope scope = session_scope(session);
    struct region region;
    struct value value = value_number(0);
    if (!expr_region(place, &scope, m.rows, m.cols, &region, error) ||
        !run_evaluate(session, call, at, length, &value, error))
        return false;
    // `set w1 w1.T` may read what it writes: a borrowed value is copied first.
    struct value copy = value;
    if (value.is_matrix && !value.owned) {
        if (!value_create(&copy, value.all.rows, value.all.cols, SIZE_MAX, error))
            return false;
        memcpy(copy.all.data, value.all.data, matrix_count(value.all) * sizeof(double));
    }
    bool well = assign(m, region, &copy, place, error);
    value_clear(&copy);
    return well || error_place(error, at, length);
}

// `set PLACE VALUE` for numbers, and what follows from it.
static bool set_place(struct shell *shell, const struct call *call, const struct argument *value,
                      const struct place *place, struct error *error)
{
    struct session *session = shell->session;
    const struct argument *target = call_argument(call, "NAME");
    struct matrix m;
    struct quantity quantity;
    bool is_own = variables_find(&session->variables, place->name, place->name_length);
    bool is_data = !is_own && quantity_parse(place->name, place->name_length, &quantity) &&
                   (quantity.kind == QUANTITY_X || quantity.kind == QUANTITY_Y);
    if (is_data && !session_own_data(session, error))
        return false;
    if (!find_target(session, place, &m, error))
        return error_place(error, target->at, target->length);
    if (!run_assign(session, call, place, m, value->at, value->length, error))
        return false;
    if (is_data)
        session_edit_data(session);
    else
        session_edited(session, is_own ? SESSION_NAMES : SESSION_WEIGHTS);
    if (!is_own)
        session_touch(session);
    return true;
}

bool run_unknown(const struct place *place, size_t at, struct error *error)
{
    struct suggestions suggestions;
    suggest_start(&suggestions, place->name, place->name_length);
    for (size_t i = 0; i < SETTING_COUNT; i++)
        suggest_consider(&suggestions, settings_table[i].name);
    struct quoted quoted = error_quote(place->name, place->name_length);
    error_at(error, at, place->name_length, "nothing called '%s' can be set", quoted.text);
    suggest_append(&suggestions, error);
    if (suggestions.count == 0)
        error_hint(error, "'show settings' lists the settings, 'let' makes a name of your own");
    return false;
}

// Says what lr comes to under a schedule, which is not what was typed.
static void put_scheduled(struct shell *shell, const struct setting *setting)
{
    const struct session *session = shell->session;
    const struct schedule *schedule = session->settings.schedule;
    double lr = session_step_config(session).hyper.lr;
    if (setting != setting_find("lr", 2) || lr == session->settings.lr)
        return;
    buf_printf(&shell->out, "at epoch %zu schedule %s makes it lr = %s   (%s)\n", session->epoch,
               schedule->name, style_number(run_style(shell), lr).text, schedule->formula);
}

bool command_set(struct shell *shell, const struct call *call, struct error *error)
{
    struct session *session = shell->session;
    const struct argument *value = call_argument(call, "VALUE");
    const struct argument *target = call_argument(call, "NAME");
    struct settings settings = session->settings;
    struct quantity quantity;
    struct place place;
    expr_place(target->expr, &place);
    const struct setting *setting = setting_find(place.name, place.name_length);
    if (setting && target->length > place.name_length)
        return error_at(error, target->at, target->length, "%s is one value and has no index",
                        setting->name);
    if (setting) {
        bool well =
            run_read_setting(session, call, value->at, value->length, setting, &settings, error) &&
            session_set(session, &settings, error);
        if (well)
            put_scheduled(shell, setting);
        return well;
    }
    if (quantity_parse(place.name, place.name_length, &quantity) ||
        variables_find(&session->variables, place.name, place.name_length))
        return set_place(shell, call, value, &place, error);
    return run_unknown(&place, target->at, error);
}

bool command_let(struct shell *shell, const struct call *call, struct error *error)
{
    struct session *session = shell->session;
    const struct argument *name = call_argument(call, "NAME");
    const struct argument *argument = call_argument(call, "EXPRESSION");
    struct scope scope = session_scope(session);
    struct value value = value_number(0), own;
    if (quantity_is_reserved(call->text + name->at, name->length)) {
        struct quoted quoted = error_quote(call->text + name->at, name->length);
        error_at(error, name->at, name->length, "'%s' has a meaning of its own", quoted.text);
        return error_hint(error, "choose another name");
    }
    if (!expr_evaluate(argument->expr, &scope, &value, error))
        return false;
    own = value;
    if (value.is_matrix && !value.owned) {
        if (!value_create(&own, value.all.rows, value.all.cols, SIZE_MAX, error))
            return false;
        memcpy(own.all.data, value.all.data, matrix_count(value.all) * sizeof(double));
    }
    if (!session_let(session, call->text + name->at, name->length, &own, error)) {
        value_clear(&own);
        return false;
    }
    return true;
}

bool command_reset(struct shell *shell, const struct call *call, struct error *error)
{
    (void)call;
    struct session *session = shell->session;
    if (!session->network) {
        error_set(error, "there is no network yet");
        return error_hint(error, "'init' makes one");
    }
    session_reset(session);
    buf_printf(&shell->out, "back to the weights init drew (scheme %s, seed %u), epoch 0\n",
               session->scheme->name, session->seed);
    return true;
}

// Freezes the named parameters or lets them go; all names are checked before the first is touched.
static bool set_frozen(struct shell *shell, const struct call *call, bool is_frozen,
                       struct error *error)
{
    const struct argument *names = call_argument(call, "NAME...");
    struct session *session = shell->session;
    for (int commit = 0; commit < 2; commit++) {
        size_t at = names->at, length = 0, index = 0;
        for (; call_word(call, names, &at, &length); at += length) {
            if (!run_parameter(session, call->text + at, length, &index, error))
                return error_place(error, at, length);
            if (!commit || network_parameter(session->network, index).is_frozen == is_frozen)
                continue;
            network_freeze(session->network, index, is_frozen);
            session_edited(session, SESSION_SHAPE);
        }
    }
    return true;
}

bool command_freeze(struct shell *shell, const struct call *call, struct error *error)
{
    return set_frozen(shell, call, true, error);
}

bool command_unfreeze(struct shell *shell, const struct call *call, struct error *error)
{
    return set_frozen(shell, call, false, error);
}
