// SPDX-License-Identifier: GPL-3.0-or-later
// The commands about files: source, save, load, record. A script may source others; one that
// would run itself again, or is nested too deeply, is refused before it runs, with the chain of scripts.
//
// `load` runs its file like a script, on a session of its own and with the shell set to accept
// nothing but commands that set state. Only when the last line has been run does that session take
// the old one's place; so whatever is wrong with the file, nothing has changed.
#include <string.h>
#include <strings.h>

#include "session/outcome.h"
#include "session/session.h"
#include "session/fit.h"
#include "shell/call.h"
#include "shell/record.h"
#include "shell/recording.h"
#include "shell/report.h"
#include "shell/answer_state.h"
#include "shell/commands.h"
#include "shell/load_session.h"
#include "shell/loop.h"
#include "shell/play_begin.h"
#include "shell/play_restore.h"
#include "shell/shell.h"
#include "shell/write_file.h"
#include "view/session_script.h"

// Whether [input] is one of the scripts that are open now.
static bool is_open(const struct shell *shell, const struct input *input)
{
    for (size_t i = 0; i < shell->input_count; i++)
        if (input->file != 0 && shell->inputs[i]->file == input->file &&
            shell->inputs[i]->device == input->device)
            return true;
    return false;
}

// Opens the script at [path], which the command names at [file]. NULL with [error] set and placed.
static struct input *open_script(struct shell *shell, const char *path, const struct argument *file,
                                 struct error *error)
{
    if (shell->input_count == SHELL_SOURCES_MOST) {
        error_at(error, file->at, file->length, "scripts run scripts more than %d deep",
                 SHELL_SOURCES_MOST);
        error_hint(error, "one of them may run itself, directly or through another one");
        return NULL;
    }
    struct input *input = host_open_script(shell->host, path, error);
    if (!input)
        error_place(error, file->at, file->length);
    else
        recording_reads(shell, path);
    return input;
}

// What went wrong inside a script was reported where it happened, with the chain of sources.
static bool fail_quietly(const char *what, struct error *error)
{
    error_set(error, "%s", what);
    error->quiet = true;
    return false;
}

// Whether [path] leads to the file called [other], which may be NULL.
static bool is_file(const struct shell *shell, const char *path, const char *other)
{
    const struct host *host = shell->host;
    return other && host_is_same_file(host, path, other);
}

static command_function run_source;

enum { SOURCE_FILE, SOURCE_QUIET };

const struct command source_command = {
    .name = "source",
    .topic = TOPIC_FILES,
    .params = {[SOURCE_FILE] = {"FILE", PARAM_FILE, .flags = PARAM_REQUIRED},
               [SOURCE_QUIET] = {"quiet", PARAM_SWITCH, .flags = PARAM_KEYWORD, .value = ""}},
    .summary = "run a script",
    .details = "A script holds commands as you type them; # begins a comment. It stops at\n"
               "its first failed command. At a prompt each comment and command is shown\n"
               "before its answer, and at a blank line of the script it waits for Enter; q\n"
               "or Ctrl-C leaves it there. With 'quiet' only the answers are shown, and\n"
               "nothing waits.",
    .example = "source first.nn\nshow epoch\n",
    .flags = COMMAND_PLAIN,
    .reveals = REVEALS_YES,
    .run = run_source,
};

// Runs the script. One that is sourced by a person, or by a script that teaches, teaches too.
static bool follow(struct shell *shell, struct input *input, bool is_quiet, struct error *error)
{
    const struct input *from = shell->inputs[shell->input_count - 1];
    input->teaches = !is_quiet && (from->is_interactive || from->teaches);
    shell->has_shown = shell->has_shown && !from->is_interactive;
    shell->has_waited = shell->has_waited && !from->is_interactive;
    bool well = shell_run(shell, input);
    shell->leaves = shell->leaves && !from->is_interactive;
    return well || fail_quietly("the script failed", error);
}

static bool run_source(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *file = &call->arguments[SOURCE_FILE];
    struct input *input = open_script(shell, file->text, file, error);
    bool well = false;
    if (!input)
        return false;
    if (is_open(shell, input))
        error_at(error, file->at, file->length,
                 "this script is running already: it would run "
                 "itself forever");
    else if (shell->record && is_file(shell, file->text, shell->record->path))
        error_at(error, file->at, file->length,
                 "this script is being recorded: it would run itself forever");
    else
        well = follow(shell, input, call->arguments[SOURCE_QUIET].given, error);
    input->close(input);
    return well;
}

// Whether the file's name is that of a table, where a saved session is meant. Then says so.
static bool is_table(const struct argument *file, struct error *error)
{
    const char *ending = file->given ? strrchr(file->text, '.') : NULL;
    return ending && strcasecmp(ending, ".csv") == 0 &&
           !error_at(error, file->at, file->length,
                     "a .csv file is a table of data, not a saved session");
}

// ---- save ---------------------------------------------------------------------------------------

static command_function run_save;

enum { SAVE_FILE };

const struct command save_command = {
    .name = "save",
    .topic = TOPIC_FILES,
    .params = {[SAVE_FILE] = {"FILE", PARAM_FILE, .flags = PARAM_REQUIRED}},
    .summary = "write the whole session to a file",
    .details = "The file is a script of commands that set state, with every number exact:\n"
               "data, settings, network, weights, the optimizer's state, how far training\n"
               "has come, your names, watches and breaks. The timeline with its marks and\n"
               "the curve of 'plot loss' are not saved. After 'load FILE' training continues\n"
               "exactly, to the bit. A table is named and not copied, unless it has changed\n"
               "since it was read. The new file is written under another name and then\n"
               "renamed, so the file is always the whole old one or the whole new one.",
    .example = "init\ntrain 500 every=500\nsave model.nn\n",
    .reveals = REVEALS_ELSEWHERE,
    .run = run_save,
};

// The loss over all the data, if there is one; nothing of the session changes but the probe.
static bool find_loss(struct session *session, double *loss)
{
    struct error ignored;
    return session->network &&
           fit_check(session->network, session->data, session->settings.loss, &ignored) &&
           session_loss_of(session, session->data->x, session->data->y, loss, &ignored);
}

// Notes that the present session is in a file; this matters only if a person types.
static void note_saved(struct shell *shell)
{
    if (shell->inputs[0]->is_interactive)
        shell->saved = shell_digest(shell);
}

// If a file of data is in the folder of [path], or below it, names it relative to that folder.
static void put_beside(const struct host *host, const char *path, struct buf *text)
{
    struct buf full = BUF_EMPTY;
    if (host_full_path(host, path, &full)) {
        *strrchr(full.data, '/') = '\0';
        script_beside(text, full.data);
    }
    buf_free(&full);
}

// Fills [text] with the whole session. False with [error] set when it was stopped, or memory ran out.
static bool put_session(struct shell *shell, struct buf *text, struct error *error)
{
    double loss;
    script_head(text, shell->session, find_loss(shell->session, &loss) ? &loss : NULL);
    if (!shell_script(shell, text, shell->host->stop)) {
        shell->interrupted = true;
        return error_set(error, "interrupted: nothing was written, and a file that was there "
                                "before is unchanged");
    }
    return !text->failed || error_memory(error);
}

static bool run_save(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *file = &call->arguments[SAVE_FILE];
    const struct host *host = shell->host;
    struct buf text = BUF_EMPTY;
    if (is_table(file, error))
        return error_hint(error, "choose another name, as in 'save model.nn'");
    if (!write_file_check(shell, file->text, error))
        return error_place(error, file->at, file->length);
    bool has_data = shell_has_data(shell);
    bool well = put_session(shell, &text, error);
    put_beside(host, file->text, &text);
    well = well && (write_file(shell, file->text, &text, error) ||
                    error_place(error, file->at, file->length));
    if (well) {
        note_saved(shell);
        buf_printf(&shell->out, "saved %s: ", file->text);
        answer_extent(shell);
        buf_puts(&shell->out, "\n");
    }
    if (well && !has_data)
        buf_printf(&shell->out,
                   "it contains the data themselves, since %s has changed since it was read\n",
                   shell->session->data->name);
    buf_free(&text);
    return well;
}

// ---- load ---------------------------------------------------------------------------------------

static command_function run_load;

enum { LOAD_FILE, LOAD_TABLE };

const struct command load_command = {
    .name = "load",
    .topic = TOPIC_FILES,
    .params = {[LOAD_FILE] = {"FILE", PARAM_FILE, .flags = PARAM_OPTIONAL},
               [LOAD_TABLE] = {"data", PARAM_FILE, .flags = PARAM_OPTION, .value = "TABLE"}},
    .summary = "continue from a saved session",
    .details = "Everything becomes as it was saved; what you typed stays in the history.\n"
               "Only commands that set state are accepted, whatever the file says, and if\n"
               "one fails nothing changes. Without a file, 'load' takes your last session\n"
               "that was kept automatically, when you left without saving or the program was\n"
               "ended. A table that the session was trained on is read again, from where it\n"
               "was or from the folder of the saved file; if it is gone, data=OTHER.csv\n"
               "takes another one with the same columns.",
    .example = "init\ntrain 500 every=500\nsave model.nn\ninit seed=2\nload model.nn\n",
    .flags = COMMAND_PLAIN | COMMAND_ALONE_DIFFERS,
    .reveals = REVEALS_ELSEWHERE,
    .run = run_load,
};

// Makes the loaded session the shell's: in the lesson that it was saved in, or, where it was in none, in
// the place of the student's own.
static void take_loaded(struct shell *shell, struct session *loaded)
{
    if (shell->restoring && play_restore(shell, loaded))
        return;
    if (shell->play)
        play_leave(shell);
    session_replace(shell->session, loaded);
}

static bool load(struct shell *shell, struct input *input, struct error *error)
{
    struct session *loaded = load_session(shell, input, error);
    if (loaded)
        take_loaded(shell, loaded);
    return loaded != NULL;
}

// Loads the file with its table of data, or the one in [data], in place of the other.
static bool load_with(struct shell *shell, const char *path, const struct argument *file,
                      const struct argument *data, struct error *error)
{
    struct input *input = open_script(shell, path, file, error);
    shell->other_data = data->given ? data->text : NULL;
    shell->took_other = false;
    bool well = input && load(shell, input, error);
    shell->other_data = NULL;
    if (input)
        input->close(input);
    return well;
}

static bool run_load(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *file = &call->arguments[LOAD_FILE];
    const struct host *host = shell->host;
    const char *path = file->given ? file->text : host_kept_session(host, error);
    if (!path)
        return false;
    if (is_table(file, error))
        return error_hint(error, "'data %s' reads it", error_quote(path, strlen(path)).text);
    if (!load_with(shell, path, file, &call->arguments[LOAD_TABLE], error))
        return false;
    if (file->given)
        note_saved(shell);
    buf_printf(&shell->out, "loaded %s: ", path);
    answer_extent(shell);
    buf_puts(&shell->out, "\n");
    return true;
}

// ---- record -------------------------------------------------------------------------------------

static command_function run_record;

enum { RECORD_FILE };

const struct command record_command = {
    .name = "record",
    .topic = TOPIC_FILES,
    .params = {[RECORD_FILE] = {"FILE", PARAM_FILE, .flags = PARAM_OPTIONAL}},
    .summary = "keep what you type as a script: FILE, or off",
    .details = "From here on each command that succeeds is written to the file, which\n"
               "'source' or 'nnsh FILE' then runs. If the session is not a fresh one, the\n"
               "file begins with what 'save' would write, and if you go back to before the\n"
               "record began, that state is written. If you stop a run with Ctrl-C, the part\n"
               "that was done is written. A file that exists already is not overwritten.\n"
               "'record off' ends the record; 'record' on its own says whether one is being\n"
               "kept.",
    .example = "record\n",
    .flags = COMMAND_PLAIN | COMMAND_RECORDS,
    .reveals = REVEALS_NO,
    .run = run_record,
};

// Says whether a record is kept.
static void show_record(struct shell *shell)
{
    if (shell->record)
        buf_printf(&shell->out, "recording to %s; 'record off' ends it\n", shell->record->path);
    else
        buf_puts(&shell->out, "nothing is being recorded; 'record FILE' begins a record\n");
}

static bool run_record(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *file = &call->arguments[RECORD_FILE];
    bool is_off = call_argument_is(call, file, "off");
    if (file->given && !is_off && shell->record) {
        error_set(error, "a record is being kept already, in %s", shell->record->path);
        return error_hint(error, "'record off' ends it");
    }
    if (is_off && shell->record) {
        buf_printf(&shell->out, "recorded %s\n", shell->record->path);
        shell->record->close(shell->record);
        shell->record = NULL;
    } else if (!file->given || is_off) {
        show_record(shell);
    } else {
        struct buf head = BUF_EMPTY;
        const struct host *host = shell->host;
        bool well = recording_begin(shell, &head, error);
        if (well)
            shell->record = host_open_record(host, file->text, buf_text(&head), head.length, error);
        buf_free(&head);
        if (!shell->record)
            return error_place(error, file->at, file->length);
        recording_reads(shell, shell->session->data->file); // by its first lines
        show_record(shell);
    }
    return true;
}
