// SPDX-License-Identifier: GPL-3.0-or-later
// A screen's cells as a value: what stands where, and in which ink. Answers and pictures are put into it as
// the text that they are at the prompt, colours and all; whoever has the terminal shows it.
//
// sheet_create makes one and sheet_free ends it. What lies outside, or outside the area that a text
// is put into, is left out.
#ifndef VIEW_SHEET_H
#define VIEW_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "view/style.h"

enum { SHEET_SIGN_SIZE = 12 };

struct sheet_cell {
    char sign[SHEET_SIGN_SIZE]; // UTF-8 with what combines; "" behind a sign of two columns
    unsigned char ink;          // enum ink
};

struct sheet {
    size_t cols, rows;
    bool is_utf8; // else every sign is spelled in ASCII
    struct sheet_cell *cells;
    bool has_cursor; // it is shown, at the place below
    size_t cursor_row, cursor_col;
};

// A part of a sheet.
struct area {
    size_t row, col, rows, cols;
};

// A blank sheet. False when memory does not suffice; [sheet] then need not be freed.
bool sheet_create(struct sheet *sheet, size_t cols, size_t rows, bool is_utf8);

void sheet_free(struct sheet *sheet);

// Makes an area blank.
void sheet_clear(struct sheet *sheet, struct area area);

// Puts lines of a text into an area from its first row on, without the first [skip] of them; returns how many
// lines the text has beside those. It may hold the colours that a style puts. A line that is too long is cut.
size_t sheet_text(struct sheet *sheet, struct area area, const char *text, size_t skip);

// Puts one line of text without colours in that ink at a place; returns the column after it.
size_t sheet_put(struct sheet *sheet, size_t row, size_t col, const char *text, enum ink ink);

#endif
