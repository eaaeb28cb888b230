// SPDX-License-Identifier: GPL-3.0-or-later
// The command `export`: reads what is wanted, finds the kind by the file's ending, gathers what the
// writers read, and writes what they made. All files of one export are checked before the work begins.
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "history/timeline.h"
#include "network/scheme.h"
#include "session/fit.h"
#include "session/quantity.h"
#include "session/session.h"
#include "shell/answer_training.h"
#include "shell/call.h"
#include "shell/commands.h"
#include "shell/scan.h"
#include "shell/shell.h"
#include "shell/write_file.h"
#include "study/beginning.h"
#include "study/promise.h"
#include "view/exports.h"

static command_function run_export;

enum { EPOCHS_ALONE = 1000 };
enum { WHAT, FROM, EPOCHS, FLOAT, SAMPLE, GAPS };

const struct command export_command = {
    .name = "export",
    .topic = TOPIC_FILES,
    .params = {[WHAT] = {"[NAME] FILE", PARAM_EXPORT, .flags = PARAM_REQUIRED},
               [FROM] = {"from", PARAM_WORD, .flags = PARAM_OPTION, .value = "start|here"},
               [EPOCHS] = {"epochs", PARAM_COUNT, .flags = PARAM_OPTION, .value = "N", .least = 1},
               [FLOAT] = {"float", PARAM_COUNT, .flags = PARAM_OPTION, .value = "32", .usual = 64},
               [SAMPLE] = {"sample", PARAM_COUNT, .flags = PARAM_OPTION, .value = "I"},
               [GAPS] = {"gaps", PARAM_WORD, .flags = PARAM_OPTION, .value = "yes"}},
    .summary = "go on elsewhere: data and network for other programs",
    .details = "The file's ending says what is written. NAME is one matrix (w1 b1 z1 a1 dw1\n"
               "... x y, or a name of your own); without it, or with 'all', everything is\n"
               "written. A program trains N epochs, by default as many as you have done, or\n"
               "1000, from the weights that your training began with; from=here continues\n"
               "from the present ones. Its first lines say up to which epoch it prints the\n"
               "losses that nnsh prints: that is found by training a twin whose numbers\n"
               "differ in the last bit. A table of more than 2000 numbers goes into a file\n"
               "beside the program.",
    .example = "init\ntrain 500 every=500\nexport xor.py\nexport w1 w1.csv\n",
    .reveals = REVEALS_YES,
    .run = run_export,
};

// The option that each parameter gives.
static const struct {
    size_t param;
    unsigned option;
} options[] = {{FROM, EXPORT_FROM},
               {EPOCHS, EXPORT_EPOCHS},
               {FLOAT, EXPORT_FLOAT},
               {SAMPLE, EXPORT_SAMPLE},
               {GAPS, EXPORT_GAPS}};

// What was typed, and what is made of it.
struct work {
    struct shell *shell;
    const struct call *call;
    const struct export_kind *kind;
    struct buf name, path; // [name] is empty where all is wanted
    size_t name_at, path_at;
    struct export_source source;
    struct export_files files;
    struct buf beside;         // what is said of the files beside the main one
    struct session *beginning; // where a program begins, if that is another session; or NULL
    double shown;              // when the live line was
};

// ---- reading ------------------------------------------------------------------------------------

// Reads the word or string at *at, and moves there to what follows it.
static bool read_word(const struct call *call, size_t *at, struct buf *word, struct error *error)
{
    char first = call->text[*at];
    bool is_quoted = first == '"' || first == '\'';
    size_t end = is_quoted ? scan_string(call->text, call->length, *at, word, error)
                           : scan_word_end(call->text, call->length, *at);
    if (end && !is_quoted)
        buf_add(word, call->text + *at, end - *at);
    *at = end ? scan_blanks(call->text, call->length, end) : *at;
    return end && (!word->failed || error_memory(error));
}

// Reads the one or two words.
static bool read_words(struct work *work, struct error *error)
{
    const struct argument *what = &work->call->arguments[WHAT];
    size_t at = what->at, end = what->at + what->length;
    if (!read_word(work->call, &at, &work->path, error))
        return false;
    work->path_at = what->at;
    if (at >= end)
        return true;
    struct buf first = work->path;
    work->path = BUF_EMPTY;
    if (strcmp(buf_text(&first), "all") == 0)
        buf_free(&first);
    work->name = first;
    work->name_at = what->at;
    work->path_at = at;
    return read_word(work->call, &at, &work->path, error);
}

// Says that no file of that ending can be written, and which can.
static bool refuse_ending(const struct work *work, struct error *error)
{
    const char *path = buf_text(&work->path);
    struct buf endings = BUF_EMPTY;
    for (size_t i = 0; i < EXPORT_KIND_COUNT; i++)
        buf_printf(&endings, "%s%s", i ? " " : "", export_kinds[i]->ending);
    error_at(error, work->path_at, work->path.length,
             "the name '%s' has no ending that export knows", error_quote(path, strlen(path)).text);
    error_hint(error, "it knows %s; 'help export' says what each is", buf_text(&endings));
    buf_free(&endings);
    return false;
}

// Refuses an option that the kind does not take.
static bool check_options(struct work *work, struct error *error)
{
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        const struct argument *argument = &work->call->arguments[options[i].param];
        const char *name = export_command.params[options[i].param].name;
        if (!argument->given)
            continue;
        work->source.given |= options[i].option;
        if (work->kind->takes & options[i].option)
            continue;
        error_at(error, argument->at, argument->length, "%s= means nothing for %s", name,
                 work->kind->ending);
        return error_hint(error, "leave it out");
    }
    return true;
}

// Reads the value of an option that is one of two words.
static bool read_either(const struct call *call, size_t param, const char *no, const char *yes,
                        bool *is_yes, struct error *error)
{
    const struct argument *argument = &call->arguments[param];
    *is_yes = argument->given && strcmp(argument->text, yes) == 0;
    if (!argument->given || *is_yes || strcmp(argument->text, no) == 0)
        return true;
    return error_at(error, argument->at, argument->length, "%s must be %s or %s",
                    export_command.params[param].name, no, yes);
}

static bool read_options(struct work *work, struct error *error)
{
    const struct call *call = work->call;
    const struct argument *bits = &call->arguments[FLOAT], *sample = &call->arguments[SAMPLE];
    struct export_source *source = &work->source;
    if (!check_options(work, error) ||
        !read_either(call, FROM, "start", "here", &source->from_here, error) ||
        !read_either(call, GAPS, "no", "yes", &source->gaps, error))
        return false;
    if (bits->count != 32 && bits->count != 64)
        return error_at(error, bits->at, bits->length, "float must be 32 or 64");
    source->float_bits = (unsigned)bits->count;
    source->epochs = call->arguments[EPOCHS].count;
    source->sample = sample->count;
    size_t samples = source->session->data->x.rows;
    if (sample->given && sample->count >= samples) {
        error_at(error, sample->at, sample->length, "there is no sample %zu", sample->count);
        return error_hint(error, "there are 0 to %zu", samples - 1);
    }
    return true;
}

// ---- what is exported ---------------------------------------------------------------------------

// Finds the matrix of one of the session's own names. x and y are the data, not the batch under way.
static bool find_quantity(struct work *work, struct quantity quantity, struct error *error)
{
    struct session *session = work->source.session;
    struct matrix *m = &work->source.matrix;
    enum quantity_state state;
    *m = (struct matrix){0, 0, NULL};
    if (quantity.kind == QUANTITY_X || quantity.kind == QUANTITY_Y) {
        *m = quantity.kind == QUANTITY_X ? session->data->x : session->data->y;
        return true;
    }
    if (!quantity_find(session, quantity, m, &state, error))
        return false;
    if (state != QUANTITY_FRESH)
        return quantity_refuse(session, quantity, state, error);
    if (m->data)
        return true;
    error_set(error, "%s is one number, not a matrix", buf_text(&work->name));
    return error_hint(error, "'print %s' shows it", buf_text(&work->name));
}

// Finds the one matrix that is wanted.
static bool find_matrix(struct work *work, struct error *error)
{
    struct session *session = work->source.session;
    const char *name = buf_text(&work->name);
    size_t length = work->name.length;
    struct quantity quantity;
    struct variable *variable = variables_find(&session->variables, name, length);
    if (!(work->kind->takes & EXPORT_MATRIX)) {
        error_set(error, "a %s file holds the whole session, not one matrix", work->kind->ending);
        return error_hint(error, "leave out %s, or choose a .csv, .json or .npy file",
                          error_quote(name, length).text);
    }
    work->source.name = name;
    if (variable) {
        work->source.matrix = value_view(&variable->value);
        return true;
    }
    if (!quantity_parse(name, length, &quantity))
        return quantity_unknown(session, name, length, error);
    return find_quantity(work, quantity, error);
}

// Whether all that the optimizer keeps are finite numbers.
static bool has_finite_states(const struct network *network)
{
    for (size_t s = 0; s < OPTIMIZER_STATES_MOST; s++)
        for (size_t i = 0; network->states[s] && i < network->parameter_count; i++)
            if (!isfinite(network->states[s][i]))
                return false;
    return true;
}

// Whether numbers of [float_bits] bits can hold every parameter.
static bool check_sizes(const struct export_source *source, struct error *error)
{
    const struct network *network = source->session->network;
    for (size_t i = 0; source->float_bits == 32 && i < network->parameter_count; i++)
        if (fabs(network->parameters[i]) > (double)FLT_MAX) {
            error_set(error, "some of the weights are too large for 32 bits");
            return error_hint(error, "leave out float=32");
        }
    return true;
}

// Whether the network is there and fits the data, and its parameters are numbers; with from=here also what the
// optimizer keeps.
static bool check_network(const struct export_source *source, struct error *error)
{
    const struct session *session = source->session;
    if (!session_has_network(session, error) ||
        !fit_check(session->network, session->data, session->settings.loss, error))
        return false;
    bool is_finite = network_is_finite(session->network);
    if (is_finite && (!source->from_here || has_finite_states(session->network)))
        return check_sizes(source, error);
    error_set(error, "the network has diverged: some of %s are not finite numbers",
              is_finite ? "the numbers that its optimizer keeps" : "its weights");
    return error_hint(error, "'reset' goes back to its first weights");
}

// How many epochs a program runs where nobody says it: as many as were done, or as `train` alone does.
static size_t usual_epochs(const struct export_source *source)
{
    size_t done = source->session->epoch;
    return !source->from_here && done > 0 ? done : EPOCHS_ALONE;
}

// Opens the session that a program begins at, where that is not the present one.
static bool find_beginning(struct work *work, struct error *error)
{
    struct export_source *source = &work->source;
    struct session *session = source->session;
    bool is_there = source->from_here || (session->steps == 0 && session->batch.at == 0);
    if (source->epochs == 0)
        source->epochs = usual_epochs(source);
    source->promise.epochs = source->epochs;
    source->promise.every = answer_every(session, source->epochs);
    if (is_there)
        return true;
    if (!timeline_has_epoch(work->shell->timeline, 0))
        buf_printf(&work->files.note,
                   "how this training began is not known any more: the program begins with the "
                   "weights that init draws by scheme %s from seed %u\n",
                   session->scheme->name, (unsigned)session->seed);
    work->beginning = beginning_open(session, work->shell->timeline, error);
    source->at = work->beginning;
    return work->beginning;
}

static bool fill_source(struct work *work, struct error *error)
{
    struct export_source *source = &work->source;
    const char *path = buf_text(&work->path), *stroke = strrchr(path, '/');
    source->timeline = work->shell->timeline;
    source->file = stroke ? stroke + 1 : path;
    source->ending = work->kind->ending;
    source->at = source->session;
    if (work->name.length > 0)
        return find_matrix(work, error) || error_place(error, work->name_at, work->name.length);
    if (work->kind->takes & EXPORT_MATRIX && !(work->kind->takes & EXPORT_ALL)) {
        error_at(error, work->path_at, work->path.length, "a %s file holds one matrix",
                 work->kind->ending);
        return error_hint(error,
                          "name it, as in 'export w1 w1%s'; 'export all.json' holds "
                          "everything",
                          work->kind->ending);
    }
    if (!work->kind->needs_network)
        return true;
    return check_network(source, error) &&
           (!(work->kind->takes & EXPORT_FROM) || find_beginning(work, error));
}

// ---- writing ------------------------------------------------------------------------------------

// The name of a file beside the main one.
static void put_beside(struct buf *path, const struct work *work, const char *suffix)
{
    buf_add(path, buf_text(&work->path), work->path.length - strlen(work->kind->ending));
    buf_puts(path, suffix);
}

// Says which of the files it is that may not be written. Always false.
static bool refuse_beside(const char *path, struct error *error)
{
    const struct error why = *error;
    error_set(error, "%s would be written beside it: %s", error_quote(path, strlen(path)).text,
              why.what);
    return error_hint(error, "%s", why.hint);
}

// Writes the files beside, or only asks whether they may be written.
static bool write_beside(struct work *work, bool really, struct error *error)
{
    bool well = true;
    for (size_t i = 0; well && i < work->files.beside_count; i++) {
        const struct export_beside *beside = &work->files.beside[i];
        struct buf path = BUF_EMPTY;
        put_beside(&path, work, beside->suffix);
        if (path.failed)
            well = error_memory(error);
        else if (really)
            well = write_file(work->shell, buf_text(&path), &beside->text, error);
        else
            well = write_file_check(work->shell, buf_text(&path), error) ||
                   refuse_beside(buf_text(&path), error);
        if (well && really)
            buf_printf(&work->beside, "%s%s", i ? ", " : "; beside it ",
                       error_quote(buf_text(&path), path.length).text);
        buf_free(&path);
    }
    return well;
}

// Appends a file's name as it is typed in a shell: in quotes where it has more than plain letters.
static void put_shell_word(struct buf *out, const char *word)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/+";
    bool is_plain = word[strspn(word, plain)] == '\0';
    buf_puts(out, word[0] == '-' ? "./" : ""); // not an option
    buf_puts(out, is_plain ? word : "'");
    for (; !is_plain && *word; word++)
        buf_add(out, *word == '\'' ? "'\\''" : word, *word == '\'' ? 4 : 1);
    buf_puts(out, is_plain ? "" : "'");
}

// Says how to go on: the kind's words, with the file's name.
static void put_advice(struct buf *out, const char *words, const char *file)
{
    const char *name = strstr(words, "FILE");
    buf_add(out, words, (size_t)(name - words));
    if (name[-1] == '"') // in quotes already, as in a program
        buf_puts(out, file);
    else
        put_shell_word(out, file);
    buf_printf(out, "%s\n", name + strlen("FILE"));
}

static bool write_all(struct work *work, struct error *error)
{
    struct buf *out = &work->shell->out;
    const char *path = buf_text(&work->path);
    struct quoted quoted = error_quote(path, work->path.length);
    if (!write_beside(work, false, error) || !write_beside(work, true, error) ||
        !write_file(work->shell, path, &work->files.main, error))
        return false;
    buf_printf(out, "wrote %s%s\n", quoted.text, buf_text(&work->beside));
    buf_append(out, &work->files.note);
    if (work->kind->then)
        put_advice(out, work->kind->then, quoted.text);
    return true;
}

static double seconds(void *context)
{
    const struct work *work = context;
    return host_seconds(work->shell->host);
}

static void show_measuring(void *context, size_t epoch)
{
    struct work *work = context;
    const struct export_source *source = &work->source;
    double now = seconds(work);
    char line[160];
    if (now - work->shown < 0.2)
        return;
    work->shown = now;
    snprintf(line, sizeof line,
             "finding out how far its numbers will be ours: epoch %zu/%zu  Ctrl-C stops", epoch,
             source->at->epoch + source->epochs);
    host_status(work->shell->host, line);
}

// Finds out how far the program's numbers will agree, where the kind promises anything.
static bool measure(struct work *work, struct error *error)
{
    const struct host *host = work->shell->host;
    bool is_live = host_has_status(host);
    const struct promise_watcher watcher = {is_live ? show_measuring : NULL, seconds, work};
    if (!work->kind->needs_promise)
        return true;
    work->shown = is_live ? host_seconds(host) : 0;
    struct study_case from = study_case_of(work->source.at);
    bool well = promise_measure(&from, &work->source.promise, &watcher, error);
    if (is_live)
        host_status(host, "");
    if (!well && host_is_stopped(host)) {
        work->shell->interrupted = true;
        error_set(error, "interrupted: nothing was written, and a file that was there before is "
                         "unchanged");
    }
    return well;
}

static bool export_work(struct work *work, struct error *error)
{
    if (!read_words(work, error))
        return false;
    const char *path = buf_text(&work->path);
    work->kind = export_find(path);
    if (!work->kind)
        return refuse_ending(work, error);
    if (!write_file_check(work->shell, path, error))
        return error_place(error, work->path_at, work->path.length);
    return read_options(work, error) && fill_source(work, error) && measure(work, error) &&
           work->kind->write(&work->source, &work->files, error) && write_all(work, error);
}

static bool run_export(struct shell *shell, const struct call *call, struct error *error)
{
    struct work work = {.shell = shell,
                        .call = call,
                        .name = BUF_EMPTY,
                        .path = BUF_EMPTY,
                        .source = {.session = shell->session},
                        .files = EXPORT_FILES_EMPTY,
                        .beside = BUF_EMPTY};
    bool well = export_work(&work, error);
    export_files_clear(&work.files);
    session_free(work.beginning);
    buf_free(&work.name);
    buf_free(&work.path);
    buf_free(&work.beside);
    return well;
}
