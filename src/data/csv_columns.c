// SPDX-License-Identifier: GPL-3.0-or-later
// A last comment that may name the columns comes as the first row. It does where the row below it names
// nothing; else it is passed over.
#include "data/csv_columns.h"

#include <stdlib.h>
#include <string.h>

#include "data/csv_advice.h"

void csv_heading_clear(struct csv_heading *heading)
{
    free(heading->target);
    heading->target = NULL;
}

// How many columns the table has: as many as its first row has cells, but for empty ones at its end
// that the second row lacks.
static size_t count_columns(struct csv_rows rows)
{
    size_t first = rows.cells[0], second = rows.count > 1 ? rows.cells[1] : first;
    return second < first && rows.filled[0] <= second ? second : first;
}

// Names the columns after the cells of the first row; with [is_short] the first has no name, with
// [has_prefixes] they begin as Orange's.
static bool name_columns(struct csv_table *table, struct csv_rows rows, bool is_short,
                         bool has_prefixes, struct error *error)
{
    char empty[] = "";
    size_t count = count_columns(rows);
    char **names = calloc(count + 1, sizeof *names);
    if (!names)
        return error_memory(error);
    names[0] = empty;
    for (size_t i = 0; i < count; i++)
        names[i + is_short] =
            rows.texts[0][i] + (has_prefixes ? csv_orange_prefix(rows.texts[0][i]) : 0);
    bool well = csv_table_columns(table, names, count + is_short, error);
    free(names);
    return well;
}

// Keeps the column that is called the target, if there is one.
static bool keep_target(const struct csv_table *table, size_t target, struct csv_heading *heading,
                        struct error *error)
{
    if (target == table->column_count)
        return true;
    char place[CSV_PLACE_SIZE];
    const char *name = table->columns[target].name;
    csv_column_place(table, target, place);
    heading->target = strdup(name ? name : place);
    return heading->target || error_memory(error);
}

// Tells the columns what Orange's second and third row say of them.
static bool use_orange_rows(struct csv_table *table, struct csv_rows rows,
                            struct csv_heading *heading, struct error *error)
{
    size_t target = table->column_count;
    for (size_t i = 0; i < table->column_count; i++) {
        int use = i < rows.cells[2] ? csv_orange_use(rows.texts[2][i]) : 0;
        csv_column_set_kind(&table->columns[i], csv_orange_kind(rows.texts[1][i]));
        table->columns[i].is_left = use < 0;
        target = use > 0 ? i : target;
    }
    return keep_target(table, target, heading, error);
}

// Tells the columns what the beginnings of their names say of them.
static bool use_orange_prefixes(struct csv_table *table, struct csv_rows rows,
                                struct csv_heading *heading, struct error *error)
{
    size_t target = table->column_count;
    for (size_t i = 0; i < table->column_count && i < rows.cells[0]; i++) {
        const char *text = rows.texts[0][i];
        size_t length = csv_orange_prefix(text);
        if (length == 0)
            continue;
        char letter = text[length - 2]; // before the #: a kind where it is large, else only a role
        csv_column_set_kind(&table->columns[i], letter == 'C'                    ? CSV_KIND_NUMBER
                                                : letter == 'D'                  ? CSV_KIND_CLASSES
                                                : letter == 'S' || letter == 'T' ? CSV_KIND_TEXT
                                                                                 : CSV_KIND_OPEN);
        table->columns[i].is_left = strchr("miw", text[0]) != NULL;
        target = text[0] == 'c' ? i : target;
    }
    return keep_target(table, target, heading, error);
}

bool csv_columns_make(struct csv_table *table, struct csv_rows rows, struct csv_heading *heading,
                      struct error *error)
{
    bool has_comment = table->dialect.header_length > 0;
    bool is_spare = has_comment && rows.count > 1 && csv_is_header(csv_rows_below(rows));
    struct csv_rows used = is_spare ? csv_rows_below(rows) : rows;
    bool is_short = csv_is_short_header(used);
    heading->is_orange_row = csv_is_orange_row(used);
    heading->is_orange = csv_is_orange_header(used);
    heading->has_header = heading->is_orange || heading->is_orange_row || is_short || has_comment ||
                          csv_is_header(used);
    heading->first = is_spare;
    heading->rows = (size_t)is_spare + (heading->is_orange ? 3 : heading->has_header);
    if (!heading->has_header)
        return csv_table_columns(table, NULL, count_columns(used), error);
    return name_columns(table, used, is_short, heading->is_orange_row, error) &&
           (!heading->is_orange_row || use_orange_prefixes(table, used, heading, error)) &&
           (!heading->is_orange || use_orange_rows(table, used, heading, error));
}
