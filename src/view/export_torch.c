// SPDX-License-Identifier: GPL-3.0-or-later
// A PyTorch program that trains on: alone by `python3 FILE`, or by `torchrun` in as many processes as
// there are, on one machine or several. It keeps the names w1, b1, z1, a1, and has weights in×out as here, so
// nothing is transposed.
//
// Each batch is shared out row by row, rows[rank::world]: shares may differ by one row, and some may be empty.
// DistributedDataParallel takes the mean of the processes' gradients; so each process's loss is the sum over
// its own rows, divided by the rows of the whole batch, times the number of processes, and the mean is
// the batch's gradient whatever the shares.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/words.h"
#include "network/loss.h"
#include "network/schedule.h"
#include "session/resume.h"
#include "session/session.h"
#include "view/export_text.h"
#include "view/exports.h"
#include "view/python_text.h"
#include "view/template.h"

static const struct update_code *optimizer_code(const struct python *python)
{
    return &python_session(python)->settings.optimizer->code[IN_TORCH];
}

static void put_head(struct python *python)
{
    const struct export_source *source = python->source;
    struct quoted file = error_quote(source->file, strlen(source->file));
    struct buf text = BUF_EMPTY;
    export_title(&text, source);
    buf_printf(&text, ", trained for %zu epoch%s from %s with PyTorch: a program that nnsh wrote. ",
               source->epochs, plural(source->epochs),
               source->from_here ? "where nnsh was" : "its first weights");
    python_promise(&text, source);
    buf_puts(&text, " Alone, or in two processes on this machine:");
    export_comment(python->out, buf_text(&text));
    buf_printf(python->out,
               "#\n#     python3 %s\n#     torchrun --standalone --nproc_per_node=2 %s\n#\n",
               file.text, file.text);
    export_comment(python->out, "At the end it writes back.nn; 'source back.nn' brings the weights "
                                "back to nnsh.");
    python->failed |= text.failed;
    buf_free(&text);
}

static const char imports[] = "import torch\n"
                              "import torch.distributed as dist\n"
                              "import torch.nn.functional as F\n"
                              "from torch.nn.parallel import DistributedDataParallel\n"
                              "\n"
                              "torch.set_default_dtype(torch.float64)\n"
                              "\n"
                              "# torchrun says which process this is, of how many\n"
                              "rank = int(os.environ.get('RANK', 0))\n"
                              "world = int(os.environ.get('WORLD_SIZE', 1))\n"
                              "if world > 1:\n"
                              "    dist.init_process_group('gloo')\n";

static const char load[] =
    "\n\ndef load(name, rows=None):\n"
    "    \"\"\"A table of numbers, or only those of its rows.\"\"\"\n"
    "    with open(Path(__file__).with_name(name)) as file:\n"
    "        columns = next(file).count(',') + 1\n"
    "        lines = (line for i, line in enumerate(file) if rows is None or i in rows)\n"
    "        table = np.loadtxt(lines, delimiter=',', ndmin=2)\n"
    "    return torch.tensor(table).reshape(-1, columns)\n\n";

static void put_imports(struct python *python)
{
    bool reads = python_reads_files(python->source);
    if (text_has_name(python_session(python)->settings.schedule->python, "math"))
        buf_puts(python->out, "import math\n");
    buf_puts(python->out, "import os\n");
    if (reads)
        buf_puts(python->out, "from pathlib import Path\n");
    buf_puts(python->out, "import numpy as np\n");
    buf_puts(python->out, imports);
    if (reads)
        buf_puts(python->out, load);
}

// The rows of an update, as a number.
static void put_batch_size(struct python *python)
{
    const struct session *session = python_session(python);
    buf_printf(python->out, "samples = %zu\nbatch = %zu\n", session->data->x.rows,
               session_batch_size(session));
}

// A table beside the program is read by share, where the order of the samples lets a process know its own.
static void put_data(struct python *python)
{
    const struct dataset *data = python_session(python)->data;
    struct buf *out = python->out;
    put_batch_size(python);
    if (!python_data_is_beside(python->source)) {
        python_matrix(python, "x", data->x);
        python_matrix(python, "y", data->y);
        if (data->test_x.rows > 0) {
            python_matrix(python, "x_test", data->test_x);
            python_matrix(python, "y_test", data->test_y);
        }
        return;
    }
    python_data_beside(python);
    if (python_session(python)->settings.shuffle)
        buf_puts(out, "mine = np.arange(samples)  # in a new order each epoch: any may be mine\n");
    else
        buf_puts(out, "# the samples that this process sees; it reads no others\n"
                      "mine = np.concatenate([np.arange(first, min(first + batch, samples))"
                      "[rank::world]\n"
                      "                       for first in range(0, samples, batch)])\n");
    buf_puts(out, "table = load(");
    python_file_name(out, python->source, python->source->ending, ".csv");
    buf_printf(out, ", set(mine))\nx, y = table[:, :%zu], table[:, %zu:]\n", data->x.cols,
               data->x.cols);
}

// What a sum of losses is divided by to be that of [rows] samples.
static void put_count(struct python *python, const char *rows)
{
    const struct loss *loss = python_session(python)->settings.loss;
    size_t outputs = python_network(python)->outputs;
    if (!loss->is_mean)
        buf_puts(python->out, "1");
    else if (loss->counts_samples || outputs == 1)
        buf_puts(python->out, rows);
    else
        buf_printf(python->out, "(%s * %zu)", rows, outputs);
}

// The loss of the test samples, which one process computes.
static void put_test(struct python *python)
{
    const struct dataset *data = python_session(python)->data;
    struct buf *out = python->out;
    struct placeholders names = {0};
    placeholders_add(&names, "z", 0, "z");
    placeholders_add(&names, "a", 0, "a");
    placeholders_add(&names, "y", 0, "y_test");
    buf_puts(out, "\nif rank == 0:  # the test samples\n");
    if (python_data_is_beside(python->source)) {
        buf_puts(out, "    table = load(");
        python_file_name(out, python->source, python->source->ending, ".csv");
        buf_printf(out, ", range(samples, samples + %zu))\n", data->test_x.rows);
        buf_printf(out, "    x_test, y_test = table[:, :%zu], table[:, %zu:]\n", data->x.cols,
                   data->x.cols);
    }
    buf_puts(out, "    with torch.no_grad():\n"
                  "        z, a = network(x_test)\n"
                  "        loss = ");
    template_names(out, python_session(python)->settings.loss->code[IN_TORCH].forward, &names);
    buf_printf(out, "\n    print(f'test loss {loss.item() / ");
    put_count(python, "len(x_test)");
    buf_printf(out, ":.%df}')\n", PROMISE_DECIMALS);
}

// ---- the network --------------------------------------------------------------------------------

static void put_parameter(struct python *python, size_t p)
{
    struct parameter parameter = network_parameter(python_network(python), p);
    char name[32];
    snprintf(name, sizeof name, "%c%zu", parameter.kind, parameter.layer);
    python_matrix(python, name, parameter.value);
}

static void put_layer(struct python *python, size_t k)
{
    const struct activation *activation = python_network(python)->layers[k - 1].activation;
    struct placeholders names = {0};
    char before[32] = "x";
    if (k > 1)
        snprintf(before, sizeof before, "a%zu", k - 1);
    placeholders_add(&names, "z", 0, "z%zu", k);
    buf_printf(python->out, "        z%zu = %s @ self.w%zu + self.b%zu\n        a%zu = ", k, before,
               k, k, k);
    template_names(python->out, activation->code[IN_TORCH].forward, &names);
    buf_puts(python->out, "\n");
}

static void put_network(struct python *python)
{
    const struct network *network = python_network(python);
    struct buf *out = python->out;
    size_t count = network->layer_count;
    for (size_t p = 0; p < 2 * count; p++)
        put_parameter(python, p);
    buf_puts(out, "\n\nclass Network(torch.nn.Module):\n"
                  "    def __init__(self):\n"
                  "        super().__init__()\n");
    for (size_t p = 0; p < 2 * count; p++) {
        struct parameter parameter = network_parameter(network, p);
        buf_printf(out, "        self.%c%zu = torch.nn.Parameter(%c%zu%s)\n", parameter.kind,
                   parameter.layer, parameter.kind, parameter.layer,
                   parameter.is_frozen ? ", requires_grad=False" : "");
    }
    buf_puts(out, "\n    def forward(self, x):\n");
    for (size_t k = 1; k <= count; k++)
        put_layer(python, k);
    buf_printf(out, "        return z%zu, a%zu\n\n\n", count, count);
}

// ---- the optimizer ------------------------------------------------------------------------------

// How many updates the optimizer has behind it with matrix p: beta^t is what it keeps of that.
static size_t updates_of(const struct python *python, size_t p)
{
    const struct session *session = python_session(python);
    const double *powers = session->network->powers + 2 * p;
    double betas[] = {session->settings.beta1, session->settings.beta2};
    if (session->settings.optimizer->states < 2)
        return session->steps;
    for (size_t i = 2; i-- > 0;)
        if (powers[i] > 0 && powers[i] <= 1 && betas[i] > 0)
            return (size_t)(log(powers[i]) / log(betas[i]) + 0.5);
    return session->steps;
}

// What the optimizer has kept of matrix p.
static void put_state(struct python *python, size_t p)
{
    const struct network *network = python_network(python);
    const struct optimizer *optimizer = python_session(python)->settings.optimizer;
    struct parameter parameter = network_parameter(network, p);
    struct placeholders names = {0};
    char name[32], word[OPTIMIZER_STATES_MOST][2] = {"", ""};
    for (size_t s = 0; s < optimizer->states; s++) {
        struct matrix m = parameter.value;
        m.data = network->states[s] + (m.data - network->parameters);
        snprintf(name, sizeof name, "%c_%c%zu", optimizer->letters[s], parameter.kind,
                 parameter.layer);
        python_matrix(python, name, m);
        word[s][0] = optimizer->letters[s];
        placeholders_add(&names, word[s], 0, "%s", name);
    }
    placeholders_add(&names, "t", 0, "torch.tensor(%zu.)", updates_of(python, p));
    buf_printf(python->out, "optimizer.state[network.%c%zu] = dict(", parameter.kind,
               parameter.layer);
    template_names(python->out, optimizer_code(python)->update, &names);
    buf_puts(python->out, ")\n");
}

static void put_optimizer(struct python *python)
{
    const struct session *session = python_session(python);
    const struct network *network = session->network;
    struct placeholders names = {0};
    placeholders_add(&names, "parameters", 0, "moving");
    buf_puts(python->out, "network = Network()\n"
                          "model = DistributedDataParallel(network) if world > 1 else network\n"
                          "moving = [p for p in network.parameters() if p.requires_grad]\n"
                          "optimizer = ");
    template_names(python->out, optimizer_code(python)->begin, &names);
    buf_puts(python->out, "\n");
    if (session->settings.optimizer->states == 0 || !network->states[0] || session->steps == 0)
        return;
    buf_printf(python->out, "\n# what %s has kept of each parameter\n",
               session->settings.optimizer->name);
    for (size_t p = 0; p < 2 * network->layer_count; p++)
        if (!network_parameter(network, p).is_frozen)
            put_state(python, p);
}

static void put_settings(struct python *python)
{
    const struct settings *settings = &python_session(python)->settings;
    struct buf texts = BUF_EMPTY;
    buf_printf(&texts, "lr %s %s %s %s %s", optimizer_code(python)->begin,
               settings->schedule->python, settings->l1 > 0 ? "l1" : "",
               settings->l2 > 0 ? "l2" : "", isinf(settings->clip) ? "" : "clip");
    python_settings(python->out, settings, buf_text(&texts));
    python->failed |= texts.failed;
    buf_free(&texts);
}

// ---- the loop -----------------------------------------------------------------------------------

static void put_regularization(struct python *python)
{
    const struct network *network = python_network(python);
    const struct settings *settings = &python_session(python)->settings;
    struct buf *out = python->out;
    if (!isinf(settings->clip))
        buf_puts(out, "        torch.nn.utils.clip_grad_norm_(moving, clip)\n");
    for (size_t k = 1; k <= network->layer_count; k++) {
        if (network->layers[k - 1].w_is_frozen)
            continue;
        if (settings->l2 > 0)
            buf_printf(out, "        network.w%zu.grad += l2 * network.w%zu.data\n", k, k);
        if (settings->l1 > 0)
            buf_printf(out, "        network.w%zu.grad += l1 * network.w%zu.data.sign()\n", k, k);
    }
}

// One update, of the batch that begins at [first].
static void put_step(struct python *python)
{
    const struct session *session = python_session(python);
    struct buf *out = python->out;
    struct placeholders names = {0};
    bool is_part = python_data_is_beside(python->source);
    placeholders_add(&names, "z", 0, "z");
    placeholders_add(&names, "a", 0, "a");
    placeholders_add(&names, "y", 0, "y[share]");
    buf_puts(out, "        rows = order[first:first + batch]\n");
    buf_puts(out, is_part ? "        share = np.searchsorted(mine, rows[rank::world])\n"
                          : "        share = rows[rank::world]\n");
    buf_puts(out, "        z, a = model(x[share])\n        loss = ");
    template_names(out, session->settings.loss->code[IN_TORCH].forward, &names);
    buf_puts(out, "\n        optimizer.zero_grad()\n        (world * loss / ");
    put_count(python, "len(rows)");
    buf_puts(out, ").backward()  # the mean over all processes is taken\n");
    put_regularization(python);
    buf_puts(out, "        optimizer.step()\n        total += loss.item()\n");
}

static void put_print(struct python *python, size_t last)
{
    struct buf *out = python->out;
    size_t indent = python_when_printed(out, python->source);
    python_lines(out, indent,
                 "total = torch.tensor([total])\n"
                 "if world > 1:\n"
                 "    dist.all_reduce(total)\n"
                 "if rank == 0:");
    buf_fill(out, ' ', indent + 4);
    buf_puts(out, "loss = total.item() / ");
    put_count(python, "samples");
    buf_puts(out, "\n");
    python_print_loss(out, indent + 4, last);
}

// The epoch that is under way: how many of its samples are learnt, and the sum of their losses.
static void put_begun(struct python *python)
{
    const struct session *session = python_session(python);
    const struct loss *loss = session->settings.loss;
    double share = loss->is_mean && !loss->counts_samples ? (double)session->network->outputs : 1;
    buf_printf(python->out, "start = %zu\ntotal = ", session->batch.at);
    export_number(python->out, session->batch.epoch_loss * share);
    buf_puts(python->out, " if rank == 0 else 0\n");
}

static void put_order(struct python *python)
{
    const struct session *session = python_session(python);
    struct session_standing standing = session_standing(session);
    if (!session->settings.shuffle)
        return;
    buf_printf(python->out, "np.random.seed(%u)\n", (unsigned)session->seed);
    if (standing.draws > 0)
        buf_printf(python->out,
                   "np.random.bytes(4 * %llu)  # drawn for the weights and the epochs "
                   "before\n",
                   (unsigned long long)standing.draws);
}

static void put_training(struct python *python)
{
    const struct session *session = python_session(python);
    bool is_begun = session->batch.at > 0;
    size_t from = session->epoch, last = from + python->source->epochs;
    struct buf *out = python->out;
    put_order(python);
    if (is_begun)
        put_begun(python);
    buf_printf(out, "for epoch in range(%zu, %zu):\n", from + 1, last + 1);
    if (session->settings.schedule != &schedules[0]) {
        buf_puts(out, "    for group in optimizer.param_groups:\n        group['lr'] = ");
        python_rate(out, session->settings.schedule);
        buf_puts(out, "\n");
    }
    buf_puts(out, session->settings.shuffle ? "    order = np.random.permutation(samples)\n"
                                            : "    order = np.arange(samples)\n");
    buf_printf(out, "%s    for first in range(%s, samples, batch):\n",
               is_begun ? "" : "    total = 0\n", is_begun ? "start" : "0");
    put_step(python);
    put_print(python, last);
    if (is_begun)
        buf_puts(out, "    start = total = 0\n");
}

static const char ending[] = "\nif rank == 0:\n"
                             "    with open('back.nn', 'w') as file:\n"
                             "        for name, p in network.named_parameters():\n"
                             "            rows = ',\\n'.join(str(row) for row in p.tolist())\n"
                             "            file.write(f'set {name} [{rows}]\\n')\n"
                             "if world > 1:\n"
                             "    dist.destroy_process_group()\n";

// Whether anything moves at all.
static bool check_moves(const struct network *network, struct error *error)
{
    for (size_t p = 0; p < 2 * network->layer_count; p++)
        if (!network_parameter(network, p).is_frozen)
            return true;
    error_set(error, "every parameter is frozen: there is nothing for PyTorch to train");
    return error_hint(error, "'unfreeze w1' lets one move again");
}

static bool write_torch(const struct export_source *source, struct export_files *files,
                        struct error *error)
{
    struct buf *out = &files->main;
    struct python python = {source, files, out, "torch.tensor(", ", dtype=torch.float64)", false};
    if (!check_moves(source->at->network, error))
        return false;
    put_head(&python);
    put_imports(&python);
    buf_puts(out, "\n# the data: a row is a sample\n");
    put_data(&python);
    buf_puts(out, "\n# the weights and biases\n");
    put_network(&python);
    put_settings(&python);
    put_optimizer(&python);
    buf_puts(out, "\n");
    put_training(&python);
    if (source->at->data->test_x.rows > 0)
        put_test(&python);
    buf_puts(out, ending);
    python_promise(&files->note, source);
    buf_puts(&files->note, "\n");
    return !(python.failed || out->failed || files->note.failed) || error_memory(error);
}

const struct export_kind torch_export = {
    .ending = ".torch.py",
    .meaning = "a PyTorch program, for one machine or several",
    .then = "run it with: python3 FILE, or under torchrun",
    .takes = EXPORT_ALL | EXPORT_FROM | EXPORT_EPOCHS,
    .needs_network = true,
    .needs_promise = true,
    .write = write_torch,
};
