// SPDX-License-Identifier: GPL-3.0-or-later
// A page that shows a training with a slider. It holds the training as JSON (report.h), and its program (report/)
// computes everything else from that.
#include <stdlib.h>
#include <string.h>

#include "history/timeline.h"
#include "session/session.h"
#include "view/exports.h"
#include "view/javascript_text.h"
#include "view/export_text.h"
#include "view/report.h"
#include "view/report_files.h"

enum { COMMANDS_MOST = 200 };

// A page as it grows: what there is to fill in.
struct page {
    struct report report;
    struct buf activations, commands, title;
};

// ---- texts ---------------------------------------------------------------------------------------

static void put_html(struct buf *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '<' || *text == '&')
            buf_puts(out, *text == '<' ? "&lt;" : "&amp;");
        else
            buf_add(out, text, 1);
    }
}

static void put_commands(struct page *page)
{
    const struct timeline *timeline = page->report.source->timeline;
    size_t first = 1, last = timeline ? timeline->cursor : 0;
    if (last > COMMANDS_MOST) {
        first = last - COMMANDS_MOST + 1;
        buf_printf(&page->commands, "… %zu earlier commands\n", first - 1);
    }
    for (size_t i = first; i <= last && timeline; i++) {
        put_html(&page->commands, timeline->entries[i].text);
        buf_puts(&page->commands, "\n");
    }
}

// ---- the whole ----------------------------------------------------------------------------------

// Fills in the page's @NAME@s.
static void fill_page(struct buf *out, const struct page *page)
{
    const struct {
        const char *name, *text;
    } parts[] = {{"@TITLE@", buf_text(&page->title)},
                 {"@ABOUT@", buf_text(&page->report.about)},
                 {"@LICENSES@", report_licenses},
                 {"@COMMANDS@", buf_text(&page->commands)},
                 {"@REPORT@", buf_text(&page->report.json)},
                 {"@ACTIVATIONS@", buf_text(&page->activations)},
                 {"@PROGRAM@", report_program}};
    for (const char *rest = report_page; *rest;) {
        size_t plain = strcspn(rest, "@"), known = 0;
        buf_add(out, rest, plain);
        rest += plain;
        for (size_t i = 0; i < sizeof parts / sizeof *parts && *rest && !known; i++)
            if (strncmp(rest, parts[i].name, strlen(parts[i].name)) == 0) {
                buf_puts(out, parts[i].text);
                known = strlen(parts[i].name);
            }
        if (*rest && !known)
            buf_add(out, rest, known = 1);
        rest += known;
    }
}

static void put_title(struct page *page)
{
    struct buf title = BUF_EMPTY;
    export_title(&title, page->report.source);
    put_html(&page->title, buf_text(&title));
    page->title.failed |= title.failed;
    buf_free(&title);
}

// Each activation of the network once.
static void put_activations(struct page *page)
{
    const struct network *network = page->report.source->session->network;
    for (size_t k = 0; k < network->layer_count; k++) {
        bool is_new = true;
        for (size_t i = 0; i < k; i++)
            is_new = is_new && network->layers[i].activation != network->layers[k].activation;
        if (is_new)
            javascript_activation(&page->activations, network->layers[k].activation);
    }
}

static bool write_html(const struct export_source *source, struct export_files *files,
                       struct error *error)
{
    struct page page = {.report = {.source = source}};
    struct buf *const parts[] = {&page.activations, &page.commands, &page.title};
    bool well = report_fill(&page.report, error), failed = false;
    if (well) {
        put_title(&page);
        put_activations(&page);
        put_commands(&page);
        fill_page(&files->main, &page);
    }
    report_clear(&page.report);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        failed |= parts[i]->failed;
        buf_free(parts[i]);
    }
    return well && (!(failed || files->main.failed) || error_memory(error));
}

const struct export_kind html_export = {
    .ending = ".html",
    .meaning = "a page that shows the training with a slider, in any browser",
    .then = "open it in a browser: FILE",
    .takes = EXPORT_ALL | EXPORT_EPOCHS,
    .needs_network = true,
    .write = write_html,
};
