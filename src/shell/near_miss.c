// SPDX-License-Identifier: GPL-3.0-or-later
// A row's line is a template: {} stands for what followed the word, without parentheses around it, {last} for
// the last word of that, {in}, {hidden} and {out} for sizes, {w} and {b} for the names of all weights and
// biases. The context "." is what follows a dot, as in model.fit.
#include "shell/near_miss.h"

#include <string.h>

#include "base/buf.h"
#include "base/suggest.h"
#include "session/quantity.h"
#include "session/session.h"

static const struct {
    const char *context, *words, *line; // words: separated by spaces
} rows[] = {
    {"", "epochs epoch fit run learn iterate", "train {}"},
    {"", "backprop backpropagate", "backward"},
    {"", "evaluate test", "predict"},
    {"", "network model net layers hidden units neurons architecture summary status info",
     "show net"},
    {"", "weights", "show {w}"},
    {"", "biases", "show {b}"},
    {"", "settings", "show settings"},
    {"", "draw", "plot {}"},
    {"", "dataset", "data {}"},
    {"", "add", "init {in} {hidden} {hidden} {out}"},
    {"", "gradients gradient grad dw db", "show gradients"},
    {"", "metrics score", "show metrics"},
    {"", "acc", "accuracy"},
    {"", "error cost", "loss"},
    {"", "start go continue", "train"},
    {"", "restart", "reset"},
    {"", "sample", "forward {}"},
    {"", "echo", "print \"{}\""},
    {"", "disp", "print {}"},
    {"", "len length", "shape({})[0]"},
    {"", "size ndim", "shape({})"},
    {"", "transpose", "{}.T"},
    {"", "range", "arange({})"},
    {"", "rand random", "init"},
    {"", "who whos vars", "show names"},
    {"", "true TRUE", "True"},
    {"", "false FALSE", "False"},
    {"", "man", "help {}"},
    {".", "fit train", "train"},
    {".", "predict evaluate", "predict"},
    {".", "score", "show metrics"},
    {".", "summary", "show net"},
    {".", "compile", "loss = mse; optimizer = adam"},
    {".", "add", "init {in} {hidden} {hidden} {out}"},
    {".", "weights", "show {w}"},
    {".", "get_weights parameters state_dict", "show {w} {b}"},
    {".", "forward", "forward"},
    {".", "backward zero_grad", "backward"},
    {".", "grad", "show gradients"},
    {".", "step", "update"},
    {".", "seed manual_seed", "init seed={}"},
    {".", "rand", "init scheme=uniform"},
    {".", "randn", "init scheme=normal"},
    {".", "plot", "plot loss"},
    {".", "scatter", "plot data"},
    {".", "imshow", "plot w1"},
    {".", "save", "save model.nn"},
    {"set", "learning", "lr = {last}"},
    {"set", "data dataset", "data {}"},
    {"set", "model network net", "init {in} {hidden} {out}"},
    {"set", "learning_rate learningrate rate alpha eta", "lr = {}"},
    {"set", "optimiser", "optimizer = {}"},
    {"set", "batch_size batchsize", "batch = {}"},
    {"set", "loss_function criterion cost", "loss = {}"},
    {"set", "lambda", "l2 = {}"},
    {"set", "precision", "digits = {}"},
    {"set", "print_every", "every = {}"},
    {"set", "epochs", "train {}"},
    {"set", "seed", "init seed={}"},
    {"set", "scheme", "init scheme={}"},
    {"set", "hidden units neurons layers", "init {in} {} {out}"},
    {"set", "activation", "init {in} {hidden}:{} {out}"},
    {"show", "network model architecture layers", "show net"},
    {"show", "weights weight", "show {w}"},
    {"show", "bias biases", "show {b}"},
    {"show", "everything", "show all"},
    {"show", "gradient", "show gradients"},
    {"show", "parameters", "show {w} {b}"},
    {"plot", "weights weight", "plot w1"},
    {"plot", "network model", "plot net"},
    {"plot", "data", "plot boundary"},
    {"plot", "error", "plot loss"},
};

enum { ROW_COUNT = sizeof rows / sizeof *rows };

// "w1 w2": one name for each layer of the present network, or of the one that init makes.
static void put_names(struct buf *out, const struct session *session, char letter)
{
    size_t count = session->network ? session->network->layer_count : 2;
    for (size_t k = 1; k <= count; k++)
        buf_printf(out, "%s%c%zu", k > 1 ? " " : "", letter, k);
}

static void put_size(struct buf *out, const struct session *session, const char *name)
{
    const struct network *network = session->network;
    bool has_hidden = network && network->layer_count > 1;
    if (strcmp(name, "in") == 0)
        buf_printf(out, "%zu", session->data->x.cols);
    else if (strcmp(name, "out") == 0)
        buf_printf(out, "%zu", session->data->y.cols);
    else if (strcmp(name, "hidden") == 0)
        buf_printf(out, "%zu", has_hidden ? network->layers[0].out : (size_t)2);
    else
        put_names(out, session, name[0]);
}

// Takes spaces away at the end.
static void trim(struct buf *out)
{
    while (out->length > 0 && out->data[out->length - 1] == ' ')
        out->data[--out->length] = '\0';
}

static void fill(struct buf *out, const struct session *session, const char *line, const char *rest,
                 size_t length)
{
    for (const char *at = line; *at;) {
        size_t plain = strcspn(at, "{");
        buf_add(out, at, plain);
        at += plain;
        if (!*at)
            break;
        char name[8] = "";
        size_t inside = strcspn(at, "}") - 1;
        memcpy(name, at + 1, inside);
        size_t last = length;
        while (last > 0 && rest[last - 1] != ' ')
            last--;
        if (inside == 0)
            buf_add(out, rest, length);
        else if (strcmp(name, "last") == 0)
            buf_add(out, rest + last, length - last);
        else
            put_size(out, session, name);
        at += inside + 2;
    }
    trim(out);
}

// Takes parentheses away that stand around the whole text.
static struct near_miss without_parentheses(struct near_miss typed)
{
    size_t depth = 0, at = 0;
    if (typed.rest_length < 2 || typed.rest[0] != '(')
        return typed;
    for (; at < typed.rest_length; at++) {
        depth += typed.rest[at] == '(';
        if (typed.rest[at] == ')' && --depth == 0)
            break;
    }
    if (at + 1 == typed.rest_length) {
        typed.rest++;
        typed.rest_length -= 2;
    }
    return typed;
}

// Whether one of the words is the typed one.
static bool is_among(const char *words, const char *word, size_t length)
{
    for (const char *at = words; *at; at += *at == ' ') {
        size_t size = strcspn(at, " ");
        if (size == length && memcmp(at, word, length) == 0)
            return true;
        at += size;
    }
    return false;
}

bool near_miss_hint(const struct session *session, const struct near_miss *as_typed, bool own_name,
                    struct error *error)
{
    const struct near_miss bare = without_parentheses(*as_typed), *typed = &bare;
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (strcmp(rows[i].context, typed->context) != 0 ||
            !is_among(rows[i].words, typed->word, typed->length))
            continue;
        struct buf line = BUF_EMPTY;
        bool is_setting = typed->rest_length == 0 && strstr(rows[i].line, " = {");
        fill(&line, session, rows[i].line, typed->rest, typed->rest_length);
        if (is_setting) // its name alone shows it
            line.length = strcspn(line.data, " ");
        struct quoted instead = error_quote(buf_text(&line), line.length);
        struct quoted rest = error_quote(typed->rest, typed->rest_length);
        if (own_name)
            error_hint(error, "type '%s', or 'let %s = %s' for a name of your own", instead.text,
                       error_quote(typed->word, typed->length).text, rest.text);
        else
            error_hint(error, "type '%s'", instead.text);
        buf_free(&line);
        return true;
    }
    return false;
}

bool near_miss_refuse(const struct session *session, const char *command,
                      struct suggestions *nearest, const char *otherwise, struct error *error)
{
    char name[SUGGESTION_SIZE];
    struct near_miss typed = {command, nearest->word, nearest->length, "", 0};
    for (size_t i = 0; quantity_list(session, i, name, sizeof name); i++)
        suggest_consider(nearest, name);
    suggest_append(nearest, error);
    if (nearest->count == 0 && !near_miss_hint(session, &typed, false, error))
        error_hint(error, "%s", otherwise);
    return false;
}

bool near_miss_blanks(const char *command, const char *arguments, size_t length,
                      const char *separators, struct error *error)
{
    struct buf line = BUF_EMPTY;
    const char *row_end = strchr(separators, ']') ? memchr(arguments, ']', length) : NULL;
    if (row_end) // of the first row, where there are more
        length = (size_t)(row_end - arguments);
    buf_printf(&line, "%s ", command);
    for (size_t i = 0; i < length; i++) {
        bool is_blank = arguments[i] == ' ' || strchr(separators, arguments[i]);
        if (!is_blank)
            buf_add(&line, arguments + i, 1);
        else if (line.length > 0 && line.data[line.length - 1] != ' ')
            buf_puts(&line, " ");
    }
    trim(&line);
    struct quoted instead = error_quote(buf_text(&line), line.length);
    error_hint(error, "type '%s'", instead.text);
    buf_free(&line);
    return false;
}
