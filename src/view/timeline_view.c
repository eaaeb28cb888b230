// SPDX-License-Identifier: GPL-3.0-or-later
// A long timeline is abridged around the cursor: what lies near it is what a student looks for.
// A difference is shown in three parts, each left out where it is empty: a table of what differs by
// name, how far each parameter moved, and the matrices of a small network.
#include "view/timeline_view.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/words.h"
#include "data/prepare.h"
#include "network/loss.h"
#include "history/timeline_memory.h"
#include "view/matrix_view.h"
#include "view/table.h"

// ---- show timeline ------------------------------------------------------------------------------

// "300", or "100 - 300" for a run.
static void epochs_cell(struct table *table, const struct entry *before, const struct entry *entry)
{
    size_t from = before ? before->point.epoch : 0, to = entry->point.epoch;
    if (!entry->has_network)
        table_cell(table, "");
    else if (before && entry->kind == ENTRY_RUN && from != to)
        table_format(table, "%zu - %zu", from, to);
    else
        table_format(table, "%zu", to);
}

static void entry_row(struct table *table, const struct timeline *timeline, size_t index,
                      struct style style)
{
    const struct entry *entry = &timeline->entries[index];
    struct buf note = BUF_EMPTY;
    table_cell(table, index == timeline->cursor ? ">" : "");
    table_format(table, "%zu", timeline->dropped + index);
    epochs_cell(table, index ? entry - 1 : NULL, entry);
    if (entry->is_loss_known && entry->loss.is_defined)
        table_cell(table, style_loss(style, entry->loss.value).text);
    else
        table_cell(table, "");
    table_cell(table, index ? entry->text : timeline->dropped ? "(before)" : "(the beginning)");
    if (index > timeline->cursor)
        style_put(&note, style, INK_DIM, "undone");
    table_cell(table, buf_text(&note));
    table->cells.failed = table->cells.failed || note.failed;
    buf_free(&note);
    table_row(table);
}

static void put_marks(struct buf *out, const struct timeline *timeline)
{
    for (size_t i = 0; i < timeline->mark_count; i++) {
        const struct mark *mark = &timeline->marks[i];
        buf_printf(out, "%s%s (epoch %zu)", i ? ", " : "marks: ", mark->name,
                   mark->state->point.epoch);
    }
    if (timeline->mark_count)
        buf_puts(out, "\n");
}

void timeline_view_range(const struct timeline *timeline, struct style style, size_t *first,
                         size_t *shown)
{
    size_t count = timeline->count, cursor = timeline->cursor;
    *shown = size_min(style.limit, count);
    *first = cursor > *shown / 2 ? cursor - *shown / 2 : 0;
    *first = *first + *shown > count ? count - *shown : *first;
}

// The memory held. Marks stay whatever the bound is, and so does the oldest state that 'undo' can go to.
static void put_held(struct buf *out, const struct timeline *timeline)
{
    buf_printf(out, "%.1f of %zu MB held", (double)timeline_held(timeline) / 1e6,
               timeline->session->settings.timeline);
    if (timeline_held(timeline) > timeline_bound(timeline))
        buf_printf(out, ": %sthe oldest state that 'undo' can go to, and its data, %s kept",
                   timeline->mark_count > 0 ? "what is marked, and " : "",
                   timeline->mark_count > 0 ? "are always" : "is always");
    buf_puts(out, "\n");
}

void timeline_view(struct buf *out, const struct timeline *timeline, struct style style)
{
    struct table table = TABLE_EMPTY;
    size_t count = timeline->count, first, shown;
    timeline_view_range(timeline, style, &first, &shown);
    const char *const titles[] = {"", "", "epoch", "loss", "command"};
    for (size_t i = 0; i < 5; i++)
        table_cell(&table, titles[i]);
    table_row(&table);
    if (timeline->dropped + first > 0)
        buf_printf(out, "%zu earlier %s not shown\n", timeline->dropped + first,
                   timeline->dropped + first == 1 ? "state is" : "states are");
    for (size_t i = first; i < first + shown; i++)
        entry_row(&table, timeline, i, style);
    table_print(&table, out, style, "", "lrlll");
    if (first + shown < count)
        buf_printf(out, "%zu later ones are not shown\n", count - first - shown);
    put_marks(out, timeline);
    put_held(out, timeline);
}

// ---- diff ---------------------------------------------------------------------------------------

enum { SMALL_PARAMETERS = 40 }; // up to which whole matrices are shown

// Prints a table, or frees it without printing.
static void print_if(struct table *table, bool prints, struct buf *out, struct style style,
                     const char *align)
{
    out->failed = out->failed || table->cells.failed;
    if (prints)
        table_print(table, out, style, "  ", align);
    else
        buf_free(&table->cells);
}

// A row of two texts, where they differ; frees both.
static void text_row(struct table *table, const char *name, struct buf *a, struct buf *b)
{
    if (strcmp(buf_text(a), buf_text(b)) != 0) {
        table_cell(table, name);
        table_cell(table, buf_text(a));
        table_cell(table, buf_text(b));
        table_row(table);
    }
    table->cells.failed = table->cells.failed || a->failed || b->failed;
    buf_free(a);
    buf_free(b);
}

static void number_row(struct table *table, struct style style, const char *name, double a,
                       double b)
{
    struct buf texts[2] = {BUF_EMPTY, BUF_EMPTY};
    bool alike = memcmp(&a, &b, sizeof a) == 0;
    struct number_string first = style_number(style, a), second = style_number(style, b);
    // Two different numbers that would look the same are shown with all their digits.
    if (!alike && strcmp(first.text, second.text) == 0) {
        first = number_string(a, NUMBER_DIGITS_EXACT);
        second = number_string(b, NUMBER_DIGITS_EXACT);
    }
    buf_puts(&texts[0], first.text);
    buf_puts(&texts[1], second.text);
    text_row(table, name, &texts[0], &texts[1]);
}

static void network_text(struct buf *text, const struct session *session)
{
    const struct network *network = session->network;
    if (!network) {
        buf_puts(text, "none");
        return;
    }
    struct architecture plan;
    network_architecture(network, &plan);
    architecture_text(text, &plan);
}

static void frozen_text(struct buf *text, const struct session *session)
{
    const struct network *network = session->network;
    for (size_t i = 0; network && i < 2 * network->layer_count; i++) {
        struct parameter p = network_parameter(network, i);
        if (p.is_frozen)
            buf_printf(text, "%s%c%zu", text->length ? " " : "", p.kind, p.layer);
    }
    if (text->length == 0)
        buf_puts(text, "none");
}

static void data_text(struct buf *text, const struct session *session)
{
    buf_printf(text, "%s%s", session->data->name,
               session->data->is_edited ? " (edited by hand)" : "");
}

static void samples_text(struct buf *text, const struct session *session)
{
    const struct dataset *data = session->data;
    buf_printf(text, "%zu of %zu input%s, %zu output%s", data->x.rows, data->x.cols,
               plural(data->x.cols), data->y.cols, plural(data->y.cols));
    if (data->test_x.rows > 0)
        buf_printf(text, "; %zu to test on", data->test_x.rows);
}

static void normalize_text(struct buf *text, const struct session *session)
{
    for (size_t i = 0; i < NORMALIZATION_COUNT; i++)
        if (normalizations[i].id == session->data->normalization)
            buf_puts(text, normalizations[i].name);
}

static void list_text(struct buf *text, const struct watches *watches)
{
    for (size_t i = 0; i < watches->count; i++)
        buf_printf(text, "%s%s", i ? ", " : "", watches->list[i].text);
    if (watches->count == 0)
        buf_puts(text, "none");
}

static void watches_text(struct buf *text, const struct session *session)
{
    list_text(text, &session->watches);
}

static void breaks_text(struct buf *text, const struct session *session)
{
    list_text(text, &session->breaks);
}

// ---- a student's own names ----------------------------------------------------------------------

// "0.5" or "2×3 matrix", or "none".
static void value_text(struct buf *text, struct style style, const struct variable *variable)
{
    if (!variable)
        buf_puts(text, "none");
    else if (variable->value.is_vector)
        buf_printf(text, "1-d array of length %zu", variable->value.all.cols);
    else if (variable->value.is_matrix)
        buf_printf(text, "%zu×%zu matrix", variable->value.all.rows, variable->value.all.cols);
    else
        buf_puts(text, style_number(style, variable->value.number).text);
}

// Whether both values are matrices of one shape.
static bool is_like(const struct value *a, const struct value *b)
{
    return a->is_matrix && b->is_matrix && a->is_vector == b->is_vector &&
           a->all.rows == b->all.rows && a->all.cols == b->all.cols;
}

// The row of one name, of which both sides cannot be NULL.
static void variable_row(struct table *table, struct style style, const struct variable *a,
                         const struct variable *b)
{
    struct buf left = BUF_EMPTY, right = BUF_EMPTY;
    size_t changed = 0;
    if (a && b && !a->value.is_matrix && !b->value.is_matrix) {
        number_row(table, style, a->name, a->value.number, b->value.number);
        return;
    }
    value_text(&left, style, a);
    value_text(&right, style, b);
    if (a && b && is_like(&a->value, &b->value)) {
        size_t count = matrix_count(a->value.all);
        for (size_t i = 0; i < count; i++)
            changed += memcmp(&a->value.all.data[i], &b->value.all.data[i], sizeof(double)) != 0;
        if (changed)
            buf_printf(&right, ", %zu of %zu numbers differ", changed, count);
    }
    text_row(table, a ? a->name : b->name, &left, &right);
}

// The rows of the names that differ: those of [a], then those that only [b] has.
static void variable_rows(struct table *table, const struct side *a, const struct side *b,
                          struct style style)
{
    const struct session *from = a->session, *to = b->session;
    for (size_t i = 0; i < from->variables.count; i++) {
        const struct variable *own = &from->variables.list[i];
        variable_row(table, style, own,
                     variables_find(&to->variables, own->name, strlen(own->name)));
    }
    for (size_t i = 0; i < to->variables.count; i++) {
        const struct variable *own = &to->variables.list[i];
        if (!variables_find(&from->variables, own->name, strlen(own->name)))
            variable_row(table, style, NULL, own);
    }
}

// ---- all that has a name ------------------------------------------------------------------------

// The rows of what differs by name.
static void name_rows(struct table *table, const struct side *a, const struct side *b,
                      struct style style)
{
    static const struct {
        const char *name;
        void (*text)(struct buf *text, const struct session *session);
    } texts[] = {{"network", network_text}, {"frozen", frozen_text},       {"data", data_text},
                 {"samples", samples_text}, {"normalize", normalize_text}, {"watch", watches_text},
                 {"break", breaks_text}};
    number_row(table, style, "epoch", (double)a->session->epoch, (double)b->session->epoch);
    number_row(table, style, "steps", (double)a->session->steps, (double)b->session->steps);
    if (a->has_loss && b->has_loss)
        number_row(table, style, "loss", a->loss, b->loss);
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        struct buf left = BUF_EMPTY, right = BUF_EMPTY, name = BUF_EMPTY;
        setting_text(&a->session->settings, &settings_table[i], &left);
        setting_text(&b->session->settings, &settings_table[i], &right);
        // The loss's value has a row of that name already.
        bool is_loss = strcmp(settings_table[i].name, "loss") == 0;
        buf_printf(&name, "%s%s", is_loss ? "set " : "", settings_table[i].name);
        text_row(table, buf_text(&name), &left, &right);
        table->cells.failed = table->cells.failed || name.failed;
        buf_free(&name);
    }
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct buf left = BUF_EMPTY, right = BUF_EMPTY;
        texts[i].text(&left, a->session);
        texts[i].text(&right, b->session);
        text_row(table, texts[i].name, &left, &right);
    }
    variable_rows(table, a, b, style);
}

// Says how many numbers of data of the same shape differ. False where none does; shapes that do are named
// with the names.
static bool put_data(struct buf *out, const struct dataset *a, const struct dataset *b)
{
    const struct matrix left[] = {a->x, a->y, a->test_x, a->test_y};
    const struct matrix right[] = {b->x, b->y, b->test_x, b->test_y};
    static const char *const names[] = {"x", "y", "x to test on", "y to test on"};
    bool differs = false;
    for (size_t i = 0; i < 4; i++) {
        size_t changed = 0, count = matrix_count(left[i]);
        if (left[i].rows != right[i].rows || left[i].cols != right[i].cols)
            continue;
        for (size_t n = 0; n < count && a != b; n++)
            changed += left[i].data[n] != right[i].data[n];
        if (changed)
            buf_printf(out, "  %zu of the %zu numbers in %s differ%s\n", changed, count, names[i],
                       changed == 1 ? "s" : "");
        differs |= changed > 0;
    }
    return differs;
}

// How far one parameter moved: the row of its largest and mean change.
static bool change_row(struct table *table, struct style style, struct parameter a,
                       struct parameter b)
{
    size_t count = matrix_count(a.value), place = 0;
    double largest = 0, sum = 0;
    bool differs = memcmp(a.value.data, b.value.data, count * sizeof(double)) != 0;
    for (size_t i = 0; i < count; i++) {
        double change = b.value.data[i] - a.value.data[i];
        sum += fabs(change);
        if (fabs(change) > fabs(largest) || (isnan(change) && !isnan(largest))) {
            largest = change;
            place = i;
        }
    }
    table_format(table, "%c%zu", a.kind, a.layer);
    if (!differs) {
        table_cell(table, "unchanged");
    } else {
        table_number(table, style, largest);
        table_format(table, "%c%zu[%zu,%zu]", a.kind, a.layer, place / a.value.cols,
                     place % a.value.cols);
        table_number(table, style, sum / (double)count);
    }
    table_row(table);
    return differs;
}

static bool same_shape(const struct network *a, const struct network *b)
{
    bool same = a && b && a->inputs == b->inputs && a->layer_count == b->layer_count;
    for (size_t k = 0; same && k < a->layer_count; k++)
        same = a->layers[k].out == b->layers[k].out;
    return same;
}

// The matrices of a small network that differ, from both sides.
static void put_matrices(struct buf *out, struct style style, const struct side *a,
                         const struct side *b)
{
    for (size_t i = 0; i < 2 * a->session->network->layer_count; i++) {
        const struct side *const sides[] = {a, b};
        struct parameter from = network_parameter(a->session->network, i);
        struct parameter to = network_parameter(b->session->network, i);
        size_t bytes = matrix_count(from.value) * sizeof(double);
        for (size_t s = 0; memcmp(from.value.data, to.value.data, bytes) != 0 && s < 2; s++) {
            buf_printf(out, "%c%zu  %s\n", from.kind, from.layer, sides[s]->name);
            matrix_view_rows(out, style, s ? to.value : from.value, "  ");
        }
    }
}

// How far the parameters moved. False where none did.
static bool put_parameters(struct buf *out, const struct side *a, const struct side *b,
                           struct style style)
{
    const struct network *from = a->session->network, *to = b->session->network;
    struct table table = TABLE_EMPTY;
    bool differs = false;
    const char *const titles[] = {"", "largest change", "at", "mean change"};
    if (!same_shape(from, to))
        return from != to;
    for (size_t i = 0; i < 4; i++)
        table_cell(&table, titles[i]);
    table_row(&table);
    for (size_t i = 0; i < 2 * from->layer_count; i++)
        differs |= change_row(&table, style, network_parameter(from, i), network_parameter(to, i));
    print_if(&table, differs, out, style, "lrlr");
    if (differs && from->parameter_count <= SMALL_PARAMETERS)
        put_matrices(out, style, a, b);
    return differs;
}

void timeline_view_diff(struct buf *out, const struct side *a, const struct side *b,
                        struct style style)
{
    struct table table = TABLE_EMPTY;
    table_cell(&table, "");
    table_cell(&table, a->name);
    table_cell(&table, b->name);
    table_row(&table);
    size_t titles = table.cells.length;
    name_rows(&table, a, b, style);
    bool differs = table.cells.length > titles;
    print_if(&table, differs, out, style, "l");
    differs |= put_data(out, a->session->data, b->session->data);
    differs |= put_parameters(out, a, b, style);
    if (!differs)
        buf_printf(out, "no difference between %s and %s\n", a->name, b->name);
}
