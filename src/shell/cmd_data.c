// SPDX-License-Identifier: GPL-3.0-or-later
// `data` and its parts: where a set comes from, and what prepares it. Each makes a new set first and
// hands it to the session last, so that a refusal changes nothing.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "data/builtin.h"
#include "data/csv.h"
#include "data/prepare.h"
#include "data/source.h"
#include "session/session.h"
#include "shell/call.h"
#include "shell/run.h"
#include "shell/shell.h"
#include "view/data_view.h"

#define NOISE_MOST 1e6

bool run_use_data(struct shell *shell, struct dataset *data, struct error *error)
{
    if (!data)
        return false;
    if (!session_use_data(shell->session, data, error)) {
        dataset_free(data);
        return false;
    }
    data_view_summary(&shell->out, shell->session, run_style(shell));
    return true;
}

// ---- built-in sets ---------------------------------------------------------------------------

// Reads the options that count something; one that the set does not take is refused.
static bool read_counts(const struct call *call, const struct builtin *builtin,
                        struct builtin_options *options, struct error *error)
{
    const struct {
        const char *name;
        unsigned bit;
        size_t *value; // NULL: read elsewhere
    } rows[] = {{"n", BUILTIN_N, &options->n},
                {"arms", BUILTIN_ARMS, &options->arms},
                {"features", BUILTIN_FEATURES, &options->features},
                {"classes", BUILTIN_CLASSES, &options->classes},
                {"noise", BUILTIN_NOISE, NULL},
                {"seed", BUILTIN_SEED, NULL}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct argument *argument = call_argument(call, rows[i].name);
        if (!argument->given)
            continue;
        if (!(builtin->takes & rows[i].bit))
            return error_at(error, argument->at, argument->length, "%s takes no %s", builtin->name,
                            rows[i].name);
        if (rows[i].value && argument->count == 0)
            return error_at(error, argument->at, argument->length, "%s must be 1 or more",
                            rows[i].name);
        if (rows[i].value)
            *rows[i].value = argument->count;
    }
    return true;
}

bool command_data(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *name = call_argument(call, "NAME");
    const struct argument *noise = call_argument(call, "noise");
    struct builtin_options options = {0};
    const struct builtin *builtin = builtin_find(call->text + name->at, name->length);
    if (!builtin)
        return run_refuse_row("data set", call->text + name->at, name->length, name->at, PARAM_DATA,
                              error);
    if (!read_counts(call, builtin, &options, error))
        return false;
    if (noise->given && !(noise->number >= 0 && noise->number <= NOISE_MOST))
        return error_at(error, noise->at, noise->length, "noise must be a number from 0 to 1e6");
    options.noise = noise->number;
    options.has_noise = noise->given;
    if (!run_read_seed(call_argument(call, "seed"), 1, &options.seed, error))
        return false;
    struct dataset *data = builtin_make(builtin, options, error);
    const struct argument *n = call_argument(call, "n");
    if (!data)
        return n->given && error_place(error, n->at, n->length);
    return run_use_data(shell, data, error);
}

// ---- files -----------------------------------------------------------------------------------

// A file being read, for the live line.
struct loading {
    struct shell *shell;
    const char *name;
    size_t size; // of the file, or 0
    double begun, shown;
};

static void show_loading(void *context, size_t bytes, size_t rows)
{
    struct loading *loading = context;
    const struct host *host = loading->shell->host;
    double now = host->seconds(host->context);
    char line[200], share[20] = "";
    if (now - loading->begun < 0.3 || now - loading->shown < 0.1)
        return;
    loading->shown = now;
    if (loading->size > 0)
        snprintf(share, sizeof share, "%.0f%%  ", 100.0 * (double)bytes / (double)loading->size);
    snprintf(line, sizeof line, "%.60s  %s%zu rows  Ctrl-C stops", loading->name, share, rows);
    host->status(host->context, line);
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
    int how_onehot, how_missing;
    options->targets = call_argument(call, "targets")->text;
    options->drop = call_argument(call, "drop")->text;
    if (!read_choice(call_argument(call, "onehot"), onehot, CSV_ONEHOT_AUTO, &how_onehot, error) ||
        !read_choice(call_argument(call, "missing"), missing, CSV_MISSING_REFUSE, &how_missing,
                     error))
        return false;
    options->onehot = (enum csv_onehot)how_onehot;
    options->missing = (enum csv_missing)how_missing;
    return true;
}

// Opens the file and reads it. NULL with [error] set.
static struct dataset *load(struct shell *shell, const char *path, struct csv_options *options,
                            struct csv_report *report, struct error *error)
{
    const struct host *host = shell->host;
    if (strcmp(path, "-") == 0 && is_stdin_taken(shell)) {
        error_set(error, "stdin holds the commands, so it cannot hold the data too");
        error_hint(error, "in a script, 'data -' reads what is piped: PRODUCER | nnsh SCRIPT");
        return NULL;
    }
    struct source *source = host->open_data(host->context, path, error);
    if (!source)
        return NULL;
    bool is_shown = host->has_status(host->context);
    struct loading loading = {.shell = shell, .name = path, .size = source->size};
    loading.begun = is_shown ? host->seconds(host->context) : 0;
    options->memory = host->memory;
    options->progress = is_shown ? show_loading : NULL;
    options->context = &loading;
    struct dataset *data = csv_read(source, options, report, error);
    shell->interrupted |= source->interrupted;
    source->close(source);
    if (is_shown)
        host->status(host->context, "");
    return data;
}

// Appends the text in quotes, as call_string reads it.
static void put_quoted(struct buf *out, const char *text)
{
    buf_puts(out, "\"");
    for (; *text; text++)
        buf_printf(out, "%s%c", *text == '"' || *text == '\\' ? "\\" : "", *text);
    buf_puts(out, "\"");
}

// Names the set by its file and records how it was read, and the file's size and checksum.
static bool describe(struct dataset *data, const struct call *call, const char *path,
                     const struct csv_report *report, struct error *error)
{
    static const char *const names[] = {"targets", "drop", "onehot", "missing"};
    const char *slash = strrchr(path, '/');
    struct buf recipe = BUF_EMPTY;
    struct quoted name = error_quote(slash ? slash + 1 : path, strlen(slash ? slash + 1 : path));
    snprintf(data->name, sizeof data->name, "%.60s", strcmp(path, "-") ? name.text : "stdin");
    buf_puts(&recipe, "data file ");
    put_quoted(&recipe, path);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct argument *argument = call_argument(call, names[i]);
        if (!argument->given)
            continue;
        buf_printf(&recipe, " %s=", names[i]);
        put_quoted(&recipe, argument->text);
    }
    buf_printf(&recipe, " size=%llu checksum=%016llx", (unsigned long long)report->bytes,
               (unsigned long long)report->checksum);
    if (strcmp(path, "-") == 0) { // what came through a pipe will not come again
        buf_clear(&recipe);
        dataset_write_inline(data, &recipe);
    }
    bool well =
        recipe.failed ? error_memory(error) : dataset_record(data, error, "%s", buf_text(&recipe));
    buf_free(&recipe);
    return well;
}

// Says so where the file is no longer what a saved session noted.
static void compare(struct shell *shell, const struct call *call, const char *path,
                    const struct csv_report *report)
{
    const struct argument *size = call_argument(call, "size");
    const struct argument *checksum = call_argument(call, "checksum");
    char now[32];
    snprintf(now, sizeof now, "%016llx", (unsigned long long)report->checksum);
    bool is_other_size = size->given && size->count != report->bytes;
    if (!is_other_size && !(checksum->given && strcmp(checksum->text, now) != 0))
        return;
    struct buf note = BUF_EMPTY;
    struct quoted name = error_quote(path, strlen(path));
    buf_printf(&note, "warning: '%s' has changed since it was noted", name.text);
    if (is_other_size)
        buf_printf(&note, ": its size was %zu and is %llu", size->count,
                   (unsigned long long)report->bytes);
    buf_puts(&note, "; what was trained on it may not fit it any more\n");
    shell->host->note(shell->host->context, buf_text(&note), note.length);
    buf_free(&note);
}

// What was found out about the file.
static void put_report(struct buf *out, const struct csv_report *report)
{
    buf_printf(out, "  file      %s, parted by %s%s", report->has_header ? "a header" : "no header",
               report->separator == ','   ? "commas"
               : report->separator == ';' ? "semicolons"
                                          : "tabs",
               report->has_commas ? ", decimal commas" : "");
    if (report->dropped > 0)
        buf_printf(out, "; %zu row%s left out for want of a value", report->dropped,
                   report->dropped == 1 ? "" : "s");
    buf_puts(out, "\n");
}

bool command_data_file(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *file = call_argument(call, "FILE");
    const char *path = file->text;
    struct quoted name = error_quote(path, strlen(path));
    struct csv_options options = {.name = strcmp(path, "-") ? name.text : "stdin"};
    struct csv_report report;
    if (!read_options(call, &options, error))
        return false;
    struct dataset *data = load(shell, path, &options, &report, error);
    if (!data)
        return error_place(error, file->at, file->length);
    if (!describe(data, call, path, &report, error)) {
        dataset_free(data);
        return false;
    }
    if (!run_use_data(shell, data, error))
        return false;
    put_report(&shell->out, &report);
    compare(shell, call, path, &report);
    return true;
}

// ---- what prepares a set ---------------------------------------------------------------------

bool command_data_split(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *share = call_argument(call, "SHARE");
    uint32_t seed;
    if (!run_read_seed(call_argument(call, "seed"), 1, &seed, error))
        return false;
    if (!(share->number > 0 && share->number < 1)) {
        error_at(error, share->at, share->length, "a share lies between 0 and 1");
        return error_hint(error, "'data split 0.8' learns from 80%% of the samples");
    }
    return run_use_data(shell,
                        prepare_split(shell->session->data, share->number, seed,
                                      call_argument(call, "stratify")->given, error),
                        error);
}

bool command_data_normalize(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *name = call_argument(call, "SCALE");
    const struct normalization_row *row = normalization_find(call->text + name->at, name->length);
    if (!row)
        return run_refuse_row("scale", call->text + name->at, name->length, name->at, PARAM_SCALE,
                              error);
    return run_use_data(shell, prepare_normalize(shell->session->data, row->id, error), error);
}

bool command_data_shuffle(struct shell *shell, const struct call *call, struct error *error)
{
    uint32_t seed;
    return run_read_seed(call_argument(call, "seed"), 1, &seed, error) &&
           run_use_data(shell, prepare_shuffle(shell->session->data, seed, error), error);
}

bool command_data_take(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *count = call_argument(call, "N");
    struct dataset *data = prepare_take(shell->session->data, count->count, error);
    return data ? run_use_data(shell, data, error) : error_place(error, count->at, count->length);
}
