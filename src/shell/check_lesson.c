// SPDX-License-Identifier: GPL-3.0-or-later
// A lesson is right when a student cannot be stuck in it through no fault of theirs. So each variant is played
// from its beginning in several ways, and what the session is where a step opens must be the same each time,
// to the bit:
//
//   solved    each step by its solution; here the texts, answers and slips are looked at
//   skipped   each step by skip
//   saved     each step saved and loaded before its solution
//   astray    each step after a student went astray and came back by retry
//   clean     the same, by retry clean
//   in a row  solved, in a shell in which other lessons were played before
//
// The lesson's own messages name file and line, so what the shell says when a command fails is the fault.
#include "shell/check_lesson.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/words.h"
#include "lesson/lesson.h"
#include "shell/check_question.h"
#include "shell/input_text.h"
#include "shell/load_session.h"
#include "shell/loop.h"
#include "shell/play.h"
#include "shell/play_begin.h"
#include "shell/play_restore.h"
#include "shell/play_run.h"
#include "shell/play_task.h"
#include "shell/shell.h"
#include "view/matrix_view.h"
#include "view/session_script.h"

enum manner { SOLVED, SKIPPED, SAVED, ASTRAY, CLEAN };

// What was done before something failed that does not fail otherwise.
static const char *const circumstances[] = {
    [SOLVED] = "",
    [SKIPPED] = "",
    [SAVED] = "after the session was saved and loaded here: ",
    [ASTRAY] = "after 'init seed=9', 'data and', 'undo 3' and 'retry': ",
    [CLEAN] = "after 'init seed=9', 'data and', 'undo 5' and 'retry clean': ",
};

// One lesson under check.
struct check {
    struct check_world *world;
    const struct lesson_source *source;
    struct lesson_faults *faults;
    struct shell *shell;
    enum manner manner;
    size_t variant;
    uint64_t *digests; // of the session where each step opened first, and at the end
    size_t told;       // the line that a fault was told of last
    bool is_past; // a detour passed the open step, so what follows has nothing to be compared with
};

static bool has_variants(const struct check *check)
{
    return check->shell->play && check->shell->play->lesson->variant_count > 1;
}

// Tells a fault, with the variant where there are several. Always false.
static bool tell(struct check *check, size_t line, const char *what)
{
    struct error error;
    if (line == check->told)
        return false;
    check->told = line;
    if (has_variants(check))
        error_set(&error, "%s (variant %zu)", what, check->variant);
    else
        error_set(&error, "%s", what);
    check->faults->tell(check->faults->context, line, &error);
    check->faults->count++;
    return false;
}

// Tells what the shell said last as a fault: FILE:LINE:COLUMN: error: what. Always false.
static bool tell_notes(struct check *check, size_t line, const char *otherwise)
{
    const struct buf *notes = check->world->notes;
    const char *text = buf_text(notes), *what = strstr(text, "error: ");
    size_t path = strlen(check->source->path);
    struct buf sentence = BUF_EMPTY;
    if (notes->length > path && strncmp(text, check->source->path, path) == 0 && text[path] == ':')
        line = (size_t)strtoul(text + path + 1, NULL, 10);
    buf_puts(&sentence, circumstances[check->manner]);
    buf_puts(&sentence, what ? what + strlen("error: ") : otherwise);
    sentence.length = strcspn(buf_text(&sentence), "\n");
    if (sentence.data)
        sentence.data[sentence.length] = '\0';
    tell(check, line, buf_text(&sentence));
    buf_free(&sentence);
    return false;
}

// Types the text, and forgets what was answered before.
static bool type(struct check *check, const char *text)
{
    struct input_text input = input_text(text, strlen(text), "typed");
    buf_clear(check->world->answers);
    buf_clear(check->world->notes);
    return shell_run(check->shell, &input.input);
}

static const struct lesson_item *open_item(const struct check *check)
{
    return play_item(check->shell->play);
}

// ---- one step -----------------------------------------------------------------------------------

static bool solve_question(struct check *check, const struct lesson_item *item)
{
    struct buf text = BUF_EMPTY, what = BUF_EMPTY;
    size_t step = check->shell->play->progress.step, line = item->solution_line;
    buf_printf(&text, "answer %s", item->solution);
    bool well = type(check, buf_text(&text));
    bool passes = check->shell->play->progress.step > step;
    if (!passes && !well)
        tell_notes(check, line, "this solution cannot be evaluated");
    if (!passes && well) {
        const char *verdict = buf_text(check->world->answers);
        struct value expected = value_look(&check->shell->play->progress.expected);
        buf_printf(&what, "this solution is not accepted: %.*s; the answer is ",
                   (int)strcspn(verdict, "\n"), verdict);
        matrix_view_value(&what, shell_style(check->shell), &expected);
        tell(check, line, buf_text(&what));
    }
    buf_free(&text);
    buf_free(&what);
    return passes;
}

static bool solve_task(struct check *check, const struct lesson_item *item)
{
    struct buf why = BUF_EMPTY, what = BUF_EMPTY, text = BUF_EMPTY;
    struct error error;
    size_t step = check->shell->play->progress.step, line = item->solution_line;
    play_fill_variant(&text, item->solution, check->variant);
    bool well = type(check, buf_text(&text));
    bool passes = check->shell->play->progress.step > step;
    buf_free(&text);
    if (passes)
        return true;
    if (!well || check->shell->play->is_halted)
        return tell_notes(check, line, "a command of this solution fails");
    play_task_is_done(check->shell, &why, &error);
    buf_printf(&what, "after this solution the step is not done: %s",
               why.length > strlen("not yet: ") ? buf_text(&why) + strlen("not yet: ")
                                                : "its condition does not hold");
    tell(check, line, buf_text(&what));
    buf_free(&why);
    buf_free(&what);
    return false;
}

// Answers the open step as its author would.
static bool solve(struct check *check, const struct lesson_item *item)
{
    return item->kind == LESSON_ASK ? solve_question(check, item) : solve_task(check, item);
}

// Whether the task would be done by any command whatever. Sets [error] where its condition is wrong.
static bool holds_before(struct check *check, const struct lesson_item *item, struct error *error)
{
    struct play *play = check->shell->play;
    if (item->kind != LESSON_DO || !item->expression)
        return false;
    play->has_worked = true;
    bool holds = play_task_is_done(check->shell, NULL, error);
    play->has_worked = false;
    return holds && !item->used;
}

// Looks at what the author wrote about a step that has just opened.
static bool look(struct check *check, const struct lesson_item *item)
{
    struct check_question_fault fault;
    struct error error = ERROR_NONE;
    if (holds_before(check, item, &error))
        return tell(check, item->line, "this 'do' holds before anything is done");
    if (error.what[0])
        return tell(check, item->line, error.what);
    if (item->kind != LESSON_ASK || check_question(check->shell, item, &fault))
        return true;
    return tell(check, fault.line, fault.what);
}

// Saves the session as it is and loads it again.
static bool save_and_load(struct check *check, size_t line)
{
    struct shell *shell = check->shell;
    struct error error = ERROR_NONE;
    struct buf text = BUF_EMPTY;
    buf_clear(check->world->notes);
    shell_script(shell, &text, NULL);
    struct input_text input = input_text(buf_text(&text), text.length, "saved");
    struct session *session = load_session(shell, &input.input, &error);
    // What is restored is this text, which need not be where a student would have it.
    bool well = session && shell->restoring &&
                play_restore_in(shell,
                                &(struct lesson_source){check->source->path, check->source->text,
                                                        check->source->length, 1},
                                session);
    buf_free(&text);
    return well || tell_notes(check, line, "a session saved here cannot be loaded");
}

// Goes astray as a student might, and comes back.
static bool go_astray(struct check *check, const struct lesson_item *item, bool is_clean)
{
    const char *const detours[] = {"init seed=9", "data and", is_clean ? "undo 5" : "undo 3"};
    size_t step = check->shell->play->progress.step;
    for (size_t i = 0; i < sizeof detours / sizeof *detours; i++) {
        type(check, detours[i]);
        check->is_past = check->shell->play->progress.step != step;
        if (check->is_past)
            return true; // that happened to be what the step asks for, and there is no way back
    }
    if (!type(check, is_clean ? "retry clean" : "retry"))
        return tell_notes(check, item->line, "'retry' fails here");
    return true;
}

// Plays the step that is open in that manner. False where that was told as a fault.
static bool play_step(struct check *check, enum manner manner)
{
    const struct lesson_item *item = open_item(check);
    size_t step = check->shell->play->progress.step;
    bool well = true;
    if (manner == SOLVED)
        look(check,
             item); // what is wrong with a step need not keep the next one from being looked at
    if (manner == SKIPPED)
        return type(check, "skip") || tell_notes(check, item->line, "'skip' fails here");
    if (manner == SAVED)
        well = save_and_load(check, item->line);
    if (manner >= ASTRAY)
        well = go_astray(check, item, manner == CLEAN);
    if (!well || check->shell->play->progress.step != step)
        return well;
    if (script_digest(check->shell->session) != check->digests[step - 1])
        return tell(check, item->line,
                    manner == SAVED    ? "saving and loading changes the session here"
                    : manner == CLEAN  ? "'retry clean' does not lead to where this step began"
                    : manner == ASTRAY ? "'retry' does not lead to where this step began"
                                       : "the session is another one each time");
    return solve(check, open_item(check));
}

// ---- whole plays --------------------------------------------------------------------------------

// Plays the lesson that is open to its end.
static bool play_to_end(struct check *check, enum manner manner)
{
    struct play *play = check->shell->play;
    while (open_item(check)) {
        size_t step = play->progress.step, line = open_item(check)->line;
        uint64_t digest = script_digest(check->shell->session);
        if (manner == SOLVED && check->digests[step - 1] == 0)
            check->digests[step - 1] = digest;
        if (!play_step(check, manner))
            return false;
        if (check->is_past)
            return true;
        play = check->shell->play;
        if (play->progress.step == step)
            return tell(check, line, "the lesson does not continue after this step");
    }
    if (play->state == PLAY_STUCK)
        return tell_notes(check, play->lesson->items[play->at].line,
                          "the lesson cannot continue from here");
    uint64_t digest = script_digest(check->shell->session);
    uint64_t *last = &check->digests[play->lesson->step_count];
    if (manner == SOLVED && *last == 0)
        *last = digest;
    return digest == *last || manner == SKIPPED ||
           tell(check, play->lesson->items[play->lesson->item_count - 1].line,
                "the lesson ends in another state than by its solutions");
}

// Begins the lesson in the shell and plays it in that manner.
static bool play(struct check *check, struct shell *shell, enum manner manner)
{
    struct error error = ERROR_NONE;
    struct progress progress;
    struct lesson *lesson = read_lesson_or_fail(shell, check->source, &error);
    check->shell = shell;
    check->manner = manner;
    check->is_past = false;
    buf_clear(check->world->notes);
    if (lesson &&
        progress_init(&progress, lesson, check->source->path, check->variant, NULL, &error)) {
        if (play_begin(shell, lesson, &progress, false, &error))
            return play_to_end(check, manner);
        return tell_notes(check, 1, error.what);
    }
    lesson_free(lesson);
    return tell(check, 1, error.what);
}

static struct shell *make_shell(struct check *check)
{
    struct error error = ERROR_NONE;
    const struct shell_options options = {.color = 'n', .kernel = check->world->kernel};
    struct shell *shell =
        shell_create(check->world->host, check->world->commands, &options, &error);
    if (!shell)
        tell(check, 1, error.what);
    return shell;
}

// Plays the lesson in a fresh shell.
static bool play_alone(struct check *check, enum manner manner)
{
    struct shell *shell = make_shell(check);
    bool well = shell && play(check, shell, manner);
    shell_free(shell);
    check->shell = NULL;
    return well;
}

// Whether the variant is right in every manner.
static bool check_variant(struct check *check)
{
    clock_t begun = clock();
    size_t faults = check->faults->count;
    if (!play_alone(check, SOLVED) || check->faults->count > faults)
        return false;
    if (clock() - begun > CHECK_SECONDS_MOST * CLOCKS_PER_SEC)
        return tell(check, 1, "the lesson takes more than 10 seconds of one core");
    bool well = play_alone(check, SKIPPED) && play_alone(check, SAVED) &&
                play_alone(check, ASTRAY) && play_alone(check, CLEAN);
    if (well && !check->world->row)
        check->world->row = make_shell(check);
    return well && check->world->row && play(check, check->world->row, SOLVED);
}

static size_t count_kind(const struct lesson *lesson, enum lesson_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < lesson->item_count; i++)
        count += lesson->items[i].kind == kind;
    return count;
}

static void put_count(struct buf *out, size_t count, const char *one)
{
    buf_printf(out, ", %zu %s%s", count, one, plural(count));
}

void check_lesson(struct check_world *world, const struct lesson_source *source,
                  struct lesson_faults *faults, struct buf *summary)
{
    struct check check = {.world = world, .source = source, .faults = faults};
    struct shell *shell = make_shell(&check);
    struct lesson *lesson = shell ? read_lesson(shell, source, faults) : NULL;
    shell_free(shell);
    if (!lesson)
        return;
    check.digests = calloc(lesson->step_count + 1, sizeof *check.digests);
    buf_printf(summary, "%zu step%s", lesson->step_count, plural(lesson->step_count));
    put_count(summary, count_kind(lesson, LESSON_ASK), "question");
    put_count(summary, count_kind(lesson, LESSON_DO), "task");
    put_count(summary, lesson->variant_count, "variant");
    for (size_t i = 0; check.digests && i < lesson->variant_count; i++) {
        check.variant = lesson->variants[i];
        memset(check.digests, 0, (lesson->step_count + 1) * sizeof *check.digests);
        check_variant(&check);
    }
    if (!check.digests)
        tell(&check, 1, "memory ran out");
    free(check.digests);
    lesson_free(lesson);
}
