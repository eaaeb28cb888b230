// SPDX-License-Identifier: GPL-3.0-or-later
// A text is walked character by character. Its escape sequences are those of style.c, which says which ink
// each means; any other control character is a blank, so that nothing in a name can command the terminal.
#include "view/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

bool sheet_create(struct sheet *sheet, size_t cols, size_t rows, bool is_utf8)
{
    *sheet = (struct sheet){.cols = cols, .rows = rows, .is_utf8 = is_utf8};
    sheet->cells = calloc(cols * rows, sizeof *sheet->cells);
    if (sheet->cells)
        sheet_clear(sheet, (struct area){0, 0, rows, cols});
    return sheet->cells != NULL;
}

void sheet_free(struct sheet *sheet)
{
    free(sheet->cells);
    sheet->cells = NULL;
}

// The cell there, or NULL outside.
static struct sheet_cell *cell_at(struct sheet *sheet, size_t row, size_t col)
{
    return row < sheet->rows && col < sheet->cols ? &sheet->cells[row * sheet->cols + col] : NULL;
}

void sheet_clear(struct sheet *sheet, struct area area)
{
    for (size_t row = area.row; row < area.row + area.rows; row++)
        for (size_t col = area.col; col < area.col + area.cols; col++) {
            struct sheet_cell *cell = cell_at(sheet, row, col);
            if (cell)
                *cell = (struct sheet_cell){.sign = " "};
        }
}

// Where the next sign of a text goes.
struct pen {
    struct sheet *sheet;
    struct area area;
    size_t row, col; // in the area
    enum ink ink;
};

// Adds what takes no column of its own to the sign before it.
static void combine(struct pen *pen, const char *sign, size_t bytes)
{
    struct sheet_cell *cell =
        pen->col > 0 ? cell_at(pen->sheet, pen->area.row + pen->row, pen->area.col + pen->col - 1)
                     : NULL;
    size_t length = cell ? strlen(cell->sign) : 0;
    if (!cell || pen->col > pen->area.cols || length + bytes >= sizeof cell->sign)
        return;
    memcpy(cell->sign + length, sign, bytes);
    cell->sign[length + bytes] = '\0';
}

static void put_sign(struct pen *pen, const char *sign, size_t bytes)
{
    size_t columns = utf8_columns(sign, bytes);
    bool fits = pen->row < pen->area.rows && pen->col + columns <= pen->area.cols;
    if (columns == 0) {
        combine(pen, sign, bytes);
        return;
    }
    for (size_t i = 0; fits && i < columns; i++) {
        struct sheet_cell *cell =
            cell_at(pen->sheet, pen->area.row + pen->row, pen->area.col + pen->col + i);
        if (!cell)
            break;
        *cell = (struct sheet_cell){.ink = (unsigned char)pen->ink};
        memcpy(cell->sign, sign, i == 0 ? bytes : 0);
    }
    pen->col += columns;
}

// Takes the escape sequence at the beginning of a text; returns its bytes, 0 where there is none.
static size_t take_escape(struct pen *pen, const char *text)
{
    if (text[0] != '\033' || text[1] != '[')
        return 0;
    size_t length = strspn(text + 2, "0123456789;");
    if (text[2 + length] != 'm')
        return 0;
    pen->ink = style_ink(text + 2, length);
    return length + 3;
}

// Puts a line; returns its bytes.
static size_t put_line(struct pen *pen, const char *text)
{
    size_t at = 0, end = strcspn(text, "\n");
    while (at < end) {
        size_t escape = take_escape(pen, text + at), bytes = utf8_length(text + at, end - at);
        if (escape) {
            at += escape;
        } else if (bytes == 0 || utf8_is_control(text + at, bytes)) {
            put_sign(pen, " ", 1);
            at += bytes ? bytes : 1;
        } else {
            put_sign(pen, text + at, bytes);
            at += bytes;
        }
    }
    return end;
}

// The text as the sheet shows it: itself, or its ASCII spelling in [spelled].
static const char *spell(const struct sheet *sheet, const char *text, struct buf *spelled)
{
    if (!sheet->is_utf8)
        utf8_to_ascii(spelled, text, strlen(text));
    return sheet->is_utf8 || spelled->failed ? text : buf_text(spelled);
}

size_t sheet_text(struct sheet *sheet, struct area area, const char *text, size_t skip)
{
    struct buf spelled = BUF_EMPTY;
    struct pen pen = {.sheet = sheet, .area = area};
    size_t lines = 0;
    for (const char *rest = spell(sheet, text, &spelled); *rest; lines++) {
        pen.row = lines < skip ? area.rows : lines - skip;
        pen.col = 0;
        rest += put_line(&pen, rest);
        rest += *rest == '\n';
    }
    buf_free(&spelled);
    return lines > skip ? lines - skip : 0;
}

size_t sheet_put(struct sheet *sheet, size_t row, size_t col, const char *text, enum ink ink)
{
    struct buf spelled = BUF_EMPTY;
    struct pen pen = {.sheet = sheet, .area = {row, 0, 1, sheet->cols}, .col = col, .ink = ink};
    put_line(&pen, spell(sheet, text, &spelled));
    buf_free(&spelled);
    return pen.col;
}
