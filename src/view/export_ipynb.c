// SPDX-License-Identifier: GPL-3.0-or-later
// The NumPy program as a Jupyter notebook: a cell for each step, each after a sentence. The format is
// nbformat 4.4, since 4.5 asks for an identifier in each cell.
#include <string.h>

#include "base/words.h"
#include "session/session.h"
#include "view/data_view.h"
#include "view/export_text.h"
#include "view/exports.h"
#include "view/numpy_program.h"

// The cells so far; [cell] holds the one being written.
struct notebook {
    struct python python;
    struct buf *out;
    struct buf cell;
    size_t count;
};

// Ends the cell that was written.
static void end_cell(struct notebook *notebook, bool is_code)
{
    struct buf *cell = &notebook->cell;
    while (cell->length > 0 && cell->data[cell->length - 1] == '\n')
        cell->data[--cell->length] = '\0';
    buf_puts(notebook->out, notebook->count++ ? ",\n" : "");
    buf_puts(notebook->out, is_code ? "  {\"cell_type\": \"code\", \"execution_count\": null, "
                                      "\"metadata\": {}, \"outputs\": [],\n   \"source\": "
                                    : "  {\"cell_type\": \"markdown\", \"metadata\": {},\n   "
                                      "\"source\": ");
    export_json_text(notebook->out, buf_text(cell));
    buf_puts(notebook->out, "}");
    notebook->out->failed |= cell->failed;
    buf_clear(cell);
}

static void put_text(struct notebook *notebook, const char *text)
{
    buf_puts(&notebook->cell, text);
    end_cell(notebook, false);
}

static void put_title(struct notebook *notebook)
{
    const struct export_source *source = notebook->python.source;
    buf_puts(&notebook->cell, "# ");
    export_title(&notebook->cell, source);
    buf_printf(&notebook->cell,
               "\n\nA training of %zu epoch%s from %s, as nnsh does it, written out in NumPy. Run "
               "the cells from top to bottom (Shift+Enter), then change a number and run them "
               "again.\n\n",
               source->epochs, plural(source->epochs),
               source->from_here ? "where nnsh was" : "the first weights");
    python_promise(&notebook->cell, source);
    end_cell(notebook, false);
}

static const char curve[] = "import matplotlib.pyplot as plt\n\n"
                            "plt.plot(range(%zu, %zu), losses)\n"
                            "plt.xlabel('epoch')\n"
                            "plt.ylabel('loss')\n"
                            "plt.show()\n";

static const char plane[] = "across = np.linspace(x[:, 0].min() - 0.5, x[:, 0].max() + 0.5, 200)\n"
                            "up = np.linspace(x[:, 1].min() - 0.5, x[:, 1].max() + 0.5, 200)\n"
                            "grid = np.array([[u, v] for v in up for u in across])\n"
                            "a = predict(grid)\n"
                            "shown = %s\n"
                            "plt.contourf(across, up, shown.reshape(200, 200), 20, cmap='RdBu')\n"
                            "plt.colorbar()\n"
                            "plt.scatter(x[:, 0], x[:, 1], c=%s, cmap='RdBu', edgecolors='black')\n"
                            "plt.show()\n";

static const char line[] = "across = np.linspace(x.min(), x.max(), 300).reshape(-1, 1)\n"
                           "plt.plot(x, y, 'o')\n"
                           "plt.plot(across, predict(across), linewidth=3)\n"
                           "plt.show()\n";

static const char confusion[] =
    "counts = np.zeros((%zu, %zu), dtype=int)\n"
    "np.add.at(counts, (y.argmax(axis=1), predict(x).argmax(axis=1)), 1)\n"
    "plt.imshow(counts, cmap='Blues', alpha=0.5)\n"
    "for (i, j), count in np.ndenumerate(counts):\n"
    "    plt.text(j, i, count, ha='center', va='center')\n"
    "plt.xticks(range(%zu), names)\n"
    "plt.yticks(range(%zu), names)\n"
    "plt.xlabel('predicted')\n"
    "plt.ylabel('target')\n"
    "plt.show()\n";

static const char scatter[] = "plt.plot(y, predict(x), 'o')\n"
                              "plt.axline((y.mean(), y.mean()), slope=1)\n"
                              "plt.xlabel('target')\n"
                              "plt.ylabel('prediction')\n"
                              "plt.show()\n";

// The classes by name, or by number.
static void put_names(struct buf *out, const struct dataset *data)
{
    buf_puts(out, "names = [");
    for (size_t k = 0; k < data->y.cols; k++) {
        buf_puts(out, k ? ", " : "");
        export_json_text(out, data_view_class(data, k).text);
    }
    buf_puts(out, "]\n");
}

// The picture that suits the data: a plane, a curve, a confusion matrix, predictions over targets.
static void put_picture(struct notebook *notebook)
{
    const struct dataset *data = notebook->python.source->at->data;
    bool is_classes = data->targets == TARGETS_CLASSES;
    size_t inputs = data->x.cols, outputs = data->y.cols;
    if (inputs == 2) {
        put_text(notebook, "What it predicts for every point of the plane; the dots are the "
                           "samples.");
        buf_printf(&notebook->cell, plane, is_classes ? "a.argmax(axis=1)" : "a[:, 0]",
                   is_classes ? "y.argmax(axis=1)" : "y[:, 0]");
    } else if (inputs == 1) {
        put_text(notebook, "What it predicts, as a curve; the dots are the samples.");
        buf_puts(&notebook->cell, line);
    } else if (is_classes) {
        put_text(notebook, "Which classes it takes for which: a row for each class.");
        put_names(&notebook->cell, data);
        buf_printf(&notebook->cell, confusion, outputs, outputs, outputs, outputs);
    } else {
        put_text(notebook, "Predictions over targets: on the line they are equal.");
        buf_puts(&notebook->cell, scatter);
    }
    end_cell(notebook, true);
}

static void put_cells(struct notebook *notebook)
{
    struct python *python = &notebook->python;
    const struct export_source *source = python->source;
    size_t first = source->at->epoch + 1;
    put_title(notebook);
    put_text(notebook, "## The data\n\nEach row of `x` is a sample, and the same row of `y` what "
                       "the network should answer.");
    numpy_imports(python, true);
    buf_puts(&notebook->cell, "\n");
    numpy_data(python);
    end_cell(notebook, true);
    put_text(notebook, source->from_here
                           ? "## The network\n\nThe weights and biases where nnsh was."
                           : "## The network\n\nThe weights and biases with which it begins.");
    numpy_weights(python);
    end_cell(notebook, true);
    put_text(notebook, "Layer by layer it makes a sum `z` and an activation `a`; the last one is "
                       "the prediction.");
    numpy_predict(python);
    end_cell(notebook, true);
    put_text(notebook, "## The training\n\nFirst the settings.");
    numpy_settings(python);
    end_cell(notebook, true);
    put_text(notebook, "Each epoch goes forward to the loss, backward to the gradients by the "
                       "chain rule, and updates the weights. Running this cell again trains on "
                       "from there.");
    numpy_training(python, true);
    end_cell(notebook, true);
    put_text(notebook, "How the loss fell.");
    buf_printf(&notebook->cell, curve, first, first + source->epochs);
    end_cell(notebook, true);
    put_text(notebook, "## What it has learnt");
    numpy_result(python);
    end_cell(notebook, true);
    put_picture(notebook);
}

static bool write_ipynb(const struct export_source *source, struct export_files *files,
                        struct error *error)
{
    struct notebook notebook = {.out = &files->main, .cell = BUF_EMPTY};
    notebook.python = numpy_program(source, files, &notebook.cell);
    buf_puts(&files->main, "{\n \"cells\": [\n");
    put_cells(&notebook);
    buf_puts(&files->main,
             "\n ],\n \"metadata\": {\n  \"kernelspec\": {\"display_name\": \"Python 3\", "
             "\"language\": \"python\", \"name\": \"python3\"},\n"
             "  \"language_info\": {\"name\": \"python\"}\n },\n"
             " \"nbformat\": 4,\n \"nbformat_minor\": 4\n}\n");
    python_promise(&files->note, source);
    buf_puts(&files->note, "\n");
    bool well = !(notebook.python.failed || notebook.cell.failed || files->main.failed);
    buf_free(&notebook.cell);
    return well || error_memory(error);
}

const struct export_kind ipynb_export = {
    .ending = ".ipynb",
    .meaning = "the same as a Jupyter notebook, with pictures",
    .then = "open it with: jupyter notebook FILE",
    .takes = EXPORT_ALL | EXPORT_FROM | EXPORT_EPOCHS,
    .needs_network = true,
    .needs_promise = true,
    .write = write_ipynb,
};
