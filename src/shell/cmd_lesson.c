// SPDX-License-Identifier: GPL-3.0-or-later
// The command lesson: the list of lessons, beginning one or going on with it, and leaving it.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/words.h"
#include "shell/call.h"
#include "shell/commands.h"
#include "shell/find_lesson.h"
#include "shell/play.h"
#include "shell/play_begin.h"
#include "shell/play_keep.h"
#include "shell/shell.h"
#include "shell/write_file.h"
#include "lesson/grade.h"
#include "session/session.h"

static const struct command *const part_rows[] = {LESSON_PARTS(COMMAND_ROW)};
static const struct command_table parts = {part_rows, sizeof part_rows / sizeof *part_rows};

static command_function run_lesson;

enum { NAME, STEP, VARIANT, AS, FRESH, VERSION };

const struct command lesson_command = {
    .name = "lesson",
    .topic = TOPIC_LEARN,
    .params = {[NAME] = {"NAME", PARAM_LESSON, .flags = PARAM_OPTIONAL},
               [STEP] = {"step", PARAM_COUNT, .flags = PARAM_OPTION, .value = "N", .least = 1},
               [VARIANT] = {"variant", PARAM_COUNT, .flags = PARAM_OPTION, .value = "N"},
               [AS] = {"as", PARAM_WORD, .flags = PARAM_OPTION, .value = "WHO"},
               [FRESH] = {"fresh", PARAM_SWITCH, .flags = PARAM_KEYWORD, .value = ""},
               [VERSION] = {"version", PARAM_WORD, .flags = PARAM_OPTION | PARAM_QUIET,
                            .value = "HASH"}},
    .summary = "learn by doing: list the lessons, begin or continue one",
    .details = "On its own it lists the lessons; in one it shows the open step again. With a\n"
               "name, or a file's, it begins that lesson, or continues it where you left;\n"
               "fresh starts from the beginning, step= goes to any step. A lesson has a session\n"
               "of its own: yours is kept, and 'lesson off' brings it back. Every command works\n"
               "as it always does. 'hint' helps, 'skip' shows the solution, 'retry' goes back\n"
               "to the step's beginning. Some lessons have variants with other numbers: as=WHO\n"
               "takes the one for that name.",
    .example = "lesson forward\n",
    .is_whole_word = true,
    .parts = &parts,
    .reveals = REVEALS_NO,
    .run = run_lesson,
};

// ---- the list -----------------------------------------------------------------------------------

enum { NAME_COLUMNS = 8, STATE_SIZE = 80 };

// How far the person came in the lesson, or how long it takes where nothing is kept of it.
static void say_state(const struct shell *shell, const struct lesson *lesson,
                      char state[STATE_SIZE])
{
    struct progress progress;
    if (!play_kept_progress(shell, lesson->name, &progress)) {
        snprintf(state, STATE_SIZE, "%2zu min", lesson->minutes);
        return;
    }
    size_t count = strlen(progress.results);
    if (progress_is_done(&progress))
        snprintf(state, STATE_SIZE, "done %zu of %zu, %zu at first try", count, count,
                 progress.best);
    else
        snprintf(state, STATE_SIZE, "%sat step %zu of %zu", progress.was_done ? "done, now " : "",
                 progress.step, count);
    progress_clear(&progress);
}

// Appends a line for each lesson, its state padded to that many columns, and finds how many the widest takes.
static bool put_lessons(struct shell *shell, struct buf *out, size_t columns, size_t *widest,
                        struct error *error)
{
    bool is_file;
    for (size_t i = 0; find_lesson_name(i); i++) {
        struct lesson *lesson = find_lesson(shell, find_lesson_name(i), &is_file, error);
        char state[STATE_SIZE];
        if (!lesson)
            return false;
        say_state(shell, lesson, state);
        *widest = size_max(*widest, strlen(state));
        buf_printf(out, "%-*s  %-*s  %s\n", NAME_COLUMNS, lesson->name, (int)columns, state,
                   lesson->title);
        lesson_free(lesson);
    }
    return true;
}

static bool list_lessons(struct shell *shell, struct error *error)
{
    struct buf measured = BUF_EMPTY;
    size_t widest = 0;
    bool well = put_lessons(shell, &measured, 0, &widest, error);
    buf_free(&measured);
    if (!well || !put_lessons(shell, &shell->out, widest, &widest, error))
        return false;
    buf_puts(&shell->out, "'lesson NAME' begins one, or continues it.\n");
    return true;
}

// ---- beginning ----------------------------------------------------------------------------------

// Chooses the variant that the command asks for. False with [error] set.
static bool choose_variant(const struct shell *shell, const struct lesson *lesson,
                           const struct call *call, size_t *variant, struct error *error)
{
    const struct argument *number = &call->arguments[VARIANT], *who = &call->arguments[AS];
    *variant = who->given ? lesson_variant_of(lesson, who->text) : lesson->variants[0];
    if (!number->given || (shell->graded && who->given))
        return true; // of an answer that is graded, the name decides
    *variant = number->count;
    if (lesson_has_variant(lesson, number->count))
        return true;
    struct buf list = BUF_EMPTY;
    for (size_t i = 0; i < lesson->variant_count; i++)
        buf_printf(&list, " %zu", lesson->variants[i]);
    error_at(error, number->at, number->length, "the lesson %s has no variant %zu", lesson->name,
             number->count);
    error_hint(error, "it has%s", buf_text(&list));
    buf_free(&list);
    return false;
}

static bool is_same_text(const char *one, const char *other)
{
    return one && other ? strcmp(one, other) == 0 : one == other;
}

// Whether the command goes on with what is kept, which it does not where it asks for something else.
static bool goes_on(const struct lesson *lesson, const struct call *call,
                    const struct progress *kept, size_t variant)
{
    const struct argument *arguments = call->arguments;
    bool is_other = (arguments[VARIANT].given || arguments[AS].given) &&
                    (variant != kept->variant ||
                     !is_same_text(arguments[AS].given ? arguments[AS].text : NULL, kept->who));
    return !arguments[FRESH].given && !arguments[STEP].given && !is_other &&
           progress_fits(kept, lesson);
}

// Says so where a receipt was written for another text of the lesson.
static void compare_versions(struct shell *shell, const struct lesson *lesson,
                             const struct argument *version)
{
    char now[20];
    snprintf(now, sizeof now, "%016llx", (unsigned long long)lesson->version);
    if (!version->given || strcmp(version->text, now) == 0)
        return;
    static const char note[] = "note: this was typed in another version of the lesson; it is "
                               "played in the one there is\n";
    if (shell->graded)
        shell->grade->is_other_version = true;
    else
        host_note(shell->host, note, strlen(note));
}

// Ties the lesson to the row of the answer that is graded. What the answer did before it began the lesson once
// more does not count, but the name and the variant stay unless others are given.
static void begin_graded(struct shell *shell, const struct call *call, struct progress *progress)
{
    struct grade_row *row = shell->grade;
    const struct argument *who = &call->arguments[AS];
    if (who->given) {
        buf_clear(&row->who);
        buf_puts(&row->who, who->text);
    }
    if (who->given || call->arguments[VARIANT].given || row->variant == 0)
        row->variant = progress->variant;
    progress->variant = row->variant;
    progress->is_graded = true;
    grade_row_restart(row);
}

// Begins the lesson at its first step, or at the one that is asked for. Takes it over.
static bool begin(struct shell *shell, const struct call *call, struct lesson *lesson,
                  const struct progress *kept, struct error *error)
{
    const struct argument *arguments = call->arguments;
    const struct argument *step = &arguments[STEP], *who = &arguments[AS];
    struct progress progress;
    size_t variant;
    bool is_file = strpbrk(arguments[NAME].text, "./");
    struct buf path = BUF_EMPTY; // from the root on, so that it is found from another folder too
    bool well = choose_variant(shell, lesson, call, &variant, error);
    if (well && step->given && step->count > lesson->step_count) {
        error_at(error, step->at, step->length, "the lesson %s has steps 1 to %zu", lesson->name,
                 lesson->step_count);
        well = false;
    }
    if (!host_full_path(shell->host, arguments[NAME].text, &path))
        buf_puts(&path, arguments[NAME].text);
    well = well && progress_init(&progress, lesson, is_file ? buf_text(&path) : NULL, variant,
                                 who->given ? who->text : NULL, error);
    buf_free(&path);
    if (!well) {
        lesson_free(lesson);
        return false;
    }
    if (step->given)
        progress.step = step->count;
    if (shell->graded)
        begin_graded(shell, call, &progress);
    compare_versions(shell, lesson, &arguments[VERSION]);
    progress.was_done = kept && kept->was_done;
    progress.best = kept ? kept->best : 0;
    return play_begin(shell, lesson, &progress, false, error);
}

// Goes on with the lesson where the person left it. Takes lesson and progress over.
static bool go_on(struct shell *shell, struct lesson *lesson, struct progress *kept,
                  struct error *error)
{
    struct session *session = play_kept_session(shell, lesson->name, error);
    free(shell->restoring);
    shell->restoring = NULL;
    if (!session) {
        lesson_free(lesson);
        progress_clear(kept);
        return false;
    }
    if (!play_resume(shell, lesson, kept, session, error))
        return false;
    buf_printf(&shell->out, "%s: continuing at step %zu of %zu\n", shell->play->lesson->title,
               shell->play->progress.step, shell->play->lesson->step_count);
    buf_puts(&shell->out, shell->play->progress.said.length > 0 ? "\n" : "");
    play_show(shell);
    return true;
}

static bool begin_or_go_on(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *name = &call->arguments[NAME];
    bool is_file;
    size_t variant;
    struct progress kept;
    struct lesson *lesson = find_lesson(shell, name->text, &is_file, error);
    if (!lesson)
        return error_place(error, name->at, name->length);
    bool is_kept = shell_has_person(shell) && play_kept_progress(shell, lesson->name, &kept);
    if (!is_kept)
        return begin(shell, call, lesson, NULL, error);
    if (choose_variant(shell, lesson, call, &variant, &(struct error){.what = ""}) &&
        goes_on(lesson, call, &kept, variant))
        return go_on(shell, lesson, &kept, error);
    if (kept.version != lesson->version && !progress_is_done(&kept))
        buf_puts(&shell->out,
                 "The lesson has changed since you left it, so it starts from the beginning.\n");
    bool well = begin(shell, call, lesson, &kept, error);
    progress_clear(&kept);
    return well;
}

static bool run_lesson(struct shell *shell, const struct call *call, struct error *error)
{
    const struct play *play = shell->play;
    for (size_t i = STEP; i <= FRESH && !call->arguments[NAME].given; i++)
        if (call->arguments[i].given) {
            const struct argument *argument = &call->arguments[i];
            return error_at(error, argument->at, argument->length,
                            "name the lesson first, as in 'lesson forward step=3'");
        }
    if (call->arguments[NAME].given)
        return begin_or_go_on(shell, call, error);
    if (!play || play->state == PLAY_OVER)
        return list_lessons(shell, error);
    if (play->state == PLAY_STUCK) {
        error_set(error, "the lesson could not continue");
        return error_hint(error,
                          "'retry' goes back to %s, 'retry clean' begins this step as it was "
                          "meant",
                          play->is_halted ? "where this step began" : "the step before");
    }
    play_show(shell);
    return true;
}

// ---- parts --------------------------------------------------------------------------------------

static command_function run_off;

const struct command lesson_off_command = {
    .name = "lesson off",
    .topic = TOPIC_LEARN,
    .summary = "leave the lesson, and have your own session back",
    .details = "How far you came is kept: 'lesson NAME' continues there. Network, data and\n"
               "settings are again what they were before the lesson.",
    .example = "lesson forward\nlesson off\n",
    .reveals = REVEALS_NO,
    .run = run_off,
};

static bool run_off(struct shell *shell, const struct call *call, struct error *error)
{
    const struct play *play = shell->play;
    (void)call;
    if (!play)
        return error_set(error, "no lesson is open");
    if (play->state == PLAY_OVER)
        buf_printf(&shell->out, "left the lesson %s", play->lesson->name);
    else
        buf_printf(&shell->out, "left the lesson %s at step %zu of %zu%s", play->lesson->name,
                   play->progress.step, play->lesson->step_count,
                   play->keeps && !play->must_keep ? ", which is kept" : "");
    buf_puts(&shell->out, "; your own session is back\n");
    play_leave(shell);
    return true;
}

static command_function run_forget;

enum { FORGET_NAME };

const struct command lesson_forget_command = {
    .name = "lesson forget",
    .topic = TOPIC_LEARN,
    .params = {[FORGET_NAME] = {"NAME", PARAM_LESSON, .flags = PARAM_REQUIRED}},
    .summary = "forget how far you came in a lesson",
    .details = "The next 'lesson NAME' starts from the beginning, and the list no longer says\n"
               "how far you came.",
    .example = "lesson forward\n",
    .reveals = REVEALS_NO,
    .run = run_forget,
};

static bool run_forget(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *name = &call->arguments[FORGET_NAME];
    const struct play *play = shell->play;
    struct progress kept;
    bool is_file;
    struct lesson *lesson = find_lesson(shell, name->text, &is_file, error);
    if (!lesson)
        return error_place(error, name->at, name->length);
    bool is_open = play && play->keeps && strcmp(play->lesson->name, lesson->name) == 0;
    bool is_kept = play_kept_progress(shell, lesson->name, &kept);
    if (is_kept)
        progress_clear(&kept);
    if (is_open)
        error_set(error, "the lesson %s is open", lesson->name),
            error_hint(error,
                       "'lesson off' leaves it, or 'lesson %s fresh' starts it from the beginning",
                       name->text);
    else if (!is_kept)
        error_set(error, "nothing is kept of the lesson %s", lesson->name);
    bool well = is_kept && !is_open && host_keep_lesson(shell->host, lesson->name, NULL, 0, error);
    if (well)
        buf_printf(&shell->out, "forgot how far you came in %s\n", lesson->name);
    lesson_free(lesson);
    return well;
}

// ---- receipt --------------------------------------------------------------------------------------

static command_function run_receipt;

enum { RECEIPT_FILE };

const struct command lesson_receipt_command = {
    .name = "lesson receipt",
    .topic = TOPIC_LEARN,
    .params = {[RECEIPT_FILE] = {"FILE", PARAM_FILE, .flags = PARAM_REQUIRED}},
    .summary = "write what you typed in the lesson, to hand it in",
    .details = "The receipt is a script: the lesson, your name, and what you typed since it\n"
               "began. 'nnsh --grade' plays it again and works out every verdict again, so it\n"
               "claims nothing. Begin a lesson with as=WHO if you are to hand it in.",
    .example = "lesson forward as=Ada\nlesson receipt ada.nn\n",
    .reveals = REVEALS_NO,
    .run = run_receipt,
};

// Appends a word in quotes, as a script may hold it.
static void put_word(struct buf *text, const char *word)
{
    buf_puts(text, "\"");
    for (; *word; word++) {
        buf_puts(text, *word == '"' || *word == '\\' ? "\\" : "");
        buf_add(text, word, 1);
    }
    buf_puts(text, "\"");
}

// Appends the receipt of the lesson that is open.
static void put_receipt(struct shell *shell, struct buf *text)
{
    const struct progress *progress = &shell->play->progress;
    play_clock(shell);
    size_t minutes = (progress->seconds + 59) / 60;
    buf_printf(text,
               "# What was typed in the lesson %s; 'nnsh --grade' plays it again.\n"
               "# It took %zu minute%s.\n",
               progress->name, minutes, plural(minutes));
    buf_puts(text, "lesson ");
    put_word(text, progress->file ? shell->play->lesson->path : progress->name);
    buf_printf(text, " version=%016llx", (unsigned long long)progress->version);
    if (progress->who) {
        buf_puts(text, " as=");
        put_word(text, progress->who);
    }
    buf_printf(text, " variant=%zu\n", progress->variant);
    buf_append(text, &progress->typed);
}

static bool run_receipt(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *file = &call->arguments[RECEIPT_FILE];
    const struct play *play = shell->play;
    struct buf text = BUF_EMPTY;
    if (!play) {
        error_set(error, "no lesson is open, so there is nothing to hand in");
        return error_hint(error, "'lesson NAME as=WHO' begins one");
    }
    put_receipt(shell, &text);
    bool well =
        write_file(shell, file->text, &text, error) || error_place(error, file->at, file->length);
    buf_free(&text);
    if (!well)
        return false;
    size_t open = progress_count(&play->progress, PROGRESS_OPEN);
    buf_printf(&shell->out, "wrote %s: %zu of %zu steps\n", file->text,
               play->lesson->step_count - open, play->lesson->step_count);
    if (!play->progress.who)
        buf_puts(&shell->out, "it names nobody; a lesson that is begun with as=WHO does\n");
    return true;
}
