// SPDX-License-Identifier: GPL-3.0-or-later
// `data file`: a table from a file. The recipe notes where the file was found, in full, so that what
// is saved can be loaded from any folder. A file may have moved together with the script that names
// it, so it is looked for in the script's folder too: first there if the name is what `save` noted,
// otherwise first in the present folder, like every other file.
#include <stdio.h>
#include <string.h>

#include "base/words.h"
#include "data/csv.h"
#include "data/source.h"
#include "shell/call.h"
#include "shell/commands.h"
#include "shell/recording.h"
#include "shell/use_data.h"
#include "shell/shell.h"

static command_function run_data_file;

enum { TABLE, TARGETS, DROP, TEXT, ONEHOT, MISSING, MISSING_AS, DECIMAL, SIZE, CHECKSUM };

const struct command data_file_command = {
    .name = "data file",
    .topic = TOPIC_MAKE,
    .params = {[TABLE] = {"FILE", PARAM_FILE, .flags = PARAM_REQUIRED},
               [TARGETS] = {"targets", PARAM_WORD, .flags = PARAM_OPTION, .value = "COL"},
               [DROP] = {"drop", PARAM_WORD, .flags = PARAM_OPTION, .value = "COL"},
               [TEXT] = {"text", PARAM_WORD, .flags = PARAM_OPTION, .value = "COL"},
               [ONEHOT] = {"onehot", PARAM_WORD, .flags = PARAM_OPTION, .value = "HOW"},
               [MISSING] = {"missing", PARAM_WORD, .flags = PARAM_OPTION, .value = "HOW"},
               [MISSING_AS] = {"missing-as", PARAM_WORD, .flags = PARAM_OPTION, .value = "TEXT"},
               [DECIMAL] = {"decimal", PARAM_WORD, .flags = PARAM_OPTION, .value = "HOW"},
               [SIZE] = {"size", PARAM_COUNT, .flags = PARAM_OPTION | PARAM_QUIET, .value = "N"},
               [CHECKSUM] = {"checksum", PARAM_WORD, .flags = PARAM_OPTION | PARAM_QUIET,
                             .value = "HEX"}},
    .summary = "load a table: CSV from a spreadsheet or program, or ARFF",
    .details = "Separator, header, decimal commas, # comments, ARFF, Orange and R are\n"
               "recognized. The target is the last column, or targets=first, a number (the\n"
               "last N) or NAME,NAME; drop=NAME,NAME leaves columns out. Text becomes\n"
               "classes: 0 and 1 for two, else one-hot; text=NAME makes classes of any\n"
               "column, onehot=yes of a target's numbers. A missing value (empty, NA, ?,\n"
               "#N/A, ...) is an error: missing=drop leaves its row out, missing=mean fills\n"
               "in the mean; missing-as=\"-999, x\" names other marks. decimal=comma or point\n"
               "says how to read 1.234. Names, dates, row numbers and large constants are\n"
               "left out and listed. - reads a pipe; size, checksum: for saved sessions.",
    .example = "data flowers.csv\n",
    .flags = COMMAND_TAKES_FILE | COMMAND_SETS_STATE,
    .reveals = REVEALS_NO,
    .run = run_data_file,
};

// A file being read, for the live line.
struct loading {
    struct shell *shell;
    const char *name;
    size_t size; // of the file, or 0
    double begun, shown;
};

static void show_loading(void *context, uint64_t bytes, size_t rows)
{
    struct loading *loading = context;
    const struct host *host = loading->shell->host;
    double now = host_seconds(host);
    char line[200], share[20] = "";
    if (now - loading->begun < 0.3 || now - loading->shown < 0.1)
        return;
    loading->shown = now;
    if (loading->size > 0)
        snprintf(share, sizeof share, "%.0f%%  ", 100.0 * (double)bytes / (double)loading->size);
    snprintf(line, sizeof line, "%.60s  %s%zu rows  Ctrl-C stops", loading->name, share, rows);
    host_status(host, line);
}

// Reads a word of a short list; [usual] where it is not given.
static bool read_choice(const struct argument *argument, const char *const words[], int usual,
                        int *choice, struct error *error)
{
    *choice = usual;
    if (!argument->given)
        return true;
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], argument->text) == 0) {
            *choice = i;
            return true;
        }
    struct buf all = BUF_EMPTY;
    for (int i = 0; words[i]; i++)
        buf_printf(&all, "%s%s", i == 0 ? "" : words[i + 1] ? ", " : " or ", words[i]);
    struct quoted quoted = error_quote(argument->text, strlen(argument->text));
    error_at(error, argument->at, argument->length, "'%s' must be %s", quoted.text, buf_text(&all));
    buf_free(&all);
    return false;
}

// Whether stdin holds the commands themselves.
static bool is_stdin_taken(const struct shell *shell)
{
    for (size_t i = 0; i < shell->input_count; i++) {
        const char *name = shell->inputs[i]->name;
        if (shell->inputs[i]->is_interactive || !name || strcmp(name, "stdin") == 0)
            return true;
    }
    return false;
}

static bool read_options(const struct call *call, struct csv_options *options, struct error *error)
{
    static const char *const onehot[] = {"auto", "yes", "no", NULL};
    static const char *const missing[] = {"error", "drop", "mean", NULL};
    static const char *const decimal[] = {"auto", "point", "comma", NULL};
    int how_onehot, how_missing, how_decimal;
    options->targets = call->arguments[TARGETS].text;
    options->drop = call->arguments[DROP].text;
    options->text = call->arguments[TEXT].text;
    options->missing_as = call->arguments[MISSING_AS].text;
    if (!read_choice(&call->arguments[ONEHOT], onehot, CSV_ONEHOT_AUTO, &how_onehot, error) ||
        !read_choice(&call->arguments[MISSING], missing, CSV_MISSING_REFUSE, &how_missing, error) ||
        !read_choice(&call->arguments[DECIMAL], decimal, CSV_DECIMAL_AUTO, &how_decimal, error))
        return false;
    options->decimal = (enum csv_decimal)how_decimal;
    options->onehot = (enum csv_onehot)how_onehot;
    options->missing = (enum csv_missing)how_missing;
    return true;
}

// Appends the place of [name] in the folder of the script that is running.
static void put_beside_script(const struct shell *shell, const char *name, struct buf *path)
{
    const char *script = shell->inputs[shell->input_count - 1]->name;
    const char *slash = script ? strrchr(script, '/') : NULL;
    buf_add(path, script, slash ? (size_t)(slash + 1 - script) : 0);
    buf_puts(path, name);
}

// Opens the file called [name] and writes where it was found into [path]. [is_noted]: as `save` wrote
// it. NULL with [error] set.
static struct source *open_file(const struct shell *shell, const char *name, bool is_noted,
                                struct buf *path, struct error *error)
{
    const struct host *host = shell->host;
    const char *slash = strrchr(name, '/');
    struct buf beside = BUF_EMPTY;
    bool is_full = name[0] == '/';
    bool has_other = strcmp(name, "-") != 0 && (is_noted || !is_full);
    if (has_other)
        put_beside_script(shell, is_full ? slash + 1 : name, &beside);
    bool other_first = has_other && is_noted && !is_full;
    const char *places[] = {other_first ? buf_text(&beside) : name, other_first ? name
                                                                    : has_other ? buf_text(&beside)
                                                                                : NULL};
    struct error second = ERROR_NONE;
    struct source *source = host_open_data(host, places[0], error);
    buf_puts(path, places[0]);
    if (!source && places[1] && (source = host_open_data(host, places[1], &second))) {
        buf_clear(path);
        buf_puts(path, places[1]);
    }
    if (source && (path->failed || beside.failed)) {
        error_memory(error);
        source->close(source);
        source = NULL;
    }
    buf_free(&beside);
    return source;
}

// Says what to do about a file that a saved session names and that is not there.
static struct source *refuse_noted(const struct shell *shell, struct error *error)
{
    error_hint(error, "put it back, there or beside the saved session%s",
               shell->loads ? "; 'load FILE data=OTHER.csv' takes another table in its place" : "");
    return NULL;
}

// Opens the file the command names, or what `load data=` gives in its place; where it was found
// goes into [path]. NULL with [error] set.
static struct source *find_file(struct shell *shell, const struct call *call, struct buf *path,
                                struct error *error)
{
    const char *name = call->arguments[TABLE].text;
    bool is_noted = call->arguments[CHECKSUM].given;
    if (strcmp(name, "-") == 0 && is_stdin_taken(shell)) {
        error_set(error, "stdin holds the commands, so it cannot hold the data too");
        error_hint(error, "in a script, 'data -' reads what is piped: PRODUCER | nnsh SCRIPT");
        return NULL;
    }
    if (shell->loads && shell->other_data) {
        shell->took_other = true;
        buf_puts(path, shell->other_data);
        return host_open_data(shell->host, shell->other_data, error);
    }
    struct source *source = open_file(shell, name, is_noted, path, error);
    return source || !is_noted ? source : refuse_noted(shell, error);
}

// Reads the open file, and closes it. NULL with [error] set.
static struct dataset *load(struct shell *shell, struct source *source, const char *path,
                            struct csv_options *options, struct csv_report *report,
                            struct error *error)
{
    const struct host *host = shell->host;
    bool is_shown = host_has_status(host);
    struct loading loading = {.shell = shell, .name = path, .size = source->size};
    loading.begun = is_shown ? host_seconds(host) : 0;
    options->memory = host_memory(host);
    options->progress = is_shown ? show_loading : NULL;
    options->context = &loading;
    struct dataset *data = csv_read(source, options, report, error);
    shell->interrupted |= source->interrupted;
    source->close(source);
    if (is_shown)
        host_status(host, "");
    return data;
}

// Appends the text in quotes, as scan_string reads it.
static void put_quoted(struct buf *out, const char *text)
{
    buf_puts(out, "\"");
    for (; *text; text++)
        buf_printf(out, "%s%c", *text == '"' || *text == '\\' ? "\\" : "", *text);
    buf_puts(out, "\"");
}

// Notes in [data] which file it is from, by a path that finds it from any folder.
static bool note_file(const struct shell *shell, struct dataset *data, const char *path,
                      const struct csv_report *report, struct error *error)
{
    struct buf full = BUF_EMPTY;
    const struct host *host = shell->host;
    bool is_known = host_full_path(host, path, &full);
    data->file = strdup(is_known ? buf_text(&full) : path);
    data->file_bytes = report->bytes;
    data->file_checksum = report->checksum;
    buf_free(&full);
    return data->file || error_memory(error);
}

// Names the set by its file and records how it was read, and the file's size and checksum.
static bool describe(const struct shell *shell, struct dataset *data, const struct call *call,
                     const char *path, const struct csv_report *report, struct error *error)
{
    const char *slash = strrchr(path, '/');
    struct buf recipe = BUF_EMPTY;
    struct quoted name = error_quote(slash ? slash + 1 : path, strlen(slash ? slash + 1 : path));
    bool is_file = strcmp(path, "-") != 0;
    snprintf(data->name, sizeof data->name, "%.60s", is_file ? name.text : "stdin");
    if (!is_file) // what came through a pipe will not come again
        return data->is_typed = true;
    if (!note_file(shell, data, path, report, error))
        return false;
    buf_puts(&recipe, "data file ");
    put_quoted(&recipe, data->file);
    for (size_t i = TARGETS; i <= DECIMAL; i++) {
        const struct argument *argument = &call->arguments[i];
        if (!argument->given)
            continue;
        buf_printf(&recipe, " %s=", call->command->params[i].name);
        put_quoted(&recipe, argument->text);
    }
    buf_printf(&recipe, " size=%llu checksum=%016llx", (unsigned long long)report->bytes,
               (unsigned long long)report->checksum);
    bool well =
        recipe.failed ? error_memory(error) : dataset_record(data, error, "%s", buf_text(&recipe));
    buf_free(&recipe);
    return well;
}

// Says so if the file is no longer what a saved session noted.
static void compare(struct shell *shell, const struct call *call, const char *path,
                    const struct csv_report *report)
{
    const struct argument *size = &call->arguments[SIZE];
    const struct argument *checksum = &call->arguments[CHECKSUM];
    char now[32];
    snprintf(now, sizeof now, "%016llx", (unsigned long long)report->checksum);
    bool is_other_size = size->given && size->count != report->bytes;
    if (!is_other_size && !(checksum->given && strcmp(checksum->text, now) != 0))
        return;
    struct buf note = BUF_EMPTY;
    struct quoted name = error_quote(path, strlen(path));
    buf_printf(&note, "warning: '%s' has changed since the session was saved", name.text);
    if (is_other_size)
        buf_printf(&note, ": its size was %zu and is now %llu", size->count,
                   (unsigned long long)report->bytes);
    buf_puts(&note, "; a network trained on the old one may no longer fit it\n");
    shell_wrap(shell, &note);
    host_note(shell->host, buf_text(&note), note.length);
    buf_free(&note);
}

static void put_passed(struct buf *out, const char *what, size_t count)
{
    if (count > 0)
        buf_printf(out, "; %zu %s%s skipped", count, what, plural(count));
}

// Appends each line of [lines] after a word of its own.
static void put_lines(struct buf *out, const char *word, const char *lines)
{
    while (*lines) {
        size_t length = strcspn(lines, "\n");
        buf_printf(out, "  %-9s ", word);
        buf_add(out, lines, length);
        buf_puts(out, "\n");
        lines += length + (lines[length] == '\n');
    }
}

static const char *separator_name(char separator)
{
    switch (separator) {
    case ',':
        return "commas";
    case ';':
        return "semicolons";
    case '\t':
        return "tabs";
    case '|':
        return "bars (|)";
    case ' ':
        return "spaces";
    default:
        return "the character of its sep= line";
    }
}

// What was found out about the file.
static void put_report(struct buf *out, const struct csv_report *report)
{
    const char *header = report->kind == CSV_SOURCE_ARFF     ? "ARFF"
                         : report->kind == CSV_SOURCE_ORANGE ? "a header of three rows, as Orange's"
                         : report->kind == CSV_SOURCE_ORANGE_ROW
                             ? "a header of kinds and names, as Orange's"
                         : report->has_header ? "a header"
                                              : "no header";
    buf_printf(out, "  file      %s, separated by %s%s", header, separator_name(report->separator),
               report->has_commas ? ", decimal commas" : "");
    if (report->dropped > 0)
        buf_printf(out, "; %zu row%s with a missing value left out", report->dropped,
                   plural(report->dropped));
    if (report->filled > 0)
        buf_printf(out, "; %zu missing value%s filled", report->filled, plural(report->filled));
    if (report->has_signs)
        buf_puts(out, "; signs such as % ignored");
    put_passed(out, "comment", report->comments);
    put_passed(out, "empty row", report->empty_rows);
    put_passed(out, "empty column", report->empty_columns);
    buf_puts(out, "\n");
    put_lines(out, "left out", buf_text(&report->left_out));
    put_lines(out, "note", buf_text(&report->notes));
}

// Passes the set to the session and says what was found out about its file.
static bool use_table(struct shell *shell, const struct call *call, struct dataset *data,
                      const char *path, const struct csv_report *report, struct error *error)
{
    if (!describe(shell, data, call, path, report, error)) {
        dataset_free(data);
        return false;
    }
    if (!use_data(shell, data, error))
        return false;
    put_report(&shell->out, report);
    if (!shell->loads || !shell->other_data)
        compare(shell, call, path, report);
    return true;
}

// Makes the set of the open file and passes it to the session.
static bool use_file(struct shell *shell, const struct call *call, struct source *source,
                     const char *path, struct error *error)
{
    struct quoted name = error_quote(path, strlen(path));
    struct csv_options options = {.name = strcmp(path, "-") ? name.text : "stdin"};
    struct csv_report report;
    if (!read_options(call, &options, error)) {
        source->close(source);
        return false;
    }
    const struct argument *file = &call->arguments[TABLE];
    struct dataset *data = load(shell, source, path, &options, &report, error);
    bool well = data ? use_table(shell, call, data, path, &report, error)
                     : error_place(error, file->at, file->length);
    csv_report_clear(&report);
    return well;
}

static bool run_data_file(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *file = &call->arguments[TABLE];
    struct buf path = BUF_EMPTY;
    struct source *source = find_file(shell, call, &path, error);
    if (source)
        recording_reads(shell, buf_text(&path));
    bool well = source ? use_file(shell, call, source, buf_text(&path), error)
                       : error_place(error, file->at, file->length);
    buf_free(&path);
    return well;
}
