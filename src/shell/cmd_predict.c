// SPDX-License-Identifier: GPL-3.0-or-later
// The command predict: the samples as they are, or the values of one input, which may be texts where a
// column of the table was text.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "session/outcome.h"
#include "session/session.h"
#include "shell/answer_parts.h"
#include "shell/call.h"
#include "shell/commands.h"
#include "shell/decimal_comma.h"
#include "shell/near_miss.h"
#include "shell/scan.h"
#include "shell/shell.h"
#include "view/predict_view.h"

static command_function run_predict;

enum { VALUES };

const struct command predict_command = {
    .name = "predict",
    .topic = TOPIC_RUN,
    .params = {[VALUES] = {"VALUES", PARAM_NUMBERS, .flags = PARAM_OPTIONAL}},
    .summary = "compare predictions with targets, or predict one input",
    .details = "Without values every sample is shown with its prediction, its target, the\n"
               "error and whether it is right, then the loss and the accuracy. An output of\n"
               "0.5 or more counts as class 1; of several outputs, the largest counts. With\n"
               "a value for each input, it shows the prediction for that input; where a\n"
               "column of the table was text, type the text, as in 'predict red 3', in\n"
               "quotes if it contains spaces.",
    .example = "init\ntrain 1000 every=1000\npredict\npredict 0.9 0.1\n",
    .flags = COMMAND_LOOKS,
    .reveals = REVEALS_YES,
    .run = run_predict,
};

// Names what stands in the columns of texts that begin with input [index]: "red, green or blue".
static void put_words(struct buf *out, const struct dataset *data, size_t index)
{
    enum { NAMED_MOST = 8 };
    const struct column *columns = data->columns + index;
    size_t group = columns->group, count = group + (columns->other != NULL);
    for (size_t k = 0; k < count && k < NAMED_MOST; k++)
        buf_printf(out, "%s%s",
                   k == 0           ? ""
                   : k + 1 == count ? " or "
                                    : ", ",
                   k < group ? columns[k].word : columns->other);
    buf_puts(out, count > NAMED_MOST ? " and so on" : "");
}

// [index] is the input that the text would have been for.
static bool refuse_value(const struct dataset *data, const char *text, size_t length, size_t index,
                         struct error *error)
{
    struct quoted quoted = error_quote(text, length);
    struct buf words = BUF_EMPTY;
    if (data && index < data->x.cols && data->columns[index].group > 0) {
        put_words(&words, data, index);
        error_set(error, "'%s' is not one of this input's texts", quoted.text);
        error_hint(error, "they are %s", buf_text(&words));
    } else {
        error_set(error, "predict takes numbers, not '%s'", quoted.text);
        if (memchr(text, ',', length))
            error_hint(error, "separate them by spaces, not commas, as in 'predict 0.5 1'");
    }
    buf_free(&words);
    return false;
}

// Says what predict takes: that many numbers, or with texts the inputs by their names.
static bool refuse_count(const struct dataset *data, const struct network *network, size_t given,
                         struct error *error)
{
    struct buf names = BUF_EMPTY;
    bool has_texts = false;
    error_set(error, "the network takes %zu inputs, not %zu", network->inputs, given);
    for (size_t i = 0; data && i < data->x.cols; i++) {
        char title[DATASET_TITLE_SIZE];
        dataset_title(data, i, title);
        if (data->columns[i].group > 0) {
            has_texts = true;
            buf_puts(&names, i ? "; " : "");
            put_words(&names, data, i);
            i += data->columns[i].group - 1;
        } else {
            buf_printf(&names, "%s%s", i ? "; " : "", title);
        }
    }
    if (has_texts)
        error_hint(error, "a text fills all its columns; the values are, in order: %s",
                   buf_text(&names));
    buf_free(&names);
    return false;
}

// Reads one value for the inputs from [index] on into [x]; how many it was for goes into [taken].
// [data] is NULL where it does not fit the network.
static bool read_input(const struct dataset *data, const char *text, size_t length, size_t index,
                       size_t inputs, double *x, size_t *taken, struct error *error)
{
    double value;
    *taken = 1;
    if (index >= inputs)
        return true; // the message comes when they are counted
    if (data && data->columns[index].group > 0 &&
        dataset_read_word(data, index, text, length, x + index)) {
        *taken = data->columns[index].group;
        return true;
    }
    if (!number_parse(text, length, &value) || !isfinite(value))
        return refuse_value(data, text, length, index, error);
    x[index] = value;
    return true;
}

// How many words separated by spaces the argument has.
static size_t count_words(const struct call *call, const struct argument *values)
{
    size_t end = values->at + values->length, count = 0;
    for (size_t at = scan_blanks(call->text, end, values->at); at < end; count++) {
        while (at < end && !scan_is_blank(call->text[at]))
            at++;
        at = scan_blanks(call->text, end, at);
    }
    return count;
}

// Reads the values of `predict` into [x]. A text may stand in quotes. False with [error] set and placed.
static bool read_values(const struct dataset *data, const struct network *network,
                        const struct call *call, const struct argument *values, double *x,
                        struct error *error)
{
    size_t at = values->at, end = values->at + values->length, given = 0, taken = 0, length = 0;
    while ((at = scan_blanks(call->text, end, at)) < end) {
        struct buf text = BUF_EMPTY;
        if (call->text[at] == '"' || call->text[at] == '\'') {
            size_t stop = scan_string(call->text, end, at, &text, error);
            length = stop ? stop - at : 0;
        } else if (scan_argument(call, values, &at, &length)) {
            buf_add(&text, call->text + at, length);
        }
        bool well = length > 0 && (!text.failed || error_memory(error)) &&
                    (read_input(data, buf_text(&text), text.length, given, network->inputs, x,
                                &taken, error) ||
                     error_place(error, at, length));
        buf_free(&text);
        if (!well) {
            const char *typed = call->text + values->at;
            bool is_numbers = strspn(typed, "0123456789.+-eE,[]() \t") >= values->length;
            bool has_decimals = is_numbers && count_words(call, values) == network->inputs &&
                                decimal_comma_tell(call->text, call->length, error);
            if (is_numbers && !has_decimals && strpbrk(typed, "[(,"))
                near_miss_blanks("predict", call->text + values->at, values->length, ",[]()",
                                 error);
            return false;
        }
        given += taken;
        at += length;
    }
    if (given == network->inputs)
        return true;
    refuse_count(data, network, given, error);
    return error_place(error, values->at, values->length);
}

// `predict V1 V2 ...`: reads the values and shows what the network makes of them.
static bool predict_values(struct shell *shell, const struct call *call,
                           const struct argument *values, struct error *error)
{
    const struct network *network = shell->session->network;
    const struct dataset *data = shell->session->data;
    bool fits = data->x.cols == network->inputs && data->y.cols == network->outputs;
    double *x = calloc(2 * network->inputs + network->outputs, sizeof *x);
    if (!x)
        return error_memory(error);
    struct matrix input = {1, network->inputs, x};
    struct matrix a = {1, network->outputs, x + 2 * network->inputs};
    double *scaled = x + network->inputs; // as the network was taught, where x is as it is typed
    bool well = read_values(fits ? data : NULL, network, call, values, x, error);
    for (size_t i = 0; i < network->inputs; i++)
        scaled[i] = fits ? (x[i] - data->columns[i].shift) / data->columns[i].scale : x[i];
    well = well && session_predict(shell->session, scaled, a, error);
    for (size_t j = 0; well && fits && data->targets == TARGETS_NUMBERS && j < a.cols; j++)
        a.data[j] = dataset_original(data, data->x.cols + j, a.data[j]);
    if (well)
        predict_view_one(&shell->out, shell->session, input, a, shell_style(shell));
    free(x);
    return well;
}

static bool run_predict(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *values = &call->arguments[VALUES];
    if (!session_has_network(shell->session, error))
        return false;
    if (values->given)
        return predict_values(shell, call, values, error);
    return answer_parts(shell, false, error);
}
