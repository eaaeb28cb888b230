// SPDX-License-Identifier: GPL-3.0-or-later
// A NumPy program: what was learnt here, line by line, to be read and changed.
#include <string.h>

#include "base/words.h"
#include "view/export_text.h"
#include "view/exports.h"
#include "view/numpy_program.h"

static void put_head(struct python *python)
{
    const struct export_source *source = python->source;
    struct buf text = BUF_EMPTY;
    export_title(&text, source);
    buf_printf(&text, ", trained for %zu epoch%s from %s: a program that nnsh wrote. ",
               source->epochs, plural(source->epochs),
               source->from_here ? "where nnsh was" : "its first weights");
    python_promise(&text, source);
    export_comment(python->out, buf_text(&text));
    buf_printf(python->out, "#\n#     python3 %s\n",
               error_quote(source->file, strlen(source->file)).text);
    python->failed |= text.failed;
    buf_free(&text);
}

static bool write_py(const struct export_source *source, struct export_files *files,
                     struct error *error)
{
    struct buf *out = &files->main;
    struct python python = numpy_program(source, files, out);
    put_head(&python);
    numpy_imports(&python, false);
    buf_puts(out, "\n");
    numpy_data(&python);
    buf_puts(out, "\n# the weights and biases\n");
    numpy_weights(&python);
    buf_puts(out, "\n# the settings\n");
    numpy_settings(&python);
    buf_puts(out, "\n\n");
    numpy_predict(&python);
    buf_puts(out, "\n\n");
    numpy_training(&python, false);
    buf_puts(out, "\n\n");
    numpy_result(&python);
    python_promise(&files->note, source);
    buf_puts(&files->note, "\n");
    return !(python.failed || out->failed) || error_memory(error);
}

const struct export_kind py_export = {
    .ending = ".py",
    .meaning = "a NumPy program that trains on, a line for each formula",
    .then = "run it with: python3 FILE",
    .takes = EXPORT_ALL | EXPORT_FROM | EXPORT_EPOCHS,
    .needs_network = true,
    .needs_promise = true,
    .write = write_py,
};
