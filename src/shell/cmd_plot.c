// SPDX-License-Identifier: GPL-3.0-or-later
// The command `plot`: reads what is wanted, has the picture built, and passes it to the terminal or, where
// the last word is a file's name, to a file. A word with a point or a slash in it, or in quotes, is a
// file's name: no name of a picture has any of these.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/words.h"
#include "shell/call.h"
#include "shell/commands.h"
#include "shell/picture_build.h"
#include "shell/scan.h"
#include "shell/shell.h"
#include "shell/write_file.h"
#include "view/picture.h"
#include "view/plot_text.h"
#include "view/table.h"

static command_function run_plot;

enum { WHAT };

const struct command plot_command = {
    .name = "plot",
    .topic = TOPIC_LOOK,
    .params = {[WHAT] = {"WHAT [NAME...] [FILE]", PARAM_PICTURE, .flags = PARAM_OPTIONAL}},
    .summary = "draw the loss, the decision plane, weights, the network",
    .details = "The picture is drawn here, as large as the terminal allows, or into a file\n"
               "whose name ends in .svg, .png or .pdf. A matrix (w1 b1 z1 a1 dw1 ... x y)\n"
               "becomes a heat map; shape=8x8 makes an image of the weights of each unit.\n"
               "boundary also shows, for each unit of the first layer, the line where its z\n"
               "is 0; with more than two inputs, give it two (x0 x2), and the others are held\n"
               "at their means. units shows what each unit gives over the one or two inputs,\n"
               "a row for each layer. surface varies one or two weights or biases (w1[0,0]\n"
               "w2[1,0]). data shows the samples over two inputs; test samples have their\n"
               "own marks. sample shows the inputs of one sample as an image. loss with the\n"
               "names of marks compares the curves that led there with the present one.",
    .example = "init seed=2\ntrain 3000 every=3000\nplot boundary\nplot w1\n",
    .flags = COMMAND_LOOKS,
    .reveals = REVEALS_YES,
    .run = run_plot,
};

// ---- reading ------------------------------------------------------------------------------------

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
                     : picture_word_end(call->text, call->length, *at);
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
        struct word word = {at, picture_word_end(call->text, end, at) - at};
        struct word name = unquoted(call->text, end, word);
        size_t input;
        // What is in quotes is a file, unless it is the name of an input.
        if (count > 0 && count <= PICTURE_NAMES_MOST && name.at > at &&
            picture_find_input(data, call->text + name.at, name.length, &input)) {
            wish->names[wish->name_count++] = name;
            at = name.at + name.length + 1;
            continue;
        }
        if (count > 0 && is_file(call->text + at, word.length)) {
            if (!read_file(call, &at, file, error))
                return false;
            at = scan_blanks(call->text, end, at);
            return at == end ? (write_file_check(shell, buf_text(file), error) &&
                                picture_is_possible(buf_text(file), error)) ||
                                   error_place(error, word.at, word.length)
                             : error_at(error, at, end - at, "nothing can follow the file's name");
        }
        if (is_file(call->text + at, word.length)) {
            error_at(error, at, word.length, "what to draw comes before the file's name");
            return error_hint(error, "as in 'plot loss loss.svg'");
        }
        if (count > PICTURE_NAMES_MOST)
            return error_at(error, at, word.length, "plot takes %d names at most",
                            PICTURE_NAMES_MOST);
        if (count == 0)
            wish->kind = word;
        else
            wish->names[wish->name_count++] = word;
        at += word.length;
    }
    return true;
}

// ---- drawing ------------------------------------------------------------------------------------

// The room for a picture here: fixed where there is no terminal, so that the bytes are the same
// everywhere.
static struct plot_room room_of(const struct host *host)
{
    size_t cols = 0, rows = 0;
    struct plot_room room = {PLOT_COLS_USUAL, PLOT_ROWS_USUAL, host_writes_utf8(host)};
    if (!host_terminal(host, &cols, &rows))
        return room;
    cols = cols > 1 ? cols - 1 : 1; // a sign in the last column would wrap on some terminals
    rows = rows > 2 ? rows - 2 : 1; // the command above, the prompt below
    room.cols = size_min(cols, PLOT_COLS_MOST);
    room.rows = size_min(size_max(rows, PLOT_ROWS_LEAST), PLOT_ROWS_MOST);
    return room;
}

// Draws a finished plot into the file.
static bool write_picture(struct shell *shell, const struct plot *plot, const char *path,
                          struct error *error)
{
    struct buf file = BUF_EMPTY;
    bool well = picture_draw(plot, path, &file, error) && write_file(shell, path, &file, error);
    if (well)
        buf_printf(&shell->out, "wrote %s\n", error_quote(path, strlen(path)).text);
    buf_free(&file);
    return well;
}

// Shows a finished plot beside the answers.
static bool show_beside(struct shell *shell, const struct plot *plot, struct error *error)
{
    struct buf file = BUF_EMPTY;
    bool well = picture_draw(plot, "plot.svg", &file, error);
    if (well)
        host_show_picture(shell->host, buf_text(&file), file.length);
    buf_free(&file);
    return well;
}

// Shows a finished plot, unless it could not be seen whole.
static bool show_picture(struct shell *shell, const struct plot *plot, struct plot_room room,
                         struct error *error)
{
    size_t least = plot_text_cols(plot);
    if (room.cols >= least) {
        plot_text(&shell->out, plot, shell_style(shell), room);
        return true;
    }
    error_set(error, "this picture needs %zu columns, and the screen has %zu", least + 1,
              room.cols + 1);
    return error_hint(error, "make the window wider, or write a file, as in 'plot loss loss.svg'");
}

// Builds the picture and shows it, or writes it to the file.
static bool draw(struct shell *shell, const struct picture_wish *wish, const char *file,
                 struct error *error)
{
    struct plot plot = PLOT_EMPTY;
    struct plot_room room = room_of(shell->host);
    bool is_beside = !*file && host_shows_pictures(shell->host);
    struct plot_grid grid = *file || is_beside ? picture_grid() : plot_text_grid(room);
    bool well = picture_build(shell, wish, &plot, &grid, error);
    if (!well && shell->session->stop && *shell->session->stop) {
        shell->interrupted = true;
        buf_puts(&shell->out, "interrupted: nothing was drawn\n");
        well = true;
    } else if (well && *file) {
        well = write_picture(shell, &plot, file, error);
    } else if (well && is_beside) {
        well = show_beside(shell, &plot, error);
    } else if (well) {
        well = show_picture(shell, &plot, room, error);
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
    table_cell(&table, "plot w1 [shape=8x8]");
    table_cell(&table, "a matrix as a heat map: w1 b1 z1 a1 dw1 ... x y; or each unit's image");
    table_row(&table);
    table_print(&table, &shell->out, shell_style(shell), "  ", "l");
    buf_puts(&shell->out,
             "With a file's name after it, .svg, .png or .pdf, the picture is written there.\n");
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
