// SPDX-License-Identifier: GPL-3.0-or-later
// What a training leaves out (batches, an order of the samples, a schedule,
// regularization, frozen parameters) leaves no line in the program.
#include "view/numpy_program.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/words.h"
#include "network/loss.h"
#include "network/schedule.h"
#include "session/resume.h"
#include "session/session.h"
#include "view/export_text.h"
#include "view/numpy_formulas.h"

struct python numpy_program(const struct export_source *source, struct export_files *files,
                            struct buf *out)
{
    return (struct python){source, files, out, "np.array(", ", dtype=float)", false};
}

// Whether an epoch has batches, or an order of its own: the program then has a loop in its loop.
static bool has_batches(const struct python *python)
{
    return session_has_batches(python_session(python)) || python_session(python)->settings.shuffle;
}

// Every formula that the program holds, to find the names in them.
static void put_texts(struct buf *texts, const struct python *python)
{
    const struct settings *settings = &python_session(python)->settings;
    const struct network *network = python_network(python);
    for (size_t k = 0; k < network->layer_count; k++) {
        const struct pass_code *code = &network->layers[k].activation->code[IN_NUMPY];
        buf_printf(texts, "%s\n%s\n", code->forward, code->backward);
    }
    buf_printf(texts, "%s\n%s\n", settings->loss->code[IN_NUMPY].forward,
               settings->loss->code[IN_NUMPY].backward);
    buf_printf(texts, "%s\n%s\n", settings->optimizer->code[IN_NUMPY].begin,
               settings->optimizer->code[IN_NUMPY].update);
    buf_printf(texts, "%s\nlr\n", settings->schedule->python);
    if (settings->l1 > 0)
        buf_puts(texts, "l1\n");
    if (settings->l2 > 0)
        buf_puts(texts, "l2\n");
    if (!isinf(settings->clip))
        buf_puts(texts, "clip\n");
    if (session_has_batches(python_session(python)))
        buf_puts(texts, "batch\n");
}

// ---- before the training ------------------------------------------------------------------------

void numpy_imports(struct python *python, bool is_notebook)
{
    struct buf texts = BUF_EMPTY;
    bool reads = python_reads_files(python->source);
    put_texts(&texts, python);
    bool has_erf = text_has_name(buf_text(&texts), "erf");
    if (has_erf || text_has_name(buf_text(&texts), "math"))
        buf_puts(python->out, "import math\n");
    if (reads && !is_notebook)
        buf_puts(python->out, "from pathlib import Path\n");
    buf_puts(python->out, "import numpy as np\n");
    if (has_erf)
        buf_puts(python->out, "\nerf = np.vectorize(math.erf)\n");
    if (reads)
        buf_printf(python->out,
                   "\n\ndef load(name):\n"
                   "    return np.loadtxt(%s, delimiter=',', skiprows=1, ndmin=2)\n\n",
                   is_notebook ? "name" : "Path(__file__).with_name(name)");
    python->failed |= texts.failed;
    buf_free(&texts);
}

// Which columns are which; of a wide table the first ones.
static void put_columns(struct python *python)
{
    const struct dataset *data = python_session(python)->data;
    struct buf text = BUF_EMPTY;
    char title[DATASET_TITLE_SIZE];
    buf_puts(&text, "the data: a row is a sample; x:");
    for (size_t i = 0; i < data->x.cols + data->y.cols && i < 40; i++) {
        dataset_title(data, i, title);
        buf_printf(&text, "%s%s", i == data->x.cols ? "; y: " : i ? ", " : " ", title);
    }
    if (data->normalization != NORMALIZE_NONE)
        buf_puts(&text, "; x is normalized already");
    export_comment(python->out, buf_text(&text));
    python->failed |= text.failed;
    buf_free(&text);
}

void numpy_data(struct python *python)
{
    const struct dataset *data = python_session(python)->data;
    size_t training = data->x.rows, test = data->test_x.rows, inputs = data->x.cols;
    struct buf *out = python->out;
    put_columns(python);
    if (python_data_is_beside(python->source)) {
        python_data_beside(python);
        buf_puts(out, "table = load(");
        python_file_name(out, python->source, python->source->ending, ".csv");
        buf_printf(out, ")\nx, y = table[:%zu, :%zu], table[:%zu, %zu:]\n", training, inputs,
                   training, inputs);
        if (test > 0)
            buf_printf(out, "x_test, y_test = table[%zu:, :%zu], table[%zu:, %zu:]\n", training,
                       inputs, training, inputs);
        return;
    }
    python_matrix(python, "x", data->x);
    python_matrix(python, "y", data->y);
    if (test > 0) {
        python_matrix(python, "x_test", data->test_x);
        python_matrix(python, "y_test", data->test_y);
    }
}

void numpy_weights(struct python *python)
{
    const struct network *network = python_network(python);
    for (size_t p = 0; p < 2 * network->layer_count; p++) {
        struct parameter parameter = network_parameter(network, p);
        char name[32];
        snprintf(name, sizeof name, "%c%zu", parameter.kind, parameter.layer);
        python_matrix(python, name, parameter.value);
    }
}

static void put_power(struct python *python, const struct placeholders *names, const char *word,
                      double value)
{
    template_names(python->out, word, names);
    buf_puts(python->out, " = ");
    export_number(python->out, value);
    buf_puts(python->out, "\n");
}

// What the optimizer has kept of matrix p, zeros at the start.
static void put_state(struct python *python, size_t p)
{
    const struct network *network = python_network(python);
    const struct optimizer *optimizer = python_session(python)->settings.optimizer;
    struct parameter parameter = network_parameter(network, p);
    for (size_t s = 0; s < optimizer->states; s++) {
        char name[32];
        struct matrix m = parameter.value;
        snprintf(name, sizeof name, "%c_%c%zu", optimizer->letters[s], parameter.kind,
                 parameter.layer);
        if (python->source->from_here && network->states[s]) {
            m.data = network->states[s] + (m.data - network->parameters);
            python_matrix(python, name, m);
        } else {
            buf_printf(python->out, "%s = np.zeros_like(%c%zu)\n", name, parameter.kind,
                       parameter.layer);
        }
    }
}

static void put_optimizer(struct python *python)
{
    const struct network *network = python_network(python);
    const struct optimizer *optimizer = python_session(python)->settings.optimizer;
    bool has_powers = strstr(optimizer->code[IN_NUMPY].begin, "{power1}") != NULL;
    bool is_one = numpy_has_one_power(network), is_first = true;
    if (optimizer->states == 0)
        return;
    buf_printf(python->out, "\n# what %s keeps of each parameter%s\n", optimizer->name,
               has_powers ? "; beta1_t is beta1 to the power of its updates" : "");
    for (size_t p = 0; p < 2 * network->layer_count; p++) {
        if (network_parameter(network, p).is_frozen)
            continue;
        put_state(python, p);
        struct placeholders names = numpy_update_names(python, p);
        if (has_powers && (is_first || !is_one)) {
            put_power(python, &names, "{power1}", network->powers[2 * p]);
            put_power(python, &names, "{power2}", network->powers[2 * p + 1]);
        }
        is_first = false;
    }
}

// Puts NumPy's generator where ours draws the next order; bytes() takes a draw for each four.
static void put_generator(struct python *python)
{
    struct session_standing standing = session_standing(python_session(python));
    if (!python_session(python)->settings.shuffle)
        return;
    buf_printf(python->out,
               "\n# the order of the samples is drawn after the first weights\n"
               "np.random.seed(%u)\n",
               (unsigned)python_session(python)->seed);
    if (standing.draws > 0)
        buf_printf(python->out, "np.random.bytes(4 * %llu)\n", (unsigned long long)standing.draws);
}

void numpy_settings(struct python *python)
{
    const struct settings *settings = &python_session(python)->settings;
    struct buf texts = BUF_EMPTY;
    put_texts(&texts, python);
    python_settings(python->out, settings, buf_text(&texts));
    put_optimizer(python);
    put_generator(python);
    python->failed |= texts.failed;
    buf_free(&texts);
}

void numpy_predict(struct python *python)
{
    buf_puts(python->out, "def predict(x):\n");
    numpy_forward(python, 4, "x");
    buf_printf(python->out, "    return a%zu\n", python_network(python)->layer_count);
}

// ---- the loop -----------------------------------------------------------------------------------

// An epoch of batches: [total] sums up their losses, since an epoch's loss is that of all its samples.
static void put_batches(struct python *python)
{
    const struct session *session = python_session(python);
    bool is_mean = session->settings.loss->is_mean, is_begun = session->batch.at > 0;
    struct buf *out = python->out;
    const char *step = session_has_batches(session) ? "batch" : "len(x)";
    if (session->settings.shuffle)
        buf_puts(out, "    order = np.random.permutation(len(x))\n");
    if (!is_begun)
        buf_puts(out, "    total = 0\n");
    buf_printf(out, "    for first in range(%s, len(x), %s):\n", is_begun ? "start" : "0", step);
    if (session->settings.shuffle)
        buf_printf(out, "        rows = order[first:first + %s]\n", step);
    else
        buf_printf(out, "        rows = slice(first, first + %s)\n", step);
    buf_puts(out, "        xb, yb = x[rows], y[rows]\n\n");
    numpy_step(python, 8, "xb", "yb");
    buf_puts(out, is_mean ? "        total += loss * len(xb)\n" : "        total += loss\n");
    buf_puts(out, is_mean ? "    loss = total / len(x)\n" : "    loss = total\n");
    if (is_begun)
        buf_puts(out, "    start = total = 0\n");
}

// How far the epoch that is under way has come: the samples learnt, and their loss.
static void put_begun(struct buf *out, const struct batch *batch)
{
    buf_printf(out,
               "# the epoch that is under way: the samples learnt, and their loss\n"
               "start = %zu\ntotal = ",
               batch->at);
    export_number(out, batch->epoch_loss);
    buf_puts(out, "\n\n");
}

void numpy_training(struct python *python, bool keeps_losses)
{
    const struct session *session = python_session(python);
    size_t from = session->epoch, last = from + python->source->epochs;
    struct buf *out = python->out;
    if (session->batch.at > 0)
        put_begun(out, &session->batch);
    if (keeps_losses)
        buf_puts(out, "losses = []\n");
    buf_printf(out, "for epoch in range(%zu, %zu):\n", from + 1, last + 1);
    if (numpy_has_schedule(python)) {
        buf_puts(out, "    rate = ");
        python_rate(out, session->settings.schedule);
        buf_puts(out, "\n");
    }
    if (has_batches(python))
        put_batches(python);
    else
        numpy_step(python, 4, "x", "y");
    buf_puts(out, "\n");
    if (keeps_losses)
        buf_puts(out, "    losses.append(loss)\n");
    size_t indent = python_when_printed(out, python->source);
    python_print_loss(out, indent, last);
}

// ---- the end ------------------------------------------------------------------------------------

// How well predictions [a] meet targets y, as an expression; and what that is called.
static const char *put_score(struct buf *out, const struct dataset *data)
{
    double middle = (data->low + data->high) / 2;
    buf_puts(out, "def score(x, y):\n");
    switch (data->targets) {
    case TARGETS_CLASSES:
        buf_puts(out, "    return np.mean(predict(x).argmax(axis=1) == y.argmax(axis=1))\n");
        return "accuracy";
    case TARGETS_TWO:
    case TARGETS_LABELS: // a sample is right if all its labels are
        buf_puts(out, "    right = (predict(x) >= ");
        export_number(out, middle);
        buf_puts(out, ") == (y >= ");
        export_number(out, middle);
        buf_printf(out, ")\n    return np.mean(right%s)\n",
                   data->targets == TARGETS_LABELS ? ".all(axis=1)" : "");
        return "accuracy";
    case TARGETS_NUMBERS:
        break;
    }
    buf_puts(out, "    return np.mean((predict(x) - y) ** 2)\n");
    return "mean squared error";
}

void numpy_result(struct python *python)
{
    const struct dataset *data = python_session(python)->data;
    struct buf score = BUF_EMPTY;
    const char *what = put_score(&score, data);
    buf_append(python->out, &score);
    buf_puts(python->out, "\n\n");
    if (data->x.rows <= 20)
        buf_puts(python->out, "print(predict(x))\n");
    buf_printf(python->out, "print(f'%s {score(x, y):.%df}')\n", what, PROMISE_DECIMALS);
    if (data->test_x.rows > 0)
        buf_printf(python->out, "print(f'of the test samples {score(x_test, y_test):.%df}')\n",
                   PROMISE_DECIMALS);
    buf_free(&score);
}
