// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers are written with the fewest digits that read back to the same bits, 17 at most. Comments are broken at
// 79 columns, as Python's style guide asks for.
#include "view/export_text.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "data/dataset.h"
#include "session/session.h"
#include "view/export.h"

enum { COMMENT_COLUMNS = 79 };

void export_comment(struct buf *out, const char *text)
{
    size_t column = 0;
    for (;;) {
        size_t length = strcspn(text, " \n");
        if (column > 0 && column + 1 + length > COMMENT_COLUMNS) {
            buf_puts(out, "\n");
            column = 0;
        }
        buf_puts(out, column ? " " : length ? "# " : "#");
        column += column ? 1 + length : 2 + length;
        buf_add(out, text, length);
        text += length;
        if (*text == '\n' || *text == '\0') {
            buf_puts(out, "\n");
            column = 0;
        }
        if (*text == '\0')
            return;
        text++;
    }
}

void export_title(struct buf *out, const struct export_source *source)
{
    const struct network *network = source->session->network;
    const char *name = source->session->data->name;
    buf_printf(out, "The network %zu", network->inputs);
    for (size_t k = 0; k < network->layer_count; k++)
        buf_printf(out, "-%zu", network->layers[k].out);
    for (size_t k = 0; k < network->layer_count; k++)
        buf_printf(out, "%s%s", k ? ", " : " (", network->layers[k].activation->name);
    buf_printf(out, ") on the data %s", error_quote(name, strlen(name)).text);
}

void export_number(struct buf *out, double value)
{
    char digits[NUMBER_SIZE];
    buf_add(out, digits, number_write(digits, value, (struct number_format){NUMBER_EXACT, 0}));
}

void export_little_endian(struct buf *out, uint64_t bits, size_t count)
{
    char bytes[sizeof bits];
    for (size_t i = 0; i < count; i++)
        bytes[i] = (char)(bits >> (8 * i));
    buf_add(out, bytes, count);
}

void export_bits(struct buf *out, double value, unsigned float_bits)
{
    float single = (float)value;
    uint64_t bits;
    uint32_t single_bits;
    memcpy(&bits, &value, sizeof bits);
    memcpy(&single_bits, &single, sizeof single_bits);
    export_little_endian(out, float_bits == 32 ? single_bits : bits, float_bits / 8);
}

void export_element(struct buf *out, double value, struct export_lists how)
{
    bool is_bad = !isfinite(value);
    if (is_bad && how.bads)
        ++*how.bads;
    if (is_bad && how.bad)
        buf_puts(out, how.bad);
    else
        export_number(out, value);
}

void export_list(struct buf *out, const double *values, size_t count, struct export_lists how)
{
    buf_puts(out, "[");
    for (size_t i = 0; i < count; i++) {
        buf_puts(out, i ? ", " : "");
        export_element(out, values[i], how);
    }
    buf_puts(out, "]");
}

void export_lists(struct buf *out, struct matrix m, struct export_lists how)
{
    buf_puts(out, "[");
    for (size_t i = 0; i < m.rows; i++) {
        if (i > 0) {
            buf_puts(out, ",\n");
            buf_fill(out, ' ', how.indent);
        }
        export_list(out, m.data + i * m.cols, m.cols, how);
    }
    buf_puts(out, "]");
}

static void put_csv_numbers(struct buf *out, const double *values, size_t count, bool is_first)
{
    for (size_t j = 0; j < count; j++) {
        buf_puts(out, j > 0 || !is_first ? "," : "");
        export_number(out, values[j]);
    }
}

void export_csv_rows(struct buf *out, struct matrix m)
{
    for (size_t i = 0; i < m.rows; i++) {
        put_csv_numbers(out, m.data + i * m.cols, m.cols, true);
        buf_puts(out, "\n");
    }
}

void export_csv_field(struct buf *out, const char *text)
{
    if (!strpbrk(text, ",\"\r\n")) {
        buf_puts(out, text);
        return;
    }
    buf_puts(out, "\"");
    for (; *text; text++)
        buf_add(out, *text == '"' ? "\"\"" : text, *text == '"' ? 2 : 1);
    buf_puts(out, "\"");
}

void export_csv_data(struct buf *out, const struct dataset *data, struct matrix x, struct matrix y)
{
    char title[DATASET_TITLE_SIZE];
    for (size_t i = 0; i < x.cols + y.cols; i++) {
        dataset_title(data, i, title);
        buf_puts(out, i ? "," : "");
        export_csv_field(out, title);
    }
    buf_puts(out, "\n");
    for (size_t i = 0; i < x.rows; i++) {
        put_csv_numbers(out, x.data + i * x.cols, x.cols, true);
        put_csv_numbers(out, y.data + i * y.cols, y.cols, false);
        buf_puts(out, "\n");
    }
}

void export_json_text(struct buf *out, const char *text)
{
    buf_puts(out, "\"");
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", c);
        else if (c < 0x20 || c == '<' || c == 0x7f)
            buf_printf(out, "\\u%04x", c);
        else
            buf_add(out, text, 1);
    }
    buf_puts(out, "\"");
}
