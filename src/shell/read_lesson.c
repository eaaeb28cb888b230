// SPDX-License-Identifier: GPL-3.0-or-later
// The words of a lesson are rows of the table of commands, so the same code that checks what a student types
// checks what an author writes. Here a call becomes an item; everything that is no such word is a command
// that the lesson runs, and is only kept.
#include "shell/read_lesson.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "lesson/lesson.h"
#include "shell/call.h"
#include "shell/input_text.h"
#include "shell/lesson_words.h"
#include "shell/reader.h"
#include "shell/scan.h"
#include "shell/shell.h"

static void tell(struct lesson_faults *faults, size_t line, const struct error *error)
{
    faults->tell(faults->context, line, error);
    faults->count++;
}

static char *copy_argument(const struct call *call, const struct argument *argument)
{
    return argument->given ? strndup(call->text + argument->at, argument->length) : NULL;
}

static char *copy_text(const struct argument *argument)
{
    return argument->given ? strdup(argument->text) : NULL;
}

static bool add_title(struct lesson *lesson, const struct call *call, size_t line,
                      struct error *error)
{
    const struct argument *arguments = call->arguments;
    (void)line;
    if (lesson->title)
        return error_set(error, "a lesson has one title");
    return lesson_set_title(lesson, arguments[TITLE_TEXT].text, arguments[TITLE_MINUTES].count,
                            arguments[TITLE_VARIANTS].text, error);
}

static bool add_say(struct lesson *lesson, const struct call *call, size_t line,
                    struct error *error)
{
    const char *text = call->arguments[SAY_TEXT].text;
    return lesson_add(lesson, LESSON_SAY, line, text, strlen(text), error) != NULL;
}

static bool add_pause(struct lesson *lesson, const struct call *call, size_t line,
                      struct error *error)
{
    (void)call;
    return lesson_add(lesson, LESSON_PAUSE, line, NULL, 0, error) != NULL;
}

static bool add_ask(struct lesson *lesson, const struct call *call, size_t line,
                    struct error *error)
{
    const struct argument *arguments = call->arguments;
    const char *text = arguments[ASK_QUESTION].text;
    struct lesson_item *item = lesson_add(lesson, LESSON_ASK, line, text, strlen(text), error);
    if (!item)
        return false;
    item->expression = copy_argument(call, &arguments[ASK_EXPRESSION]);
    item->hide = copy_argument(call, &arguments[ASK_HIDE]);
    item->has_tolerance = arguments[ASK_TOL].given;
    item->tolerance = arguments[ASK_TOL].number;
    item->digits = arguments[ASK_DIGITS].given ? (int)arguments[ASK_DIGITS].count : 0;
    item->points = arguments[ASK_POINTS].count;
    if (item->has_tolerance && item->digits > 0)
        return error_set(error, "a question has tol= or digits=, not both");
    return (item->expression && (item->hide || !arguments[ASK_HIDE].given)) || error_memory(error);
}

static bool add_do(struct lesson *lesson, const struct call *call, size_t line, struct error *error)
{
    const struct argument *arguments = call->arguments;
    const char *text = arguments[DO_TEXT].text;
    struct lesson_item *item = lesson_add(lesson, LESSON_DO, line, text, strlen(text), error);
    if (!item)
        return false;
    item->expression = copy_argument(call, &arguments[DO_CONDITION]);
    item->used = copy_text(&arguments[DO_USED]);
    item->is_used_first = arguments[DO_USED].at < arguments[DO_CONDITION].at;
    item->points = arguments[DO_POINTS].count;
    if (!arguments[DO_CONDITION].given && !arguments[DO_USED].given) {
        error_set(error, "a 'do' needs a condition, or used=\"COMMAND\", to know when it is done");
        return error_hint(error, "as in do \"Train.\" epoch >= 100");
    }
    return ((item->expression || !arguments[DO_CONDITION].given) &&
            (item->used || !arguments[DO_USED].given)) ||
           error_memory(error);
}

static bool add_hint(struct lesson *lesson, const struct call *call, size_t line,
                     struct error *error)
{
    if (!call->arguments[HINT_TEXT].given)
        return error_set(error, "a hint in a lesson needs its text");
    return lesson_add_hint(lesson, line, call->arguments[HINT_TEXT].text, error);
}

static bool add_slip(struct lesson *lesson, const struct call *call, size_t line,
                     struct error *error)
{
    const struct argument *value = &call->arguments[SLIP_EXPRESSION];
    return lesson_add_slip(lesson, line, call->text + value->at, value->length,
                           call->arguments[SLIP_TEXT].text, error);
}

static bool add_solution(struct lesson *lesson, const struct call *call, size_t line,
                         struct error *error)
{
    return lesson_set_solution(lesson, line, call->arguments[SOLUTION_TEXT].text, error);
}

// How a call of each word becomes a part of the lesson.
static const struct word {
    const char *name;
    bool (*add)(struct lesson *lesson, const struct call *call, size_t line, struct error *error);
} words[] = {
    {"title", add_title}, {"say", add_say},   {"ask", add_ask},     {"do", add_do},
    {"hint", add_hint},   {"slip", add_slip}, {"pause", add_pause}, {"solution", add_solution},
};

// The word that the command text begins with, or NULL.
static const struct word *word_of(const char *text, size_t length, size_t at)
{
    size_t size = scan_name(text, length, at);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i].name) == size && memcmp(words[i].name, text + at, size) == 0)
            return &words[i];
    return NULL;
}

// Whether a text stands where a word of the lesson should: alone on its line, or after a mistyped word. Then
// [error] is set.
static bool is_slip_of_pen(const struct shell *shell, const char *text, size_t length, size_t at,
                           struct error *error)
{
    size_t name = scan_name(text, length, at), after = scan_blanks(text, length, at + name);
    if (after == length || text[after] != '"')
        return false;
    if (name > 0)
        return !command_find(shell->commands, text + at, name, error);
    error_set(error, "this text stands alone");
    error_hint(error, "a \\ at the end of a line continues it on the next line");
    return true;
}

// Takes one command of the file in. False with [error] set.
static bool take_command(const struct shell *shell, struct lesson *lesson, const char *text,
                         size_t line, struct error *error)
{
    size_t length = strlen(text), at = scan_blanks(text, length, 0);
    const struct word *word = word_of(text, length, at);
    struct call call;
    if (!lesson->title && (!word || word->add != add_title)) {
        error_set(error, "this is not a lesson: its first command is not 'title'");
        return error_hint(error, "'source FILE' runs a script");
    }
    if (!word && is_slip_of_pen(shell, text, length, at, error))
        return false;
    if (!word)
        return lesson_add(lesson, LESSON_COMMAND, line, text + at, length - at, error) != NULL;
    if (!call_parse(&call, shell->commands, shell->session, text, length, error))
        return false;
    bool well = call_check(&call, error) && word->add(lesson, &call, line, error);
    call_clear(&call);
    return well;
}

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t\n")] == '\0';
}

// The word of a lesson that the command begins with, or NULL.
static const struct word *first_word(const char *text)
{
    size_t length = strlen(text);
    return word_of(text, length, scan_blanks(text, length, 0));
}

// Whether the command belongs to the step above it.
static bool is_of_step(const char *text)
{
    const struct word *word = first_word(text);
    return word && (word->add == add_hint || word->add == add_slip || word->add == add_solution);
}

static bool begins_step(const char *text)
{
    const struct word *word = first_word(text);
    return word && (word->add == add_ask || word->add == add_do);
}

// Takes in the commands of the lines that were read. False where the file is no lesson. What belongs to a step
// that was at fault itself is passed over: [lost] says that the last step was.
static bool take_commands(const struct shell *shell, struct lesson *lesson,
                          const struct reader *reader, size_t first_line,
                          struct lesson_faults *faults, bool *lost)
{
    const char *text = buf_text(&reader->text);
    size_t line = reader->first_line + first_line - 1;
    for (size_t at = 0; at <= reader->text.length;) {
        struct error error = ERROR_NONE;
        size_t length = strlen(text + at);
        size_t items = lesson->item_count;
        bool is_part = is_of_step(text + at), is_taken = is_blank(text + at) || (*lost && is_part);
        if (!is_taken && !take_command(shell, lesson, text + at, line, &error)) {
            tell(faults, line, &error);
            if (!lesson->title)
                return false;
            *lost = begins_step(text + at) && lesson->item_count == items;
        } else if (!is_taken && !is_part) {
            *lost = false;
        }
        for (size_t i = 0; i < length; i++)
            line += text[at + i] == '\n';
        at += length + 1;
    }
    return true;
}

// Says what the whole lesson lacks.
static void check_whole(const struct lesson *lesson, size_t last_line, struct lesson_faults *faults)
{
    struct error error = ERROR_NONE;
    for (size_t i = 0; i < lesson->item_count; i++) {
        const struct lesson_item *item = &lesson->items[i];
        if ((item->kind != LESSON_ASK && item->kind != LESSON_DO) || item->solution)
            continue;
        error_set(&error, "this '%s' has no solution", item->kind == LESSON_ASK ? "ask" : "do");
        error_hint(&error, "write what a good student types below it, as in solution \"%s\"",
                   item->kind == LESSON_ASK ? "2 + 2" : "forward 1");
        tell(faults, item->line, &error);
    }
    if (lesson->title && lesson->step_count == 0 && faults->count == 0) {
        error_set(&error, "this lesson has no step: no 'ask', no 'do' and no 'pause'");
        tell(faults, last_line, &error);
    }
    if (!lesson->title && faults->count == 0) {
        error_set(&error, "this is not a lesson: it is empty");
        error_hint(&error, "a lesson begins with title \"...\"");
        tell(faults, 1, &error);
    }
}

static bool is_utf8(const char *text, size_t length)
{
    size_t at = 0, step = 1;
    for (; at < length && step > 0; at += step)
        step = utf8_length(text + at, length - at);
    return step > 0;
}

struct lesson *read_lesson(const struct shell *shell, const struct lesson_source *source,
                           struct lesson_faults *faults)
{
    struct input_text input = input_text(source->text, source->length, source->path);
    struct reader reader = READER_EMPTY;
    struct error error = ERROR_NONE;
    struct lesson *lesson = lesson_create(source->path, source->text, source->length);
    bool goes_on = lesson != NULL, lost = false;
    if (!lesson) {
        error_memory(&error);
        tell(faults, source->first_line, &error);
    }
    while (goes_on) {
        enum input_result result = reader_next(&reader, &input.input, "", &error);
        if (result == INPUT_BAD_LINE && !is_utf8(source->text, source->length))
            error_hint(&error, "save the file as a plain text in UTF-8");
        if (result == INPUT_BAD_LINE || result == INPUT_FAILED)
            tell(faults, reader.first_line + source->first_line - 1, &error);
        goes_on = result == INPUT_LINE &&
                  take_commands(shell, lesson, &reader, source->first_line, faults, &lost);
    }
    if (lesson)
        check_whole(lesson, input.input.line + source->first_line - 1, faults);
    reader_clear(&reader);
    if (faults->count == 0)
        return lesson;
    lesson_free(lesson);
    return NULL;
}

// The first fault, as an error.
struct first_fault {
    const char *path;
    struct error *error;
    bool is_set;
};

static void keep_first(void *context, size_t line, const struct error *error)
{
    struct first_fault *first = context;
    if (first->is_set)
        return;
    first->is_set = true;
    error_set(first->error, "%s:%zu: %s", error_quote(first->path, strlen(first->path)).text, line,
              error->what);
    error_hint(first->error, "%s", error->hint);
}

struct lesson *read_lesson_or_fail(const struct shell *shell, const struct lesson_source *source,
                                   struct error *error)
{
    struct first_fault first = {source->path, error, false};
    struct lesson_faults faults = {keep_first, &first, 0};
    return read_lesson(shell, source, &faults);
}

bool read_lesson_text(struct input *input, struct buf *text, struct error *error)
{
    const char *line;
    size_t length;
    enum input_result result;
    while ((result = input->read(input, "", &line, &length, error)) == INPUT_LINE) {
        buf_add(text, line, length);
        buf_puts(text, "\n");
    }
    if (result == INPUT_INTERRUPTED)
        return error_set(error, "reading the lesson was interrupted");
    return result == INPUT_END && (!text->failed || error_memory(error));
}
