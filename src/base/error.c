// SPDX-License-Identifier: GPL-3.0-or-later
// Errors are fixed-size values, so setting one cannot fail; a sentence that is too long is cut.
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

enum { QUOTE_COLUMNS = 60 };

bool error_set(struct error *error, const char *format, ...)
{
    va_list arguments;
    *error = ERROR_NONE;
    va_start(arguments, format);
    vsnprintf(error->what, sizeof error->what, format, arguments);
    va_end(arguments);
    return false;
}

bool error_at(struct error *error, size_t at, size_t length, const char *format, ...)
{
    va_list arguments;
    *error = ERROR_NONE;
    va_start(arguments, format);
    vsnprintf(error->what, sizeof error->what, format, arguments);
    va_end(arguments);
    return error_place(error, at, length);
}

bool error_hint(struct error *error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->hint, sizeof error->hint, format, arguments);
    va_end(arguments);
    return false;
}

bool error_memory(struct error *error)
{
    error_set(error, "out of memory");
    return error_of_memory(error);
}

bool error_of_memory(struct error *error)
{
    error->is_memory = true;
    return false;
}

bool error_of_missing(struct error *error)
{
    error->is_missing = true;
    return false;
}

bool error_place(struct error *error, size_t at, size_t length)
{
    if (!error->placed) {
        error->placed = true;
        error->at = at;
        error->length = length;
    }
    return false;
}

struct quoted error_quote(const char *text, size_t length)
{
    struct quoted quoted;
    size_t used = 0, columns = 0;
    for (size_t i = 0; i < length;) {
        size_t bytes = utf8_length(text + i, length - i);
        bool plain = bytes > 0 && !utf8_is_control(text + i, bytes);
        size_t need = plain ? bytes : 4;
        if (columns + (plain ? utf8_columns(text + i, bytes) : 4) > QUOTE_COLUMNS ||
            used + need + 4 > sizeof quoted.text) {
            memcpy(quoted.text + used, "...", 3);
            used += 3;
            break;
        }
        if (plain)
            memcpy(quoted.text + used, text + i, bytes);
        else
            snprintf(quoted.text + used, 5, "\\x%02x", (unsigned)(unsigned char)text[i]);
        used += need;
        columns += plain ? utf8_columns(text + i, bytes) : 4;
        i += plain ? bytes : 1;
    }
    quoted.text[used] = '\0';
    return quoted;
}
