// SPDX-License-Identifier: GPL-3.0-or-later
// The only code that reads a template: both ways to fill it share one loop.
#include "view/template.h"

#include <assert.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

void placeholders_add(struct placeholders *list, const char *word, double value, const char *format,
                      ...)
{
    assert(list->count < PLACEHOLDERS_MOST);
    struct placeholder *placeholder = &list->list[list->count++];
    va_list arguments;
    placeholder->word = word;
    placeholder->value = value;
    va_start(arguments, format);
    vsnprintf(placeholder->name, sizeof placeholder->name, format, arguments);
    va_end(arguments);
}

// The placeholder at "{word}", the one added last; or NULL.
static const struct placeholder *placeholder_at(const char *template,
                                                const struct placeholders *list)
{
    size_t length = strcspn(template + 1, "}");
    for (size_t i = list->count; i-- > 0;)
        if (strlen(list->list[i].word) == length &&
            memcmp(list->list[i].word, template + 1, length) == 0)
            return &list->list[i];
    return NULL;
}

// Appends [text], in parentheses where it is negative and follows a minus.
static void put_operand(struct buf *out, const char *text)
{
    size_t end = out->length;
    while (end > 0 && out->data[end - 1] == ' ')
        end--;
    bool minus = end > 0 && out->data[end - 1] == '-' && text[0] == '-';
    buf_printf(out, minus ? "(%s)" : "%s", text);
}

// [style] is NULL for names.
static void fill(struct buf *out, const char *template, const struct placeholders *list,
                 const struct style *style)
{
    while (*template) {
        size_t plain = strcspn(template, "{");
        spelling_put(out, style ? style->spelling : SPELLING_PLAIN, template, plain);
        template += plain;
        if (!*template)
            return;
        const struct placeholder *placeholder = placeholder_at(template, list);
        if (!placeholder) {
            buf_add(out, template ++, 1);
            continue;
        }
        if (style && style->spelling != SPELLING_PLAIN)
            style_put_operand(out, *style, placeholder->value);
        else
            put_operand(out,
                        style ? style_number(*style, placeholder->value).text : placeholder->name);
        template += strlen(placeholder->word) + 2;
    }
}

void template_names(struct buf *out, const char *template, const struct placeholders *list)
{
    fill(out, template, list, NULL);
}

void template_numbers(struct buf *out, const char *template, const struct placeholders *list,
                      struct style style)
{
    fill(out, template, list, &style);
}

void template_write(struct buf *out, struct style style, const void *of)
{
    const struct filling *filling = of;
    template_numbers(out, filling->template, filling->list, style);
}
