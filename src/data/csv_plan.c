// SPDX-License-Identifier: GPL-3.0-or-later
// Columns are found by their names in the header. A row that lacks its target is of no use, whatever
// fills the gaps of the inputs.
#include "data/csv_plan.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/words.h"

void csv_plan_clear(struct csv_plan *plan)
{
    for (size_t i = 0; i < plan->part_count; i++)
        free(plan->parts[i].ranks);
    free(plan->parts);
    free(plan->is_dropped);
}

// ---- columns by name -------------------------------------------------------------------------

void csv_plan_place(const struct csv_table *table, size_t column, char name[CSV_PLACE_SIZE])
{
    if (column + 1 == table->column_count)
        snprintf(name, CSV_PLACE_SIZE, "y");
    else if (table->column_count == 2)
        snprintf(name, CSV_PLACE_SIZE, "x");
    else
        snprintf(name, CSV_PLACE_SIZE, "x%zu", column);
}

// The column called text[0, length), by its name or else by its place; the number of columns when there
// is none.
static size_t find_column(const struct csv_table *table, const char *text, size_t length)
{
    char place[CSV_PLACE_SIZE];
    size_t found = table->column_count;
    for (size_t i = 0; i < table->column_count; i++) {
        const char *name = table->columns[i].name;
        if (name && strlen(name) == length && memcmp(name, text, length) == 0)
            return i;
        csv_plan_place(table, i, place);
        if (!name && strlen(place) == length && memcmp(place, text, length) == 0)
            found = i;
    }
    return found;
}

static bool refuse_column(const struct csv_table *table, const char *text, size_t length,
                          struct error *error)
{
    char list[200] = "", place[CSV_PLACE_SIZE];
    size_t used = 0;
    struct quoted quoted = error_quote(text, length);
    error_set(error, "'%s' has no column '%s'", table->file, quoted.text);
    for (size_t i = 0; i < table->column_count; i++) {
        csv_plan_place(table, i, place);
        const char *own = table->columns[i].name ? table->columns[i].name : place;
        struct quoted name = error_quote(own, strlen(own));
        size_t needs = strlen(name.text) + 2;
        if (used + needs + 6 > sizeof list) {
            memcpy(list + used, ", ...", 6);
            break;
        }
        memcpy(list + used, ", ", 2);
        memcpy(list + used + 2, name.text, needs - 1);
        used += needs;
    }
    return error_hint(error, "its columns are%s", list + 1);
}

// The length of the longest name that text, a list of names parted by commas, begins with, and its
// column: a name may have commas itself. 0 where there is none.
static size_t longest_name(const struct csv_table *table, const char *text, size_t *column)
{
    size_t length = strlen(text);
    while (length > 0 && (*column = find_column(table, text, length)) == table->column_count)
        do
            length--;
        while (length > 0 && text[length] != ',');
    return length;
}

// Calls [mark] for each column of a list of names parted by commas.
static bool each_name(struct csv_table *table, const char *names, void (*mark)(void *, size_t),
                      void *context, struct error *error)
{
    while (*(names += strspn(names, " "))) {
        size_t column, length = longest_name(table, names, &column);
        if (length == 0)
            return refuse_column(table, names, strcspn(names, ","), error);
        mark(context, column);
        names += length + (names[length] == ',');
    }
    return true;
}

static void mark_left(void *context, size_t column)
{
    ((struct csv_table *)context)->columns[column].is_left = true;
}

bool csv_plan_drop(struct csv_table *table, const struct csv_options *options, struct error *error)
{
    if (options->drop && !each_name(table, options->drop, mark_left, table, error))
        return false;
    table->kept = 0;
    for (size_t i = 0; i < table->column_count; i++)
        table->kept += !table->columns[i].is_left;
    if (table->kept >= 2)
        return true;
    if (table->column_count == 1) {
        error_set(error, "'%s' has only one column; inputs and a target need two or more",
                  table->file);
        return error_hint(error, "columns are separated by , or ; or a tab");
    }
    return error_set(error,
                     "drop leaves %zu column%s of '%s'; inputs and a target need two or more",
                     table->kept, plural(table->kept), table->file);
}

// ---- targets ---------------------------------------------------------------------------------

static void mark_target(void *context, size_t column)
{
    struct csv_plan *plan = context;
    for (size_t i = 0; i < plan->part_count; i++)
        plan->parts[i].is_target |= plan->parts[i].column == column;
}

// Marks the targets as the options say: last, first, how many, or their names.
static bool find_targets(struct csv_plan *plan, struct error *error)
{
    const char *targets = plan->options->targets ? plan->options->targets : "last";
    size_t count = 1, marked = 0;
    bool is_count = number_parse_count(targets, strlen(targets), SIZE_MAX / 2, &count);
    if (is_count && (count == 0 || count >= plan->part_count))
        return error_set(error, "targets=%s of %zu columns leaves no %s", targets, plan->part_count,
                         count ? "input" : "target");
    if (is_count || strcmp(targets, "last") == 0) {
        for (size_t i = 0; i < count; i++)
            plan->parts[plan->part_count - 1 - i].is_target = true;
    } else if (strcmp(targets, "first") == 0) {
        plan->parts[0].is_target = true;
    } else if (!each_name(plan->table, targets, mark_target, plan, error)) {
        return false;
    }
    for (size_t i = 0; i < plan->part_count; i++)
        marked += plan->parts[i].is_target;
    if (marked == 0)
        return error_set(error, "a column that is a target cannot be dropped");
    if (marked == plan->part_count)
        return error_set(error, "every column is a target, so none is left as an input");
    return true;
}

// Notes that a column is left out, and why.
static void note_left(struct csv_report *report, const char *title, const char *why)
{
    size_t used = strlen(report->left_out);
    snprintf(report->left_out + used, sizeof report->left_out - used, "%s%.60s %s",
             used ? ", " : "", title, why);
}

// Whether an input is a text from which nothing can be learnt of other samples, a name or a date: it
// differs in every row, or is another in more than half of them.
static bool is_label(const struct csv_table *table, const struct csv_part *part)
{
    const struct csv_column *column = &table->columns[part->column];
    size_t rows = table->rows - column->missing;
    return !part->is_target && column->is_text && !csv_column_is_slip(column) &&
           (column->is_crowded || (column->word_count > 2 && column->word_count > rows / 2));
}

// Why it is left out.
static void note_label(struct csv_plan *plan, const struct csv_part *part)
{
    const struct csv_column *column = &plan->table->columns[part->column];
    size_t rows = plan->table->rows - column->missing;
    char why[80];
    if (column->is_crowded)
        snprintf(why, sizeof why, "has more than %d different texts", CSV_CLASSES_MOST);
    else if (column->word_count < rows)
        snprintf(why, sizeof why, "has %zu different texts in %zu rows", column->word_count, rows);
    else
        snprintf(why, sizeof why, "has a different text in every row");
    note_left(plan->report, csv_column_title(plan->table, part->column).text, why);
}

// Leaves such inputs out, as long as others remain.
static void leave_labels(struct csv_plan *plan)
{
    size_t inputs = 0, labels = 0, kept = 0;
    for (size_t i = 0; i < plan->part_count; i++) {
        inputs += !plan->parts[i].is_target;
        labels += is_label(plan->table, &plan->parts[i]);
    }
    if (labels == 0 || labels == inputs)
        return;
    for (size_t i = 0; i < plan->part_count; i++)
        if (is_label(plan->table, &plan->parts[i]))
            note_label(plan, &plan->parts[i]);
        else
            plan->parts[kept++] = plan->parts[i];
    plan->part_count = kept;
}

// Whether the first column only counts the rows.
static bool is_numbering(const struct csv_plan *plan)
{
    enum { ROWS_LEAST = 5 };
    const struct csv_table *table = plan->table;
    const struct csv_part *part = &plan->parts[0];
    if (part->column > 0 || part->is_target || table->columns[0].is_text || plan->part_count < 3 ||
        table->rows < ROWS_LEAST)
        return false;
    for (size_t n = 1; n < table->rows; n++)
        if (!(table->cells[n * table->kept] == table->cells[0] + (double)n))
            return false;
    return true;
}

// Notes such a column. Without a name, where others have one, it is what a program wrote beside the
// table, and is left out.
static void settle_numbering(struct csv_plan *plan)
{
    const struct csv_column *first = &plan->table->columns[0];
    if (!is_numbering(plan))
        return;
    if (first->name) {
        struct quoted name = error_quote(first->name, strlen(first->name));
        snprintf(plan->report->numbering, sizeof plan->report->numbering, "%.60s", name.text);
    } else if (plan->report->has_header) {
        note_left(plan->report, "column 1", "only counts the rows");
        memmove(plan->parts, plan->parts + 1, --plan->part_count * sizeof *plan->parts);
    }
}

// Lists the columns that go into the set. A column without any value is passed over: one without a
// name is what a separator at the ends of the rows leaves.
static bool list_parts(struct csv_plan *plan, struct error *error)
{
    struct csv_table *table = plan->table;
    size_t cell = 0;
    plan->parts = calloc(table->column_count, sizeof *plan->parts);
    plan->is_dropped = calloc(table->rows + 1, 1);
    if (!plan->parts || !plan->is_dropped)
        return error_memory(error);
    for (size_t i = 0; i < table->column_count; i++) {
        const struct csv_column *column = &table->columns[i];
        if (column->is_left)
            continue;
        if (column->is_known)
            plan->parts[plan->part_count++] = (struct csv_part){.column = i, .cell = cell};
        else if (column->name)
            note_left(plan->report, csv_column_title(table, i).text, "has no values");
        else
            plan->report->empty_columns++;
        cell++;
    }
    if (plan->part_count < 2)
        return error_set(error, "'%s' has one column with values; inputs and a target need two",
                         table->file);
    return find_targets(plan, error);
}

// ---- missing values --------------------------------------------------------------------------

static bool refuse_missing(const struct csv_plan *plan, struct error *error)
{
    const struct csv_part *first = NULL;
    for (size_t i = 0; i < plan->part_count; i++) {
        const struct csv_column *column = &plan->table->columns[plan->parts[i].column];
        if (column->missing > 0 &&
            (!first || column->first_missing < plan->table->columns[first->column].first_missing))
            first = &plan->parts[i];
    }
    if (!first)
        return true;
    error_set(error, "row %zu, %s: the value is missing",
              plan->table->columns[first->column].first_missing,
              csv_column_title(plan->table, first->column).text);
    return error_hint(error,
                      "missing=drop leaves such rows out, missing=mean fills inputs with the "
                      "column's mean");
}

// What fills the gaps of an input: the mean of its numbers, or its most frequent class.
static bool find_filling(const struct csv_plan *plan, struct csv_part *part, struct error *error)
{
    const struct csv_table *table = plan->table;
    const struct csv_column *column = &table->columns[part->column];
    double sum = 0, count = 0;
    size_t *counts = calloc(column->word_count + 1, sizeof *counts), best = 0;
    if (!counts)
        return error_memory(error);
    for (size_t n = 0; n < table->rows; n++) {
        double value = table->cells[n * table->kept + part->cell];
        if (plan->is_dropped[n] || isnan(value))
            continue;
        if (column->is_text)
            counts[(size_t)value]++;
        sum += value;
        count++;
    }
    for (size_t k = 0; k < column->word_count; k++)
        best = counts[k] > counts[best] ? k : best;
    part->filling = column->is_text ? (double)best : count > 0 ? sum / count : 0;
    free(counts);
    return true;
}

static bool settle_missing(struct csv_plan *plan, struct error *error)
{
    const struct csv_table *table = plan->table;
    enum csv_missing how = plan->options->missing;
    if (how == CSV_MISSING_REFUSE && !refuse_missing(plan, error))
        return false;
    for (size_t n = 0; n < table->rows; n++) {
        for (size_t i = 0; i < plan->part_count; i++)
            if (isnan(table->cells[n * table->kept + plan->parts[i].cell]) &&
                (how == CSV_MISSING_DROP || plan->parts[i].is_target))
                plan->is_dropped[n] = 1;
        plan->samples += !plan->is_dropped[n];
    }
    for (size_t i = 0; i < plan->part_count; i++)
        if (!find_filling(plan, &plan->parts[i], error))
            return false;
    if (plan->samples > 0)
        return true;
    return table->rows == 0
               ? error_set(error, "'%s' has a header but no rows", table->file)
               : error_set(error, "every row of '%s' has a missing value", table->file);
}

bool csv_plan_make(struct csv_plan *plan, struct error *error)
{
    if (!list_parts(plan, error))
        return false;
    leave_labels(plan);
    settle_numbering(plan);
    return settle_missing(plan, error);
}
