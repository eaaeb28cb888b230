// SPDX-License-Identifier: GPL-3.0-or-later
// Only commands that failed are looked at, so nothing that works is ever taken for something else. The habits
// are tried one after the other; the first that recognises the line says what to type.
#include "shell/habit.h"

#include <stdbool.h>
#include <string.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/words.h"
#include "session/quantity.h"
#include "session/session.h"
#include "session/setting.h"
#include "shell/failed.h"
#include "shell/habit_expression.h"
#include "shell/list.h"
#include "shell/scan.h"

typedef bool habit(const struct failed *failed, struct error *error);

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
        if (!failed_begins(failed, foreign[i].word) ||
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
    bool asks = failed_begins(failed, "what") || text[0] == '?' || text[end - 1] == '?';
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
    return failed_hint(&line, error);
}

// ---- commands and their arguments ---------------------------------------------------------------

// Whether the sign at text[at] separates thousands: three digits follow, and no more.
static bool is_group(const char *text, size_t length, size_t at)
{
    size_t digits = 0;
    while (at + 1 + digits < length && ascii_is_digit(text[at + 1 + digits]))
        digits++;
    return digits == 3 && at > 0 && ascii_is_digit(text[at - 1]);
}

// "train 100 epochs", "train --epochs=100", "train 1,000", "train 1.000", "step 5 times": the one number is meant.
static bool is_count(const struct failed *failed, struct error *error)
{
    static const char *const words[] = {"train", "t", "step", "s", "undo", "redo"};
    const char *text = failed->text;
    struct buf line = BUF_EMPTY;
    size_t numbers = 0;
    bool is_known = false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        is_known = is_known || failed_begins(failed, words[i]);
    buf_add(&line, text, failed->word);
    buf_puts(&line, " ");
    for (size_t at = failed->word; is_known && at < failed->length; at++) {
        bool is_digit = ascii_is_digit(text[at]);
        bool goes_on = at > 0 && (ascii_is_digit(text[at - 1]) || strchr(",._", text[at - 1]));
        is_known = !strchr("<>", text[at]) &&
                   (!strchr(",.", text[at]) || is_group(text, failed->length, at)) &&
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
        return failed_hint(&line, error);
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
        lower[i] = ascii_lower(value[i]);
    for (size_t k = 0; setting->word(k); k++) {
        if (text_is(lower, length, setting->word(k)))
            return setting->word(k);
        for (size_t i = 0; i < sizeof same / sizeof *same; i++)
            if (text_is(lower, length, same[i].typed) &&
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
    size_t at = failed_begins(failed, "set") ? scan_blanks(text, length, failed->word) : 0;
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
    bool is_right = choice && text_is(text + value, length - value, choice);
    if (!has_to && (!choice || is_right))
        return false;
    if (choice && strcmp(choice, "ce") == 0 && failed->session->data->y.cols == 1)
        choice = "bce"; // the cross-entropy of one output
    buf_printf(&line, "%s = ", setting->name);
    buf_add(&line, choice ? choice : word, choice ? strlen(choice) : bytes);
    return failed_hint(&line, error);
}

// "clear all", "undo all": back to the beginning. "unwatch all": what the word alone does.
static bool is_all(const struct failed *failed, struct error *error)
{
    size_t at = scan_blanks(failed->text, failed->length, failed->word);
    bool is_list = failed_begins(failed, "unwatch") || failed_begins(failed, "unbreak");
    if (is_list && text_is(failed->text + at, failed->length - at, "all"))
        return failed_hint_text(failed->text, failed->word, error);
    bool is_known = failed_begins(failed, "clear") || failed_begins(failed, "reset") ||
                    failed_begins(failed, "undo");
    return is_known && text_is(failed->text + at, failed->length - at, "all") &&
           !error_hint(error, "type '%s'", failed->session->network ? "reset" : "init");
}

// "print('hello')": a text needs no parentheses.
static bool is_printed_text(const struct failed *failed, struct error *error)
{
    const char *text = failed->text;
    size_t at = failed->word, length = failed->length;
    struct buf line = BUF_EMPTY;
    if (!failed_begins(failed, "print") || length < at + 3 || text[at] != '(' ||
        text[length - 1] != ')' || !strchr("\"'", text[at + 1]))
        return false;
    buf_puts(&line, "print ");
    buf_add(&line, text + at + 1, length - at - 2);
    return failed_hint(&line, error);
}

// "predict x", "predict(X)": all samples.
static bool is_predict(const struct failed *failed, struct error *error)
{
    size_t at = scan_blanks(failed->text, failed->length, failed->word);
    at += at < failed->length && failed->text[at] == '(';
    bool is_x = at < failed->length && strchr("xX", failed->text[at]) != NULL;
    return failed_begins(failed, "predict") && is_x && failed->session->network &&
           !error_hint(error, "type 'predict'");
}

static bool is_listed(const struct list *list, const char *word, size_t length)
{
    for (size_t i = 0; i < list->count; i++)
        if (text_is(word, length, list->name(i)))
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
    bool is_init = failed_begins(failed, "init");
    if (!is_init && !failed_begins(failed, "data") && !failed_begins(failed, "load"))
        return false;
    unquote(&name, &length);
    if (length > 4 && memcmp(name + length - 4, ".csv", 4) == 0)
        length -= 4;
    bool is_right = failed_begins(failed, "data") && length == typed;
    if (is_right || !is_listed(&data_list, name, length))
        return false;
    buf_puts(&line, "data ");
    buf_add(&line, name, length);
    buf_puts(&line, is_init ? "; init" : "");
    return failed_hint(&line, error);
}

// "init 2 3 1 relu": the activation belongs to the hidden layers.
static bool is_activation(const struct failed *failed, struct error *error)
{
    const char *text = failed->text;
    size_t end = failed->length, begin = end;
    struct buf line = BUF_EMPTY;
    while (begin > 0 && text[begin - 1] != ' ')
        begin--;
    if (!failed_begins(failed, "init") || begin <= failed->word ||
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
    return failed_hint(&line, error);
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
    static habit *const of_form[] = {is_foreign, is_escape, habit_expression,
                                     is_count,   is_all,    NULL};
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
