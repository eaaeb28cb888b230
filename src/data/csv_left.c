// SPDX-License-Identifier: GPL-3.0-or-later
// A wide table may lose hundreds of columns for one reason. So each reason has its line, which names the
// columns; of very many it names the first and says how many more there are.
#include "data/csv_left.h"

#include <string.h>

#include "data/csv_advice.h"

enum { NAMED_MOST = 40 };

// What is said of several columns.
static const char *reason_of_many(enum csv_left left)
{
    switch (left) {
    case CSV_LEFT_EMPTY:
        return "have no values";
    case CSV_LEFT_DATES:
        return "hold dates or times";
    case CSV_LEFT_CROWDED:
        return "each have very many different texts";
    case CSV_LEFT_VARIED:
        return "each have another text in more than half of their rows";
    case CSV_LEFT_UNIQUE:
        return "each have a different text in every row";
    case CSV_LEFT_CONSTANT:
        return "are each the same large number in every row";
    default:
        return "only count the rows";
    }
}

// Appends what is said of a column alone.
static void tell_one(const struct csv_table *table, size_t index, struct buf *out)
{
    const struct csv_column *column = &table->columns[index];
    buf_printf(out, "%s ", csv_column_title(table, index).text);
    switch (column->left) {
    case CSV_LEFT_EMPTY:
        buf_puts(out, "has no values");
        break;
    case CSV_LEFT_DATES:
        buf_puts(out, "holds dates or times");
        break;
    case CSV_LEFT_CROWDED:
        buf_printf(out, "has more than %d different texts", CSV_CLASSES_MOST);
        break;
    case CSV_LEFT_VARIED:
        buf_printf(out, "has %zu different texts in %zu rows", column->word_count,
                   table->rows - column->missing);
        break;
    case CSV_LEFT_UNIQUE:
        buf_puts(out, "has a different text in every row");
        break;
    case CSV_LEFT_CONSTANT:
        buf_puts(out, "is the same large number in every row");
        break;
    default:
        buf_puts(out, "only counts the rows");
    }
}

// Appends what is said of several, and their names, or numbers where they have none.
static void tell_many(const struct csv_table *table, enum csv_left left, size_t count,
                      struct buf *out)
{
    size_t named = 0;
    buf_printf(out, "%zu columns %s:", count, reason_of_many(left));
    for (size_t i = 0; i < table->column_count && named < NAMED_MOST; i++) {
        const char *name = table->columns[i].name;
        if (table->columns[i].left != left)
            continue;
        buf_puts(out, named++ > 0 ? ", " : " ");
        if (name)
            buf_printf(out, "'%s'", error_quote(name, strlen(name)).text);
        else
            buf_printf(out, "%zu", i + 1);
    }
    if (count > named)
        buf_printf(out, " and %zu more", count - named);
}

void csv_left_tell(const struct csv_table *table, struct buf *out)
{
    for (enum csv_left left = CSV_LEFT_NOT + 1; left < CSV_LEFT_REASONS; left++) {
        size_t count = 0, last = 0;
        for (size_t i = 0; i < table->column_count; i++)
            if (table->columns[i].left == left) {
                count++;
                last = i;
            }
        buf_puts(out, count > 0 && out->length > 0 ? "\n" : "");
        if (count == 1)
            tell_one(table, last, out);
        else if (count > 1)
            tell_many(table, left, count, out);
    }
}
