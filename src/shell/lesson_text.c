// SPDX-License-Identifier: GPL-3.0-or-later
// An expression in braces is parsed where it stands, and must end at the closing brace; a dictionary or a set
// is no part of the language, so no expression holds a brace of its own.
#include "shell/lesson_text.h"

#include <string.h>

#include "base/words.h"
#include "expr/expr.h"
#include "session/quantity.h"
#include "view/matrix_view.h"
#include "view/wrap.h"

// Appends the value of the expression at text[at, length), and returns where it ends, after its brace; 0
// with [error] set.
static size_t put_value(struct buf *out, struct session *session, struct style style,
                        const char *text, size_t length, size_t at, struct error *error)
{
    struct scope scope = session_scope(session);
    struct value value = value_number(0);
    size_t end = at;
    if (!strchr(text + at, '}')) {
        error_set(error, "a brace { in this text is not closed");
        error_hint(error, "{{ stands for a brace");
        return 0;
    }
    struct expr *expr = expr_parse(text, length, at, &end, error);
    bool well = expr && expr_evaluate(expr, &scope, &value, error);
    while (end < length && text[end] == ' ')
        end++;
    if (well && (end == length || text[end] != '}'))
        well = error_set(error, "the braces around '%s' are not closed",
                         error_quote(text + at, end - at).text);
    if (well)
        matrix_view_value(out, style, &value);
    value_clear(&value);
    expr_free(expr);
    return well ? end + 1 : 0;
}

bool lesson_text_fill(struct buf *out, struct session *session, struct style style,
                      const char *text, struct error *error)
{
    size_t length = strlen(text);
    for (size_t i = 0; i < length;) {
        if (text[i] != '{') {
            buf_add(out, text + i++, 1);
        } else if (text[i + 1] == '{') {
            buf_puts(out, "{");
            i += 2;
        } else {
            i = put_value(out, session, style, text, length, i + 1, error);
            error->placed = false; // a place in the text is none in the file
            if (i == 0)
                return false;
        }
    }
    return !out->failed || error_memory(error);
}

void lesson_text_put(struct buf *out, struct style style, const char *text)
{
    size_t columns = style.columns ? size_min(style.columns, LESSON_COLUMNS) : LESSON_COLUMNS;
    wrap_text(out, text, strlen(text), columns);
    buf_puts(out, "\n");
}
