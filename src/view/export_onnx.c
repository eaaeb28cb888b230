// SPDX-License-Identifier: GPL-3.0-or-later
// An ONNX model, written by hand: the format is protocol buffers, of which it needs two things only, whole
// numbers and byte strings with a key in front. A message is a byte string that holds others, so each is built in
// a buffer of its own first. The field numbers are those of onnx.proto (ONNX 1.8: opset 13, IR version 7).
//
// A layer is a Gemm and the nodes that the activation's row names. Numbers in a row's text are constants of the
// model. ONNX Runtime has no Erf of float64, so what needs it is refused where float64 is wanted.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/words.h"
#include "data/dataset.h"
#include "session/session.h"
#include "view/export_text.h"
#include "view/exports.h"
#include "view/template.h"

enum { IR_VERSION = 7, OPSET = 13 };
enum { ELEMENT_FLOAT = 1, ELEMENT_DOUBLE = 11 }; // TensorProto.DataType
enum { ATTRIBUTE_INT = 2 };                      // AttributeProto.AttributeType
enum { MODEL_IR = 1, MODEL_PRODUCER = 2, MODEL_GRAPH = 7, MODEL_OPSET = 8, MODEL_METADATA = 14 };
enum { GRAPH_NODE = 1, GRAPH_NAME = 2, GRAPH_INITIALIZER = 5, GRAPH_INPUT = 11, GRAPH_OUTPUT = 12 };
enum { NODE_INPUT = 1, NODE_OUTPUT = 2, NODE_OPERATOR = 4, NODE_ATTRIBUTE = 5 };
enum { ATTRIBUTE_NAME = 1, ATTRIBUTE_I = 3, ATTRIBUTE_TYPE = 20 };
enum { TENSOR_DIMS = 1, TENSOR_TYPE = 2, TENSOR_NAME = 8, TENSOR_RAW = 9 };
enum { NAME_SIZE = 48 };

// The graph as it grows.
struct onnx {
    struct buf nodes, constants; // as fields of the graph
    bool is_float;
    size_t constant_count;
};

// ---- protocol buffers ---------------------------------------------------------------------------

// A whole number, seven bits a byte, the lowest first.
static void put_varint(struct buf *out, uint64_t value)
{
    for (; value >= 0x80; value >>= 7) {
        char byte = (char)(value | 0x80);
        buf_add(out, &byte, 1);
    }
    char last = (char)value;
    buf_add(out, &last, 1);
}

static void put_number(struct buf *out, unsigned field, uint64_t value)
{
    put_varint(out, (uint64_t)field << 3);
    put_varint(out, value);
}

static void put_bytes(struct buf *out, unsigned field, const char *bytes, size_t length)
{
    put_varint(out, (uint64_t)field << 3 | 2);
    put_varint(out, length);
    buf_add(out, bytes, length);
}

static void put_text(struct buf *out, unsigned field, const char *text)
{
    put_bytes(out, field, text, strlen(text));
}

// Puts a message in, and frees it.
static void put_message(struct buf *out, unsigned field, struct buf *message)
{
    put_bytes(out, field, buf_text(message), message->length);
    out->failed |= message->failed;
    buf_free(message);
}

// ---- constants and nodes ------------------------------------------------------------------------

static unsigned element_type(const struct onnx *onnx)
{
    return onnx->is_float ? ELEMENT_FLOAT : ELEMENT_DOUBLE;
}

// Adds a constant of rows × cols elements; [rows] 0: a vector of [cols]; both 0: one number.
static void add_constant(struct onnx *onnx, const char *name, const double *values, size_t rows,
                         size_t cols)
{
    struct buf tensor = BUF_EMPTY, raw = BUF_EMPTY;
    size_t count = (rows ? rows : 1) * (cols ? cols : 1);
    if (rows)
        put_number(&tensor, TENSOR_DIMS, rows);
    if (cols)
        put_number(&tensor, TENSOR_DIMS, cols);
    put_number(&tensor, TENSOR_TYPE, element_type(onnx));
    put_text(&tensor, TENSOR_NAME, name);
    for (size_t i = 0; i < count; i++)
        export_bits(&raw, values[i], onnx->is_float ? 32 : 64);
    put_message(&tensor, TENSOR_RAW, &raw);
    put_message(&onnx->constants, GRAPH_INITIALIZER, &tensor);
}

// Appends "to", the type that a Cast makes.
static void put_cast(const struct onnx *onnx, struct buf *node)
{
    struct buf attribute = BUF_EMPTY;
    put_text(&attribute, ATTRIBUTE_NAME, "to");
    put_number(&attribute, ATTRIBUTE_I, element_type(onnx));
    put_number(&attribute, ATTRIBUTE_TYPE, ATTRIBUTE_INT);
    put_message(node, NODE_ATTRIBUTE, &attribute);
}

// Adds a node of up to three inputs.
static void add_node(struct onnx *onnx, const char *operator, const char * const * inputs,
                     size_t count, const char *output)
{
    struct buf node = BUF_EMPTY;
    for (size_t i = 0; i < count; i++)
        put_text(&node, NODE_INPUT, inputs[i]);
    put_text(&node, NODE_OUTPUT, output);
    put_text(&node, NODE_OPERATOR, operator);
    if (strcmp(operator, "Cast") == 0)
        put_cast(onnx, &node);
    put_message(&onnx->nodes, GRAPH_NODE, &node);
}

static void add_binary(struct onnx *onnx, const char *operator, const char * left,
                       const char *right, const char *output)
{
    add_node(onnx, operator,(const char *const[]){left, right}, 2, output);
}

// ---- an activation's text -----------------------------------------------------------------------

// Reads the word at *text into [word], and moves past it and the separators after it. A word of a row that is
// neither a number nor a name of the layer gets the layer's number, so that no two layers share it.
static void read_word(const char **text, size_t layer, char word[NAME_SIZE])
{
    size_t length = strcspn(*text, " =(,)\n");
    bool is_operator = (*text)[length] == '(';
    bool is_number = strchr("0123456789", **text) != NULL;
    bool is_layers = strchr("za", **text) && strchr("0123456789", (*text)[1]);
    const char *plain =
        is_operator || is_number || is_layers || (length == 1 && **text == 'y') ? "" : "p";
    snprintf(word, NAME_SIZE, "%.*s", (int)length, *text);
    if (*plain)
        snprintf(word, NAME_SIZE, "%.*s%zu", (int)length, *text, layer);
    *text += length;
    *text += strspn(*text, " =(,)");
}

// Adds the node of one line, "name = Operator(input, ...)", and moves to the next line.
static void add_line(struct onnx *onnx, const char **line, size_t layer)
{
    char output[NAME_SIZE], operator[NAME_SIZE], inputs[3][NAME_SIZE];
    size_t count = 0;
    read_word(line, layer, output);
    read_word(line, layer, operator);
    while (**line && **line != '\n' && count < 3) {
        read_word(line, layer, inputs[count]);
        if (strchr("0123456789", inputs[count][0])) {
            double value = strtod(inputs[count], NULL);
            snprintf(inputs[count], NAME_SIZE, "number%zu", ++onnx->constant_count);
            add_constant(onnx, inputs[count], &value, 0, 0);
        }
        count++;
    }
    *line += **line == '\n';
    add_node(onnx, operator,(const char *const[]){inputs[0], inputs[1], inputs[2]}, count, output);
}

// Adds layer k, which makes [to] of [from].
static void add_layer(struct onnx *onnx, const struct layer *layer, size_t k, const char *from,
                      const char *to)
{
    char w[NAME_SIZE], b[NAME_SIZE], z[NAME_SIZE];
    struct placeholders names = {0};
    struct buf text = BUF_EMPTY;
    snprintf(w, sizeof w, "w%zu", k);
    snprintf(b, sizeof b, "b%zu", k);
    snprintf(z, sizeof z, "z%zu", k);
    add_constant(onnx, w, layer->w.data, layer->in, layer->out);
    add_constant(onnx, b, layer->b.data, 0, layer->out);
    add_node(onnx, "Gemm", (const char *const[]){from, w, b}, 3, z);
    placeholders_add(&names, "z", 0, "%s", z);
    placeholders_add(&names, "a", 0, "%s", to);
    template_names(&text, layer->activation->code[IN_ONNX].forward, &names);
    for (const char *line = buf_text(&text); *line;)
        add_line(onnx, &line, k);
    onnx->nodes.failed |= text.failed;
    buf_free(&text);
}

// ---- units the data came in -----------------------------------------------------------------------

// Adds shift and scale of [count] columns from [first] on as NAME_shift and NAME_scale. False, and nothing
// added, where none has any.
static bool add_scales(struct onnx *onnx, const struct dataset *data, const char *name,
                       size_t first, size_t count)
{
    char text[NAME_SIZE];
    double *values = malloc(2 * count * sizeof *values);
    bool has_any = false;
    if (!values) {
        onnx->nodes.failed = true;
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        values[i] = data->columns[first + i].shift;
        values[count + i] = data->columns[first + i].scale;
        has_any = has_any || values[i] != 0 || values[count + i] != 1;
    }
    for (size_t kind = 0; kind < 2 && has_any; kind++) {
        snprintf(text, sizeof text, "%s_%s", name, kind ? "scale" : "shift");
        add_constant(onnx, text, values + kind * count, 0, count);
    }
    free(values);
    return has_any;
}

static void add_network(struct onnx *onnx, const struct network *network,
                        const struct dataset *data)
{
    size_t last = network->layer_count, outputs = network->layers[last - 1].out;
    char from[NAME_SIZE] = "x", to[NAME_SIZE];
    if (add_scales(onnx, data, "x", 0, network->inputs)) {
        add_binary(onnx, "Sub", "x", "x_shift", "x_shifted");
        add_binary(onnx, "Div", "x_shifted", "x_scale", "x_seen");
        snprintf(from, sizeof from, "x_seen");
    }
    bool is_scaled = add_scales(onnx, data, "y", network->inputs, outputs);
    for (size_t k = 1; k <= last; k++) {
        snprintf(to, sizeof to, k < last || is_scaled ? "a%zu" : "y", k);
        add_layer(onnx, &network->layers[k - 1], k, from, to);
        memcpy(from, to, sizeof from);
    }
    if (is_scaled) {
        add_binary(onnx, "Mul", from, "y_scale", "y_scaled");
        add_binary(onnx, "Add", "y_scaled", "y_shift", "y");
    }
}

// ---- the model ----------------------------------------------------------------------------------

// What comes in or goes out: any number N of rows of [cols] elements.
static void put_value_info(const struct onnx *onnx, struct buf *graph, unsigned field,
                           const char *name, size_t cols)
{
    struct buf info = BUF_EMPTY, type = BUF_EMPTY, tensor = BUF_EMPTY, shape = BUF_EMPTY;
    struct buf rows = BUF_EMPTY, columns = BUF_EMPTY;
    put_text(&rows, 2, "N");
    put_number(&columns, 1, cols);
    put_message(&shape, 1, &rows);
    put_message(&shape, 1, &columns);
    put_number(&tensor, 1, element_type(onnx));
    put_message(&tensor, 2, &shape);
    put_message(&type, 1, &tensor);
    put_text(&info, 1, name);
    put_message(&info, 2, &type);
    put_message(graph, field, &info);
}

// One entry of the metadata: the names of columns, or of classes, as a JSON list.
static void put_names(struct buf *model, const char *key, const struct dataset *data, size_t first,
                      size_t count)
{
    struct buf entry = BUF_EMPTY, list = BUF_EMPTY;
    char title[DATASET_TITLE_SIZE];
    for (size_t i = 0; i < count; i++) {
        buf_puts(&list, i ? ", " : "[");
        if (first < data->x.cols + data->y.cols)
            dataset_title(data, first + i, title);
        export_json_text(&list, first < data->x.cols + data->y.cols ? title : data->classes[i]);
    }
    buf_puts(&list, "]");
    put_text(&entry, 1, key);
    put_message(&entry, 2, &list);
    put_message(model, MODEL_METADATA, &entry);
}

static void put_model(struct buf *out, struct onnx *onnx, const struct network *network,
                      const struct dataset *data)
{
    struct buf graph = BUF_EMPTY, opset = BUF_EMPTY;
    size_t outputs = network->layers[network->layer_count - 1].out;
    buf_append(&graph, &onnx->nodes);
    put_text(&graph, GRAPH_NAME, "nnsh");
    buf_append(&graph, &onnx->constants);
    put_value_info(onnx, &graph, GRAPH_INPUT, "x", network->inputs);
    put_value_info(onnx, &graph, GRAPH_OUTPUT, "y", outputs);
    put_text(&opset, 1, "");
    put_number(&opset, 2, OPSET);
    put_number(out, MODEL_IR, IR_VERSION);
    put_text(out, MODEL_PRODUCER, "nnsh");
    put_message(out, MODEL_GRAPH, &graph);
    put_message(out, MODEL_OPSET, &opset);
    put_names(out, "inputs", data, 0, data->x.cols);
    put_names(out, "outputs", data, data->x.cols, data->y.cols);
    if (data->classes)
        put_names(out, "classes", data, data->x.cols + data->y.cols, data->class_count);
}

// Refuses what the runtime cannot compute in float64.
static bool check_runs(const struct export_source *source, struct error *error)
{
    const struct network *network = source->session->network;
    for (size_t k = 0; k < network->layer_count && source->float_bits == 64; k++) {
        const struct activation *activation = network->layers[k].activation;
        if (!strstr(activation->code[IN_ONNX].forward, "Erf("))
            continue;
        error_set(error, "%s needs erf, which ONNX Runtime does not compute in float64",
                  activation->name);
        return error_hint(error, "type 'export %s float=32'",
                          error_quote(source->file, strlen(source->file)).text);
    }
    return true;
}

static bool write_onnx(const struct export_source *source, struct export_files *files,
                       struct error *error)
{
    const struct session *session = source->session;
    struct onnx onnx = {.nodes = BUF_EMPTY, .constants = BUF_EMPTY};
    if (!check_runs(source, error))
        return false;
    onnx.is_float = source->float_bits == 32;
    add_network(&onnx, session->network, session->data);
    put_model(&files->main, &onnx, session->network, session->data);
    bool well = !files->main.failed && !onnx.nodes.failed && !onnx.constants.failed;
    buf_free(&onnx.nodes);
    buf_free(&onnx.constants);
    if (well)
        buf_printf(&files->note, "input x: N rows of %zu number%s, output y; %s\n",
                   session->network->inputs, plural(session->network->inputs),
                   onnx.is_float ? "float32 keeps about 7 digits"
                                 : "float64; float=32 makes it half as large");
    return well || error_memory(error);
}

const struct export_kind onnx_export = {
    .ending = ".onnx",
    .meaning = "the network for ONNX Runtime and whatever reads ONNX",
    .takes = EXPORT_ALL | EXPORT_FLOAT,
    .needs_network = true,
    .write = write_onnx,
};
