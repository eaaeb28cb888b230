// SPDX-License-Identifier: GPL-3.0-or-later
// A word without a dot and a slash is a built-in lesson, so that no file of the folder nnsh happens to be
// started in takes a lesson's place.
#include "shell/find_lesson.h"

#include <string.h>

#include "base/suggest.h"
#include "base/words.h"
#include "lesson/lesson.h"
#include "lesson/lesson_files.h"
#include "shell/input.h"
#include "shell/read_lesson.h"
#include "shell/shell.h"

const char *find_lesson_name(size_t index)
{
    return index < lesson_file_count ? lesson_files[index].name : NULL;
}

// Says that no lesson is called so.
static struct lesson *refuse(const char *name, struct error *error)
{
    struct suggestions suggestions;
    suggest_start(&suggestions, name, strlen(name));
    for (size_t i = 0; i < lesson_file_count; i++)
        suggest_consider(&suggestions, lesson_files[i].name);
    error_set(error, "there is no lesson '%s'", error_quote(name, strlen(name)).text);
    if (suggestions.count == 0)
        error_hint(error, "'lesson' lists them; a file's name has a dot or a slash in it");
    suggest_append(&suggestions, error);
    return NULL;
}

static struct lesson *read_builtin(const struct shell *shell, const struct lesson_file *file,
                                   struct error *error)
{
    char path[64];
    struct lesson_source source = {path, file->text, file->length, 1};
    strcpy(path, file->name);
    strcat(path, ".nn");
    return read_lesson_or_fail(shell, &source, error);
}

static struct lesson *read_file(const struct shell *shell, const char *path, struct error *error)
{
    struct buf text = BUF_EMPTY;
    struct lesson *lesson = NULL;
    struct input *input = host_open_script(shell->host, path, error);
    if (input && read_lesson_text(input, &text, error)) {
        struct lesson_source source = {path, buf_text(&text), text.length, 1};
        lesson = read_lesson_or_fail(shell, &source, error);
    }
    if (input)
        input->close(input);
    buf_free(&text);
    return lesson;
}

// The lesson that is graded, where [name] calls it so; the others are not there meanwhile.
static struct lesson *find_graded(const struct shell *shell, const char *name, struct error *error)
{
    struct lesson *lesson = read_lesson_or_fail(shell, shell->graded, error);
    const char *slash = strrchr(name, '/');
    const char *called = slash ? slash + 1 : name;
    size_t length = strcspn(called, ".");
    if (!lesson || text_is(called, length, lesson->name))
        return lesson;
    error_set(error, "this is not an answer to '%s' but to the lesson %s",
              error_quote(name, strlen(name)).text, lesson->name);
    lesson_free(lesson);
    return NULL;
}

struct lesson *find_lesson(const struct shell *shell, const char *name, bool *is_file,
                           struct error *error)
{
    *is_file = strpbrk(name, "./") != NULL;
    if (shell->graded)
        return find_graded(shell, name, error);
    if (*is_file)
        return read_file(shell, name, error);
    for (size_t i = 0; i < lesson_file_count; i++)
        if (strcmp(lesson_files[i].name, name) == 0)
            return read_builtin(shell, &lesson_files[i], error);
    return refuse(name, error);
}
