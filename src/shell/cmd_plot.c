// SPDX-License-Identifier: GPL-3.0-or-later
// The command `plot`: reads what is wanted, has the picture built, and hands it to the terminal or, where
// the last word is a file's name, to a file. A word with a point or a stroke in it, or in quotes, is a
// file's name: none of the things that can be drawn has one.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/suggest.h"
#include "base/words.h"
#include "session/fit.h"
#include "shell/call.h"
#include "shell/commands.h"
#include "shell/picture_kind.h"
#include "shell/read_value.h"
#include "shell/scan.h"
#include "shell/shell.h"
#include "view/picture.h"
#include "view/plot_text.h"
#include "view/table.h"

static bool refuse_network(struct error *error)
{
    error_set(error, "there is no network yet");
    return error_hint(error, "'init' makes one");
}

static command_function run_plot;

enum { WHAT };

const struct command plot_command = {
    .name = "plot",
    .topic = TOPIC_LOOK,
    .params = {[WHAT] = {"WHAT [NAME...] [FILE]", PARAM_PICTURE, .flags = PARAM_OPTIONAL}},
    .summary = "draw the loss, the decision plane, weights, the network",
    .details = "The picture is drawn here, as large as the terminal allows, or into a file whose\n"
               "name ends in .svg, .png or .pdf. A matrix (w1 b1 z1 a1 dw1 ... x y) becomes a\n"
               "heat map. In boundary, a unit of the first layer folds where its z is 0; where\n"
               "there are more than two inputs give it two (x0 x2), and the others are held at\n"
               "their means. surface varies one or two weights or biases (w1[0,0] w2[1,0]).\n"
               "data shows the samples over two inputs; those to test on have their own signs.",
    .example = "init seed=2\ntrain 3000 every=3000\nplot boundary\nplot w1\n",
    .run = run_plot,
};

// ---- the kinds ----------------------------------------------------------------------------------

static bool build_loss(struct shell *shell, const struct picture_wish *wish, struct plot *plot,
                       const struct plot_grid *grid, struct error *error)
{
    (void)wish, (void)grid;
    return plot_loss(plot, shell->session, error);
}

static bool build_net(struct shell *shell, const struct picture_wish *wish, struct plot *plot,
                      const struct plot_grid *grid, struct error *error)
{
    (void)wish;
    return plot_net(plot, shell->session->network, grid, error);
}

// Whether the word is what the data call one of their inputs.
static bool find_column(const struct dataset *data, const char *text, size_t length, size_t *input)
{
    char title[DATASET_TITLE_SIZE];
    for (size_t i = 0; i < data->x.cols; i++) {
        dataset_title(data, i, title);
        if (strlen(title) == length && memcmp(title, text, length) == 0) {
            *input = i;
            return true;
        }
    }
    return false;
}

// Reads what the data call an input, which goes first, as the axes have these names; or x0, x1, ... as
// its number.
static bool read_input(const struct picture_wish *wish, size_t index, size_t inputs,
                       const struct dataset *data, size_t *input, struct error *error)
{
    struct word word = wish->names[index];
    const char *text = wish->call->text + word.at;
    if (find_column(data, text, word.length, input))
        return true;
    if (word.length > 1 && text[0] == 'x' &&
        number_parse_count(text + 1, word.length - 1, inputs - 1, input))
        return true;
    error_at(error, word.at, word.length, "'%s' is no input of this data set",
             error_quote(text, word.length).text);
    return error_hint(error, "there are x0 to x%zu", inputs - 1);
}

// Reads the two inputs that are named, if any are.
static bool read_inputs(const struct picture_wish *wish, const char *kind, size_t inputs,
                        const struct dataset *data, size_t *across, size_t *up, struct error *error)
{
    if (wish->name_count == 1) {
        error_at(error, wish->names[0].at, wish->names[0].length, "%s takes two inputs", kind);
        return error_hint(error, "as in 'plot %s x0 x1'", kind);
    }
    if (wish->name_count == 2 && (!read_input(wish, 0, inputs, data, across, error) ||
                                  !read_input(wish, 1, inputs, data, up, error)))
        return false;
    return *across == *up ? error_at(error, wish->names[1].at, wish->names[1].length,
                                     "%s takes two different inputs", kind)
                          : true;
}

static bool build_boundary(struct shell *shell, const struct picture_wish *wish, struct plot *plot,
                           const struct plot_grid *grid, struct error *error)
{
    size_t inputs = shell->session->network->inputs, across = 0, up = 1;
    if (inputs < 2) {
        error_set(error, "boundary draws a plane of two inputs, and the network has one");
        return error_hint(error, "'plot loss' and 'plot net' can draw it");
    }
    if (inputs > 2 && wish->name_count == 0) {
        error_set(error, "boundary draws a plane of two inputs, and the network has %zu", inputs);
        return error_hint(
            error, "'plot boundary x0 x%zu' draws two, the others held at their means", inputs - 1);
    }
    return read_inputs(wish, "boundary", inputs, shell->session->data, &across, &up, error) &&
           plot_boundary(plot, shell->session, across, up, grid, error);
}

// The word that names an input to `plot data`: its column's name, unless it would not be read as one.
static void write_name(const struct dataset *data, size_t input, char name[DATASET_TITLE_SIZE])
{
    dataset_title(data, input, name);
    if (!name[0] || strpbrk(name, " ./[]\"'#;"))
        snprintf(name, DATASET_TITLE_SIZE, "x%zu", input);
}

static bool build_data(struct shell *shell, const struct picture_wish *wish, struct plot *plot,
                       const struct plot_grid *grid, struct error *error)
{
    const struct dataset *data = shell->session->data;
    size_t inputs = data->x.cols, outputs = data->y.cols, across = 0, up = 1;
    char first[DATASET_TITLE_SIZE], last[DATASET_TITLE_SIZE];
    (void)grid;
    if (inputs == 1 && wish->name_count > 0)
        return error_at(error, wish->names[0].at, wish->names[0].length,
                        "the data set has one input: 'plot data' takes no name");
    if (inputs == 1 && outputs > 1) {
        error_set(error,
                  "data draws two inputs, or one output over one input, and the data set "
                  "has one input and %zu outputs",
                  outputs);
        return error_hint(error, "'show data' shows them");
    }
    if (inputs > 2 && wish->name_count == 0) {
        write_name(data, 0, first);
        write_name(data, inputs - 1, last);
        error_set(error, "data draws a plane of two inputs, and the data set has %zu", inputs);
        return error_hint(error, "'plot data %s %s' draws two", first, last);
    }
    return read_inputs(wish, "data", inputs, data, &across, &up, error) &&
           plot_data(plot, shell->session, across, up, error);
}

// Reads an element of a weight or a bias.
static bool read_varied(struct shell *shell, const struct picture_wish *wish, size_t index,
                        struct plot_parameter *named, struct error *error)
{
    const struct network *network = shell->session->network;
    struct word word = wish->names[index];
    const char *text = wish->call->text;
    struct scope scope = session_scope(shell->session);
    struct place place;
    struct region region;
    size_t end, number;
    struct expr *expr = expr_parse_place(text, word.at + word.length, word.at, &end, error);
    bool well = expr != NULL;
    if (well && (!expr_place(expr, &place) || end != word.at + word.length))
        well = error_at(error, word.at, word.length, "surface takes elements, as in w1[0,1]");
    if (well && !read_parameter(shell->session, place.name, place.name_length, &number, error))
        well = error_place(error, word.at, word.length);
    if (well && (place.name[0] == 'd')) {
        well = error_at(error, word.at, word.length,
                        "surface varies a weight or a bias, and '%s' is "
                        "computed",
                        error_quote(place.name, place.name_length).text);
    }
    struct parameter parameter = well ? network_parameter(network, number) : (struct parameter){0};
    struct matrix m = parameter.value;
    well = well && expr_region(&place, &scope, m.rows, m.cols, &region, error);
    if (well && !region.is_element) {
        error_at(error, word.at, word.length, "'%s' is no single element",
                 error_quote(text + word.at, word.length).text);
        well = error_hint(error, "give its row and column, as in %c%zu[0,0]", parameter.kind,
                          parameter.layer);
    }
    if (well) {
        named->index = (size_t)(m.data - network->parameters) + region.row * m.cols + region.col;
        snprintf(named->name, sizeof named->name, "%c%zu[%zu,%zu]", parameter.kind, parameter.layer,
                 region.row, region.col);
    }
    expr_free(expr);
    return well;
}

static bool build_surface(struct shell *shell, const struct picture_wish *wish, struct plot *plot,
                          const struct plot_grid *grid, struct error *error)
{
    struct plot_parameter parameters[PICTURE_NAMES_MOST];
    if (wish->name_count == 0) {
        error_at(error, wish->kind.at, wish->kind.length,
                 "surface needs one or two weights or biases");
        return error_hint(error, "as in 'plot surface w1[0,0] w2[1,0]'");
    }
    for (size_t i = 0; i < wish->name_count; i++)
        if (!read_varied(shell, wish, i, &parameters[i], error))
            return false;
    if (wish->name_count == 2 && parameters[0].index == parameters[1].index)
        return error_at(error, wish->names[1].at, wish->names[1].length,
                        "surface takes two different elements");
    return plot_surface(plot, shell->session, parameters, wish->name_count, grid, error);
}

const struct picture_kind picture_kinds[PICTURE_KIND_COUNT] = {
    {"loss", "plot loss", 0, PICTURE_NEEDS_NETWORK, build_loss,
     "the loss by epoch, since the last init"},
    {"boundary", "plot boundary [x0 x1]", 2, PICTURE_NEEDS_FIT, build_boundary,
     "predictions over two inputs, the samples, the units' folds"},
    {"data", "plot data [x0 x1]", 2, PICTURE_NEEDS_DATA, build_data,
     "the samples over two inputs, or a curve's with its prediction"},
    {"net", "plot net", 0, PICTURE_NEEDS_NETWORK, build_net,
     "the layers, and the weights by sign and size"},
    {"surface", "plot surface w1[0,0] [w2[1,0]]", 2, PICTURE_NEEDS_FIT, build_surface,
     "the loss around here, and the path so far"},
};

// ---- reading ------------------------------------------------------------------------------------

// The end of the word at [at]: a blank outside brackets.
static size_t word_end(const char *text, size_t length, size_t at)
{
    size_t depth = 0;
    for (; at < length; at++) {
        bool is_blank = text[at] == ' ' || text[at] == '\t' || text[at] == '\n';
        if (is_blank && depth == 0)
            break;
        depth += text[at] == '[';
        depth -= text[at] == ']' && depth > 0;
    }
    return at;
}

// Cuts the quotes around a word, where it has them.
static struct word unquoted(const char *text, size_t length, struct word word)
{
    char quote = text[word.at];
    const char *end = NULL;
    if (quote == '"' || quote == '\'')
        end = memchr(text + word.at + 1, quote, length - word.at - 1);
    return end ? (struct word){word.at + 1, (size_t)(end - text) - word.at - 1} : word;
}

static bool is_file(const char *text, size_t length)
{
    return text[0] == '"' || text[0] == '\'' || memchr(text, '.', length) ||
           memchr(text, '/', length);
}

// Reads the file's name at [at] into [file], and where it ends.
static bool read_file(const struct call *call, size_t *at, struct buf *file, struct error *error)
{
    char first = call->text[*at];
    size_t end = first == '"' || first == '\''
                     ? scan_string(call->text, call->length, *at, file, error)
                     : word_end(call->text, call->length, *at);
    if (!end)
        return false;
    if (first != '"' && first != '\'')
        buf_add(file, call->text + *at, end - *at);
    if (file->failed)
        return error_memory(error);
    *at = end;
    return true;
}

// Reads the words of the command into [wish] and [file], which stays empty without a file's name.
static bool read_wish(struct shell *shell, const struct call *call, struct picture_wish *wish,
                      struct buf *file, struct error *error)
{
    const struct dataset *data = shell->session->data;
    const struct argument *what = &call->arguments[WHAT];
    size_t at = what->at, end = what->at + what->length, count = 0;
    *wish = (struct picture_wish){.call = call};
    for (; at < end; at = scan_blanks(call->text, end, at), count++) {
        struct word word = {at, word_end(call->text, end, at) - at};
        struct word name = unquoted(call->text, end, word);
        size_t input;
        // What stands in quotes is a file, unless the data call an input so.
        if (count > 0 && count <= PICTURE_NAMES_MOST && name.at > at &&
            find_column(data, call->text + name.at, name.length, &input)) {
            wish->names[wish->name_count++] = name;
            at = name.at + name.length + 1;
            continue;
        }
        if (count > 0 && is_file(call->text + at, word.length)) {
            if (!read_file(call, &at, file, error))
                return false;
            at = scan_blanks(call->text, end, at);
            return at == end ? (host_can_write(shell->host, error) &&
                                picture_is_possible(buf_text(file), error)) ||
                                   error_place(error, word.at, word.length)
                             : error_at(error, at, end - at, "nothing can follow the file's name");
        }
        if (is_file(call->text + at, word.length)) {
            error_at(error, at, word.length, "what is to be drawn stands before the file's name");
            return error_hint(error, "as in 'plot loss loss.svg'");
        }
        if (count > PICTURE_NAMES_MOST)
            return error_at(error, at, word.length, "plot takes two names at most");
        if (count == 0)
            wish->kind = word;
        else
            wish->names[wish->name_count++] = word;
        at += word.length;
    }
    return true;
}

static const struct picture_kind *find_kind(const char *name, size_t length)
{
    for (size_t i = 0; i < PICTURE_KIND_COUNT; i++)
        if (strlen(picture_kinds[i].name) == length &&
            memcmp(picture_kinds[i].name, name, length) == 0)
            return &picture_kinds[i];
    return NULL;
}

// Says that nothing of that name can be drawn, with the nearest names.
static bool refuse_kind(const struct shell *shell, const char *name, size_t length,
                        struct error *error)
{
    struct suggestions suggestions;
    char candidate[SUGGESTION_SIZE];
    suggest_start(&suggestions, name, length);
    for (size_t i = 0; i < PICTURE_KIND_COUNT; i++)
        suggest_consider(&suggestions, picture_kinds[i].name);
    for (size_t i = 0; quantity_list(shell->session, i, candidate, sizeof candidate); i++)
        suggest_consider(&suggestions, candidate);
    error_set(error, "there is no '%s' to draw", error_quote(name, length).text);
    suggest_append(&suggestions, error);
    return suggestions.count ? false : error_hint(error, "'plot' alone lists what there is");
}

// ---- drawing ------------------------------------------------------------------------------------

static bool build_matrix(struct shell *shell, const struct picture_wish *wish, struct plot *plot,
                         const struct plot_grid *grid, struct error *error)
{
    const char *name = wish->call->text + wish->kind.at;
    struct quantity quantity;
    enum quantity_state state;
    struct matrix m = {0, 0, NULL};
    if (!quantity_parse(name, wish->kind.length, &quantity))
        return refuse_kind(shell, name, wish->kind.length, error);
    if (!quantity_find(shell->session, quantity, &m, &state, error))
        return false;
    if (state != QUANTITY_FRESH)
        return quantity_refuse(shell->session, quantity, state, error);
    if (!m.data) {
        error_set(error, "%s is one number and no matrix",
                  error_quote(name, wish->kind.length).text);
        return error_hint(error, "'plot' alone lists what there is");
    }
    return plot_matrix(plot, quantity, m, grid, error);
}

// Fills the plot with what is wanted.
static bool build(struct shell *shell, const struct picture_wish *wish, struct plot *plot,
                  const struct plot_grid *grid, struct error *error)
{
    const struct session *session = shell->session;
    const char *name = wish->call->text + wish->kind.at;
    const struct picture_kind *kind = find_kind(name, wish->kind.length);
    size_t most = kind ? kind->most_names : 0;
    if (!kind && !build_matrix(shell, wish, plot, grid, error))
        return error_place(error, wish->kind.at, wish->kind.length);
    if (wish->name_count > most)
        return error_at(error, wish->names[most].at, wish->names[most].length,
                        "plot %s takes no name behind it, but a file such as %s.svg",
                        error_quote(name, wish->kind.length).text,
                        error_quote(name, wish->kind.length).text);
    if (!kind)
        return true;
    if (kind->need != PICTURE_NEEDS_DATA && !session->network)
        return refuse_network(error);
    if (kind->need == PICTURE_NEEDS_FIT &&
        !fit_check(session->network, session->data, session->settings.loss, error))
        return false;
    return kind->build(shell, wish, plot, grid, error);
}

// The room there is for a picture here: fixed where there is no terminal, so that the bytes are the same
// everywhere.
static struct plot_room room_of(const struct host *host)
{
    size_t cols = 0, rows = 0;
    struct plot_room room = {PLOT_COLS_USUAL, PLOT_ROWS_USUAL, host_writes_utf8(host)};
    if (!host_terminal(host, &cols, &rows))
        return room;
    cols = cols > 1 ? cols - 1 : 1; // a sign in the last column would wrap on some terminals
    rows = rows > 2 ? rows - 2 : 1; // the command above, the prompt below
    room.cols = size_min(size_max(cols, PLOT_COLS_LEAST), PLOT_COLS_MOST);
    room.rows = size_min(size_max(rows, PLOT_ROWS_LEAST), PLOT_ROWS_MOST);
    return room;
}

// Draws a finished plot into the file.
static bool write_picture(struct shell *shell, const struct plot *plot, const char *path,
                          struct error *error)
{
    const struct host *host = shell->host;
    struct buf file = BUF_EMPTY;
    bool well = picture_draw(plot, path, &file, error) &&
                host_write_file(host, path, buf_text(&file), file.length, error);
    if (well)
        buf_printf(&shell->out, "wrote %s\n", error_quote(path, strlen(path)).text);
    buf_free(&file);
    return well;
}

// Builds the picture and shows it, or writes it to the file.
static bool draw(struct shell *shell, const struct picture_wish *wish, const char *file,
                 struct error *error)
{
    struct plot plot = PLOT_EMPTY;
    struct plot_room room = room_of(shell->host);
    struct plot_grid grid = *file ? picture_grid() : plot_text_grid(room);
    bool well = build(shell, wish, &plot, &grid, error);
    if (!well && shell->session->stop && *shell->session->stop) {
        shell->interrupted = true;
        buf_puts(&shell->out, "interrupted: nothing was drawn\n");
        well = true;
    } else if (well && *file) {
        well = write_picture(shell, &plot, file, error);
    } else if (well) {
        plot_text(&shell->out, &plot, shell_style(shell), room);
    }
    plot_clear(&plot);
    return well;
}

// `plot` alone.
static void list_kinds(struct shell *shell)
{
    struct table table = TABLE_EMPTY;
    buf_puts(&shell->out, "plot can draw\n");
    for (size_t i = 0; i < PICTURE_KIND_COUNT; i++) {
        table_cell(&table, picture_kinds[i].usage);
        table_cell(&table, picture_kinds[i].meaning);
        table_row(&table);
    }
    table_cell(&table, "plot w1");
    table_cell(&table, "a matrix as a heat map: w1 b1 z1 a1 dw1 ... x y");
    table_row(&table);
    table_print(&table, &shell->out, "  ", "l");
    buf_puts(&shell->out,
             "With a file's name behind it, .svg, .png or .pdf, it is written there.\n");
}

static bool run_plot(struct shell *shell, const struct call *call, struct error *error)
{
    struct picture_wish wish;
    struct buf file = BUF_EMPTY;
    if (!call->arguments[WHAT].given) {
        list_kinds(shell);
        return true;
    }
    bool well =
        read_wish(shell, call, &wish, &file, error) && draw(shell, &wish, buf_text(&file), error);
    buf_free(&file);
    return well;
}
