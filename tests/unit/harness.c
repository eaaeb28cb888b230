// SPDX-License-Identifier: GPL-3.0-or-later
// The host's functions are the least that keeps its contract. `show all` at 17 digits is the
// session as a student can see it; two equal texts mean that nothing visible changed.
#include "harness.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "front/file.h"
#include "network/optimizer.h"
#include "network/pass.h"
#include "shell/commands.h"
#include "shell/loop.h"
#include "view/session_script.h"

static bool take_answer(void *context, const char *text, size_t length)
{
    struct harness *harness = context;
    if (harness->is_closed)
        return false;
    buf_add(&harness->out, text, length);
    if (harness->stop_at && strstr(buf_text(&harness->out), harness->stop_at))
        harness->stop = 1;
    return true;
}

static void take_note(void *context, const char *text, size_t length)
{
    buf_add(&((struct harness *)context)->notes, text, length);
}

static void take_status(void *context, const char *text)
{
    buf_printf(&((struct harness *)context)->status, "%s\n", text);
}

static bool has_status(void *context)
{
    return ((struct harness *)context)->has_terminal;
}

static struct input *open_script(void *context, const char *path, struct error *error)
{
    struct harness *harness = context;
    const struct harness_script written[] = {{"written", buf_text(&harness->file)}, {NULL, NULL}};
    const struct harness_script *script = strcmp(path, "written") == 0 ? written : harness->scripts;
    while (script && script->name && strcmp(script->name, path) != 0)
        script++;
    if (!script || !script->name) {
        error_set(error, "cannot open '%s'", path);
        return NULL;
    }
    struct input_text *input =
        input_text_create(script->text, strlen(script->text), script->name, error);
    if (!input)
        return NULL;
    input->input.is_saved = script_is_head(script->text, strcspn(script->text, "\n"));
    input->input.file = script == written ? 0 : (unsigned long long)(script - harness->scripts) + 1;
    return &input->input;
}

// The file written last is kept, under any name; open_script finds it as "written".
static bool write_file(void *context, const char *path, const char *data, size_t length,
                       struct error *error)
{
    struct harness *harness = context;
    (void)path, (void)error;
    buf_clear(&harness->file);
    buf_add(&harness->file, data, length);
    return true;
}

static const char *kept_session(void *context)
{
    return ((struct harness *)context)->file.length ? "written" : NULL;
}

static bool read_bytes(struct source *source, const char **bytes, size_t *length,
                       struct error *error)
{
    struct harness_source *from = (struct harness_source *)(void *)source;
    (void)error;
    *length = from->length - from->at < from->step ? from->length - from->at : from->step;
    *bytes = from->bytes + from->at;
    from->at += *length;
    return true;
}

static void close_bytes(struct source *source)
{
    (void)source;
}

struct harness_source harness_source(const char *bytes, size_t length, size_t step)
{
    return (struct harness_source){
        {.read = read_bytes, .close = close_bytes}, bytes, length, 0, step};
}

static void free_bytes(struct source *source)
{
    free(source);
}

static struct source *open_data(void *context, const char *path, struct error *error)
{
    const struct harness_script *table = ((struct harness *)context)->tables;
    while (table && table->name && strcmp(table->name, path) != 0)
        table++;
    struct harness_source *source = malloc(sizeof *source);
    if (!table || !table->name || !source) {
        free(source);
        error_set(error, "cannot open '%s'", path);
        return NULL;
    }
    *source = harness_source(table->text, strlen(table->text), 7);
    source->source.close = free_bytes;
    return &source->source;
}

static bool full_path(void *context, const char *path, struct buf *full)
{
    const char *folder = ((struct harness *)context)->folder;
    if (folder)
        buf_printf(full, "%s%s%s", path[0] == '/' ? "" : folder, path[0] == '/' ? "" : "/", path);
    return folder != NULL;
}

static struct record *open_record(void *context, const char *path, const char *head, size_t length,
                                  struct error *error)
{
    (void)context;
    return file_record_create(path, head, length, error);
}

static void clear_screen(void *context)
{
    ((struct harness *)context)->cleared++;
}

static double seconds(void *context)
{
    struct harness *harness = context;
    return harness->now += harness->tick;
}

static bool wants_color(void *context, char choice)
{
    (void)context;
    return choice == 'y';
}

static bool writes_utf8(void *context)
{
    return !((struct harness *)context)->is_ascii;
}

static bool terminal(void *context, size_t *cols, size_t *rows)
{
    const struct harness *harness = context;
    *cols = harness->cols;
    *rows = harness->rows;
    return harness->cols > 0;
}

struct harness *harness_create(void)
{
    struct harness *harness = calloc(1, sizeof *harness);
    struct error error = ERROR_NONE;
    struct shell_options options = {.color = 'a'};
    ck_assert_ptr_nonnull(harness);
    harness->host = (struct host){.context = harness,
                                  .write = take_answer,
                                  .note = take_note,
                                  .status = take_status,
                                  .has_status = has_status,
                                  .open_script = open_script,
                                  .open_data = open_data,
                                  .full_path = full_path,
                                  .write_file = write_file,
                                  .kept_session = kept_session,
                                  .clear_screen = clear_screen,
                                  .seconds = seconds,
                                  .wants_color = wants_color,
                                  .writes_utf8 = writes_utf8,
                                  .terminal = terminal,
                                  .open_record = open_record,
                                  .stop = &harness->stop,
                                  .memory = 1 << 26,
                                  .cores = 1};
    harness->shell = shell_create(&harness->host, &commands, &options, &error);
    ck_assert_msg(harness->shell != NULL, "%s", error.what);
    return harness;
}

void harness_free(struct harness *harness)
{
    shell_free(harness->shell);
    buf_free(&harness->out);
    buf_free(&harness->notes);
    buf_free(&harness->status);
    buf_free(&harness->file);
    free(harness);
}

static const char *run(struct harness *harness, struct input_text input)
{
    buf_clear(&harness->out);
    buf_clear(&harness->notes);
    buf_clear(&harness->status);
    harness->well = shell_run(harness->shell, &input.input);
    return buf_text(&harness->out);
}

const char *harness_run_bytes(struct harness *harness, const char *text, size_t length)
{
    return run(harness, input_text(text, length, "test"));
}

const char *harness_run(struct harness *harness, const char *text)
{
    return harness_run_bytes(harness, text, strlen(text));
}

const char *harness_type(struct harness *harness, const char *text)
{
    struct input_text input = input_text(text, strlen(text), NULL);
    input.input.is_interactive = true;
    return run(harness, input);
}

const char *harness_do(struct harness *harness, const char *text)
{
    harness_run(harness, text);
    ck_assert_msg(harness->well, "'%s' failed: %s", text, buf_text(&harness->notes));
    ck_assert_msg(harness->notes.length == 0, "'%s' noted: %s", text, buf_text(&harness->notes));
    return buf_text(&harness->out);
}

const char *harness_fail(struct harness *harness, const char *text)
{
    harness_run(harness, text);
    ck_assert_msg(!harness->well, "'%s' did not fail", text);
    ck_assert_msg(harness->notes.length > 0, "'%s' failed without a word", text);
    harness->notes.data[strcspn(harness->notes.data, "\n")] = '\0';
    return harness->notes.data;
}

struct buf harness_state(struct harness *harness)
{
    struct buf state = BUF_EMPTY;
    struct settings *settings = &harness->shell->session->settings;
    int digits = settings->digits;
    size_t limit = settings->limit;
    settings->digits = NUMBER_DIGITS_EXACT;
    settings->limit = (size_t)-1;
    buf_puts(&state, harness_do(harness, "show all"));
    settings->digits = digits;
    settings->limit = limit;
    buf_printf(&state, "digits %d limit %zu\n", digits, limit);
    return state;
}

double harness_number(struct harness *harness, const char *expression)
{
    struct settings *settings = &harness->shell->session->settings;
    struct buf command = BUF_EMPTY;
    double number = 0;
    int digits = settings->digits;
    settings->digits = NUMBER_DIGITS_EXACT;
    buf_printf(&command, "print %s", expression);
    const char *text = harness_do(harness, buf_text(&command));
    ck_assert_msg(number_parse(text, strcspn(text, "\n"), &number), "%s is %s", expression, text);
    settings->digits = digits;
    buf_free(&command);
    return number;
}

// ---- the state, byte by byte --------------------------------------------------------------------

#define PUT(buf, value) buf_add(buf, (const char *)&(value), sizeof(value))

static void put_doubles(struct buf *out, const double *numbers, size_t count)
{
    buf_add(out, (const char *)numbers, count * sizeof(double));
}

static void put_watches(struct buf *out, const struct watches *watches)
{
    PUT(out, watches->count);
    for (size_t i = 0; i < watches->count; i++)
        buf_puts(out, watches->list[i].text);
}

static void put_network(struct buf *out, const struct session *session)
{
    const struct network *network = session->network;
    size_t count = network->parameter_count, layers = network->layer_count;
    PUT(out, network->inputs);
    for (size_t k = 0; k < layers; k++) {
        PUT(out, network->layers[k].out);
        PUT(out, network->layers[k].activation);
        PUT(out, network->layers[k].w_is_frozen);
        PUT(out, network->layers[k].b_is_frozen);
    }
    put_doubles(out, network->parameters, count);
    for (size_t i = 0; i < OPTIMIZER_STATES_MOST && network->states[i]; i++)
        put_doubles(out, network->states[i], count);
    // Without a state the optimizer has no use for the powers, and the loop for tiny networks none either.
    if (network->states[0])
        put_doubles(out, network->powers, network_power_count(network));
    for (size_t s = 0; s < session->done; s++) {
        struct stage stage = stage_at(layers, s);
        const struct pass_layer *values = &session->pass->layers[stage.layer ? stage.layer - 1 : 0];
        if (stage.kind == STAGE_LOSS)
            PUT(out, session->pass->loss);
        else if (stage.kind == STAGE_Z)
            put_doubles(out, values->z.data, matrix_count(values->z));
        else if (stage.kind == STAGE_DZ)
            put_doubles(out, values->dz.data, matrix_count(values->dz));
    }
}

struct buf harness_bytes(const struct session *session)
{
    struct buf out = BUF_EMPTY;
    const struct rng *rng = batch_rng(&session->batch);
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        double value = settings_table[i].get(&session->settings);
        PUT(&out, value);
    }
    PUT(&out, session->epoch);
    PUT(&out, session->steps);
    PUT(&out, session->batch.at);
    PUT(&out, session->done);
    PUT(&out, session->batch.epoch_loss);
    PUT(&out, session->scheme);
    PUT(&out, session->seed);
    if (session->network) {
        PUT(&out, rng->spent);
        buf_add(&out, (const char *)rng->words, sizeof rng->words);
    }
    buf_puts(&out, session->data->name);
    PUT(&out, session->data->is_edited);
    put_doubles(&out, session->data->x.data, matrix_count(session->data->x));
    put_doubles(&out, session->data->y.data, matrix_count(session->data->y));
    put_watches(&out, &session->watches);
    put_watches(&out, &session->breaks);
    for (size_t i = 0; i < session->variables.count; i++) {
        struct matrix m = value_view(&session->variables.list[i].value);
        buf_puts(&out, session->variables.list[i].name);
        put_doubles(&out, m.data, matrix_count(m));
    }
    if (session->network)
        put_network(&out, session);
    ck_assert(!out.failed);
    return out;
}
