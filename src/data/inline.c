// SPDX-License-Identifier: GPL-3.0-or-later
// The columns that one column of texts became follow one another, and their texts differ; the first of
// them says how many they are. In the list of texts that number is left out: a column whose name
// without its text is that of the column before belongs to it.
//
// A member of struct dataset that no other member tells has its option here: a set that is written and
// read must not have lost any. What is usual is not written.
#include "data/inline.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "data/prepare.h"

// Bytes of one list: a line has an end (shell/input.h), and names are not worth a refusal.
enum { LIST_MOST = 1000000 };

// The words for what targets are.
static const char *const target_words[] = {
    [TARGETS_NUMBERS] = "numbers",
    [TARGETS_TWO] = "two",
    [TARGETS_CLASSES] = "classes",
    [TARGETS_LABELS] = "labels",
};

enum { TARGET_WORDS = sizeof target_words / sizeof *target_words };

// ---- writing ---------------------------------------------------------------------------------

// Appends one text of a list, as it stands in a string in quotes.
static void put_text(struct buf *list, const char *text)
{
    for (const char *c = text ? text : ""; *c; c++)
        buf_printf(list, "%s%c",
                   *c == ','    ? "\\\\"   // a backslash of the list's is two in a string
                   : *c == '\\' ? "\\\\\\" // and this one is four
                   : *c == '"'  ? "\\"
                                : "",
                   *c);
}

// Appends an option of the command, on a line of its own, where the list says anything.
static void put_option(struct buf *out, const char *name, struct buf *list)
{
    while (list->length > 0 && list->data[list->length - 1] == ',' &&
           (list->length < 2 || list->data[list->length - 2] != '\\'))
        list->length--; // what is not there at the end needs no comma
    if (list->length > 0 && list->length < LIST_MOST) {
        buf_printf(out, " \\\n    %s=\"", name);
        buf_add(out, list->data, list->length);
        buf_puts(out, "\"");
    }
    out->failed |= list->failed;
    buf_free(list);
}

// What is said about a column as a number.
static double shift_of(const struct column *column)
{
    return column->shift;
}

static double scale_of(const struct column *column)
{
    return column->scale;
}

static double missing_of(const struct column *column)
{
    return (double)column->missing;
}

// Appends an option that tells a number of each column.
static void put_numbers(struct buf *out, const struct dataset *dataset, const char *name,
                        double (*number_of)(const struct column *column))
{
    size_t count = dataset->x.cols + dataset->y.cols;
    double *numbers = malloc(count * sizeof *numbers);
    for (size_t i = 0; numbers && i < count; i++)
        numbers[i] = number_of(&dataset->columns[i]);
    buf_printf(out, " \\\n    %s=", name);
    if (numbers)
        dataset_write_matrix((struct matrix){1, count, numbers}, out);
    out->failed |= !numbers;
    free(numbers);
}

// Appends the units the columns came in, where they are in others now.
static void put_units(struct buf *out, const struct dataset *dataset)
{
    if (dataset->normalization == NORMALIZE_NONE)
        return;
    buf_printf(out, " \\\n    normalized=%s", normalization_name(dataset->normalization));
    put_numbers(out, dataset, "shifts", shift_of);
    put_numbers(out, dataset, "scales", scale_of);
}

// Appends what the file of a set lacked.
static void put_gaps(struct buf *out, const struct dataset *dataset)
{
    bool is_missing = false;
    for (size_t i = 0; i < dataset->x.cols + dataset->y.cols; i++)
        is_missing |= dataset->columns[i].missing > 0;
    if (is_missing)
        put_numbers(out, dataset, "missing", missing_of);
    if (dataset->left_out > 0)
        buf_printf(out, " left_out=%zu", dataset->left_out);
}

// Writes what the targets are where their numbers do not tell: the word, and no and yes where these are not 0
// and 1, as in two:-1:1.
static void put_targets(const struct dataset *dataset, struct buf *out)
{
    double low, high;
    enum targets own = dataset_targets_of(dataset_all_y(dataset), &low, &high);
    if (dataset->targets == own && dataset->low == low && dataset->high == high)
        return;
    buf_printf(out, " targets=%s", target_words[dataset->targets]);
    if (dataset->low != 0 || dataset->high != 1)
        buf_printf(out, ":%s:%s", number_string(dataset->low, NUMBER_DIGITS_EXACT).text,
                   number_string(dataset->high, NUMBER_DIGITS_EXACT).text);
}

void inline_set(const struct dataset *dataset, struct buf *out)
{
    size_t inputs = dataset->x.cols, count = inputs + dataset->y.cols;
    struct buf title = BUF_EMPTY, columns = BUF_EMPTY, classes = BUF_EMPTY;
    struct buf texts = BUF_EMPTY, others = BUF_EMPTY;
    buf_puts(out, "data inline x=");
    dataset_write_matrix(dataset_all_x(dataset), out);
    buf_puts(out, " y=");
    dataset_write_matrix(dataset_all_y(dataset), out);
    if (dataset->test_x.rows > 0)
        buf_printf(out, " test=%zu", dataset->test_x.rows);
    put_targets(dataset, out);
    for (const char *c = dataset->name; *c && strcmp(dataset->name, INLINE_TITLE) != 0; c++)
        buf_printf(&title, "%s%c", *c == '"' || *c == '\\' ? "\\" : "", *c);
    for (size_t i = 0; i < count; i++) {
        put_text(&columns, dataset->columns[i].name);
        put_text(&texts, dataset->columns[i].word);
        put_text(&others, dataset->columns[i].other);
        if (i + 1 < count) {
            buf_puts(&columns, ",");
            buf_puts(&texts, ",");
            buf_puts(&others, ",");
        }
    }
    for (size_t k = 0; k < dataset->class_count; k++) {
        buf_puts(&classes, k ? "," : "");
        put_text(&classes, dataset->classes[k]);
    }
    put_option(out, "title", &title);
    put_option(out, "columns", &columns);
    put_option(out, "classes", &classes);
    put_option(out, "texts", &texts);
    put_option(out, "others", &others);
    put_units(out, dataset);
    put_gaps(out, dataset);
    buf_puts(out, "\n");
}

void inline_recipe(const struct dataset *dataset, struct buf *out)
{
    const struct dataset *typed = dataset->is_typed ? dataset : dataset->typed;
    if (typed)
        inline_set(typed, out);
    buf_puts(out, dataset->recipe ? dataset->recipe : "");
}

// ---- reading ---------------------------------------------------------------------------------

// Takes the next text of a list into [text]. False at the list's end.
static bool next_text(const char **list, struct buf *text)
{
    const char *at = *list;
    buf_clear(text);
    if (!at)
        return false;
    for (; *at && *at != ','; at++) {
        at += *at == '\\' && at[1] ? 1 : 0;
        buf_add(text, at, 1);
    }
    *list = *at ? at + 1 : NULL;
    return true;
}

// Names the columns and the classes.
static bool name_all(struct dataset *dataset, const struct inline_notes *notes, struct buf *text,
                     struct error *error)
{
    const char *columns = notes->columns, *classes = notes->classes;
    size_t count = dataset->x.cols + dataset->y.cols, outputs = dataset->y.cols;
    bool has_classes = dataset->targets == TARGETS_TWO || dataset->targets == TARGETS_CLASSES;
    size_t most = !has_classes ? 0 : outputs == 1 ? 2 : outputs;
    for (size_t i = 0; next_text(&columns, text); i++) {
        if (i == count)
            return error_set(error, "columns= names more than the %zu columns there are", count);
        if (text->length > 0 &&
            !dataset_name_column(dataset, i, buf_text(text), text->length, error))
            return false;
    }
    while (next_text(&classes, text)) {
        if (dataset->class_count == most)
            return error_set(error, "classes= names more than the %zu classes there are", most);
        if (!dataset_name_class(dataset, buf_text(text), text->length, error))
            return false;
    }
    return dataset->class_count == 0 || dataset->class_count == most ||
           error_set(error, "classes= names %zu of %zu classes", dataset->class_count, most);
}

// The bytes of a column's name that stand before its text.
static size_t stem_length(const struct column *column)
{
    size_t name = column->name ? strlen(column->name) : 0;
    size_t word = column->word ? strlen(column->word) : 0;
    return word > 0 && name > word ? name - word : 0;
}

// Counts, in the first of each, the columns that one column of texts became.
static void count_groups(struct dataset *dataset)
{
    struct column *first = NULL;
    for (size_t i = 0; i < dataset->x.cols; i++) {
        struct column *column = &dataset->columns[i];
        size_t length = stem_length(column);
        bool goes_on = first && length > 0 && !column->other && !first->other &&
                       length == stem_length(first) &&
                       memcmp(column->name, first->name, length) == 0;
        if (!goes_on)
            first = column->word ? column : NULL;
        if (first)
            first->group++;
    }
}

// Whether there is a number for each column, none below [least].
static bool check_numbers(const struct dataset *dataset, const struct matrix *numbers,
                          const char *name, double least, struct error *error)
{
    size_t count = dataset->x.cols + dataset->y.cols;
    if (!numbers || matrix_count(*numbers) != count)
        return error_set(error, "%s= must give a number for each of the %zu columns", name, count);
    for (size_t i = 0; i < count; i++)
        if (!isfinite(numbers->data[i]) || numbers->data[i] < least)
            return error_set(error, "%s= gives %s, which no column can have", name,
                             number_string(numbers->data[i], 6).text);
    return true;
}

// Reads what put_targets wrote.
static bool note_targets(struct dataset *dataset, const char *word, struct error *error)
{
    bool is_one = dataset->y.cols == 1;
    size_t length = word ? strcspn(word, ":") : 0;
    double low = 0, high = 1;
    if (!word)
        return true;
    const char *first = word + length + (word[length] == ':'), *colon = strchr(first, ':');
    bool is_read =
        word[length] == '\0' || (colon && number_parse(first, (size_t)(colon - first), &low) &&
                                 number_parse(colon + 1, strlen(colon + 1), &high) && low < high);
    for (int i = 0; is_read && i < TARGET_WORDS; i++) {
        bool is_for_one = i == TARGETS_TWO,
             is_for_many = i == TARGETS_CLASSES || i == TARGETS_LABELS;
        if (strlen(target_words[i]) != length || memcmp(word, target_words[i], length) != 0 ||
            (is_one ? is_for_many : is_for_one))
            continue;
        dataset->targets = (enum targets)i;
        dataset->low = low;
        dataset->high = high;
        return true;
    }
    return error_set(error, "targets= must be numbers or %s here",
                     is_one ? "two" : "classes or labels");
}

static bool note_units(struct dataset *dataset, const struct inline_notes *notes,
                       struct error *error)
{
    const char *name = notes->normalized;
    const struct normalization_row *row = name ? normalization_find(name, strlen(name)) : NULL;
    if (!name)
        return (!notes->shifts && !notes->scales) ||
               error_set(error, "shifts= and scales= go with normalized=");
    if (!row || row->id == NORMALIZE_NONE)
        return error_set(error, "normalized= must be standard or minmax");
    if (!check_numbers(dataset, notes->shifts, "shifts", -HUGE_VAL, error) ||
        !check_numbers(dataset, notes->scales, "scales", 5e-324, error))
        return false;
    dataset->normalization = row->id;
    for (size_t i = 0; i < dataset->x.cols + dataset->y.cols; i++) {
        dataset->columns[i].shift = notes->shifts->data[i];
        dataset->columns[i].scale = notes->scales->data[i];
    }
    return true;
}

static bool note_gaps(struct dataset *dataset, const struct inline_notes *notes,
                      struct error *error)
{
    dataset->left_out = notes->left_out;
    if (!notes->missing)
        return true;
    if (!check_numbers(dataset, notes->missing, "missing", 0, error))
        return false;
    for (size_t i = 0; i < dataset->x.cols + dataset->y.cols; i++) {
        double missing = notes->missing->data[i];
        if (missing != floor(missing) || missing > 0x1p53)
            return error_set(error, "missing= gives %s, which counts no cells",
                             number_string(missing, 6).text);
        dataset->columns[i].missing = (size_t)missing;
    }
    return true;
}

// Notes which inputs a column of texts became, and the texts.
static bool note_texts(struct dataset *dataset, const struct inline_notes *notes,
                       struct error *error)
{
    struct buf text = BUF_EMPTY, other = BUF_EMPTY;
    const char *texts = notes->texts, *others = notes->others;
    bool well = name_all(dataset, notes, &text, error);
    for (size_t i = 0; well && i < dataset->x.cols && next_text(&texts, &text); i++) {
        bool has_other = next_text(&others, &other) && other.length > 0;
        if (text.length > 0)
            well = dataset_name_word(dataset, i, buf_text(&text),
                                     has_other ? buf_text(&other) : NULL, 0, error);
    }
    if (text.failed || other.failed)
        well = error_memory(error);
    if (well)
        count_groups(dataset);
    buf_free(&text);
    buf_free(&other);
    return well;
}

bool inline_note(struct dataset *dataset, const struct inline_notes *notes, struct error *error)
{
    if (notes->title)
        snprintf(dataset->name, sizeof dataset->name, "%s", notes->title);
    return note_targets(dataset, notes->targets, error) && note_texts(dataset, notes, error) &&
           note_units(dataset, notes, error) && note_gaps(dataset, notes, error);
}
