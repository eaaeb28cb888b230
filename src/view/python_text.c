// SPDX-License-Identifier: GPL-3.0-or-later
// A matrix in a program has a row a line.
#include "view/python_text.h"

#include <stdio.h>
#include <string.h>

#include "base/words.h"
#include "network/schedule.h"
#include "session/session.h"
#include "session/setting.h"
#include "view/export_text.h"
#include "view/template.h"

const struct session *python_session(const struct python *python)
{
    return python->source->at;
}

const struct network *python_network(const struct python *python)
{
    return python->source->at->network;
}

// Why there is an end to what is promised.
static void put_reason(struct buf *out, const struct promise *promise, const char *begin)
{
    if (promise->diverges)
        buf_printf(out, " %s the training diverges: its numbers grow without bound.", begin);
    else
        buf_printf(out,
                   " %s this training is chaotic: a difference in the last bit of a number grows "
                   "until it can be seen, and every machine goes its own way.",
                   begin);
}

void python_promise(struct buf *out, const struct export_source *source)
{
    const struct promise *promise = &source->promise;
    if (promise->until == 0) {
        buf_puts(out, "It does the steps that nnsh does, but will not print the losses that nnsh "
                      "prints.");
        put_reason(out, promise, "From its first epochs on");
        return;
    }
    buf_printf(out, "The losses it prints are those of nnsh in the %d decimals shown",
               PROMISE_DECIMALS);
    if (promise->until == promise->epochs) {
        buf_puts(out, ".");
        return;
    }
    buf_printf(out, " up to epoch %zu.", promise->from + promise->until);
    put_reason(out, promise, "After that");
}

bool python_is_beside(struct matrix m)
{
    return matrix_count(m) > PYTHON_NUMBERS_MOST;
}

bool python_data_is_beside(const struct export_source *source)
{
    const struct dataset *data = source->session->data;
    size_t rows = data->x.rows + data->test_x.rows;
    return rows * (data->x.cols + data->y.cols) > PYTHON_NUMBERS_MOST;
}

bool python_reads_files(const struct export_source *source)
{
    const struct network *network = source->session->network;
    for (size_t p = 0; p < 2 * network->layer_count; p++)
        if (python_is_beside(network_parameter(network, p).value))
            return true;
    return python_data_is_beside(source);
}

void python_file_name(struct buf *out, const struct export_source *source, const char *ending,
                      const char *suffix)
{
    struct buf name = BUF_EMPTY;
    buf_add(&name, source->file, strlen(source->file) - strlen(ending));
    buf_puts(&name, suffix);
    out->failed |= name.failed;
    export_json_text(out, buf_text(&name)); // Python reads it as well
    buf_free(&name);
}

// Begins a file beside the program; [suffix] with its point.
static struct buf *begin_beside(struct python *python, const char *suffix)
{
    struct buf *text = export_beside(python->files, suffix);
    python->failed |= !text;
    return text;
}

static void put_load(struct python *python, const char *name, struct matrix m)
{
    char suffix[64];
    snprintf(suffix, sizeof suffix, ".%s.csv", name);
    struct buf *text = begin_beside(python, suffix);
    if (!text)
        return;
    for (size_t j = 0; j < m.cols; j++)
        buf_printf(text, "%s%s_%zu", j ? "," : "", name, j);
    buf_puts(text, "\n");
    export_csv_rows(text, m);
    buf_puts(python->out, "load(");
    python_file_name(python->out, python->source, python->source->ending, suffix);
    buf_puts(python->out, ")");
}

void python_matrix(struct python *python, const char *name, struct matrix m)
{
    struct buf *out = python->out;
    size_t begun = out->length;
    buf_printf(out, "%s = ", name);
    if (python_is_beside(m)) {
        put_load(python, name, m);
    } else {
        buf_puts(out, python->array);
        export_lists(out, m, (struct export_lists){NULL, out->length - begun + 1, NULL});
        buf_puts(out, python->close);
    }
    buf_puts(out, "\n");
}

void python_data_beside(struct python *python)
{
    const struct dataset *data = python->source->session->data;
    struct buf *text = begin_beside(python, ".csv");
    if (text)
        export_csv_data(text, data, dataset_all_x(data), dataset_all_y(data));
}

void python_settings(struct buf *out, const struct settings *settings, const char *text)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const struct setting *setting = &settings_table[i];
        if (setting->kind == SETTING_WORD || !text_has_name(text, setting->name))
            continue;
        buf_printf(out, "%s = ", setting->name);
        export_number(out, setting->get(settings));
        buf_puts(out, "\n");
    }
}

void python_lines(struct buf *out, size_t indent, const char *text)
{
    while (*text) {
        size_t length = strcspn(text, "\n");
        buf_fill(out, ' ', indent);
        buf_add(out, text, length);
        buf_puts(out, "\n");
        text += length + (text[length] == '\n');
    }
}

void python_rate(struct buf *out, const struct schedule *schedule)
{
    struct placeholders names = {0};
    placeholders_add(&names, "epoch", 0, "(epoch - 1)");
    template_names(out, schedule->python, &names);
}

size_t python_when_printed(struct buf *out, const struct export_source *source)
{
    size_t every = source->promise.every, last = source->at->epoch + source->epochs;
    if (every == 1)
        return 4;
    buf_printf(out, "    if epoch %% %zu == 0", every);
    if (last % every != 0)
        buf_printf(out, " or epoch == %zu", last);
    buf_puts(out, ":\n");
    return 8;
}

void python_print_loss(struct buf *out, size_t indent, size_t last)
{
    char width[32] = "";
    int digits = snprintf(NULL, 0, "%zu", last);
    if (digits > 1)
        snprintf(width, sizeof width, ":%d", digits);
    buf_fill(out, ' ', indent);
    buf_printf(out, "print(f'epoch {epoch%s}  loss {loss:.%df}')\n", width, PROMISE_DECIMALS);
}
