// SPDX-License-Identifier: GPL-3.0-or-later
// A C99 header that predicts, for a microcontroller or any program in C. It allocates nothing, and each sum
// is nnsh's own: a chain of fused multiply-adds that begins with the bias. Its exp and tanh are those of the C
// library, which may differ from nnsh's in the last bit.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/number.h"
#include "data/dataset.h"
#include "session/session.h"
#include "view/export_text.h"
#include "view/exports.h"
#include "view/python_text.h"
#include "view/template.h"

enum { PREFIX_SIZE = 64 };

// What is written, and how.
struct header {
    struct buf *out;
    const struct network *network;
    const struct dataset *data;
    char prefix[PREFIX_SIZE], upper[PREFIX_SIZE]; // of every name: xor, XOR
    const char *type, *suffix;                    // double and "", or float and "f"
};

// Makes names of the file's: what cannot stand in one becomes a _.
static void name_after(struct header *header, const char *file)
{
    size_t length = 0;
    bool begins_well = ascii_is_letter(*file);
    if (!begins_well)
        length = (size_t)snprintf(header->prefix, PREFIX_SIZE, "net_");
    for (; *file && *file != '.' && length + 1 < PREFIX_SIZE; file++) {
        char c = *file;
        header->prefix[length++] = ascii_is_name(c) ? c : '_';
    }
    header->prefix[length] = '\0';
    for (size_t i = 0; i <= length; i++)
        header->upper[i] = ascii_upper(header->prefix[i]);
}

// The fewest digits that read back to the same float, as a constant of C.
static void put_float(struct buf *out, float value)
{
    char text[NUMBER_SIZE];
    for (int digits = 6; digits <= 9; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, (double)value);
        if (strtof(text, NULL) == value)
            break;
    }
    buf_printf(out, "%s%sf", text, strpbrk(text, ".e") ? "" : ".0");
}

static void put_value(const struct header *header, double value)
{
    if (*header->suffix)
        put_float(header->out, (float)value);
    else
        export_number(header->out, value);
}

static void put_row(const struct header *header, const double *values, size_t count)
{
    buf_puts(header->out, "{");
    for (size_t i = 0; i < count; i++) {
        buf_puts(header->out, i ? ", " : "");
        put_value(header, values[i]);
    }
    buf_puts(header->out, "}");
}

static void put_layer_numbers(const struct header *header, size_t k)
{
    const struct layer *layer = &header->network->layers[k - 1];
    struct buf *out = header->out;
    buf_printf(out, "static const %s %s_w%zu[%zu][%zu] = {\n", header->type, header->prefix, k,
               layer->in, layer->out);
    for (size_t i = 0; i < layer->in; i++) {
        buf_puts(out, "    ");
        put_row(header, layer->w.data + i * layer->out, layer->out);
        buf_puts(out, i + 1 < layer->in ? ",\n" : "};\n");
    }
    buf_printf(out, "static const %s %s_b%zu[%zu] = ", header->type, header->prefix, k, layer->out);
    put_row(header, layer->b.data, layer->out);
    buf_puts(out, ";\n");
}

// ---- units the data came in -----------------------------------------------------------------------

static bool is_scaled(const struct header *header, size_t first, size_t count)
{
    bool scaled = false;
    for (size_t i = first; i < first + count; i++)
        scaled =
            scaled || header->data->columns[i].shift != 0 || header->data->columns[i].scale != 1;
    return scaled;
}

// Writes shift and scale of the columns from [first] on: value = shift + scale * what the network sees.
static void put_scales(const struct header *header, const char *name, size_t first, size_t count)
{
    for (size_t kind = 0; kind < 2; kind++) {
        buf_printf(header->out, "static const %s %s_%s_%s[%zu] = {", header->type, header->prefix,
                   name, kind ? "scale" : "shift", count);
        for (size_t i = 0; i < count; i++) {
            const struct column *column = &header->data->columns[first + i];
            buf_puts(header->out, i ? ", " : "");
            put_value(header, kind ? column->scale : column->shift);
        }
        buf_puts(header->out, "};\n");
    }
}

// ---- the function -------------------------------------------------------------------------------

// What of a layer's row cannot be done unit by unit.
static bool needs_row(const struct layer *layer)
{
    return strchr(layer->activation->code[IN_C].forward, '\n') != NULL;
}

// Writes the activation's text with its names put in.
static void put_activation(const struct header *header, const struct layer *layer, const char *z,
                           const char *a, size_t indent)
{
    struct placeholders names = {0};
    struct buf text = BUF_EMPTY;
    placeholders_add(&names, "z", 0, "%s", z);
    placeholders_add(&names, "a", 0, "%s", a);
    placeholders_add(&names, "n", 0, "%zu", layer->out);
    placeholders_add(&names, "f", 0, "%s", header->suffix);
    placeholders_add(&names, "real", 0, "%s", header->type);
    template_names(&text, layer->activation->code[IN_C].forward, &names);
    if (needs_row(layer))
        python_lines(header->out, indent, buf_text(&text));
    else
        buf_append(header->out, &text);
    header->out->failed |= text.failed;
    buf_free(&text);
}

// Writes layer k, from the array [from] to the array [to].
static void put_layer(const struct header *header, size_t k, const char *from, const char *to)
{
    const struct layer *layer = &header->network->layers[k - 1];
    struct buf *out = header->out;
    char z[32] = "z", row[32];
    snprintf(row, sizeof row, "z%zu", k);
    if (needs_row(layer)) {
        buf_printf(out, "    %s %s[%zu];\n", header->type, row, layer->out);
        snprintf(z, sizeof z, "z%zu[j]", k);
    }
    buf_printf(out, "    for (int j = 0; j < %zu; j++) {\n        %s%s%s = %s_b%zu[j];\n",
               layer->out, needs_row(layer) ? "" : header->type, needs_row(layer) ? "" : " ", z,
               header->prefix, k);
    buf_printf(out,
               "        for (int i = 0; i < %zu; i++)\n"
               "            %s = fma%s(%s[i], %s_w%zu[i][j], %s);\n",
               layer->in, z, header->suffix, from, header->prefix, k, z);
    if (!needs_row(layer)) {
        buf_printf(out, "        %s[j] = ", to);
        put_activation(header, layer, z, "", 0);
        buf_puts(out, ";\n");
    }
    buf_puts(out, "    }\n");
    if (needs_row(layer))
        put_activation(header, layer, row, to, 4);
}

static void put_function(const struct header *header)
{
    const struct network *network = header->network;
    struct buf *out = header->out;
    size_t inputs = network->inputs, last = network->layer_count;
    size_t outputs = network->layers[last - 1].out;
    bool scales_x = is_scaled(header, 0, inputs), scales_y = is_scaled(header, inputs, outputs);
    char from[32] = "x", to[32];
    buf_printf(out, "static inline void %s_predict(const %s x[%zu], %s y[%zu])\n{\n",
               header->prefix, header->type, inputs, header->type, outputs);
    if (scales_x) {
        buf_printf(out,
                   "    %s a0[%zu];\n    for (int i = 0; i < %zu; i++)\n"
                   "        a0[i] = (x[i] - %s_x_shift[i]) / %s_x_scale[i];\n",
                   header->type, inputs, inputs, header->prefix, header->prefix);
        snprintf(from, sizeof from, "a0");
    }
    for (size_t k = 1; k <= last; k++) {
        snprintf(to, sizeof to, k < last ? "a%zu" : "y", k);
        if (k < last)
            buf_printf(out, "    %s %s[%zu];\n", header->type, to, network->layers[k - 1].out);
        put_layer(header, k, from, to);
        snprintf(from, sizeof from, "%s", to);
    }
    if (scales_y)
        buf_printf(out,
                   "    for (int j = 0; j < %zu; j++)\n"
                   "        y[j] = y[j] * %s_y_scale[j] + %s_y_shift[j];\n",
                   outputs, header->prefix, header->prefix);
    buf_puts(out, "}\n");
}

// ---- the whole ----------------------------------------------------------------------------------

// Lists what the numbers of an array mean: "x[0] is petal width, x[1] ...".
static void put_meanings(struct buf *text, const struct header *header, char array, size_t first,
                         size_t count)
{
    char title[DATASET_TITLE_SIZE];
    for (size_t i = 0; i < count && i < 20; i++) {
        dataset_title(header->data, first + i, title);
        buf_printf(text, "%s%c[%zu] is %s", i ? ", " : "", array, i, title);
    }
    buf_puts(text, count > 20 ? ", and so on." : ".");
}

static void put_head(const struct header *header, const struct export_source *source)
{
    struct buf text = BUF_EMPTY, lines = BUF_EMPTY;
    size_t inputs = header->network->inputs;
    size_t outputs = header->network->layers[header->network->layer_count - 1].out;
    struct quoted file = error_quote(source->file, strlen(source->file));
    export_title(&text, source);
    buf_printf(&text,
               " after epoch %zu, written by nnsh: %s_predict() makes y of x as 'predict' does.\n",
               source->session->epoch, header->prefix);
    put_meanings(&text, header, 'x', 0, inputs);
    buf_puts(&text, "\n");
    put_meanings(&text, header, 'y', inputs, outputs);
    export_comment(&lines, buf_text(&text));
    buf_printf(
        &lines,
        "#\n#     #include \"%s\"\n#     %s x[%zu] = {...}, y[%zu];\n#     %s_predict(x, y);\n"
        "#\n# Link with -lm.\n",
        file.text, header->type, inputs, outputs, header->prefix);
    // A line of that comment begins with a #; in C it is //, and does not end in a backslash.
    for (const char *line = buf_text(&lines); *line;) {
        size_t length = strcspn(line, "\n");
        buf_puts(header->out, "//");
        buf_add(header->out, line + 1, length - 1);
        buf_puts(header->out, length > 0 && line[length - 1] == '\\' ? ".\n" : "\n");
        line += length + (line[length] == '\n');
    }
    header->out->failed |= text.failed || lines.failed;
    buf_free(&text);
    buf_free(&lines);
}

static void put_constants(const struct header *header)
{
    size_t inputs = header->network->inputs, last = header->network->layer_count;
    size_t outputs = header->network->layers[last - 1].out;
    buf_printf(header->out, "enum { %s_INPUTS = %zu, %s_OUTPUTS = %zu };\n\n", header->upper,
               inputs, header->upper, outputs);
    if (is_scaled(header, 0, inputs) || is_scaled(header, inputs, outputs)) {
        buf_puts(header->out,
                 "// A number in its own unit is scale times what the network sees, plus "
                 "shift.\n");
        if (is_scaled(header, 0, inputs))
            put_scales(header, "x", 0, inputs);
        if (is_scaled(header, inputs, outputs))
            put_scales(header, "y", inputs, outputs);
        buf_puts(header->out, "\n");
    }
    for (size_t k = 1; k <= last; k++)
        put_layer_numbers(header, k);
}

static bool write_h(const struct export_source *source, struct export_files *files,
                    struct error *error)
{
    bool is_float = source->float_bits == 32;
    struct header header = {.out = &files->main,
                            .network = source->session->network,
                            .data = source->session->data,
                            .type = is_float ? "float" : "double",
                            .suffix = is_float ? "f" : ""};
    name_after(&header, source->file);
    put_head(&header, source);
    buf_printf(header.out, "#ifndef %s_H\n#define %s_H\n\n#include <math.h>\n\n", header.upper,
               header.upper);
    put_constants(&header);
    buf_puts(header.out, "\n");
    put_function(&header);
    buf_puts(header.out, "\n#endif\n");
    buf_printf(&files->note, "%s_predict(x, y) predicts as nnsh does, %s\n", header.prefix,
               is_float ? "to the 7 digits of float" : "to the last digit or the one before it");
    return !files->main.failed || error_memory(error);
}

const struct export_kind h_export = {
    .ending = ".h",
    .meaning = "a C header that predicts, for any program or microcontroller",
    .then = "use it with: #include \"FILE\"",
    .takes = EXPORT_ALL | EXPORT_FLOAT,
    .needs_network = true,
    .write = write_h,
};
