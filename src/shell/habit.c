// SPDX-License-Identifier: GPL-3.0-or-later
// Only commands that failed are looked at, so nothing that works is ever taken for something else. The habits
// are tried one after the other; the first that recognises the line says what to type.
#include "shell/habit.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/words.h"
#include "expr/expr.h"
#include "expr/function.h"
#include "session/quantity.h"
#include "session/session.h"
#include "session/setting.h"
#include "shell/habit_assign.h"
#include "shell/list.h"
#include "shell/near_miss.h"
#include "shell/scan.h"

// A failed command without the spaces around it, and its first word.
struct failed {
    const struct session *session;
    const char *text;
    size_t length, word;
    size_t at; // where the text begins in the command
};

typedef bool habit(const struct failed *failed, struct error *error);

static bool is_word(const char *text, size_t length, const char *word)
{
    return strlen(word) == length && memcmp(text, word, length) == 0;
}

static bool begins_with(const struct failed *failed, const char *word)
{
    return is_word(failed->text, failed->word, word);
}

// Makes the hint of the line in [buf], which is freed. Always true.
static bool hint_line(struct buf *line, struct error *error)
{
    struct quoted instead = error_quote(buf_text(line), line->length);
    error_hint(error, "type '%s'", instead.text);
    buf_free(line);
    return true;
}

static bool hint_text(const char *text, size_t length, struct error *error)
{
    struct buf line = BUF_EMPTY;
    buf_add(&line, text, length);
    return hint_line(&line, error);
}

// Without the quotes around it.
static void unquote(const char **text, size_t *length)
{
    if (*length > 1 && strchr("\"'", **text) && (*text)[*length - 1] == **text) {
        ++*text;
        *length -= 2;
    }
}

// ---- words of other languages -------------------------------------------------------------------

static const char no_import[] =
    "nothing needs to be imported: 'help expressions' lists the functions";
static const char no_function[] =
    "nnsh has no functions of your own: 'let h = x @ w1' gives a value a name";
static const char no_program[] =
    "nnsh runs no other programs: Ctrl-Z leaves it for a while, and 'fg' comes back";

static const struct {
    const char *word, *hint;
} foreign[] = {
    {"import", no_import},
    {"from", no_import},
    {"library", no_import},
    {"using", no_import},
    {"def", no_function},
    {"function", no_function},
    {"class", no_function},
    {"for", "nnsh has no loops: 'train 100' and 'step 10' repeat"},
    {"while", "nnsh has no loops: 'train until loss < 0.1' repeats"},
    {"if", "nnsh has no branches: 'expect loss < 0.1' checks, 'break loss < 0.1' stops training"},
    {"ls", no_program},
    {"cd", no_program},
    {"pwd", no_program},
    {"dir", no_program},
    {"cat", no_program},
    {"compile", "'loss = mse' and 'optimizer = adam' choose the loss and the optimizer"},
    {"why", "type 'diagnose'"},
    {"how", "type 'help'"},
};

static bool is_foreign(const struct failed *failed, struct error *error)
{
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
        bool is_question = strcmp(foreign[i].word, "why") == 0;
        if (!begins_with(failed, foreign[i].word) ||
            (is_question && (failed->length < 6 || memcmp(failed->text, "why is", 6) != 0)))
            continue;
        error_at(error, failed->at, failed->word, "unknown command '%s'", foreign[i].word);
        error_hint(error, "%s", foreign[i].hint);
        return true;
    }
    return false;
}

// "!ls", "%matplotlib": for the shell of the system, or of a notebook.
static bool is_escape(const struct failed *failed, struct error *error)
{
    return (failed->text[0] == '!' || failed->text[0] == '%') &&
           !error_hint(error, "%s", no_program);
}

// "what is a weight", "train?" and "?train" ask for help about the last word.
static bool is_question(const struct failed *failed, struct error *error)
{
    const char *text = failed->text;
    size_t end = failed->length, begin;
    bool asks = begins_with(failed, "what") || text[0] == '?' || text[end - 1] == '?';
    struct buf line = BUF_EMPTY;
    while (end > 0 && text[end - 1] == '?')
        end--;
    for (begin = end; begin > 0 && !strchr(" ?", text[begin - 1]);)
        begin--;
    if (!asks || begin == end)
        return false;
    error_at(error, failed->at, failed->length, "this is not a command");
    buf_puts(&line, "help ");
    buf_add(&line, text + begin, end - begin);
    return hint_line(&line, error);
}

// ---- dots ---------------------------------------------------------------------------------------

static bool is_module(const char *text, size_t length)
{
    static const char *const modules[] = {"np",    "numpy", "math", "torch", "tf",
                                          "keras", "nn",    "F",    "scipy", "random"};
    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++)
        if (is_word(text, length, modules[i]))
            return true;
    return false;
}

// "model.fit(x, y)", "np.random.seed(4)": the last name says what is wanted.
static bool is_method(const struct failed *failed, struct error *error)
{
    size_t at = failed->word, name = 0, begin = 0;
    while (at < failed->length && failed->text[at] == '.') {
        begin = at + 1;
        name = scan_name(failed->text, failed->length, begin);
        at = begin + name;
    }
    struct near_miss typed = {".", failed->text + begin, name, failed->text + at,
                              failed->length - at};
    return failed->word > 0 && name > 0 && near_miss_hint(failed->session, &typed, false, error);
}

// Whether the text is one expression whose names and functions all exist.
static bool is_good(const struct session *session, const char *text, size_t length)
{
    struct error ignored = ERROR_NONE;
    size_t end = 0;
    struct expr *expr = expr_parse(text, length, 0, &end, &ignored);
    bool is_whole = expr && end == length;
    for (size_t at = 0; is_whole && at < length;) {
        size_t name = scan_name(text, length, at);
        bool is_part =
            at > 0 && (text[at - 1] == '.' || (text[at - 1] >= '0' && text[at - 1] <= '9'));
        bool is_option =
            at + name + 1 < length && text[at + name] == '=' && text[at + name + 1] != '=';
        is_whole =
            name == 0 || is_part || is_option || quantity_has_meaning(session, text + at, name);
        at += name ? name : 1;
    }
    expr_free(expr);
    return is_whole;
}

// "np.dot(x, w1)": the same without the modules; np.array(...) is its argument.
static bool has_modules(const struct failed *failed, struct error *error)
{
    const char *text = failed->text;
    struct buf line = BUF_EMPTY;
    bool has_any = false;
    for (size_t at = 0; at < failed->length;) {
        size_t name = scan_name(text, failed->length, at);
        bool is_prefix = name > 0 && at + name < failed->length && text[at + name] == '.' &&
                         is_module(text + at, name);
        has_any = has_any || is_prefix;
        if (!is_prefix && !(has_any && is_word(text + at, name, "array")))
            buf_add(&line, text + at, name ? name : 1);
        at += name ? name + is_prefix : 1;
    }
    if (has_any && is_good(failed->session, buf_text(&line), line.length))
        return hint_line(&line, error);
    buf_free(&line);
    if (has_any && is_module(text, failed->word))
        return !error_hint(error,
                           "functions stand without a module: 'help expressions' lists them");
    return false;
}

// "x.shape", "x.sum()", "x.dot(w1)": the function of what stands before the dot.
static bool is_attribute(const struct failed *failed, struct error *error)
{
    const char *text = failed->text;
    size_t at = failed->word, length = failed->length;
    size_t name = at < length && text[at] == '.' ? scan_name(text, length, at + 1) : 0;
    size_t rest = at + 1 + name;
    if (failed->word == 0 || name == 0)
        return false;
    struct buf line = BUF_EMPTY;
    buf_add(&line, text + at + 1, name);
    buf_puts(&line, "(");
    buf_add(&line, text, failed->word);
    if (rest + 1 < length && text[rest] == '(' && text[rest + 1] != ')')
        buf_puts(&line, ", ");
    if (rest == length)
        buf_puts(&line, ")");
    else if (text[rest] == '(')
        buf_add(&line, text + rest + 1, length - rest - 1);
    if (is_good(failed->session, buf_text(&line), line.length))
        return hint_line(&line, error);
    buf_free(&line);
    return false;
}

// "loss()": a name that has a value, called as if it were a function.
static bool is_called_name(const struct failed *failed, struct error *error)
{
    bool is_name = quantity_has_meaning(failed->session, failed->text, failed->word);
    bool is_call = failed->length > failed->word + 1 && failed->text[failed->word] == '(';
    if (!is_name || !is_call || function_find(failed->text, failed->word) >= 0)
        return false;
    error_at(error, failed->at, failed->word, "this is a value and not a function");
    if (failed->text[failed->word + 1] != ')')
        return !error_hint(error,
                           "an element is written in square brackets, counted from 0: w1[0,1]");
    return hint_text(failed->text, failed->word, error);
}

// ---- commands and their arguments ---------------------------------------------------------------

// "train 100 epochs", "train --epochs=100", "train 1,000", "step 5 times": the one number is meant.
static bool is_count(const struct failed *failed, struct error *error)
{
    static const char *const words[] = {"train", "t", "step", "s", "undo", "redo"};
    const char *text = failed->text;
    struct buf line = BUF_EMPTY;
    size_t numbers = 0;
    bool is_known = false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        is_known = is_known || begins_with(failed, words[i]);
    buf_add(&line, text, failed->word);
    buf_puts(&line, " ");
    for (size_t at = failed->word; is_known && at < failed->length; at++) {
        bool is_digit = text[at] >= '0' && text[at] <= '9';
        bool goes_on = at > 0 && ((text[at - 1] >= '0' && text[at - 1] <= '9') ||
                                  text[at - 1] == ',' || text[at - 1] == '_');
        is_known = !strchr("<>.", text[at]) &&
                   memcmp(text + at, " until", size_min(6, failed->length - at)) != 0;
        numbers += is_digit && !goes_on;
        if (is_digit)
            buf_add(&line, text + at, 1);
        if (text[at] == 'e' && goes_on && at + 2 == failed->length && text[at + 1] < '7') {
            buf_fill(&line, '0', (size_t)(text[at + 1] - '0'));
            break;
        }
    }
    if (is_known && numbers == 1)
        return hint_line(&line, error);
    buf_free(&line);
    return false;
}

// The word of the setting that a value from elsewhere means, or NULL.
static const char *choice_of(const struct setting *setting, const char *value, size_t length)
{
    static const struct {
        const char *typed, *word;
    } same[] = {
        {"crossentropy", "ce"},
        {"cross_entropy", "ce"},
        {"categorical_crossentropy", "ce"},
        {"nll", "ce"},
        {"binary_crossentropy", "bce"},
        {"binary_cross_entropy", "bce"},
        {"mean_squared_error", "mse"},
        {"squared", "mse"},
        {"gd", "sgd"},
        {"none", "constant"},
        {"true", "on"},
        {"false", "off"},
        {"yes", "on"},
        {"no", "off"},
    };
    char lower[40];
    if (length >= sizeof lower)
        return NULL;
    for (size_t i = 0; i < length; i++)
        lower[i] = (char)(value[i] >= 'A' && value[i] <= 'Z' ? value[i] - 'A' + 'a' : value[i]);
    for (size_t k = 0; setting->word(k); k++) {
        if (is_word(lower, length, setting->word(k)))
            return setting->word(k);
        for (size_t i = 0; i < sizeof same / sizeof *same; i++)
            if (is_word(lower, length, same[i].typed) &&
                strcmp(same[i].word, setting->word(k)) == 0)
                return setting->word(k);
    }
    return NULL;
}

// "set lr to 0.1", "optimizer = Adam", "loss = 'mse'", "loss = cross_entropy".
static bool is_setting(const struct failed *failed, struct error *error)
{
    const char *text = failed->text;
    size_t length = failed->length;
    size_t at = begins_with(failed, "set") ? scan_blanks(text, length, failed->word) : 0;
    size_t size = scan_name(text, length, at), value = scan_blanks(text, length, at + size);
    const struct setting *setting = setting_find(text + at, size);
    struct buf line = BUF_EMPTY;
    bool has_to = value + 3 < length && memcmp(text + value, "to ", 3) == 0;
    if (!setting || value >= length)
        return false;
    value = scan_blanks(text, length, value + (text[value] == '=' ? 1 : has_to ? 3 : 0));
    const char *word = text + value;
    size_t bytes = length - value;
    unquote(&word, &bytes);
    const char *choice = choice_of(setting, word, bytes);
    bool is_right = choice && is_word(text + value, length - value, choice);
    if (!has_to && (!choice || is_right))
        return false;
    if (choice && strcmp(choice, "ce") == 0 && failed->session->data->y.cols == 1)
        choice = "bce"; // the cross-entropy of one output
    buf_printf(&line, "%s = ", setting->name);
    buf_add(&line, choice ? choice : word, choice ? strlen(choice) : bytes);
    return hint_line(&line, error);
}

// "clear all", "undo all": back to the beginning. "unwatch all": what the word alone does.
static bool is_all(const struct failed *failed, struct error *error)
{
    size_t at = scan_blanks(failed->text, failed->length, failed->word);
    bool is_list = begins_with(failed, "unwatch") || begins_with(failed, "unbreak");
    if (is_list && is_word(failed->text + at, failed->length - at, "all"))
        return hint_text(failed->text, failed->word, error);
    bool is_known =
        begins_with(failed, "clear") || begins_with(failed, "reset") || begins_with(failed, "undo");
    return is_known && is_word(failed->text + at, failed->length - at, "all") &&
           !error_hint(error, "type '%s'", failed->session->network ? "reset" : "init");
}

// "print('hello')": a text needs no parentheses.
static bool is_printed_text(const struct failed *failed, struct error *error)
{
    const char *text = failed->text;
    size_t at = failed->word, length = failed->length;
    struct buf line = BUF_EMPTY;
    if (!begins_with(failed, "print") || length < at + 3 || text[at] != '(' ||
        text[length - 1] != ')' || !strchr("\"'", text[at + 1]))
        return false;
    buf_puts(&line, "print ");
    buf_add(&line, text + at + 1, length - at - 2);
    return hint_line(&line, error);
}

// "predict x", "predict(X)": all samples.
static bool is_predict(const struct failed *failed, struct error *error)
{
    size_t at = scan_blanks(failed->text, failed->length, failed->word);
    at += at < failed->length && failed->text[at] == '(';
    bool is_x = at < failed->length && strchr("xX", failed->text[at]) != NULL;
    return begins_with(failed, "predict") && is_x && failed->session->network &&
           !error_hint(error, "type 'predict'");
}

static bool is_listed(const struct list *list, const char *word, size_t length)
{
    for (size_t i = 0; i < list->count; i++)
        if (is_word(word, length, list->name(i)))
            return true;
    return false;
}

// "init xor", "data 'xor'", "data xor.csv", "load iris": a data set that nnsh has.
static bool is_data(const struct failed *failed, struct error *error)
{
    size_t at = scan_blanks(failed->text, failed->length, failed->word);
    const char *name = failed->text + at;
    size_t length = failed->length - at;
    struct buf line = BUF_EMPTY;
    size_t typed = length;
    bool is_init = begins_with(failed, "init");
    if (!is_init && !begins_with(failed, "data") && !begins_with(failed, "load"))
        return false;
    unquote(&name, &length);
    if (length > 4 && memcmp(name + length - 4, ".csv", 4) == 0)
        length -= 4;
    bool is_right = begins_with(failed, "data") && length == typed;
    if (is_right || !is_listed(&data_list, name, length))
        return false;
    buf_puts(&line, "data ");
    buf_add(&line, name, length);
    buf_puts(&line, is_init ? "; init" : "");
    return hint_line(&line, error);
}

// "init 2 3 1 relu": the activation belongs to the hidden layers.
static bool is_activation(const struct failed *failed, struct error *error)
{
    const char *text = failed->text;
    size_t end = failed->length, begin = end;
    struct buf line = BUF_EMPTY;
    while (begin > 0 && text[begin - 1] != ' ')
        begin--;
    if (!begins_with(failed, "init") || begin <= failed->word ||
        !is_listed(&activation_list, text + begin, end - begin))
        return false;
    buf_puts(&line, "init");
    for (size_t at = scan_blanks(text, begin, failed->word), k = 0; at < begin; k++) {
        size_t stop = at;
        while (stop < begin && text[stop] != ' ')
            stop++;
        size_t next = scan_blanks(text, begin, stop);
        buf_puts(&line, " ");
        buf_add(&line, text + at, stop - at);
        if (k > 0 && next < begin) {
            buf_puts(&line, ":");
            buf_add(&line, text + begin, end - begin);
        }
        at = next;
    }
    return hint_line(&line, error);
}

// "w1[0][1] = 0.5", "w1[0,0] += 0.1".
static bool is_assignment(const struct failed *failed, struct error *error)
{
    struct buf line = BUF_EMPTY;
    bool is_known = quantity_has_meaning(failed->session, failed->text, failed->word);
    return is_known && habit_assign(&line, failed->text, failed->length) && hint_line(&line, error);
}

// "argmax a2": a function's argument stands in brackets.
static bool is_open_function(const struct failed *failed, struct error *error)
{
    struct buf line = BUF_EMPTY;
    if (function_find(failed->text, failed->word) < 0 || failed->text[failed->word] != ' ')
        return false;
    buf_printf(&line, "%.*s(%.*s)", (int)failed->word, failed->text,
               (int)(failed->length - failed->word - 1), failed->text + failed->word + 1);
    if (is_good(failed->session, buf_text(&line), line.length))
        return hint_line(&line, error);
    buf_free(&line);
    return false;
}

// "x ^ 2": a power is written **.
static bool is_power(const struct failed *failed, struct error *error)
{
    struct buf line = BUF_EMPTY;
    if (!habit_power(&line, failed->text, failed->length))
        return false;
    if (is_good(failed->session, buf_text(&line), line.length))
        return hint_line(&line, error);
    buf_free(&line);
    return false;
}

// Whether one of the habits, up to a NULL, recognises the line.
static bool recognise(habit *const habits[], const struct failed *failed, struct error *error)
{
    while (*habits && !(*habits)(failed, error))
        habits++;
    return *habits != NULL;
}

void habit_hint(const struct session *session, const char *text, size_t length, bool was_read,
                struct error *error)
{
    static habit *const of_form[] = {is_foreign,     is_escape, is_open_function, is_method,
                                     is_assignment,  is_power,  has_modules,      is_attribute,
                                     is_called_name, is_count,  is_all,           NULL};
    static habit *const of_value[] = {is_question, is_printed_text, is_setting, is_predict,
                                      is_data,     is_activation,   NULL};
    size_t at = scan_blanks(text, length, 0);
    while (length > at && scan_is_blank(text[length - 1]))
        length--;
    if (at == length || error->quiet)
        return;
    struct failed failed = {session, text + at, length - at, scan_name(text, length, at), at};
    if (was_read || !recognise(of_form, &failed, error))
        recognise(of_value, &failed, error);
}
