// SPDX-License-Identifier: GPL-3.0-or-later
// Stands in for libcsv where nnsh is built for a machine whose libcsv is not at hand: a small reader
// with the part of its interface that src/data/csv.c uses, as <csv.h> declares it, and always strict. It
// is for that test only: the program itself reads CSV by libcsv.
//
// A byte moves the state as follows. A quote opens a cell only at its beginning; behind the quote that
// may close it stand a separator, a line's end, blanks, or a second quote, which makes the two mean one.
#include <csv.h>
#include <string.h>

enum state { ROW_BEGINS, CELL_BEGINS, IN_CELL, IN_QUOTES, BEHIND_QUOTE };

typedef void on_cell(void *, size_t, void *);
typedef void on_row(int, void *);

int csv_init(struct csv_parser *p, unsigned char options)
{
    memset(p, 0, sizeof *p);
    p->options = options;
    p->delim_char = CSV_COMMA;
    p->quote_char = CSV_QUOTE;
    p->realloc_func = realloc;
    return 0;
}

void csv_free(struct csv_parser *p)
{
    free(p->entry_buf);
    p->entry_buf = NULL;
}

void csv_set_realloc_func(struct csv_parser *p, void *(*function)(void *, size_t))
{
    p->realloc_func = function;
}

void csv_set_delim(struct csv_parser *p, unsigned char c)
{
    p->delim_char = c;
}

size_t csv_get_buffer_size(struct csv_parser *p)
{
    return p->entry_size;
}

int csv_error(struct csv_parser *p)
{
    return p->status;
}

static int refuse(struct csv_parser *p, int status)
{
    p->status = status;
    return 0;
}

static int push(struct csv_parser *p, unsigned char c)
{
    if (p->entry_pos == p->entry_size) {
        unsigned char *grown = p->realloc_func(p->entry_buf, p->entry_size + 128);
        if (!grown)
            return refuse(p, CSV_ENOMEM);
        p->entry_buf = grown;
        p->entry_size += 128;
    }
    p->entry_buf[p->entry_pos++] = c;
    return 1;
}

static void end_cell(struct csv_parser *p, on_cell *cell, void *data)
{
    cell(p->entry_buf, p->entry_pos, data);
    p->entry_pos = 0;
    p->pstate = CELL_BEGINS;
}

// A byte outside quotes that parts cells or rows; 0 where [c] is none.
static int take_end(struct csv_parser *p, unsigned char c, on_cell *cell, on_row *row, void *data)
{
    int is_line = c == CSV_LF || c == CSV_CR;
    if (c != p->delim_char && !is_line)
        return 0;
    if (c == p->delim_char || p->pstate != ROW_BEGINS)
        end_cell(p, cell, data);
    if (is_line) {
        row(c, data); // for an empty line as well: CSV_REPALL_NL
        p->pstate = ROW_BEGINS;
    }
    return 1;
}

// Any other byte; 0 with the status set where it may not stand here.
static int take_byte(struct csv_parser *p, unsigned char c)
{
    int is_quote = c == p->quote_char, is_blank = c == CSV_SPACE || c == CSV_TAB;
    switch ((enum state)p->pstate) {
    case ROW_BEGINS:
    case CELL_BEGINS:
        if (is_blank)
            return 1;
        p->pstate = is_quote ? IN_QUOTES : IN_CELL;
        return is_quote ? 1 : push(p, c);
    case IN_CELL:
        return is_quote ? refuse(p, CSV_EPARSE) : push(p, c);
    case IN_QUOTES:
        p->spaces = 0;
        p->pstate = is_quote ? BEHIND_QUOTE : IN_QUOTES;
        return is_quote ? 1 : push(p, c);
    case BEHIND_QUOTE:
        p->spaces += is_blank != 0;
        if (is_blank)
            return 1;
        p->pstate = IN_QUOTES;
        return is_quote && p->spaces == 0 ? push(p, c) : refuse(p, CSV_EPARSE);
    }
    return 0;
}

size_t csv_parse(struct csv_parser *p, const void *bytes, size_t length, on_cell *cell, on_row *row,
                 void *data)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < length; i++) {
        if (p->pstate != IN_QUOTES && take_end(p, at[i], cell, row, data))
            continue;
        if (!take_byte(p, at[i]))
            return i;
    }
    return length;
}

int csv_fini(struct csv_parser *p, on_cell *cell, on_row *row, void *data)
{
    if (p->pstate == IN_QUOTES) {
        p->status = CSV_EPARSE;
        return -1;
    }
    if (p->pstate != ROW_BEGINS) {
        end_cell(p, cell, data);
        row(-1, data);
    }
    p->pstate = ROW_BEGINS;
    return 0;
}
