// SPDX-License-Identifier: GPL-3.0-or-later
// All of the session as one JSON object, or one matrix as a list of lists. JSON has no spelling for
// not-a-number and infinity: they become null, and that is said.
#include <string.h>

#include "data/dataset.h"
#include "session/fit.h"
#include "session/outcome.h"
#include "session/session.h"
#include "view/export_text.h"
#include "view/exports.h"

// Where the object goes, and how many of its numbers became null.
struct json {
    struct buf *out;
    size_t nulls;
};

static void put_matrix(struct json *json, struct matrix m, size_t indent)
{
    export_lists(json->out, m, (struct export_lists){"null", indent, &json->nulls});
}

// Writes "name": and a matrix, as a member that others follow.
static void put_member(struct json *json, const char *name, struct matrix m)
{
    buf_printf(json->out, "    \"%s\": ", name);
    put_matrix(json, m, strlen(name) + 9);
    buf_puts(json->out, ",\n");
}

static void put_names(struct json *json, const char *name, const struct dataset *data, size_t first,
                      size_t count)
{
    char title[DATASET_TITLE_SIZE];
    buf_printf(json->out, "    \"%s\": [", name);
    for (size_t i = 0; i < count; i++) {
        dataset_title(data, first + i, title);
        buf_puts(json->out, i ? ", " : "");
        export_json_text(json->out, title);
    }
    buf_puts(json->out, "],\n");
}

static void put_data(struct json *json, const struct dataset *data)
{
    buf_puts(json->out, "  \"data\": {\n    \"name\": ");
    export_json_text(json->out, data->name);
    buf_puts(json->out, ",\n");
    put_names(json, "inputs", data, 0, data->x.cols);
    put_names(json, "outputs", data, data->x.cols, data->y.cols);
    if (data->classes) {
        buf_puts(json->out, "    \"classes\": [");
        for (size_t k = 0; k < data->class_count; k++) {
            buf_puts(json->out, k ? ", " : "");
            export_json_text(json->out, data->classes[k]);
        }
        buf_puts(json->out, "],\n");
    }
    put_member(json, "x", data->x);
    put_member(json, "y", data->y);
    if (data->test_x.rows > 0) {
        put_member(json, "test_x", data->test_x);
        put_member(json, "test_y", data->test_y);
    }
    buf_printf(json->out, "    \"samples\": %zu\n  },\n", data->x.rows);
}

// What is not a number stands in quotes.
static void put_settings(struct json *json, const struct settings *settings)
{
    buf_puts(json->out, "  \"settings\": {\n");
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const struct setting *setting = &settings_table[i];
        struct buf value = BUF_EMPTY;
        setting_text(settings, setting, &value);
        const char *text = buf_text(&value);
        bool is_number = strchr("0123456789", text[0]) != NULL;
        buf_printf(json->out, "    \"%s\": ", setting->name);
        if (is_number)
            buf_puts(json->out, text);
        else
            export_json_text(json->out, text);
        buf_puts(json->out, i + 1 < SETTING_COUNT ? ",\n" : "\n  },\n");
        json->out->failed |= value.failed;
        buf_free(&value);
    }
}

static void put_network(struct json *json, const struct network *network)
{
    buf_puts(json->out, "  \"layers\": [\n");
    for (size_t k = 0; k < network->layer_count; k++) {
        const struct layer *layer = &network->layers[k];
        buf_printf(json->out,
                   "    {\"activation\": \"%s\",\n     \"w\": ", layer->activation->name);
        put_matrix(json, layer->w, 11);
        buf_puts(json->out, ",\n     \"b\": ");
        put_matrix(json, layer->b, 11);
        buf_puts(json->out, k + 1 < network->layer_count ? "},\n" : "}\n  ],\n");
    }
}

// What the optimizer keeps, called as its formula calls it: "mw1".
static void put_optimizer(struct json *json, const struct network *network,
                          const struct optimizer *optimizer)
{
    buf_puts(json->out, "  \"optimizer\": {");
    const char *between = "\n";
    for (size_t s = 0; s < optimizer->states; s++)
        for (size_t p = 0; network->states[s] && p < 2 * network->layer_count; p++) {
            struct parameter parameter = network_parameter(network, p);
            struct matrix m = parameter.value;
            m.data = network->states[s] + (m.data - network->parameters);
            buf_printf(json->out, "%s    \"%c%c%zu\": ", between, optimizer->letters[s],
                       parameter.kind, parameter.layer);
            put_matrix(json, m, 12);
            between = ",\n";
        }
    buf_puts(json->out, *between == ',' ? "\n  },\n" : "},\n");
}

static void put_loss(struct json *json, struct session *session)
{
    struct error ignored;
    double loss;
    if (!session->network ||
        !fit_check(session->network, session->data, session->settings.loss, &ignored) ||
        !session_loss_of(session, session->data->x, session->data->y, &loss, &ignored))
        return;
    buf_puts(json->out, "  \"loss\": ");
    export_element(json->out, loss, (struct export_lists){"null", 0, &json->nulls});
    buf_puts(json->out, ",\n");
}

static void put_all(struct json *json, struct session *session)
{
    buf_puts(json->out, "{\n  \"program\": \"nnsh\",\n");
    put_data(json, session->data);
    put_settings(json, &session->settings);
    if (session->network) {
        put_network(json, session->network);
        put_optimizer(json, session->network, session->settings.optimizer);
    }
    put_loss(json, session);
    buf_printf(json->out, "  \"epoch\": %zu,\n  \"updates\": %zu\n}\n", session->epoch,
               session->steps);
}

static bool write_json(const struct export_source *source, struct export_files *files,
                       struct error *error)
{
    struct json json = {&files->main, 0};
    if (source->name) {
        put_matrix(&json, source->matrix, 1);
        buf_puts(&files->main, "\n");
    } else {
        put_all(&json, source->session);
    }
    if (json.nulls > 0)
        buf_printf(&files->note,
                   "%zu number%s not finite; JSON cannot hold that, so null stands "
                   "there\n",
                   json.nulls, json.nulls == 1 ? " is" : "s are");
    return !files->main.failed || error_memory(error);
}

const struct export_kind json_export = {
    .ending = ".json",
    .meaning = "everything, or one matrix, for any program",
    .takes = EXPORT_MATRIX | EXPORT_ALL,
    .write = write_json,
};
