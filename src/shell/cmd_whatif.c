// SPDX-License-Identifier: GPL-3.0-or-later
// The command whatif, which looks at another course without taking it: each scenario is tried on a copy.
#include <stdio.h>
#include <string.h>

#include "expr/expr.h"
#include "session/quantity.h"
#include "session/session.h"
#include "shell/assignment.h"
#include "shell/call.h"
#include "shell/commands.h"
#include "shell/near_miss.h"
#include "shell/read_value.h"
#include "shell/scan.h"
#include "shell/shell.h"
#include "study/whatif.h"
#include "view/table.h"

static command_function run_whatif;

enum { CHANGES };

const struct command whatif_command = {
    .name = "whatif",
    .topic = TOPIC_LOOK,
    .params = {[CHANGES] = {"NAME VALUE ...", PARAM_CHANGES, .flags = PARAM_REQUIRED}},
    .summary = "see the loss with other weights or settings, changing none",
    .details = "It shows the loss and the predictions as they would be, and the loss after\n"
               "one step from there. Different names are tried together; when a name is\n"
               "repeated, a new trial begins, so 'whatif lr 0.1 lr 1 lr 10' compares three.",
    .example = "init\ntrain 500 every=500\nwhatif lr 0.1 lr 1 lr 10\nwhatif w2[0,0] 0 b2 1\n",
    .flags = COMMAND_NEEDS_NETWORK | COMMAND_LOOKS,
    .reveals = REVEALS_YES,
    .run = run_whatif,
};

enum { NAMES_MOST = 16, SCENARIOS_MOST = 16 };

// One change of a scenario: bytes of the command.
struct change_text {
    size_t name_at, name_length, value_at, value_length;
};

// Changes that are tried together.
struct scenario {
    struct change_text changes[NAMES_MOST];
    size_t count;
};

// Whether the scenario changes that place already: then the next one begins.
static bool has_change(const struct call *call, const struct scenario *scenario,
                       const struct change_text *change)
{
    for (size_t i = 0; i < scenario->count; i++)
        if (scenario->changes[i].name_length == change->name_length &&
            memcmp(call->text + scenario->changes[i].name_at, call->text + change->name_at,
                   change->name_length) == 0)
            return true;
    return false;
}

// Reads NAME VALUE at text[*at] into [change] and moves *at to after it.
static bool read_change(const struct call *call, size_t *at, struct change_text *change,
                        struct error *error)
{
    size_t end, name = scan_name(call->text, call->length, *at);
    change->name_at = *at;
    struct expr *place = name ? expr_parse_place(call->text, call->length, *at, &end, error) : NULL;
    if (!place)
        return name ? false
                    : error_at(error, *at, 1, "the name of a setting or a weight is needed here");
    expr_free(place);
    change->name_length = end - *at;
    change->value_at = scan_blanks(call->text, call->length, end);
    if (change->value_at < call->length && call->text[change->value_at] == '=') {
        error_at(error, change->value_at, 1, "whatif takes names and values without =");
        return near_miss_blanks("whatif", call->text + call->arguments[CHANGES].at,
                                call->arguments[CHANGES].length, "=", error);
    }
    if (change->value_at == call->length)
        return error_at(error, *at, change->name_length, "a value must follow %.*s",
                        (int)change->name_length, call->text + *at);
    const struct setting *setting = setting_find(call->text + *at, change->name_length);
    size_t word = scan_name(call->text, call->length, change->value_at);
    if (setting && word && setting->word(0)) {
        end = change->value_at + word;
    } else {
        struct expr *value = expr_parse(call->text, call->length, change->value_at, &end, error);
        if (!value)
            return false;
        expr_free(value);
    }
    change->value_length = end - change->value_at;
    *at = scan_blanks(call->text, call->length, end);
    return true;
}

// Parts the command into scenarios: a name that comes again begins the next one.
static bool read_scenarios(const struct call *call, const struct argument *changes,
                           struct scenario *scenarios, size_t *count, struct error *error)
{
    *count = 1;
    for (size_t at = changes->at; at < call->length;) {
        struct scenario *scenario = &scenarios[*count - 1];
        struct change_text change;
        size_t begin = at;
        if (!read_change(call, &at, &change, error))
            return false;
        if (has_change(call, scenario, &change)) {
            if (*count == SCENARIOS_MOST)
                return error_at(error, begin, change.name_length, "whatif compares at most %d",
                                SCENARIOS_MOST);
            scenario = &scenarios[(*count)++];
        }
        if (scenario->count == NAMES_MOST)
            return error_at(error, begin, change.name_length, "whatif changes at most %d names",
                            NAMES_MOST);
        scenario->changes[scenario->count++] = change;
    }
    return true;
}

// Refuses a setting that an update does not depend on, and says which ones it does.
static bool refuse_setting(const struct change_text *change, const struct setting *setting,
                           struct error *error)
{
    char names[200] = "";
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        size_t used = strlen(names);
        if (settings_table[i].acts)
            snprintf(names + used, sizeof names - used, "%s%s", used ? " " : "",
                     settings_table[i].name);
    }
    error_at(error, change->name_at, change->name_length,
             "whatif looks one update ahead, and %s does not change one update", setting->name);
    return error_hint(error, "it tries weights, biases and the settings %s", names);
}

// Refuses a name that is neither weight nor bias, and says where to go with it.
static bool refuse_quantity(const struct change_text *change, const struct place *place,
                            const struct quantity *quantity, struct error *error)
{
    struct quoted name = error_quote(place->name, place->name_length);
    bool is_data = quantity->kind == QUANTITY_X || quantity->kind == QUANTITY_Y;
    error_at(error, change->name_at, change->name_length,
             is_data ? "whatif tries weights, biases and settings, and %s is data"
                     : "whatif tries weights, biases and settings, and %s is computed from them",
             name.text);
    if (quantity->kind == QUANTITY_X)
        return error_hint(error, "'predict' with an input's numbers tells what it would give");
    if (is_data)
        return error_hint(error, "'set' changes it, and 'undo' changes it back");
    return error_hint(error, "'explain' tells from which ones");
}

// Puts the value at text[at, at + length) into a parameter, or a part of it.
static bool assign_parameter(struct session *session, const struct call *call,
                             const struct place *place, struct matrix m, size_t at, size_t length,
                             struct error *error)
{
    return assign_value(session, call, place, m, shape_of_matrix(m), at, length, error);
}

// Makes one change of a trial: a setting of its copy, or a parameter of its network.
static bool apply(struct session *session, const struct call *call, struct whatif *whatif,
                  const struct change_text *change, struct error *error)
{
    size_t end, index, at = change->value_at, length = change->value_length;
    struct place place;
    struct quantity quantity;
    struct expr *name = expr_parse_place(call->text, call->length, change->name_at, &end, error);
    if (!name || !expr_place(name, &place))
        return false;
    const struct setting *setting = setting_find(place.name, place.name_length);
    bool well;
    if (setting && !setting->acts)
        well = refuse_setting(change, setting, error);
    else if (setting)
        well = read_setting(session, call, at, length, setting, &whatif->settings, error);
    else if (!quantity_parse(place.name, place.name_length, &quantity))
        well = refuse_unknown(&place, change->name_at, error);
    else if (quantity.kind != QUANTITY_W && quantity.kind != QUANTITY_B)
        well = refuse_quantity(change, &place, &quantity, error);
    else if (!read_parameter(session, place.name, place.name_length, &index, error))
        well = error_place(error, change->name_at, change->name_length);
    else
        well = assign_parameter(session, call, &place,
                                network_parameter(whatif->network, index).value, at, length, error);
    expr_free(name);
    return well;
}

// Tries one scenario on a copy.
static bool try_scenario(struct session *session, const struct call *call,
                         const struct scenario *scenario, struct whatif_outcome *outcome,
                         struct error *error)
{
    struct whatif whatif;
    struct study_case from = study_case_of(session);
    bool well = whatif_begin(&whatif, &from, error);
    for (size_t i = 0; well && i < scenario->count; i++)
        well = apply(session, call, &whatif, &scenario->changes[i], error);
    well = well && whatif_run(&whatif, outcome, error);
    whatif_clear(&whatif);
    return well;
}

// The row of one scenario.
static void outcome_row(struct table *table, struct style style, const char *name, size_t length,
                        const struct whatif_outcome *outcome)
{
    size_t count = matrix_count(outcome->a);
    table_format(table, "%.*s", (int)length, name);
    table_number(table, style, outcome->loss);
    table_number(table, style, outcome->after);
    struct number_format format = number_format_for(outcome->a.data, count, style.digits);
    for (size_t i = 0; i < count; i = style_after(style, i, count)) {
        table_number_in(table, format, outcome->a.data[i]);
        table_skip(table, style, i, count);
    }
    table_row(table);
}

static void outcome_titles(struct table *table, const struct session *session, struct style style)
{
    struct matrix y = session->pass->y;
    size_t count = matrix_count(y), last = session->network->layer_count;
    table_cell(table, "");
    table_cell(table, session_has_batches(session) ? "batch_loss" : "loss");
    table_cell(table, "after one step");
    for (size_t i = 0; i < count; i = style_after(style, i, count)) {
        table_format(table, "a%zu[%zu,%zu]", last, i / y.cols, i % y.cols);
        table_skip(table, style, i, count);
    }
    table_row(table);
}

static bool run_whatif(struct shell *shell, const struct call *call, struct error *error)
{
    struct session *session = shell->session;
    struct style style = shell_style(shell);
    struct table table = TABLE_EMPTY;
    struct scenario scenarios[SCENARIOS_MOST] = {{.count = 0}}, now = {.count = 0};
    struct whatif_outcome outcome;
    size_t count = 0;
    if (!read_scenarios(call, &call->arguments[CHANGES], scenarios, &count, error))
        return false;
    outcome_titles(&table, session, style);
    bool well = try_scenario(session, call, &now, &outcome, error);
    if (well) {
        outcome_row(&table, style, "as it is", strlen("as it is"), &outcome);
        whatif_outcome_clear(&outcome);
    }
    for (size_t i = 0; well && i < count; i++) {
        const struct change_text *first = &scenarios[i].changes[0];
        const struct change_text *last = &scenarios[i].changes[scenarios[i].count - 1];
        well = try_scenario(session, call, &scenarios[i], &outcome, error);
        if (!well)
            break;
        outcome_row(&table, style, call->text + first->name_at,
                    last->value_at + last->value_length - first->name_at, &outcome);
        whatif_outcome_clear(&outcome);
    }
    table_print(&table, &shell->out, style, "  ", "lr");
    return well;
}
