// SPDX-License-Identifier: GPL-3.0-or-later
// The expectations are found by reading the script as the shell does and looking at each command's row;
// their conditions are parsed, which needs no values, and are not evaluated. So the steps and their
// points are known before the first answer is run, and are the same for every answer, whatever it does.
#define _XOPEN_SOURCE 700
#include "front/grade_check.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "front/input_file.h"
#include "lesson/lesson.h"
#include "shell/call.h"
#include "shell/commands.h"
#include "shell/input_text.h"
#include "shell/read_lesson.h"
#include "shell/reader.h"
#include "shell/shell.h"

enum { BLOCK = 1 << 14, CHECK_MOST = 1 << 24 };

// Reads the open file to its end.
static bool read_all(int fd, struct buf *text, const char *path, struct error *error)
{
    char block[BLOCK];
    struct quoted name = error_quote(path, strlen(path));
    for (ssize_t count = 1; count != 0;) {
        count = read(fd, block, sizeof block);
        if (count < 0 && errno != EINTR)
            return error_set(error, "cannot read '%s': %s", name.text, strerror(errno));
        if (count > 0)
            buf_add(text, block, (size_t)count);
        if (text->length > CHECK_MOST)
            return error_set(error, "'%s' is too long for a script that grades", name.text);
    }
    return !text->failed || error_memory(error);
}

static bool read_file(const char *path, struct buf *text, struct error *error)
{
    struct stat status;
    struct quoted name = error_quote(path, strlen(path));
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0) {
        int reason = errno;
        error_set(error, "cannot open '%s': %s", name.text, strerror(reason));
        if (reason == ENOENT)
            input_file_suggest(path, error);
        return false;
    }
    bool is_file = fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
    bool well = is_file ? read_all(fd, text, path, error)
                        : error_set(error, "'%s' is not a regular file", name.text);
    close(fd);
    return well;
}

// Puts the place before an error in the check.
static bool refuse_line(const char *path, size_t line, struct error *error)
{
    struct error inner = *error;
    error_set(error, "%s:%zu: %s", error_quote(path, strlen(path)).text, line, inner.what);
    if (inner.hint[0])
        error_hint(error, "%s", inner.hint);
    return false;
}

// The argument of an expectation that is of that kind: its message is a text, its points are a number.
static const struct argument *argument_of(const struct call *call, enum param_kind kind)
{
    size_t i = 0;
    while (call->command->params[i].kind != kind)
        i++;
    return &call->arguments[i];
}

// ---- a lesson -------------------------------------------------------------------------------------

// Whether the script's first command is title.
static bool is_lesson(const struct buf *text)
{
    struct reader reader = READER_EMPTY;
    struct error ignored;
    struct input_text input = input_text(buf_text(text), text->length, "");
    enum input_result result;
    do
        result = reader_next(&reader, &input.input, "", &ignored);
    while (result == INPUT_LINE &&
           strspn(buf_text(&reader.text), " \t\n") == strlen(buf_text(&reader.text)));
    const char *first = buf_text(&reader.text) + strspn(buf_text(&reader.text), " \t\n");
    bool is_title = result == INPUT_LINE && strcspn(first, " \t\"") == strlen("title") &&
                    strncmp(first, "title", strlen("title")) == 0;
    reader_clear(&reader);
    return is_title;
}

// Appends a step's text with … in place of each value, which differs from student to student; two
// opening braces are one.
static void put_text(struct buf *out, const char *text)
{
    while (*text) {
        size_t length = strcspn(text, "{");
        buf_add(out, text, length);
        text += length;
        if (text[0] == '{' && text[1] == '{') {
            buf_puts(out, "{");
            text += 2;
        } else if (*text == '{') {
            buf_puts(out, "…");
            text += strcspn(text, "}");
            text += *text == '}';
        }
    }
}

static bool take_step(struct grade_check *check, const struct lesson_item *item,
                      struct error *error)
{
    struct buf text = BUF_EMPTY;
    bool is_pause = item->kind == LESSON_PAUSE;
    put_text(&text, is_pause ? "(a pause)" : item->text);
    bool well = text.failed
                    ? error_memory(error)
                    : grade_check_add(check, buf_text(&text), is_pause ? 0 : item->points, error);
    buf_free(&text);
    return well;
}

// Adds the lesson's steps. A pause asks nothing, so it gives no points.
static bool take_lesson(struct grade_check *check, const struct lesson *lesson, struct error *error)
{
    check->version = lesson->version;
    for (size_t step = 1; step <= lesson->step_count; step++) {
        const struct lesson_item *item = &lesson->items[lesson_step_item(lesson, step)];
        if (!take_step(check, item, error))
            return false;
    }
    return true;
}

static bool read_steps(struct grade_check *check, const struct shell *shell, const struct buf *text,
                       const char *path, struct error *error)
{
    struct lesson_source source = {path, buf_text(text), text->length, 1};
    struct lesson *lesson = read_lesson_or_fail(shell, &source, error);
    bool well = lesson && take_lesson(check, lesson, error);
    lesson_free(lesson);
    return well;
}

// ---- a script -------------------------------------------------------------------------------------

// Adds the command's expectation, if it is one.
static bool take_command(struct grade_check *check, const struct shell *shell, const char *text,
                         struct error *error)
{
    struct call call;
    // What an answer's names are needed to read is read when there is one.
    if (!call_parse(&call, shell->commands, shell->session, text, strlen(text), error))
        return !call.command || !(call.command->flags & COMMAND_EXPECTS);
    bool well = true;
    if (call.command->flags & COMMAND_EXPECTS)
        well = call_check(&call, error) &&
               grade_check_add(check, argument_of(&call, PARAM_TEXT)->text,
                               argument_of(&call, PARAM_COUNT)->count, error);
    call_clear(&call);
    return well;
}

// Takes the commands of one logical line.
static bool take_line(struct grade_check *check, const struct shell *shell,
                      const struct reader *reader, struct error *error)
{
    const char *text = buf_text(&reader->text);
    for (size_t at = 0; at <= reader->text.length; at += strlen(text + at) + 1)
        if (text[at + strspn(text + at, " \t\n")] && !take_command(check, shell, text + at, error))
            return false;
    return true;
}

static bool take_lines(struct grade_check *check, const struct shell *shell, struct input *input,
                       struct error *error)
{
    struct reader reader = READER_EMPTY;
    enum input_result result = INPUT_LINE;
    bool well = true;
    while (well && result == INPUT_LINE) {
        result = reader_next(&reader, input, "", error);
        if (result == INPUT_LINE)
            well = take_line(check, shell, &reader, error) ||
                   refuse_line(input->name, reader.first_line, error);
    }
    reader_clear(&reader);
    if (well && result != INPUT_END && result != INPUT_INTERRUPTED)
        return refuse_line(input->name, input->line, error);
    return well;
}

bool grade_check_read(struct grade_check *check, struct buf *text, const char *path,
                      struct error *error)
{
    static const struct host nowhere;
    struct shell_options options = {.color = 'n'};
    if (!read_file(path, text, error) ||
        !grade_check_init(check, path, buf_text(text), text->length, error))
        return false;
    struct shell *shell = shell_create(&nowhere, &commands, &options, error);
    struct input_text input = input_text(buf_text(text), text->length, path);
    check->is_lesson = is_lesson(text);
    bool well = shell && (check->is_lesson ? read_steps(check, shell, text, path, error)
                                           : take_lines(check, shell, &input.input, error));
    shell_free(shell);
    if (well && check->count == 0) {
        error_set(error, "'%s' asks nothing", error_quote(path, strlen(path)).text);
        return error_hint(error,
                          "it needs expectations, as in 'expect loss < 0.01', or begins with "
                          "'title' and is a lesson");
    }
    return well;
}
