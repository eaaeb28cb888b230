// SPDX-License-Identifier: GPL-3.0-or-later
// TeX breaks an aligned equation neither at the margin nor at the end of a page. How wide one will be is estimated
// from the widths of Computer Modern at 10 points. It is cut into pieces before each sign between two terms, and
// as many pieces as fit stand on a line. After some lines another display begins, so that a page can end there.
#include "view/latex_lines.h"

#include <stdbool.h>
#include <string.h>

enum { // in points
    PAGE = 480,
    NAME = 50, // what stands before the sign =, at most
    INDENT = 10,
    AROUND = 5, // the space around a sign between two terms
    LINES = 12  // of a display
};

// The length of the command that the text begins with: \cdot, \\.
static size_t command_length(const char *text)
{
    size_t length = 1 + strspn(text + 1, "abcdefghijklmnopqrstuvwxyz");
    return length > 1 ? length : 2;
}

static unsigned command_width(const char *text, size_t length)
{
    static const struct {
        const char *name;
        unsigned width;
    } widths[] = {{"\\cdot", 8},  {"\\cdots", 18}, {"\\text", 0}, {"\\operatorname", 2},
                  {"\\rule", 24}, {"\\surd", 9},   {"\\pi", 6},   {"\\sum", 18}};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++)
        if (strlen(widths[i].name) == length && memcmp(widths[i].name, text, length) == 0)
            return widths[i].width;
    return 22; // the name of a function
}

static unsigned character_width(char c)
{
    if (strchr(" {}&^_", c))
        return 0;
    if (strchr("+-=", c))
        return 8;
    return strchr(".,()[]", c) ? 4 : 5;
}

// Whether a piece ends before [text]: " + " and the like.
static bool is_sign(const char *text)
{
    return text[0] == ' ' && text[1] && strchr("+-=", text[1]) && text[2] == ' ';
}

// The length of the piece that the text begins with, up to the end of the line at most, and its width.
static size_t piece_length(const char *text, unsigned *width)
{
    size_t at = 0, depth = 0;
    *width = AROUND;
    while (text[at] && text[at] != '\n' && !(at > 0 && depth == 0 && is_sign(text + at))) {
        size_t length = text[at] == '\\' && text[at + 1] ? command_length(text + at) : 1;
        *width += length > 1 ? command_width(text + at, length) : character_width(text[at]);
        depth += text[at] == '{';
        depth -= text[at] == '}' && depth > 0;
        at += length;
    }
    return at;
}

// Appends the equation that the text begins with, without the end of its line. Its length; counts its lines.
static size_t put_equation(struct buf *out, const char *text, size_t *lines)
{
    size_t at = strcspn(text, "&");
    unsigned used = NAME, width;
    buf_add(out, text, at);
    for (size_t first = at; text[at] && text[at] != '\n';) {
        size_t length = piece_length(text + at, &width);
        if (at > first && used + width > PAGE) {
            buf_puts(out, " \\\\\n&\\quad");
            used = NAME + INDENT;
            ++*lines;
        }
        buf_add(out, text + at, length);
        used += width;
        at += length;
    }
    ++*lines;
    return at;
}

void latex_lines(struct buf *out, const char *text)
{
    for (size_t lines = 0; *text;) {
        size_t length = strcspn(text, "\n");
        bool is_equation = memchr(text, '&', length);
        if (is_equation && lines >= LINES) {
            buf_puts(out, "\\end{aligned} \\]\n\\[ \\begin{aligned}\n");
            lines = 0;
        }
        if (is_equation)
            length = put_equation(out, text, &lines);
        else
            buf_add(out, text, length);
        lines = is_equation ? lines : 0;
        text += length;
        if (*text)
            buf_add(out, text++, 1);
    }
}
