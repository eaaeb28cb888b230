// SPDX-License-Identifier: GPL-3.0-or-later
// Inputs and targets lie in one block, so that a data set's numbers are one allocation. The test part
// comes after the training part in both, so that splitting a set is a matter of four views, and both
// parts together are one matrix.
#include "data/dataset.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/block.h"
#include "base/buf.h"
#include "base/number.h"
#include "base/utf8.h"
#include "base/words.h"

void dataset_divide(struct dataset *dataset, size_t training)
{
    size_t samples = dataset->x.rows + dataset->test_x.rows;
    size_t inputs = dataset->x.cols, outputs = dataset->y.cols;
    double *x = dataset->block, *y = dataset->block + samples * inputs;
    dataset->x = (struct matrix){training, inputs, x};
    dataset->y = (struct matrix){training, outputs, y};
    dataset->test_x = (struct matrix){samples - training, inputs, x + training * inputs};
    dataset->test_y = (struct matrix){samples - training, outputs, y + training * outputs};
}

struct dataset *dataset_adopt(double *block, size_t samples, size_t inputs, size_t outputs,
                              struct error *error)
{
    struct dataset *dataset = calloc(1, sizeof *dataset);
    struct column *columns = calloc(inputs + outputs, sizeof *columns);
    if (!dataset || !columns) {
        free(dataset);
        free(columns);
        error_memory(error);
        return NULL;
    }
    for (size_t i = 0; i < inputs + outputs; i++)
        columns[i].scale = 1;
    dataset->columns = columns;
    dataset->owners = 1;
    dataset->block = block;
    dataset->x = (struct matrix){samples, inputs, block};
    dataset->y.cols = outputs;
    dataset->targets = outputs == 1 ? TARGETS_TWO : TARGETS_CLASSES;
    dataset->high = 1;
    dataset_divide(dataset, samples);
    return dataset;
}

struct dataset *dataset_create(size_t samples, size_t inputs, size_t outputs, struct error *error)
{
    size_t width, count;
    double *block = NULL;
    if (__builtin_add_overflow(inputs, outputs, &width) ||
        __builtin_mul_overflow(samples, width, &count) || !(block = block_zeros(count))) {
        error_memory(error);
        return NULL;
    }
    struct dataset *dataset = dataset_adopt(block, samples, inputs, outputs, error);
    if (!dataset)
        free(block);
    return dataset;
}

static void free_column(struct column *column)
{
    free(column->name);
    free(column->word);
    free(column->other);
}

void dataset_free(struct dataset *dataset)
{
    if (!dataset || --dataset->owners > 0)
        return;
    for (size_t i = 0; i < dataset->x.cols + dataset->y.cols; i++)
        free_column(&dataset->columns[i]);
    for (size_t i = 0; i < dataset->class_count; i++)
        free(dataset->classes[i]);
    free(dataset->columns);
    free(dataset->classes);
    free(dataset->recipe);
    free(dataset->file);
    free(dataset->block);
    dataset_free(dataset->typed);
    free(dataset);
}

struct dataset *dataset_share(struct dataset *dataset)
{
    dataset->owners++;
    return dataset;
}

static size_t text_bytes(const char *text)
{
    return text ? strlen(text) + 1 : 0;
}

size_t dataset_bytes(const struct dataset *dataset)
{
    size_t width = dataset->x.cols + dataset->y.cols;
    size_t bytes = sizeof *dataset + width * sizeof *dataset->columns +
                   (dataset->x.rows + dataset->test_x.rows) * width * sizeof(double);
    for (size_t i = 0; i < width; i++)
        bytes += text_bytes(dataset->columns[i].name) + text_bytes(dataset->columns[i].word) +
                 text_bytes(dataset->columns[i].other);
    if (dataset->typed)
        bytes += dataset_bytes(dataset->typed);
    return bytes + text_bytes(dataset->recipe) + text_bytes(dataset->file);
}

struct matrix dataset_all_x(const struct dataset *dataset)
{
    return (struct matrix){dataset->x.rows + dataset->test_x.rows, dataset->x.cols,
                           dataset->x.data};
}

struct matrix dataset_all_y(const struct dataset *dataset)
{
    return (struct matrix){dataset->y.rows + dataset->test_y.rows, dataset->y.cols,
                           dataset->y.data};
}

// Puts a copy in place of a text. False when memory ran out.
static bool copy_text(char **text)
{
    bool is_there = *text != NULL;
    *text = is_there ? strdup(*text) : NULL;
    return !is_there || *text;
}

// Copies what is not numbers.
static bool copy_words(struct dataset *to, struct dataset *from, struct error *error)
{
    struct dataset *typed = from->is_typed ? from : from->typed;
    to->typed = typed ? dataset_share(typed) : NULL;
    memcpy(to->name, from->name, sizeof to->name);
    to->is_edited = from->is_edited;
    to->targets = from->targets;
    to->low = from->low;
    to->high = from->high;
    to->left_out = from->left_out;
    to->normalization = from->normalization;
    for (size_t i = 0; i < from->x.cols + from->y.cols; i++) {
        struct column column = from->columns[i];
        bool well = copy_text(&column.name);
        well = copy_text(&column.word) && well; // each is a copy or NULL, whatever came before
        well = copy_text(&column.other) && well;
        to->columns[i] = column;
        if (!well)
            return error_memory(error);
    }
    for (size_t i = 0; i < from->class_count; i++)
        if (!dataset_name_class(to, from->classes[i], strlen(from->classes[i]), error))
            return false;
    to->file_bytes = from->file_bytes;
    to->file_checksum = from->file_checksum;
    if ((from->recipe && !(to->recipe = strdup(from->recipe))) ||
        (from->file && !(to->file = strdup(from->file))))
        return error_memory(error);
    return true;
}

struct dataset *dataset_gather(struct dataset *from, const size_t *rows, size_t count,
                               size_t training, struct error *error)
{
    size_t inputs = from->x.cols, outputs = from->y.cols;
    struct dataset *to = dataset_create(count, inputs, outputs, error);
    if (!to)
        return NULL;
    for (size_t n = 0; n < count; n++) {
        size_t row = rows ? rows[n] : n;
        memcpy(to->x.data + n * inputs, from->x.data + row * inputs, inputs * sizeof(double));
        memcpy(to->y.data + n * outputs, from->y.data + row * outputs, outputs * sizeof(double));
    }
    dataset_divide(to, training);
    if (copy_words(to, from, error))
        return to;
    dataset_free(to);
    return NULL;
}

struct dataset *dataset_copy(struct dataset *from, struct error *error)
{
    return dataset_gather(from, NULL, from->x.rows + from->test_x.rows, from->x.rows, error);
}

// Finds the two values that all targets have. False where there are others, or only one that is neither 0
// nor 1.
static bool find_levels(struct matrix y, double *low, double *high)
{
    size_t count = matrix_count(y);
    double least = y.data[0], most = y.data[0];
    for (size_t i = 1; i < count; i++) {
        least = y.data[i] < least ? y.data[i] : least;
        most = y.data[i] > most ? y.data[i] : most;
    }
    for (size_t i = 0; i < count; i++)
        if (y.data[i] != least && y.data[i] != most)
            return false;
    bool is_01 = (least == 0 || least == 1) && (most == 0 || most == 1);
    bool is_sign = least == -1 && most == 1;
    bool is_share = least > 0 && least < most && fabs(least + most - 1) < 1e-12;
    *low = is_01 ? 0 : least;
    *high = is_01 ? 1 : most;
    return is_01 || is_sign || is_share;
}

// Whether each row of targets has one yes.
static bool is_one_hot(struct matrix y, double high)
{
    for (size_t n = 0; n < y.rows; n++) {
        size_t count = 0;
        for (size_t j = 0; j < y.cols; j++)
            count += matrix_at(y, n, j) == high;
        if (count != 1)
            return false;
    }
    return true;
}

enum targets dataset_targets_of(struct matrix y, double *low, double *high)
{
    if (!find_levels(y, low, high)) {
        *low = 0;
        *high = 1;
        return TARGETS_NUMBERS;
    }
    if (y.cols == 1)
        return TARGETS_TWO;
    return is_one_hot(y, *high) ? TARGETS_CLASSES : TARGETS_LABELS;
}

void dataset_find_targets(struct dataset *dataset)
{
    dataset->targets = dataset_targets_of(dataset_all_y(dataset), &dataset->low, &dataset->high);
}

// A text fit to be shown, or NULL.
static char *clean_text(const char *text, size_t length)
{
    struct buf clean = BUF_EMPTY;
    utf8_clean(&clean, text, length);
    char *copy = clean.failed ? NULL : strdup(buf_text(&clean));
    buf_free(&clean);
    return copy;
}

bool dataset_name_column(struct dataset *dataset, size_t index, const char *name, size_t length,
                         struct error *error)
{
    char *copy = clean_text(name, length);
    if (!copy)
        return error_memory(error);
    free(dataset->columns[index].name);
    dataset->columns[index].name = copy;
    return true;
}

bool dataset_name_word(struct dataset *dataset, size_t index, const char *word, const char *other,
                       size_t group, struct error *error)
{
    struct column *column = &dataset->columns[index];
    column->word = clean_text(word, strlen(word));
    column->other = other ? clean_text(other, strlen(other)) : NULL;
    column->group = group;
    return (column->word && (column->other || !other)) || error_memory(error);
}

static bool is_text(const char *word, const char *text, size_t length)
{
    return word && text_is(text, length, word);
}

bool dataset_read_word(const struct dataset *dataset, size_t index, const char *text, size_t length,
                       double *values)
{
    const struct column *columns = dataset->columns + index;
    size_t found = 0;
    while (found < columns->group && !is_text(columns[found].word, text, length))
        found++;
    if (found == columns->group && !is_text(columns->other, text, length))
        return false;
    for (size_t k = 0; k < columns->group; k++)
        values[k] = k == found;
    return true;
}

bool dataset_name_class(struct dataset *dataset, const char *name, size_t length,
                        struct error *error)
{
    char *copy = clean_text(name, length);
    char **classes =
        copy ? realloc(dataset->classes, (dataset->class_count + 1) * sizeof *classes) : NULL;
    if (!classes) {
        free(copy);
        return error_memory(error);
    }
    dataset->classes = classes;
    classes[dataset->class_count++] = copy;
    return true;
}

bool dataset_record(struct dataset *dataset, struct error *error, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    int length = vsnprintf(NULL, 0, format, list);
    va_end(list);
    size_t used = dataset->recipe ? strlen(dataset->recipe) : 0;
    char *recipe = length < 0 ? NULL : realloc(dataset->recipe, used + (size_t)length + 2);
    if (!recipe)
        return error_memory(error);
    va_start(list, format);
    vsnprintf(recipe + used, (size_t)length + 1, format, list);
    va_end(list);
    memcpy(recipe + used + (size_t)length, "\n", 2);
    dataset->recipe = recipe;
    return true;
}

void dataset_write_matrix(struct matrix m, struct buf *out)
{
    enum { NUMBERS_PER_LINE = 1000 }; // a line has an end, see shell/input.h
    for (size_t n = 0; n < m.rows; n++) {
        buf_puts(out, n ? ",\n    [" : "[[");
        for (size_t j = 0; j < m.cols; j++)
            buf_printf(out, "%s%s",
                       j == 0                      ? ""
                       : j % NUMBERS_PER_LINE == 0 ? ",\n     "
                                                   : ", ",
                       number_string(matrix_at(m, n, j), NUMBER_DIGITS_EXACT).text);
        buf_puts(out, "]");
    }
    buf_puts(out, "]");
}

bool dataset_record_edits(struct dataset *to, const struct dataset *from, struct error *error)
{
    if (!from->is_edited)
        return true;
    struct buf edits = BUF_EMPTY;
    buf_puts(&edits, "set x ");
    dataset_write_matrix(from->x, &edits);
    buf_puts(&edits, "\nset y ");
    dataset_write_matrix(from->y, &edits);
    bool well =
        edits.failed ? error_memory(error) : dataset_record(to, error, "%s", buf_text(&edits));
    buf_free(&edits);
    to->is_edited = !well;
    return well;
}

void dataset_title(const struct dataset *dataset, size_t index, char title[DATASET_TITLE_SIZE])
{
    size_t inputs = dataset->x.cols;
    bool is_input = index < inputs;
    const char *name = dataset->columns[index].name;
    if (!name && (is_input ? inputs : dataset->y.cols) == 1) {
        snprintf(title, DATASET_TITLE_SIZE, "%s", is_input ? "x" : "y");
    } else if (!name) {
        snprintf(title, DATASET_TITLE_SIZE, "%c%zu", is_input ? 'x' : 'y',
                 is_input ? index : index - inputs);
    } else {
        size_t length = strlen(name) < DATASET_TITLE_SIZE ? strlen(name) : DATASET_TITLE_SIZE - 1;
        while (length > 0 && length < strlen(name) && (name[length] & 0xc0) == 0x80)
            length--; // whole signs only
        memcpy(title, name, length);
        title[length] = '\0';
    }
}

size_t dataset_class_of(const double *y, size_t outputs)
{
    size_t best = 0;
    if (outputs == 1)
        return y[0] >= 0.5;
    for (size_t j = 1; j < outputs; j++)
        if (y[j] > y[best])
            best = j;
    return best;
}

size_t dataset_class_meant(const struct dataset *dataset, const double *a)
{
    double middle = (dataset->low + dataset->high) / 2;
    return dataset->y.cols == 1 ? a[0] >= middle : dataset_class_of(a, dataset->y.cols);
}

bool dataset_has_shares(const struct dataset *dataset)
{
    return dataset->targets != TARGETS_NUMBERS && dataset->low >= 0;
}

double dataset_original(const struct dataset *dataset, size_t index, double value)
{
    const struct column *column = &dataset->columns[index];
    if (dataset->normalization == NORMALIZE_NONE || !isfinite(value))
        return value;
    double original = value * column->scale + column->shift;
    struct number_string text = number_string(original, 13);
    number_parse(text.text, strlen(text.text), &original);
    return original;
}
