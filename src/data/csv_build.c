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
#include "data/csv_advice.h"
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

// Marks the words of a column that stand in rows which stay.
static void mark_used(const struct csv_plan *plan, const struct csv_part *part, bool *used)
{
    const struct csv_table *table = plan->table;
    for (size_t n = 0; n < table->rows; n++) {
        double value = table->cells[n * table->kept + part->cell];
        if (!plan->is_dropped[n] && !isnan(value))
            used[(size_t)value] = true;
    }
}

// Sorts the words of a column that rows which stay have, makes the table from their old numbers to the
// new, and forgets the other words.
static bool rank_words(const struct csv_plan *plan, struct csv_part *part, struct error *error)
{
    struct csv_column *column = &plan->table->columns[part->column];
    size_t count = 0;
    char **sorted = malloc(column->word_count * sizeof *sorted);
    bool *used = calloc(column->word_count, sizeof *used);
    part->ranks = calloc(column->word_count, sizeof *part->ranks);
    if (!sorted || !used || !part->ranks) {
        free(sorted);
        free(used);
        return error_memory(error);
    }
    mark_used(plan, part, used);
    for (size_t i = 0; i < column->word_count; i++)
        if (used[i])
            sorted[count++] = column->words[i];
    qsort(sorted, count, sizeof *sorted, compare_words);
    for (size_t i = 0; i < column->word_count; i++)
        for (size_t k = 0; k < count; k++)
            if (sorted[k] == column->words[i])
                part->ranks[i] = k;
    for (size_t i = 0; i < column->word_count; i++)
        if (!used[i])
            free(column->words[i]);
    free(used);
    free(column->words);
    column->words = sorted;
    column->word_count = count;
    return true;
}

// The words of a column, and how many, that rows which stay have: before they are ranked.
static size_t count_used(const struct csv_plan *plan, const struct csv_part *part)
{
    bool used[CSV_CLASSES_MOST] = {false};
    size_t count = 0;
    mark_used(plan, part, used);
    for (size_t i = 0; i < CSV_CLASSES_MOST; i++)
        count += used[i];
    return count;
}

// Says so where a target is the same in each row. All of them together are data all the same.
static void note_constant(const struct csv_plan *plan, const struct csv_part *part)
{
    const struct csv_table *table = plan->table;
    const struct csv_column *column = &table->columns[part->column];
    const double *first = NULL;
    for (size_t n = 0; n < table->rows; n++) {
        const double *value = &table->cells[n * table->kept + part->cell];
        if (plan->is_dropped[n])
            continue;
        if (first && *value != *first)
            return;
        first = value;
    }
    if (plan->samples < 2)
        return;
    struct quoted word = {""};
    if (column->is_text)
        word = error_quote(column->words[(size_t)*first], strlen(column->words[(size_t)*first]));
    const char *hint =
        plan->options->targets ? "" : "; targets=first makes the first column the target";
    buf_printf(&plan->report->notes, "the target, %s, is %s in every row%s\n",
               csv_column_title(table, part->column).text,
               column->is_text ? word.text : number_string(*first, 6).text, hint);
}

// Notes a target of whole numbers that may well be classes.
static void note_whole(const struct csv_plan *plan, const struct csv_part *part)
{
    enum { MOST = 30 };
    const struct csv_table *table = plan->table;
    double seen[MOST];
    size_t count = 0;
    for (size_t n = 0; n < table->rows; n++) {
        double value = table->cells[n * table->kept + part->cell];
        size_t i = 0;
        if (plan->is_dropped[n])
            continue;
        if (value != floor(value))
            return;
        while (i < count && seen[i] != value)
            i++;
        if (i == MOST)
            return;
        if (i == count)
            seen[count++] = value;
    }
    bool is_01 = count == 2 && seen[0] + seen[1] == 1 && seen[0] * seen[1] == 0;
    bool is_sign = count == 2 && seen[0] + seen[1] == 0 && seen[0] * seen[1] == -1;
    if (count < 2 || is_01 || is_sign || 2 * count > plan->samples)
        return;
    buf_printf(&plan->report->notes,
               "the target, %s, is %zu whole numbers; onehot=yes makes classes\n",
               csv_column_title(table, part->column).text, count);
}

// The first word of a column that is not a number, and how many such there are.
static size_t count_texts(const struct csv_column *column, size_t *first)
{
    size_t texts = 0;
    double number;
    for (size_t i = 0; i < column->word_count; i++) {
        if (number_parse(column->words[i], strlen(column->words[i]), &number))
            continue;
        *first = texts++ == 0 ? i : *first;
    }
    return texts;
}

// A column holds classes because its first value is not a number. Where all the others are numbers, that
// first one is more likely a slip.
static bool check_words(const struct csv_plan *plan, const struct csv_part *part,
                        struct error *error)
{
    const struct csv_column *column = &plan->table->columns[part->column];
    size_t first = 1;
    if (column->is_told || column->kind == CSV_KIND_TEXT || column->word_count < 2 ||
        count_texts(column, &first) != 1 || first != 0)
        return true;
    struct quoted name = csv_columns_typed(plan->table, plan->options->text, part->column);
    size_t length = strlen(column->words[0]);
    error_set(error, "row %zu, %s: '%s' is not a number, but the rows below it are numbers",
              column->first_text, csv_column_title(plan->table, part->column).text,
              error_quote(column->words[0], length).text);
    return error_hint(error,
                      "missing-as=%s missing=drop leaves such rows out; text=%s makes classes "
                      "of the column",
                      csv_mark_typed(plan->table, column->words[0], length).text, name.text);
}

// An input that turned out to hold a text after numbers, where only a target may.
static bool refuse_mixture(const struct csv_plan *plan, const struct csv_part *part,
                           struct error *error)
{
    const struct csv_column *column = &plan->table->columns[part->column];
    size_t first = 0;
    count_texts(column, &first);
    const char *word = column->words[first];
    error_set(error, "row %zu, %s: '%s' is not a number, but the rows above it are numbers",
              column->first_text, csv_column_title(plan->table, part->column).text,
              error_quote(word, strlen(word)).text);
    return error_hint(error,
                      "onehot=yes makes classes of a target only; text=%s makes them of this "
                      "column",
                      csv_columns_typed(plan->table, plan->options->text, part->column).text);
}

// A column that could be the target in place of one that cannot: the last with numbers or few texts. The
// number of columns where there is none.
static size_t other_target(const struct csv_plan *plan)
{
    size_t found = plan->table->column_count, count = 0;
    for (size_t i = 0; i < plan->part_count; i++) {
        const struct csv_column *column = &plan->table->columns[plan->parts[i].column];
        if (!plan->parts[i].is_target &&
            (!column->is_text || column->word_count <= plan->samples / 2))
            found = plan->parts[i].column, count++;
    }
    return count > 1 ? found : plan->table->column_count; // one has to be left as an input
}

// Refuses a column with too many different texts for classes.
static bool refuse_many(const struct csv_plan *plan, const struct csv_part *part, size_t count,
                        struct error *error)
{
    const struct csv_column *column = &plan->table->columns[part->column];
    size_t other = other_target(plan);
    char text[300] = "", target[300] = "";
    error_set(error, "%s has %s%zu different %s in %zu rows: too many to be classes",
              csv_column_title(plan->table, part->column).text,
              column->is_crowded ? "more than " : "", count,
              csv_column_is_slip(column) ? "numbers" : "texts", plan->samples);
    if (!column->is_crowded)
        snprintf(text, sizeof text, "text=%s makes classes of them all the same",
                 csv_columns_typed(plan->table, plan->options->text, part->column).text);
    if (part->is_target && other < plan->table->column_count)
        snprintf(target, sizeof target, "targets=%s chooses another target",
                 csv_column_typed(plan->table, other).text);
    return error_hint(error, "%s%s%s", target, target[0] && text[0] ? "; " : "", text);
}

// Finds out how many columns of the set a column of the file becomes.
static bool measure(struct csv_plan *plan, struct csv_part *part, struct error *error)
{
    enum { MANY = 20 }; // inputs that one column becomes
    struct csv_column *column = &plan->table->columns[part->column];
    bool is_mixed = part->is_target && plan->options->onehot == CSV_ONEHOT_YES;
    part->width = 1;
    if (is_mixed && !column->is_text &&
        !csv_table_classify(plan->table, part->column, part->cell, error))
        return false;
    if (part->is_target)
        note_constant(plan, part);
    if (part->is_target && !column->is_text)
        note_whole(plan, part);
    if (!column->is_text)
        return true;
    if (!part->is_target && column->was_numbers)
        return refuse_mixture(plan, part, error);
    if (!is_mixed && !check_words(plan, part, error))
        return false;
    size_t count = count_used(plan, part);
    if (column->is_crowded || (!column->is_told && count > 2 && count > plan->samples / 2))
        return refuse_many(plan, part, column->is_crowded ? column->word_count : count, error);
    if (!rank_words(plan, part, error))
        return false;
    if (count > 2 && plan->options->onehot != CSV_ONEHOT_NO)
        part->width = count;
    if (part->width > MANY && !part->is_target)
        buf_printf(&plan->report->notes,
                   "%s has %zu different texts and becomes as many inputs; drop=%s leaves it out\n",
                   csv_column_title(plan->table, part->column).text, part->width,
                   csv_columns_typed(plan->table, plan->options->drop, part->column).text);
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
    csv_column_place(plan->table, part->column, place);
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
    for (size_t k = 0; column->word_count > 1 && k < column->word_count; k++)
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
