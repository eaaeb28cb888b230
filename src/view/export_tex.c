// SPDX-License-Identifier: GPL-3.0-or-later
// The worked arithmetic of one sample, as a LaTeX document and as Markdown: a page for a class, or with gaps
// a worksheet with its key.
#include <string.h>

#include "session/session.h"
#include "view/exports.h"
#include "view/latex_lines.h"
#include "view/export_text.h"
#include "view/worksheet.h"

// What the page is about, with what LaTeX would take for a command made harmless.
static void put_about(struct buf *out, const struct export_source *source, bool is_latex)
{
    struct buf title = BUF_EMPTY;
    export_title(&title, source);
    for (const char *c = buf_text(&title); *c; c++) {
        if (is_latex && *c == '\\')
            buf_puts(out, "\\textbackslash{}");
        else if (is_latex && *c == '~')
            buf_puts(out, "\\textasciitilde{}");
        else if (is_latex && *c == '^')
            buf_puts(out, "\\textasciicircum{}");
        else if ((is_latex && strchr("#$%&_{}", *c)) || (!is_latex && strchr("\\`*_<[", *c)))
            buf_printf(out, "\\%c", *c);
        else
            buf_add(out, c, 1);
    }
    buf_printf(out, ", epoch %zu.\n\n", source->session->epoch);
    out->failed |= title.failed;
    buf_free(&title);
}

static bool write_tex(const struct export_source *source, struct export_files *files,
                      struct error *error)
{
    struct buf *out = &files->main;
    buf_puts(
        out,
        "\\documentclass[fleqn]{article}\n\\usepackage{amsmath}\n\\usepackage[a4paper,margin=2cm]"
        "{geometry}\n\\begin{document}\n\\noindent\n");
    put_about(out, source, true);
    struct buf sheet = BUF_EMPTY;
    bool well = worksheet_write(&sheet, source, SPELLING_LATEX, error);
    latex_lines(out, buf_text(&sheet));
    buf_free(&sheet);
    buf_puts(out, "\\end{document}\n");
    return well && (!out->failed || error_memory(error));
}

static bool write_md(const struct export_source *source, struct export_files *files,
                     struct error *error)
{
    put_about(&files->main, source, false);
    return worksheet_write(&files->main, source, SPELLING_PLAIN, error);
}

const struct export_kind tex_export = {
    .ending = ".tex",
    .meaning = "the worked arithmetic of one sample; gaps=yes makes a worksheet",
    .then = "make a page of it with: pdflatex FILE",
    .takes = EXPORT_ALL | EXPORT_SAMPLE | EXPORT_GAPS,
    .needs_network = true,
    .write = write_tex,
};

const struct export_kind md_export = {
    .ending = ".md",
    .meaning = "the same as Markdown",
    .takes = EXPORT_ALL | EXPORT_SAMPLE | EXPORT_GAPS,
    .needs_network = true,
    .write = write_md,
};
