// SPDX-License-Identifier: GPL-3.0-or-later
// An expression inside an argument must take all of it: what is left over is refused with its place.
#include "shell/read_value.h"

#include <string.h>

#include "expr/expr.h"
#include "session/quantity.h"
#include "session/session.h"
#include "session/setting.h"
#include "shell/call.h"
#include "shell/scan.h"

struct expr *read_expression(const struct call *call, size_t at, size_t length, struct error *error)
{
    size_t end, stop = at + length;
    struct expr *expr = expr_parse(call->text, stop, at, &end, error);
    if (!expr)
        return NULL;
    end = scan_blanks(call->text, stop, end);
    if (end == stop)
        return expr;
    struct quoted quoted = error_quote(call->text + end, stop - end);
    error_at(error, end, stop - end, "the expression ends before '%s'", quoted.text);
    if (call->text[end] == ',')
        error_hint(error, "numbers are written with a point, as in 0.5");
    expr_free(expr);
    return NULL;
}

bool read_value(struct session *session, const struct call *call, size_t at, size_t length,
                struct value *value, struct error *error)
{
    struct scope scope = session_scope(session);
    struct expr *expr = read_expression(call, at, length, error);
    bool well = expr && expr_evaluate(expr, &scope, value, error);
    expr_free(expr);
    return well;
}

bool read_setting(struct session *session, const struct call *call, size_t at, size_t length,
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
    if (!read_value(session, call, at, length, &number, error))
        return false;
    if (number.is_matrix) {
        value_clear(&number);
        return error_at(error, at, length, "%s must be one number, not a matrix", setting->name);
    }
    return setting_put_number(settings, setting, number.number, error) ||
           error_place(error, at, length);
}

bool read_parameter(const struct session *session, const char *name, size_t length, size_t *index,
                    struct error *error)
{
    struct quantity quantity;
    if (!session_has_network(session, error))
        return false;
    bool is_known = quantity_parse(name, length, &quantity);
    bool is_bias = is_known && (quantity.kind == QUANTITY_B || quantity.kind == QUANTITY_DB);
    bool is_weight = is_known && (quantity.kind == QUANTITY_W || quantity.kind == QUANTITY_DW);
    size_t layers = session->network->layer_count;
    if ((is_bias || is_weight) && quantity.layer >= 1 && quantity.layer <= layers) {
        *index = 2 * (quantity.layer - 1) + is_bias;
        return true;
    }
    struct quoted quoted = error_quote(name, length);
    error_set(error, "'%s' is not a weight or bias of this network", quoted.text);
    return error_hint(error, "there are w1, b1%s w%zu, b%zu", layers > 2 ? ", ...," : ",", layers,
                      layers);
}
