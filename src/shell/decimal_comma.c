// SPDX-License-Identifier: GPL-3.0-or-later
// A comma also separates, so only commands that failed are looked at. One that could not be read is read again with
// points; if that goes well, they are what it lacked. One that failed when it was run must have failed at
// such a number, with nothing after it.
#include "shell/decimal_comma.h"

#include <string.h>

#include "base/ascii.h"
#include "base/words.h"
#include "shell/call.h"
#include "shell/scan.h"

// The end of the digits and signs of a number that begin at [at].
static size_t figures_end(const char *text, size_t length, size_t at)
{
    while (at < length && (ascii_is_digit(text[at]) || text[at] == ',' || text[at] == '.'))
        at++;
    return at;
}

// Where in text[at, end) a decimal comma stands: the only sign between digits; else [end].
static size_t find_comma(const char *text, size_t at, size_t end)
{
    const char *comma = memchr(text + at, ',', end - at);
    size_t place = comma ? (size_t)(comma - text) : end;
    bool is_only = comma && place + 1 < end && place > at && !memchr(text + at, '.', end - at) &&
                   !memchr(comma + 1, ',', end - place - 1);
    return is_only ? place : end;
}

// Whether the figures at [at] begin a number, and are no part of a name such as w1.
static bool begins_number(const char *text, size_t at)
{
    return ascii_is_digit(text[at]) &&
           (at == 0 || !(ascii_is_name(text[at - 1]) || text[at - 1] == '.'));
}

size_t decimal_comma_fill(struct buf *out, const char *text, size_t length, size_t *first)
{
    size_t count = 0, depth = 0;
    char quote = '\0';
    for (size_t at = 0; at < length;) {
        bool is_free = !quote && depth == 0 && begins_number(text, at);
        size_t end = is_free ? figures_end(text, length, at) : at + 1;
        size_t comma = is_free ? find_comma(text, at, end) : end;
        if (quote)
            quote = text[at] == quote ? '\0' : quote;
        else if (text[at] == '"' || text[at] == '\'')
            quote = text[at];
        depth += !quote && text[at] == '[';
        depth -= !quote && text[at] == ']' && depth > 0;
        buf_add(out, text + at, comma - at);
        if (comma < end) {
            buf_puts(out, ".");
            buf_add(out, text + comma + 1, end - comma - 1);
            *first = count++ == 0 ? comma : *first;
        }
        at = end;
    }
    return count;
}

bool decimal_comma_tell(const char *text, size_t length, struct error *error)
{
    struct buf line = BUF_EMPTY;
    size_t comma = 0;
    while (length > 0 && scan_is_blank(text[length - 1]))
        length--;
    bool has_comma = decimal_comma_fill(&line, text, length, &comma) > 0;
    if (has_comma) {
        size_t at = scan_blanks(buf_text(&line), line.length, 0);
        error_at(error, comma, 1, "decimals are written with a point, not with a comma");
        error_hint(error, "type '%s'", error_quote(buf_text(&line) + at, line.length - at).text);
    }
    buf_free(&line);
    return has_comma;
}

// Whether an argument of that kind may be or hold a number with decimals.
static bool takes_decimals(enum param_kind kind)
{
    return kind == PARAM_EXPRESSION || kind == PARAM_REAL || kind == PARAM_ITEMS ||
           kind == PARAM_VALUE || kind == PARAM_CHANGES;
}

// Whether the line can be read, and what stands at [point] is a number in an argument that may hold one. [error] is
// set where it cannot be read.
static bool can_read(const struct command_table *commands, const struct session *session,
                     const struct buf *line, size_t point, struct error *error)
{
    struct call call;
    bool well = false;
    if (line->failed || !call_parse(&call, commands, session, buf_text(line), line->length, error))
        return false;
    for (size_t i = 0; i < call.count; i++) {
        const struct argument *argument = &call.arguments[i];
        bool is_there =
            argument->given && argument->at < point && point < argument->at + argument->length;
        well = well || (is_there && takes_decimals(call.command->params[i].kind));
    }
    call_clear(&call);
    return well;
}

// Whether the error is at the first comma or the number around it, which is the last thing in the text; other words
// may come after it where names and values take turns, as in whatif.
static bool is_at_last(const char *text, size_t length, size_t comma, const struct error *error)
{
    size_t begin = comma, end = figures_end(text, length, comma);
    size_t word = scan_blanks(text, length, 0);
    bool is_whatif = text_is(text + word, scan_name(text, length, word), "whatif");
    while (begin > 0 && ascii_is_digit(text[begin - 1]))
        begin--;
    return error->placed && error->at >= begin && error->at <= comma &&
           (is_whatif || scan_blanks(text, length, end) == length) &&
           strncmp(error->hint, "type '", strlen("type '")) != 0;
}

bool decimal_comma_hint(const struct command_table *commands, const struct session *session,
                        const char *text, size_t length, bool was_read, struct error *error)
{
    struct buf line = BUF_EMPTY;
    size_t comma = 0;
    struct error other = ERROR_NONE;
    bool has_comma = !error->quiet && decimal_comma_fill(&line, text, length, &comma) > 0;
    bool is_so = has_comma && can_read(commands, session, &line, comma, &other) &&
                 (!was_read || is_at_last(text, length, comma, error));
    buf_free(&line);
    if (!is_so && other.hint[0] && strcmp(other.what, error->what) == 0)
        *error = other; // the comma is not what it lacks, but its advice holds the point
    return is_so && decimal_comma_tell(text, length, error);
}
