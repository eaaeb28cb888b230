// SPDX-License-Identifier: GPL-3.0-or-later
// The line is words KEY=VALUE, a value in quotes where it may hold spaces. A question's value was found
// when it was put, and is written with every digit as DIMENSIONS/ROWS/COLUMNS/NUMBER,NUMBER...: the session
// beside it may have moved on since. A key that is not known is passed over, so that an older nnsh reads what
// a newer one wrote.
#include "lesson/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/words.h"
#include "lesson/lesson.h"

bool progress_init(struct progress *progress, const struct lesson *lesson, const char *file,
                   size_t variant, const char *who, struct error *error)
{
    *progress = (struct progress){.version = lesson->version, .step = 1, .variant = variant};
    progress->name = strdup(lesson->name);
    progress->file = file ? strdup(file) : NULL;
    progress->who = who ? strdup(who) : NULL;
    progress->results = malloc(lesson->step_count + 1);
    if (!progress->name || (file && !progress->file) || (who && !progress->who) ||
        !progress->results) {
        progress_clear(progress);
        return error_memory(error);
    }
    memset(progress->results, PROGRESS_OPEN, lesson->step_count);
    progress->results[lesson->step_count] = '\0';
    return true;
}

void progress_clear(struct progress *progress)
{
    free(progress->name);
    free(progress->file);
    free(progress->who);
    free(progress->results);
    free(progress->names);
    buf_free(&progress->typed);
    buf_free(&progress->began);
    buf_free(&progress->said);
    buf_free(&progress->tried);
    progress_clear_words(progress);
    *progress = (struct progress){.name = NULL};
}

void progress_clear_words(struct progress *progress)
{
    for (size_t i = 0; i < progress->hint_count; i++)
        free(progress->hint_texts[i]);
    for (size_t i = 0; i < progress->slip_count; i++) {
        value_clear(&progress->slips[i].value);
        free(progress->slips[i].text);
    }
    free(progress->text);
    free(progress->hint_texts);
    free(progress->slips);
    value_clear(&progress->expected);
    progress->text = NULL;
    progress->hint_texts = NULL;
    progress->slips = NULL;
    progress->hint_count = progress->slip_count = 0;
    progress->has_expected = false;
}

bool progress_add_hint(struct progress *progress, char *text, struct error *error)
{
    char **grown =
        text ? realloc(progress->hint_texts, (progress->hint_count + 1) * sizeof *grown) : NULL;
    if (!grown) {
        free(text);
        return error_memory(error);
    }
    progress->hint_texts = grown;
    grown[progress->hint_count++] = text;
    return true;
}

bool progress_add_slip(struct progress *progress, struct value *value, char *text,
                       struct error *error)
{
    struct progress_slip *grown =
        text ? realloc(progress->slips, (progress->slip_count + 1) * sizeof *grown) : NULL;
    if (!grown) {
        free(text);
        value_clear(value);
        return error_memory(error);
    }
    progress->slips = grown;
    grown[progress->slip_count++] = (struct progress_slip){*value, text};
    *value = value_number(0);
    return true;
}

size_t progress_count(const struct progress *progress, enum progress_result result)
{
    size_t count = 0;
    for (const char *c = progress->results; *c; c++)
        count += *c == (char)result;
    return count;
}

bool progress_fits(const struct progress *progress, const struct lesson *lesson)
{
    if (progress->version != lesson->version || strlen(progress->results) != lesson->step_count)
        return false;
    if (progress_is_done(progress) || progress->is_stuck)
        return progress->is_stuck && progress->began.length > 0;
    const struct lesson_item *item = &lesson->items[lesson_step_item(lesson, progress->step)];
    return (item->kind != LESSON_ASK || progress->has_expected) &&
           progress->hint_count == item->hint_count && progress->slip_count == item->slip_count;
}

bool progress_is_done(const struct progress *progress)
{
    return progress->step > strlen(progress->results);
}

bool progress_owns(const struct progress *progress, const char *name, size_t length)
{
    for (const char *at = progress->names; at && *at; at += strcspn(at, ","), at += *at == ',')
        if (strcspn(at, ",") == length && memcmp(at, name, length) == 0)
            return true;
    return false;
}

void progress_own(struct progress *progress, const char *name)
{
    size_t had = progress->names ? strlen(progress->names) : 0, length = strlen(name);
    char *names =
        progress_owns(progress, name, length) ? NULL : realloc(progress->names, had + length + 2);
    if (!names)
        return;
    sprintf(names + had, "%s%s", had ? "," : "", name);
    progress->names = names;
}

// ---- writing ------------------------------------------------------------------------------------

static void put_text(struct buf *out, const char *key, const char *text)
{
    if (!text)
        return;
    buf_printf(out, " %s=\"", key);
    for (; *text; text++) {
        if (*text == '\n') {
            buf_puts(out, "\\n");
            continue;
        }
        buf_puts(out, *text == '"' || *text == '\\' ? "\\" : "");
        buf_add(out, text, 1);
    }
    buf_puts(out, "\"");
}

static void put_value(struct buf *out, const char *key, const struct value *any)
{
    struct value value = value_look(any);
    struct shape shape = shape_of(any);
    struct matrix m = value_view(&value);
    buf_printf(out, " %s=%u/%zu/%zu/", key, shape.dims, m.rows, m.cols);
    for (size_t i = 0; i < matrix_count(m); i++) {
        char digits[NUMBER_SIZE];
        number_write(digits, m.data[i], (struct number_format){NUMBER_EXACT, 0});
        buf_printf(out, "%s%s", i ? "," : "", digits);
    }
}

// Appends what the open step says.
static void put_words(struct buf *out, const struct progress *progress)
{
    if (progress->said.length > 0)
        put_text(out, "said", buf_text(&progress->said));
    if (progress->has_expected)
        put_value(out, "expected", &progress->expected);
    put_text(out, "text", progress->text);
    for (size_t i = 0; i < progress->hint_count; i++)
        put_text(out, "hint", progress->hint_texts[i]);
    for (size_t i = 0; i < progress->slip_count; i++) {
        put_value(out, "slip", &progress->slips[i].value);
        put_text(out, "says", progress->slips[i].text);
    }
}

void progress_write(struct buf *out, const struct progress *progress, bool has_moved)
{
    buf_puts(out, progress->name);
    buf_printf(out, " version=%016llx step=%zu variant=%zu results=%s",
               (unsigned long long)progress->version, progress->step, progress->variant,
               progress->results);
    if (progress->names)
        buf_printf(out, " names=%s", progress->names);
    if (progress->was_done)
        buf_printf(out, " best=%zu", progress->best);
    if (progress->is_stuck)
        buf_puts(out, " stuck=1");
    put_text(out, "file", progress->file);
    put_text(out, "as", progress->who);
    if (progress->typed.length > 0)
        put_text(out, "typed", buf_text(&progress->typed));
    buf_printf(out, " seconds=%zu", progress->seconds);
    buf_printf(out, " tries=%zu hints=%zu repeated=%d", progress->tries, progress->hints,
               progress->is_repeated);
    put_words(out, progress);
    if (!has_moved)
        return;
    buf_printf(out, " opened=%zu", progress->opened);
    put_text(out, "tried", buf_text(&progress->tried));
    put_text(out, "began", buf_text(&progress->began));
}

// ---- reading ------------------------------------------------------------------------------------

// One word KEY=VALUE, the value without its quotes.
struct word {
    const char *key;
    size_t key_length;
    struct buf value;
};

// Reads the word at text[*at]; false at the end, or with [is_wrong] where there is none.
static bool next_word(const char *text, size_t length, size_t *at, struct word *word,
                      bool *is_wrong)
{
    size_t i = *at;
    buf_clear(&word->value);
    while (i < length && text[i] == ' ')
        i++;
    if (i == length)
        return false;
    word->key = text + i;
    while (i < length && text[i] != '=' && text[i] != ' ')
        i++;
    word->key_length = (size_t)(text + i - word->key);
    if (i == length || text[i] == ' ')
        return !(*is_wrong = true);
    bool in_quotes = ++i < length && text[i] == '"';
    for (i += in_quotes; i < length && text[i] != (in_quotes ? '"' : ' '); i++) {
        char c = text[i];
        if (in_quotes && c == '\\' && i + 1 < length)
            c = text[++i] == 'n' ? '\n' : text[i];
        buf_add(&word->value, &c, 1);
    }
    *is_wrong = in_quotes && i == length;
    *at = i + in_quotes;
    return !*is_wrong;
}

static bool is_key(const struct word *word, const char *key)
{
    return strlen(key) == word->key_length && memcmp(key, word->key, word->key_length) == 0;
}

static bool read_count(const struct word *word, size_t *count)
{
    return number_parse_count(buf_text(&word->value), word->value.length, UINT32_MAX, count);
}

static bool read_text(const struct word *word, char **text)
{
    free(*text);
    *text = strdup(buf_text(&word->value));
    return *text != NULL;
}

enum { EXPECTED_MOST = 1000000 }; // numbers of an answer

// Reads the size that ends with a slash at *text, and moves on to after it.
static bool read_size(const char **text, size_t *size)
{
    size_t length = strcspn(*text, "/");
    bool well = (*text)[length] == '/' && number_parse_count(*text, length, EXPECTED_MOST, size);
    *text += length + well;
    return well;
}

static bool read_value(const char *text, struct value *read)
{
    struct error ignored;
    size_t dims = 0, rows = 0, cols = 0;
    if (!read_size(&text, &dims) || !read_size(&text, &rows) || !read_size(&text, &cols) ||
        dims > 2 || rows == 0 || cols == 0 || (dims < 2 && rows > 1) || (dims == 0 && cols > 1))
        return false;
    struct value value = value_number(0);
    if (dims > 0 && !value_create_shape(&value, (struct shape){rows, cols, (unsigned)dims},
                                        EXPECTED_MOST, &ignored))
        return false;
    struct matrix m = value_view(&value);
    bool well = true;
    for (size_t i = 0; i < matrix_count(m) && well; i++) {
        size_t length = strcspn(text, ",");
        well = number_parse(text, length, &m.data[i]);
        text += length + (text[length] == ',');
    }
    if (!well || *text) {
        value_clear(&value);
        return false;
    }
    value_clear(read);
    *read = value;
    return true;
}

static bool are_results(const char *results)
{
    return results[strspn(results, ".flhs")] == '\0';
}

// Makes the word's value the whole buffer.
static bool read_buf(const struct word *word, struct buf *buf)
{
    buf_clear(buf);
    buf_append(buf, &word->value);
    return !buf->failed;
}

// Adds a slip, of which the next word says the text.
static bool read_slip(const struct word *word, struct progress *progress)
{
    struct error ignored;
    struct value value = value_number(0);
    return read_value(buf_text(&word->value), &value) &&
           progress_add_slip(progress, &value, strdup(""), &ignored);
}

// Takes one word of what the open step says over. False where its value is none.
static bool take_words(struct progress *progress, const struct word *word)
{
    struct error ignored;
    if (is_key(word, "said"))
        return read_buf(word, &progress->said);
    if (is_key(word, "expected"))
        return progress->has_expected = read_value(buf_text(&word->value), &progress->expected);
    if (is_key(word, "hint"))
        return progress_add_hint(progress, strdup(buf_text(&word->value)), &ignored);
    if (is_key(word, "slip"))
        return read_slip(word, progress);
    if (is_key(word, "says"))
        return progress->slip_count > 0 &&
               read_text(word, &progress->slips[progress->slip_count - 1].text);
    return !is_key(word, "text") || read_text(word, &progress->text);
}

// Takes one word over. False where its value is none.
static bool take(struct progress *progress, const struct word *word)
{
    size_t count = 0;
    if (is_key(word, "version")) {
        char *end;
        progress->version = strtoull(buf_text(&word->value), &end, 16);
        return word->value.length == 16 && *end == '\0';
    }
    if (is_key(word, "step"))
        return read_count(word, &progress->step) && progress->step > 0;
    if (is_key(word, "variant"))
        return read_count(word, &progress->variant);
    if (is_key(word, "results"))
        return are_results(buf_text(&word->value)) && read_text(word, &progress->results);
    if (is_key(word, "names"))
        return read_text(word, &progress->names);
    if (is_key(word, "best"))
        return progress->was_done = read_count(word, &progress->best);
    if (is_key(word, "stuck"))
        return read_count(word, &count) && (progress->is_stuck = count == 1);
    if (is_key(word, "file"))
        return read_text(word, &progress->file);
    if (is_key(word, "as"))
        return read_text(word, &progress->who);
    if (is_key(word, "typed"))
        return read_buf(word, &progress->typed);
    if (is_key(word, "opened"))
        return read_count(word, &progress->opened);
    if (is_key(word, "tried"))
        return read_buf(word, &progress->tried);
    if (is_key(word, "began"))
        return read_buf(word, &progress->began);
    if (is_key(word, "seconds"))
        return read_count(word, &progress->seconds);
    if (is_key(word, "tries"))
        return read_count(word, &progress->tries);
    if (is_key(word, "hints"))
        return read_count(word, &progress->hints);
    if (is_key(word, "repeated")) {
        bool well = read_count(word, &count);
        progress->is_repeated = count > 0;
        return well;
    }
    return take_words(progress, word);
}

bool progress_read(struct progress *progress, const char *text, size_t length, struct error *error)
{
    struct word word = {.value = BUF_EMPTY};
    size_t name = 0;
    bool is_wrong = false;
    while (name < length && text[name] != ' ')
        name++;
    *progress = (struct progress){.step = 1, .name = strndup(text, name), .opened = SIZE_MAX};
    for (size_t at = name; !is_wrong && next_word(text, length, &at, &word, &is_wrong);)
        is_wrong = !take(progress, &word);
    is_wrong = is_wrong || word.value.failed || !progress->name || !progress->results ||
               progress->step > strlen(progress->results) + 1;
    buf_free(&word.value);
    progress->opened = size_min(progress->opened, progress->typed.length);
    if (!is_wrong)
        return true;
    progress_clear(progress);
    return error_set(error, "this line does not say where a lesson stands, as 'save' writes it");
}
