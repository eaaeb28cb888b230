// SPDX-License-Identifier: GPL-3.0-or-later
// The expression language: any text is an expression or an error with a place inside the text, and an
// expression is evaluated over names of some shapes.
#include <stdbool.h>
#include <stdlib.h>

#include "expr/expr.h"

#include "target.h"

static double numbers[12] = {0, 1, -1, 0.5, 1e300, -1e-300, 7, 3, 2, -0.0, 4, 9};

static bool look_up(void *context, const char *name, size_t length, struct value *value,
                    struct error *error)
{
    (void)context;
    if (length == 0 || name[0] == 'n')
        return error_set(error, "there is no such name");
    size_t cols = name[0] == 'x' ? 2 : name[0] == 'w' ? 3 : 1, rows = length > 1 ? 4 : 1;
    *value = value_borrow((struct matrix){rows, cols, numbers});
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    struct scope scope = {.lookup = look_up, .limit = 10000};
    for (int as_place = 0; as_place < 2; as_place++) {
        struct error error = ERROR_NONE;
        size_t end = 0;
        struct expr *expr = as_place ? expr_parse_place(text, size, 0, &end, &error)
                                     : expr_parse(text, size, 0, &end, &error);
        if (expr ? end > size : error.what[0] == '\0' || error.at > size)
            abort();
        struct value value;
        error = ERROR_NONE;
        if (expr && expr_evaluate(expr, &scope, &value, &error))
            value_clear(&value);
        else if (expr && error.what[0] == '\0')
            abort();
        expr_free(expr);
    }
    return 0;
}
