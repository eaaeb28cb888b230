// SPDX-License-Identifier: GPL-3.0-or-later
// The set is made inside the table's own block, so that there is never a second one: the targets are
// copied aside, one number for each column of the file, the inputs move to the front, and the targets
// follow. Where classes take a column each the block grows first.
#include "data/csv_build.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "data/csv_plan.h"

// ---- classes ---------------------------------------------------------------------------------

// Order of class names: numbers by size, texts by their bytes.
static int compare_words(const void *a, const void *b)
{
    const char *left = *(char *const *)a, *right = *(char *const *)b;
    double x, y;
    if (number_parse(left, strlen(left), &x) && number_parse(right, strlen(right), &y))
        return (x > y) - (x < y);
    return strcmp(left, right);
}

// Sorts a column's words and makes the table from their old numbers to the new.
static bool rank_words(struct csv_column *column, struct csv_part *part, struct error *error)
{
    char **sorted = malloc(column->word_count * sizeof *sorted);
    part->ranks = calloc(column->word_count, sizeof *part->ranks);
    if (!sorted || !part->ranks) {
        free(sorted);
        return error_memory(error);
    }
    memcpy(sorted, column->words, column->word_count * sizeof *sorted);
    qsort(sorted, column->word_count, sizeof *sorted, compare_words);
    for (size_t i = 0; i < column->word_count; i++)
        for (size_t k = 0; k < column->word_count; k++)
            if (sorted[k] == column->words[i])
                part->ranks[i] = k;
    free(column->words);
    column->words = sorted;
    return true;
}

static bool check_constant(const struct csv_plan *plan, const struct csv_part *part,
                           struct error *error)
{
    const struct csv_table *table = plan->table;
    const double *first = NULL;
    for (size_t n = 0; n < table->rows; n++) {
        const double *value = &table->cells[n * table->kept + part->cell];
        if (plan->is_dropped[n])
            continue;
        if (first && *value != *first)
            return true;
        first = value;
    }
    struct quoted word = {""};
    const struct csv_column *column = &table->columns[part->column];
    if (column->is_text)
        word = error_quote(column->words[0], strlen(column->words[0]));
    char rest[100] = "";
    if (plan->samples < table->rows)
        snprintf(rest, sizeof rest, " except the %zu of %zu left out because a value is missing",
                 table->rows - plan->samples, table->rows);
    error_set(error, "%s is the target and is %s in every row%s: there is nothing to learn",
              csv_column_title(table, part->column).text,
              column->is_text ? word.text : number_string(*first, 6).text, rest);
    return error_hint(error, "targets=NAME chooses another column");
}

// A column holds classes because its first value is no number. Where all the others are numbers, that
// first one is more likely a slip.
static bool check_words(const struct csv_plan *plan, const struct csv_part *part,
                        struct error *error)
{
    const struct csv_column *column = &plan->table->columns[part->column];
    size_t numbers = 0;
    double number;
    for (size_t i = 1; i < column->word_count; i++)
        numbers += number_parse(column->words[i], strlen(column->words[i]), &number);
    if (column->word_count < 2 || numbers < column->word_count - 1 ||
        number_parse(column->words[0], strlen(column->words[0]), &number))
        return true;
    error_set(error, "row %zu, %s: '%s' is not a number, but the rest of the column is numbers",
              column->first_text, csv_column_title(plan->table, part->column).text,
              error_quote(column->words[0], strlen(column->words[0])).text);
    if (part->is_target)
        return error_hint(error,
                          "correct that cell, or use onehot=yes to turn all of them into classes");
    return error_hint(error,
                      "the first row must name the columns and the second be a sample, without a "
                      "title or a row of units; or leave the column out with drop=NAME");
}

// An input that turned out to hold a text behind numbers, where only a target may.
static bool refuse_mixture(const struct csv_plan *plan, const struct csv_part *part,
                           struct error *error)
{
    const struct csv_column *column = &plan->table->columns[part->column];
    const char *word = "";
    double number;
    for (size_t i = 0; i < column->word_count && !*word; i++)
        if (!number_parse(column->words[i], strlen(column->words[i]), &number))
            word = column->words[i];
    error_set(error, "row %zu, %s: '%s' is not a number, but the rows above it are numbers",
              column->first_text, csv_column_title(plan->table, part->column).text,
              error_quote(word, strlen(word)).text);
    return error_hint(error,
                      "onehot=yes makes classes of a target only; correct that cell, or leave "
                      "the column out with drop=NAME");
}

// Finds out how many columns of the set a column of the file becomes.
static bool measure(struct csv_plan *plan, struct csv_part *part, struct error *error)
{
    struct csv_column *column = &plan->table->columns[part->column];
    part->width = 1;
    if (part->is_target && !column->is_text && plan->options->onehot == CSV_ONEHOT_YES &&
        !csv_table_classify(plan->table, part->column, part->cell, error))
        return false;
    if (part->is_target && !check_constant(plan, part, error))
        return false;
    if (!column->is_text)
        return true;
    if (!part->is_target && column->was_numbers)
        return refuse_mixture(plan, part, error);
    bool may_mix = part->is_target && plan->options->onehot == CSV_ONEHOT_YES;
    if ((!may_mix && !check_words(plan, part, error)) || !rank_words(column, part, error))
        return false;
    if (column->is_crowded || (column->word_count > 2 && column->word_count > plan->samples / 2)) {
        error_set(error, "%s has %s%zu different %s in %zu rows: too many to be classes",
                  csv_column_title(plan->table, part->column).text,
                  column->is_crowded ? "more than " : "", column->word_count,
                  csv_column_is_slip(column) ? "numbers" : "texts", plan->samples);
        return error_hint(error, part->is_target ? "targets=NAME chooses another target"
                                                 : "names and dates cannot be inputs; drop=NAME "
                                                   "leaves the column out");
    }
    if (column->word_count > 2 && plan->options->onehot != CSV_ONEHOT_NO)
        part->width = column->word_count;
    return true;
}

// ---- the set ---------------------------------------------------------------------------------

// The value of a cell in the set's terms.
static double cell_value(const struct csv_plan *plan, const struct csv_part *part, size_t row)
{
    double value = plan->table->cells[row * plan->table->kept + part->cell];
    value = isnan(value) ? part->filling : value;
    return part->ranks ? (double)part->ranks[(size_t)value] : value;
}

// Writes what a cell becomes, one column or one for each class.
static void put_cell(double *to, const struct csv_part *part, double value)
{
    for (size_t k = 0; part->width > 1 && k < part->width; k++)
        to[k] = k == (size_t)value;
    if (part->width == 1)
        *to = value;
}

// Copies the values of the targets, one for each column of the file, out of the rows that stay, and moves
// these rows together at the front.
static void take_targets(struct csv_plan *plan, double *targets)
{
    struct csv_table *table = plan->table;
    size_t rows = 0;
    for (size_t n = 0; n < table->rows; n++) {
        if (plan->is_dropped[n])
            continue;
        for (size_t i = 0; i < plan->part_count; i++)
            if (plan->parts[i].is_target)
                *targets++ = cell_value(plan, &plan->parts[i], n);
        memmove(table->cells + rows++ * table->kept, table->cells + n * table->kept,
                table->kept * sizeof *table->cells);
    }
}

// Writes the inputs of row [n] of the cells to [to]; [row] has room for what they are written from, for
// the two may overlap.
static void put_inputs(const struct csv_plan *plan, size_t n, double *row, double *to)
{
    size_t count = 0;
    for (size_t i = 0; i < plan->part_count; i++)
        if (!plan->parts[i].is_target)
            row[count++] = cell_value(plan, &plan->parts[i], n);
    for (size_t i = 0; i < plan->part_count; i++) {
        if (plan->parts[i].is_target)
            continue;
        put_cell(to, &plan->parts[i], *row++);
        to += plan->parts[i].width;
    }
}

// Makes the set's numbers inside the table's cells, which have room for them. Where a row grows the last
// one goes first, so that no cell is written before it is read.
static void put_rows(struct csv_plan *plan, double *row, double *targets)
{
    double *cells = plan->table->cells, *y = cells + plan->samples * plan->inputs;
    bool grows = plan->inputs > plan->table->kept;
    for (size_t i = 0; i < plan->samples; i++) {
        size_t n = grows ? plan->samples - 1 - i : i;
        put_inputs(plan, n, row, cells + n * plan->inputs);
    }
    for (size_t n = 0; n < plan->samples; n++)
        for (size_t i = 0; i < plan->part_count; i++) {
            if (!plan->parts[i].is_target)
                continue;
            put_cell(y, &plan->parts[i], *targets++);
            y += plan->parts[i].width;
        }
}

// The block of the set, inputs and then targets. The table loses its cells to it. NULL without memory.
static double *make_block(struct csv_plan *plan)
{
    struct csv_table *table = plan->table;
    size_t targets = 0, had = table->rows * table->kept, all, room;
    for (size_t i = 0; i < plan->part_count; i++)
        targets += plan->parts[i].is_target;
    if (__builtin_mul_overflow(plan->samples, plan->inputs + plan->outputs, &all) ||
        (room = all > had ? all : had) > table->memory / sizeof(double))
        return NULL;
    double *aside = malloc((plan->samples * targets + table->kept) * sizeof *aside);
    double *block = aside ? realloc(table->cells, room * sizeof *block) : NULL;
    if (!block) {
        free(aside);
        return NULL;
    }
    table->cells = block;
    take_targets(plan, aside + table->kept);
    put_rows(plan, aside, aside + table->kept);
    free(aside);
    table->cells = NULL;
    double *smaller = realloc(block, all * sizeof *block);
    return smaller ? smaller : block;
}

// Whether column [index] of the set, without a name, is called so already.
static bool is_title(const struct dataset *set, size_t index, const char *name)
{
    char title[DATASET_TITLE_SIZE];
    dataset_title(set, index, title);
    return strcmp(title, name) == 0;
}

// Names the columns of one part: its own name, or that and the class.
static bool name_part(const struct csv_plan *plan, const struct csv_part *part, size_t at,
                      bool alone, struct dataset *set, struct error *error)
{
    const struct csv_column *column = &plan->table->columns[part->column];
    bool by_class = part->ranks && plan->options->onehot != CSV_ONEHOT_NO &&
                    (part->width > 1 || !part->is_target) && column->word_count > 1;
    char place[CSV_PLACE_SIZE];
    csv_plan_place(plan->table, part->column, place);
    for (size_t k = 0; k < part->width; k++) {
        struct buf name = BUF_EMPTY;
        const char *word = by_class ? column->words[part->width > 1 ? k : 1] : "";
        if (!by_class || !alone) {
            buf_puts(&name, column->name ? column->name : "");
            if (!column->name && (by_class || !is_title(set, at + k, place)))
                buf_puts(&name, place); // so that what is shown can be typed
        }
        buf_printf(&name, "%s%s", by_class && !alone ? "=" : "", word);
        bool well =
            !name.failed && (name.length == 0 ||
                             dataset_name_column(set, at + k, buf_text(&name), name.length, error));
        if (name.failed)
            error_memory(error);
        buf_free(&name);
        if (!well)
            return false;
        if (by_class && !part->is_target &&
            !dataset_name_word(set, at + k, word, part->width > 1 ? NULL : column->words[0],
                               k == 0 ? part->width : 0, error))
            return false;
        if (plan->options->missing == CSV_MISSING_MEAN && !part->is_target) {
            set->columns[at + k].missing = column->missing;
            plan->report->filled += k == 0 ? column->missing : 0;
        }
    }
    return true;
}

// Names columns and classes. Classes have names where one target column makes them.
static bool name_all(const struct csv_plan *plan, struct dataset *set, struct error *error)
{
    size_t at = 0, targets = 0;
    const struct csv_part *target = NULL;
    for (size_t i = 0; i < plan->part_count; i++)
        if (plan->parts[i].is_target) {
            target = &plan->parts[i];
            targets++;
        }
    for (int is_target = 0; is_target < 2; is_target++)
        for (size_t i = 0; i < plan->part_count; i++) {
            const struct csv_part *part = &plan->parts[i];
            if (part->is_target != (is_target == 1))
                continue;
            if (!name_part(plan, part, at, is_target && targets == 1, set, error))
                return false;
            at += part->width;
        }
    if (targets > 1 || !target->ranks || set->targets == TARGETS_NUMBERS)
        return true;
    const struct csv_column *column = &plan->table->columns[target->column];
    for (size_t k = 0; k < column->word_count; k++)
        if (!dataset_name_class(set, column->words[k], strlen(column->words[k]), error))
            return false;
    return true;
}

static struct dataset *make_set(struct csv_plan *plan, struct error *error)
{
    for (size_t i = 0; i < plan->part_count; i++) {
        struct csv_part *part = &plan->parts[i];
        if (!measure(plan, part, error))
            return NULL;
        *(part->is_target ? &plan->outputs : &plan->inputs) += part->width;
    }
    double *block = make_block(plan);
    if (!block) {
        error_memory(error);
        return NULL;
    }
    struct dataset *set = dataset_adopt(block, plan->samples, plan->inputs, plan->outputs, error);
    if (!set) {
        free(block);
        return NULL;
    }
    set->left_out = plan->table->rows - plan->samples;
    dataset_find_targets(set);
    if (name_all(plan, set, error))
        return set;
    dataset_free(set);
    return NULL;
}

struct dataset *csv_build(struct csv_table *table, const struct csv_options *options,
                          struct csv_report *report, struct error *error)
{
    struct csv_plan plan = {.table = table, .options = options, .report = report};
    struct dataset *set = NULL;
    if (csv_plan_make(&plan, error))
        set = make_set(&plan, error);
    report->dropped = table->rows - plan.samples;
    csv_plan_clear(&plan);
    return set;
}
