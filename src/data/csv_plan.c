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
#include "data/csv_advice.h"
#include "data/csv_left.h"

void csv_plan_clear(struct csv_plan *plan)
{
    for (size_t i = 0; i < plan->part_count; i++)
        free(plan->parts[i].ranks);
    free(plan->parts);
    free(plan->is_dropped);
}

// ---- columns by name -------------------------------------------------------------------------

// The length of the longest name that text, a list of names separated by commas, begins with, and its
// column: a name may have commas itself. 0 where there is none.
static size_t longest_name(const struct csv_table *table, const char *text, size_t *column)
{
    size_t length = strlen(text);
    while (length > 0 && (*column = csv_find_column(table, text, length)) == table->column_count)
        do
            length--;
        while (length > 0 && text[length] != ',');
    return length;
}

// Calls [mark] for each column of a list of names separated by commas.
static bool each_name(struct csv_table *table, const char *names, void (*mark)(void *, size_t),
                      void *context, struct error *error)
{
    while (*(names += strspn(names, " "))) {
        size_t column, length = longest_name(table, names, &column);
        if (length == 0)
            return csv_refuse_column(table, names, strcspn(names, ","), error);
        mark(context, column);
        names += length + (names[length] == ',');
    }
    return true;
}

static void mark_left(void *context, size_t column)
{
    ((struct csv_table *)context)->columns[column].is_left = true;
}

static void mark_text(void *context, size_t column)
{
    csv_column_set_kind(&((struct csv_table *)context)->columns[column], CSV_KIND_CLASSES);
}

bool csv_plan_choose(struct csv_table *table, const struct csv_options *options,
                     struct error *error)
{
    if ((options->drop && !each_name(table, options->drop, mark_left, table, error)) ||
        (options->text && !each_name(table, options->text, mark_text, table, error)))
        return false;
    table->kept = 0;
    for (size_t i = 0; i < table->column_count; i++)
        table->kept += !table->columns[i].is_left;
    if (table->kept >= 2)
        return true;
    if (table->column_count == 1) {
        error_set(error, "'%s' has only one column; inputs and a target need two or more",
                  table->file);
        return error_hint(error, "columns are separated by , or ; or | or spaces or a tab; a first "
                                 "line sep=: tells another separator");
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

// Whether the header leaves the first column without a name, or has the one that pandas gives such a column
// when it writes the table a second time.
static bool is_nameless(const struct csv_plan *plan)
{
    const char *name = plan->table->columns[0].name;
    return plan->report->has_header && (!name || strcmp(name, "Unnamed: 0") == 0);
}

// The rows that tell what the first column is: where it has no name and all others have one, few do.
static size_t rows_that_tell(const struct csv_plan *plan)
{
    return is_nameless(plan) ? 2 : 5;
}

// Whether the first column only counts the rows, by ones.
static bool is_counting(const struct csv_plan *plan)
{
    const struct csv_table *table = plan->table;
    if (table->columns[0].is_left || table->columns[0].is_text ||
        table->rows < rows_that_tell(plan))
        return false;
    for (size_t n = 1; n < table->rows; n++)
        if (!(table->cells[n * table->kept] == table->cells[0] + (double)n))
            return false;
    return true;
}

// Whether it has no name and is what a program wrote beside the table: then it is left out. Without a
// header, where no column has a name, it has to count from 0 or 1.
static bool is_index(const struct csv_plan *plan)
{
    const struct csv_table *table = plan->table;
    bool begins_well = plan->report->has_header || table->cells[0] == 0 || table->cells[0] == 1;
    return plan->part_count > 2 && plan->parts[0].column == 0 &&
           (!table->columns[0].name || is_nameless(plan)) && is_counting(plan) && begins_well;
}

// Marks the targets as the options say: last, first, how many, or their names.
static bool find_targets(struct csv_plan *plan, struct error *error)
{
    const char *targets = plan->options->targets ? plan->options->targets : "last";
    size_t count = 1, marked = 0;
    bool is_count = number_parse_count(targets, strlen(targets), SIZE_MAX / 2, &count);
    if (is_count && (count == 0 || count >= plan->part_count)) {
        error_set(error, "targets=%s of %zu columns leaves no %s", targets, plan->part_count,
                  count ? "input" : "target");
        return error_hint(error, "targets=%zu takes the last%s",
                          plan->part_count > 2 && count ? plan->part_count - 1 : 1,
                          plan->part_count > 2 && count ? " columns but one" : " column");
    }
    if (is_count || strcmp(targets, "last") == 0) {
        for (size_t i = 0; i < count; i++)
            plan->parts[plan->part_count - 1 - i].is_target = true;
    } else if (strcmp(targets, "first") == 0) {
        plan->parts[is_index(plan)].is_target = true;
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

// ---- what is left out ------------------------------------------------------------------------

// Notes that a column's values were read as numbers with a unit.
static void note_unit(struct csv_plan *plan, size_t column)
{
    buf_printf(&plan->report->notes,
               "%s was read as numbers with the unit %s; text=%s makes classes\n",
               csv_column_title(plan->table, column).text, plan->table->columns[column].unit,
               csv_columns_typed(plan->table, plan->options->text, column).text);
}

// Whether an input is a text from which nothing can be learnt of other samples: a date, or a name, which
// differs in every row or is another in more than half of them. Not one that was called a text by option.
static bool is_label(const struct csv_table *table, const struct csv_part *part)
{
    const struct csv_column *column = &table->columns[part->column];
    size_t rows = table->rows - column->missing;
    return !part->is_target && column->is_text && !column->is_told && !csv_column_is_slip(column) &&
           (column->is_crowded || csv_column_is_dates(column) ||
            (column->word_count > 2 && column->word_count > rows / 2));
}

// Why it is left out.
static enum csv_left why_label(const struct csv_table *table, const struct csv_column *column)
{
    size_t rows = table->rows - column->missing;
    return csv_column_is_dates(column) ? CSV_LEFT_DATES
           : column->is_crowded        ? CSV_LEFT_CROWDED
           : column->word_count < rows ? CSV_LEFT_VARIED
                                       : CSV_LEFT_UNIQUE;
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
    for (size_t i = 0; i < plan->part_count; i++) {
        struct csv_column *column = &plan->table->columns[plan->parts[i].column];
        if (is_label(plan->table, &plan->parts[i]))
            column->left = why_label(plan->table, column);
        else
            plan->parts[kept++] = plan->parts[i];
    }
    plan->part_count = kept;
}

// Whether an input is the same number in every row, and so large that the others count for nothing beside it.
static bool is_large_constant(const struct csv_table *table, const struct csv_part *part)
{
    enum { LARGE = 10 };
    const double *cells = table->cells + part->cell;
    double value = NAN;
    if (part->is_target || table->columns[part->column].is_text || table->rows < 2)
        return false;
    for (size_t n = 0; n < table->rows; n++) {
        double other = cells[n * table->kept];
        if (isnan(value))
            value = other;
        else if (!isnan(other) && other != value)
            return false;
    }
    return fabs(value) > LARGE;
}

// Leaves such inputs out, as long as others remain.
static void leave_constants(struct csv_plan *plan)
{
    const struct csv_table *table = plan->table;
    size_t inputs = 0, constants = 0, kept = 0;
    for (size_t i = 0; i < plan->part_count; i++) {
        inputs += !plan->parts[i].is_target;
        constants += is_large_constant(table, &plan->parts[i]);
    }
    for (size_t i = 0; constants > 0 && constants < inputs && i < plan->part_count; i++) {
        struct csv_part part = plan->parts[i];
        if (!is_large_constant(table, &part)) {
            plan->parts[kept++] = part;
            continue;
        }
        table->columns[part.column].left = CSV_LEFT_CONSTANT;
    }
    plan->part_count = kept > 0 ? kept : plan->part_count;
}

static int compare_numbers(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

// Whether the values of the first column are whole numbers, another in every row: numbers of the rows of a
// larger table, perhaps. False without memory, too.
static bool are_row_numbers(const struct csv_plan *plan)
{
    const struct csv_table *table = plan->table;
    if (table->rows < rows_that_tell(plan) || table->columns[0].is_text ||
        table->columns[0].is_left)
        return false;
    double *values = malloc(table->rows * sizeof *values);
    bool well = values != NULL;
    for (size_t n = 0; well && n < table->rows; n++) {
        values[n] = table->cells[n * table->kept];
        well = values[n] == floor(values[n]) && values[n] >= 0;
    }
    if (well)
        qsort(values, table->rows, sizeof *values, compare_numbers);
    for (size_t n = 1; well && n < table->rows; n++)
        well = values[n] != values[n - 1];
    free(values);
    return well;
}

// Leaves out a first column without a name that only counts the rows, and asks about one that may.
static void settle_numbering(struct csv_plan *plan)
{
    const struct csv_table *table = plan->table;
    struct quoted typed = csv_columns_typed(table, plan->options->drop, 0);
    if (plan->parts[0].column > 0 || plan->parts[0].is_target || plan->part_count < 3)
        return;
    if (is_index(plan)) {
        table->columns[0].left = CSV_LEFT_COUNTS;
        memmove(plan->parts, plan->parts + 1, --plan->part_count * sizeof *plan->parts);
    } else if (is_counting(plan)) {
        buf_printf(&plan->report->notes,
                   "%s only counts the rows; with drop=%s nothing is learnt from it\n",
                   csv_column_title(table, 0).text, typed.text);
    } else if (is_nameless(plan) && are_row_numbers(plan)) {
        buf_printf(
            &plan->report->notes,
            "column 1 has no name and another whole number in each row; if it only numbers the "
            "rows, drop=%s leaves it out\n",
            typed.text);
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
        struct csv_column *column = &table->columns[i];
        if (column->is_left)
            continue;
        csv_table_read_units(table, i, cell);
        if (column->unit[0])
            note_unit(plan, i);
        if (csv_column_has_values(column))
            plan->parts[plan->part_count++] = (struct csv_part){.column = i, .cell = cell};
        else if (column->name)
            column->left = CSV_LEFT_EMPTY;
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

// Whether a row has a value in each column that goes into the set.
static bool is_whole(const struct csv_plan *plan, size_t row, bool targets_only)
{
    const struct csv_table *table = plan->table;
    for (size_t i = 0; i < plan->part_count; i++)
        if ((!targets_only || plan->parts[i].is_target) &&
            isnan(table->cells[row * table->kept + plan->parts[i].cell]))
            return false;
    return true;
}

// Tells the first missing value, and which option would do.
static bool refuse_missing(const struct csv_plan *plan, struct error *error)
{
    const struct csv_part *first = NULL;
    size_t least = 0, row, whole = 0;
    const char *cell = "", *other;
    for (size_t i = 0; i < plan->part_count; i++) {
        const struct csv_column *column = &plan->table->columns[plan->parts[i].column];
        if (csv_column_missing(column, &row, &other) == 0 || (first && row >= least))
            continue;
        first = &plan->parts[i];
        least = row;
        cell = other;
    }
    if (!first)
        return true;
    struct quoted title = csv_column_title(plan->table, first->column);
    if (cell[0])
        error_set(error, "row %zu, %s: '%s' stands for a missing value", least, title.text, cell);
    else
        error_set(error, "row %zu, %s: the value is missing, the cell is empty", least, title.text);
    for (size_t n = 0; n < plan->table->rows; n++)
        whole += is_whole(plan, n, false);
    if (whole == 0)
        return error_hint(error, "missing=mean fills inputs with the column's mean; no row has all "
                                 "its values");
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
    for (size_t n = 0; how != CSV_MISSING_REFUSE && n < table->rows; n++)
        plan->is_dropped[n] = !is_whole(plan, n, how == CSV_MISSING_MEAN);
    for (size_t n = 0; n < table->rows; n++)
        plan->samples += !plan->is_dropped[n];
    for (size_t i = 0; i < plan->part_count; i++)
        if (!find_filling(plan, &plan->parts[i], error))
            return false;
    if (plan->samples > 0)
        return true;
    if (table->rows == 0)
        return error_set(error, "'%s' has a header but no rows", table->file);
    error_set(error, "every row of '%s' has a missing value", table->file);
    return how == CSV_MISSING_DROP
               ? error_hint(error, "missing=mean fills inputs with the column's mean")
               : false;
}

bool csv_plan_make(struct csv_plan *plan, struct error *error)
{
    if (!list_parts(plan, error))
        return false;
    leave_labels(plan);
    leave_constants(plan);
    settle_numbering(plan);
    csv_left_tell(plan->table, &plan->report->left_out);
    return settle_missing(plan, error);
}
