// SPDX-License-Identifier: GPL-3.0-or-later
// The order of the lines is the order in which they can be run: data before the settings that split
// them into batches, settings before the network whose optimizer they choose, numbers before the
// point where training stands. Each thing has a line of its own and a matrix a line for each row, so
// that two saved sessions can be compared with diff.
//
// `set` refuses what no student would mean: infinities, NaN, an optimizer's state. A diverged network
// has them all the same, and is worth a look; `restore` takes any number. Watches and breaks go
// through it as well, since `watch` and `break` ask whether their expression has a value now.
#include "view/session_script.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "data/inline.h"
#include "network/scheme.h"
#include "session/resume.h"
#include "session/session.h"

// A line may hold INPUT_LINE_MOST bytes, a number up to 25; a longer row continues in the next line.
enum { NUMBERS_PER_LINE = 1000 };

// How the first line begins.
#define HEAD "# A session of nnsh, format "

// Where the session is written to, and how.
struct writer {
    struct buf *text;
    struct script_options way;
    bool is_outline; // in place of the numbers of a matrix stands a digest of them
    bool is_stopped; // nothing more is to be written
};

// Any double, to be read back to the same bits.
static void put_number(struct buf *text, double value)
{
    char digits[NUMBER_SIZE];
    size_t length = number_write(digits, value, (struct number_format){NUMBER_EXACT, 0});
    if (isnan(value) && signbit(value))
        buf_puts(text, "-"); // 0/0 has the sign set on some processors, and not on others
    buf_add(text, digits, length);
}

static void put_row(struct writer *writer, const double *values, size_t count)
{
    struct buf *text = writer->text;
    for (size_t j = 0; j < count && !writer->is_stopped; j++) {
        if (j % NUMBERS_PER_LINE == 0)
            writer->is_stopped = writer->way.stop && *writer->way.stop;
        buf_puts(text, j == 0 ? "[" : j % NUMBERS_PER_LINE == 0 ? ",\n  " : ", ");
        put_number(text, values[j]);
    }
    buf_puts(text, "]");
}

// Fowler, Noll and Vo's FNV-1a over words of eight bytes, which is enough to see a change.
static uint64_t digest_of(const void *bytes, size_t length)
{
    uint64_t digest = UINT64_C(14695981039346656037), word = 0;
    for (size_t i = 0; i < length; i += sizeof word) {
        size_t count = length - i < sizeof word ? length - i : sizeof word;
        word = 0;
        memcpy(&word, (const char *)bytes + i, count);
        digest = (digest ^ word) * UINT64_C(1099511628211);
        digest ^= digest >> 32;
    }
    return digest ^ length;
}

static void put_matrix(struct writer *writer, struct matrix m, const char *end)
{
    struct buf *text = writer->text;
    if (writer->is_outline) {
        buf_printf(text, "%zu %zu %016llx\n", m.rows, m.cols,
                   (unsigned long long)digest_of(m.data, matrix_count(m) * sizeof *m.data));
        return;
    }
    if (m.rows > 1)
        buf_puts(text, "[\n");
    for (size_t i = 0; i < m.rows && !writer->is_stopped; i++) {
        put_row(writer, m.data + i * m.cols, m.cols);
        if (m.rows > 1)
            buf_puts(text, i + 1 < m.rows ? ",\n" : "]");
    }
    buf_puts(text, end);
}

// The command that takes such numbers.
static const char *verb_for(struct matrix m)
{
    for (size_t i = 0; i < matrix_count(m); i++)
        if (!isfinite(m.data[i]))
            return "restore";
    return "set";
}

// The commands that make the data again.
static void put_data(struct writer *writer, const struct dataset *data)
{
    if (writer->way.copies_data)
        inline_set(data, writer->text);
    else
        inline_recipe(data, writer->text);
    if (!data->is_edited)
        return;
    buf_puts(writer->text, "set x ");
    put_matrix(writer, data->x, "\n");
    buf_puts(writer->text, "set y ");
    put_matrix(writer, data->y, "\n");
}

static void put_setting(struct buf *text, const char *verb, const struct settings *settings,
                        const struct setting *setting)
{
    buf_printf(text, "%s %s ", verb, setting->name);
    setting_text(settings, setting, text);
    buf_puts(text, "\n");
}

// All but the loss: an `init` that comes after them may choose one.
static void put_settings(struct buf *text, const struct settings *settings)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const struct setting *setting = &settings_table[i];
        bool is_chosen = strcmp(setting->name, "lr") == 0 && settings->is_lr_chosen;
        if (strcmp(setting->name, "color") != 0 && strcmp(setting->name, "loss") != 0)
            put_setting(text, is_chosen ? "restore" : "set", settings, setting);
    }
}

static void put_loss(struct buf *text, const struct settings *settings)
{
    put_setting(text, settings->is_loss_set ? "set" : "restore", settings,
                setting_find("loss", strlen("loss")));
}

static void put_init(struct buf *text, const struct session *session)
{
    const struct network *network = session->network;
    struct architecture plan;
    network_architecture(network, &plan);
    buf_puts(text, "init ");
    architecture_text(text, &plan);
    buf_printf(text, " scheme=%s seed=%u\n", session->scheme->name, session->seed);
}

// Weights and biases, and which of them stay as they are.
static void put_parameters(struct writer *writer, const struct network *network)
{
    struct buf *text = writer->text;
    for (size_t i = 0; i < 2 * network->layer_count; i++) {
        struct parameter parameter = network_parameter(network, i);
        buf_printf(text, "%s %c%zu ", verb_for(parameter.value), parameter.kind, parameter.layer);
        put_matrix(writer, parameter.value, "\n");
    }
    for (size_t i = 0; i < 2 * network->layer_count; i++) {
        struct parameter parameter = network_parameter(network, i);
        if (parameter.is_frozen)
            buf_printf(text, "freeze %c%zu\n", parameter.kind, parameter.layer);
    }
}

// The powers of adam and adamw: one line where all are the same, else one for each matrix.
static void put_powers(struct writer *writer, const struct network *network)
{
    struct buf *text = writer->text;
    size_t count = network_power_count(network);
    bool are_same = true, are_begun = false;
    for (size_t i = 0; i < count; i++) {
        are_same = are_same && network->powers[i] == network->powers[i % 2];
        are_begun = are_begun || network->powers[i] != 1;
    }
    for (size_t i = 0; are_begun && i < (are_same ? 2 : count); i += 2) {
        struct parameter parameter = network_parameter(network, i / 2);
        buf_puts(text, "restore powers");
        if (!are_same)
            buf_printf(text, "%c%zu", parameter.kind, parameter.layer);
        buf_puts(text, " ");
        put_matrix(writer, (struct matrix){1, 2, &network->powers[i]}, "\n");
    }
}

// What the optimizer and the epoch under way remember.
static void put_memory(struct writer *writer, const struct session *session)
{
    struct buf *text = writer->text;
    const struct network *network = session->network;
    const struct optimizer *optimizer = session->settings.optimizer;
    for (size_t s = 0; s < optimizer->states; s++)
        for (size_t i = 0; i < 2 * network->layer_count; i++) {
            struct parameter parameter = network_parameter(network, i);
            struct matrix m = parameter.value;
            m.data = network->states[s] + (m.data - network->parameters);
            buf_printf(text, "restore %c%c%zu ", optimizer->letters[s], parameter.kind,
                       parameter.layer);
            put_matrix(writer, m, "\n");
        }
    if (optimizer->states == 2) // adam and adamw; to the others powers mean nothing
        put_powers(writer, network);
    if (session->batch.at > 0) {
        buf_puts(text, "restore losses ");
        put_number(text, session->batch.epoch_loss);
        buf_puts(text, "\n");
    }
}

// A value in a form that reads back to the same shape.
static void put_value(struct writer *writer, const struct value *value)
{
    struct buf *text = writer->text;
    struct shape shape = shape_of(value);
    bool is_row = shape.dims == 2 && shape.rows == 1 && !writer->is_outline;
    if (!value->is_matrix) {
        put_number(text, value->number);
        buf_puts(text, "\n");
    } else if (shape.rows * shape.cols == 0) {
        buf_printf(text, shape.dims == 1 ? "zeros(0)\n" : "zeros((%zu, %zu))\n", shape.rows,
                   shape.cols);
    } else {
        buf_puts(text, is_row ? "[" : "");
        put_matrix(writer, value->all, is_row ? "]\n" : "\n");
    }
}

static void put_variables(struct writer *writer, const struct session *session)
{
    struct buf *text = writer->text;
    for (size_t i = 0; i < session->variables.count; i++) {
        const struct variable *variable = &session->variables.list[i];
        buf_printf(text, "let %s = ", variable->name);
        put_value(writer, &variable->value);
    }
}

// An expression may have been typed over several lines; one line has room for it.
static void put_watches(struct buf *text, const char *what, const struct watches *watches)
{
    for (size_t i = 0; i < watches->count; i++) {
        buf_printf(text, "restore %s ", what);
        for (const char *c = watches->list[i].text; *c; c++)
            buf_add(text, *c == '\n' ? " " : c, 1);
        buf_puts(text, "\n");
    }
}

static void put_resume(struct buf *text, struct session_standing standing)
{
    buf_printf(text, "resume epoch=%zu steps=%zu draws=%llu", standing.at.epoch, standing.steps,
               (unsigned long long)standing.draws);
    if (standing.at.batch_at > 0)
        buf_printf(text, " sample=%zu", standing.at.batch_at);
    if (standing.at.done > 0)
        buf_printf(text, " stages=%zu", standing.at.done);
    buf_puts(text, " here\n");
}

void script_head(struct buf *text, const struct session *session, const double *loss)
{
    const struct network *network = session->network;
    buf_printf(text, HEAD "%d: data %s", SCRIPT_FORMAT, session->data->name);
    if (network) {
        buf_printf(text, ", network %zu", network->inputs);
        for (size_t k = 0; k < network->layer_count && k < 8; k++)
            buf_printf(text, " %zu", network->layers[k].out);
        buf_printf(text, "%s, epoch %zu", network->layer_count > 8 ? " ..." : "", session->epoch);
    }
    if (loss) {
        buf_puts(text, ", loss ");
        buf_puts(text, number_string(*loss, 6).text);
    }
    buf_puts(text, "\n# 'load FILE' continues from here, and so does 'nnsh -i FILE'.\n");
}

bool script_is_head(const char *line, size_t length)
{
    return length > strlen(HEAD) && memcmp(line, HEAD, strlen(HEAD)) == 0;
}

static void put_body(struct writer *writer, const struct session *session)
{
    struct buf *text = writer->text;
    put_data(writer, session->data);
    put_settings(text, &session->settings);
    if (session->network)
        put_init(text, session);
    put_loss(text, &session->settings);
    if (session->network) {
        put_parameters(writer, session->network);
        put_memory(writer, session);
    }
    put_variables(writer, session);
    put_watches(text, "watch", &session->watches);
    put_watches(text, "break", &session->breaks);
    put_resume(text, session_standing(session));
}

bool script_body(struct buf *text, const struct session *session, struct script_options way)
{
    struct writer writer = {.text = text, .way = way};
    put_body(&writer, session);
    return !writer.is_stopped;
}

void script_beside(struct buf *text, const char *folder)
{
    static const char begin[] = "\ndata file \"";
    struct buf in_quotes = BUF_EMPTY;
    char *at = text->failed ? NULL : strstr(text->data, begin);
    for (const char *c = folder; *c; c++)
        buf_printf(&in_quotes, "%s%c", *c == '"' || *c == '\\' ? "\\" : "", *c);
    if (in_quotes.length == 0 || buf_text(&in_quotes)[in_quotes.length - 1] != '/')
        buf_puts(&in_quotes, "/");
    size_t length = in_quotes.length;
    if (at && !in_quotes.failed && strncmp(at + strlen(begin), buf_text(&in_quotes), length) == 0) {
        char *name = at + strlen(begin);
        memmove(name, name + length, strlen(name + length) + 1);
        text->length -= length;
    }
    text->failed = text->failed || in_quotes.failed;
    buf_free(&in_quotes);
}

uint64_t script_digest(const struct session *session)
{
    struct buf text = BUF_EMPTY;
    struct writer writer = {.text = &text, .is_outline = true};
    put_body(&writer, session);
    uint64_t digest = text.failed ? 0 : digest_of(buf_text(&text), text.length);
    buf_free(&text);
    return digest;
}
