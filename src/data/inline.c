// SPDX-License-Identifier: GPL-3.0-or-later
// The columns that one column of texts became follow one another, and their texts differ; the first of
// them says how many they are. In the list of texts that number is left out: a column whose name
// without its text is that of the column before belongs to it.
#include "data/inline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LIST_MOST = 200000
}; // bytes of one list: a line has an end, and names are not worth a refusal

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
static bool name_all(struct dataset *dataset, const struct inline_words *words, struct buf *text,
                     struct error *error)
{
    const char *columns = words->columns, *classes = words->classes;
    size_t count = dataset->x.cols + dataset->y.cols, outputs = dataset->y.cols;
    size_t most = dataset->targets == TARGETS_NUMBERS ? 0 : outputs == 1 ? 2 : outputs;
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

bool inline_name(struct dataset *dataset, const struct inline_words *words, struct error *error)
{
    struct buf text = BUF_EMPTY, other = BUF_EMPTY;
    const char *texts = words->texts, *others = words->others;
    if (words->title)
        snprintf(dataset->name, sizeof dataset->name, "%s", words->title);
    bool well = name_all(dataset, words, &text, error);
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
