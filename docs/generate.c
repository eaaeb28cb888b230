// SPDX-License-Identifier: GPL-3.0-or-later
// Prints the reference from the tables of the program itself:
//
//     generate commands     docs/commands.md
//     generate man          docs/nnsh.1
//     generate activations  a module of JavaScript with the activations, for the page that web/ builds
//
// What a table holds is not typed here a second time. The lists of choices and the examples come
// as `help` shows them; the description, the options and the exit status as --help does. The man
// page is written in ASCII, since not every man can show more.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "front/options.h"
#include "session/setting.h"
#include "shell/commands.h"
#include "shell/glossary.h"
#include "shell/help.h"
#include "view/javascript_text.h"

// ---- taking texts apart ----------------------------------------------------------------------

// The line at *text without its end; moves *text behind it.
static struct buf take_line(const char **text)
{
    struct buf line = BUF_EMPTY;
    size_t length = strcspn(*text, "\n");
    buf_add(&line, *text, length);
    *text += length + ((*text)[length] == '\n');
    return line;
}

// The indented lines at *text, with their ends; moves *text behind them.
static struct buf take_indented(const char **text)
{
    struct buf block = BUF_EMPTY;
    while (**text == ' ') {
        struct buf line = take_line(text);
        buf_printf(&block, "%s\n", buf_text(&line));
        buf_free(&line);
    }
    return block;
}

static size_t count_lines(const char *text)
{
    size_t lines = 0;
    while (*text) {
        text += strcspn(text, "\n");
        text += *text == '\n';
        lines++;
    }
    return lines;
}

// Appends the part of a command's page between its details and its example: the lists of what its
// arguments may be. The page begins with usage, summary and an empty line.
static void put_choices(struct buf *out, const struct command *command)
{
    struct buf page = BUF_EMPTY;
    help_page(&page, (struct style){0}, &commands, command, false);
    const char *rest = buf_text(&page);
    const char *end = strstr(rest, "\nExample\n");
    for (size_t i = count_lines(command->details) + 3; i > 0; i--) {
        struct buf line = take_line(&rest);
        buf_free(&line);
    }
    if (end && end > rest)
        buf_add(out, rest + 1, (size_t)(end - rest - 1)); // behind the empty line
    buf_free(&page);
}

// Appends the paragraph of --help that begins with [begin], without its last newline; all up to the
// paragraph that begins with [stop] where that is not NULL.
static void put_help_part(struct buf *out, const char *begin, const char *stop)
{
    struct buf text = BUF_EMPTY;
    options_help(&text);
    const char *from = strstr(buf_text(&text), begin);
    const char *to = from ? strstr(from, stop ? stop : "\n\n") : NULL;
    if (!to) {
        fprintf(stderr, "generate: --help has no longer a part that begins with '%s'\n", begin);
        exit(EXIT_FAILURE);
    }
    while (to[-1] == '\n')
        to--;
    buf_add(out, from, (size_t)(to - from));
    buf_free(&text);
}

static void put_setting_values(struct buf *out, const struct setting *setting, const char *format)
{
    struct settings settings = settings_default();
    struct buf range = BUF_EMPTY, value = BUF_EMPTY;
    setting_range(setting, &range);
    setting_text(&settings, setting, &value);
    buf_printf(out, format, buf_text(&range), buf_text(&value));
    buf_free(&range);
    buf_free(&value);
}

static void put_example(struct buf *out, const struct command *command)
{
    if (!help_example(out, &commands, command)) {
        fprintf(stderr, "generate: the example of '%s' fails\n", command->name);
        exit(EXIT_FAILURE);
    }
}

// ---- docs/commands.md ------------------------------------------------------------------------

static void put_fenced(struct buf *out, const char *text)
{
    buf_printf(out, "```text\n%s%s```\n\n", text,
               *text && text[strlen(text) - 1] != '\n' ? "\n" : "");
}

// Prose with what Markdown would take for its own spelled out; indented lines stay as they are.
static void put_prose(struct buf *out, const char *text)
{
    while (*text) {
        struct buf block = take_indented(&text);
        if (block.length > 0)
            put_fenced(out, buf_text(&block));
        struct buf line = take_line(&text);
        const char *c = buf_text(&line);
        buf_puts(out, *c == '+' || *c == '-' ? "\\" : "");
        for (; *c; c++) {
            buf_puts(out, strchr("\\*_<>[]`#|", *c) ? "\\" : "");
            buf_add(out, c, 1);
        }
        buf_puts(out, "\n");
        buf_free(&line);
        buf_free(&block);
    }
    buf_puts(out, "\n");
}

static void put_command(struct buf *out, const struct command *command)
{
    struct buf usage = BUF_EMPTY, choices = BUF_EMPTY, example = BUF_EMPTY;
    command_usage(command, &usage);
    put_choices(&choices, command);
    put_example(&example, command);
    buf_printf(out, "### %s\n\n`%s`", command->name, buf_text(&usage));
    if (command->key)
        buf_printf(out, " (short: `%s`)", command->key);
    buf_printf(out, ": %s.\n\n", command->summary);
    put_prose(out, command->details);
    if (choices.length > 0)
        put_fenced(out, buf_text(&choices));
    buf_puts(out, "Example:\n\n");
    put_fenced(out, buf_text(&example));
    buf_free(&usage);
    buf_free(&choices);
    buf_free(&example);
}

static void put_settings(struct buf *out)
{
    buf_puts(out, "## Settings\n\n`set NAME VALUE` changes one, `show settings` lists them.\n\n"
                  "| setting | meaning | values | at first |\n| --- | --- | --- | --- |\n");
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const struct setting *setting = &settings_table[i];
        buf_printf(out, "| `%s` | %s ", setting->name, setting->meaning);
        put_setting_values(out, setting, "| %s | %s |\n");
    }
}

static void put_topics(struct buf *out)
{
    buf_puts(out, "\n## Topics\n\n`help TOPIC` shows one of these.\n\n");
    for (size_t i = 0; i < help_topic_count; i++) {
        buf_printf(out, "### %s\n\n%s.\n\n", help_topics[i].name, help_topics[i].summary);
        put_fenced(out, help_topics[i].text);
    }
}

static void put_glossary(struct buf *out)
{
    buf_puts(out, "\n## Words\n\n`help WORD` explains the words of a first course.\n\n"
                  "| word | meaning | try |\n| --- | --- | --- |\n");
    for (size_t i = 0; i < glossary_count; i++) {
        buf_printf(out, "| %s | ", glossary[i].name);
        for (const char *c = glossary[i].text; *c; c++)
            buf_puts(out, (char[]){*c == '\n' ? ' ' : *c, '\0'});
        buf_printf(out, " | `%s` |\n", glossary[i].example);
    }
}

static void put_commands(struct buf *out)
{
    buf_puts(out, "<!-- Written by `make docs` from the tables in src; change those. -->\n\n"
                  "# Commands\n\n"
                  "Any beginning of a name that no other command shares will do, and some have a "
                  "short form.\nIn a usage line, [ ] holds what may be left out. "
                  "Each example begins in a fresh shell.\n\n");
    for (size_t topic = 0; topic < TOPIC_COUNT; topic++) {
        buf_printf(out, "## %s\n\n", topic_titles[topic]);
        for (size_t i = 0; i < commands.count; i++)
            if (commands.rows[i]->topic == (enum topic)topic) {
                put_command(out, commands.rows[i]);
                const struct command_table parts = command_parts(commands.rows[i]);
                for (size_t k = 0; k < parts.count; k++)
                    put_command(out, parts.rows[k]);
            }
    }
    put_settings(out);
    put_topics(out);
    put_glossary(out);
    while (out->length > 1 && out->data[out->length - 2] == '\n')
        out->data[--out->length] = '\0';
}

// ---- docs/nnsh.1 -----------------------------------------------------------------------------

// Appends a text with what roff would take for its own spelled out. [text] begins a line.
static void man_text(struct buf *out, const char *text)
{
    struct buf ascii = BUF_EMPTY;
    utf8_to_ascii(&ascii, text, strlen(text));
    bool begins = true;
    for (const char *c = buf_text(&ascii); *c; c++) {
        if (begins && (*c == '.' || *c == '\''))
            buf_puts(out, "\\&");
        if (*c == '\\')
            buf_puts(out, "\\e");
        else if (*c == '-')
            buf_puts(out, "\\-");
        else if (*c == '\'')
            buf_puts(out, "\\(aq");
        else if (*c == '`')
            buf_puts(out, "\\(ga");
        else if (*c == '^')
            buf_puts(out, "\\(ha");
        else if (*c == '~')
            buf_puts(out, "\\(ti");
        else
            buf_add(out, c, 1);
        begins = *c == '\n';
    }
    buf_puts(out, begins ? "" : "\n");
    buf_free(&ascii);
}

// A text whose lines stay as they are, a little indented.
static void man_verbatim(struct buf *out, const char *text)
{
    buf_puts(out, ".PP\n.RS 4\n.nf\n");
    while (*text) {
        struct buf line = take_line(&text);
        if (line.length > 0)
            man_text(out, buf_text(&line));
        else
            buf_puts(out, ".sp\n");
        buf_free(&line);
    }
    buf_puts(out, ".fi\n.RE\n");
}

// Prose is filled again; an indented line in it is none and stays as it is.
static void man_prose(struct buf *out, const char *text)
{
    while (*text) {
        struct buf block = take_indented(&text);
        if (block.length > 0) {
            man_verbatim(out, buf_text(&block));
            buf_puts(out, *text && *text != '\n' ? ".PP\n" : "");
            buf_free(&block);
            continue;
        }
        struct buf line = take_line(&text);
        if (line.length > 0)
            man_text(out, buf_text(&line));
        else
            buf_puts(out, *text && *text != ' ' ? ".PP\n" : "");
        buf_free(&line);
    }
}

static void man_tag(struct buf *out, const char *tag, const char *text)
{
    buf_puts(out, ".TP\n.B ");
    man_text(out, tag);
    man_prose(out, text);
}

static void man_command(struct buf *out, const struct command *command)
{
    struct buf usage = BUF_EMPTY, summary = BUF_EMPTY, choices = BUF_EMPTY;
    command_usage(command, &usage);
    buf_printf(&summary, "%c%s", command->summary[0] - 'a' + 'A', command->summary + 1);
    if (command->key)
        buf_printf(&summary, " (short: %s)", command->key);
    buf_puts(&summary, ".\n");
    man_tag(out, buf_text(&usage), buf_text(&summary));
    buf_puts(out, ".RS\n.PP\n");
    man_prose(out, command->details);
    put_choices(&choices, command);
    if (choices.length > 0)
        man_verbatim(out, buf_text(&choices));
    buf_puts(out, ".RE\n");
    buf_free(&usage);
    buf_free(&summary);
    buf_free(&choices);
}

static void man_commands(struct buf *out)
{
    buf_puts(out, ".SH COMMANDS\nAny beginning of a name that no other command shares will do.\n");
    for (size_t topic = 0; topic < TOPIC_COUNT; topic++) {
        buf_printf(out, ".SS %s\n", topic_titles[topic]);
        for (size_t i = 0; i < commands.count; i++)
            if (commands.rows[i]->topic == (enum topic)topic) {
                man_command(out, commands.rows[i]);
                const struct command_table parts = command_parts(commands.rows[i]);
                for (size_t k = 0; k < parts.count; k++)
                    man_command(out, parts.rows[k]);
            }
    }
    buf_puts(out, ".SS Settings\n");
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        struct buf text = BUF_EMPTY;
        buf_printf(&text, "%s ", settings_table[i].meaning);
        put_setting_values(&text, &settings_table[i], "(%s; at first %s).\n");
        man_tag(out, settings_table[i].name, buf_text(&text));
        buf_free(&text);
    }
}

static void man_start(struct buf *out)
{
    struct buf usage = BUF_EMPTY, what = BUF_EMPTY, how = BUF_EMPTY;
    put_help_part(&usage, "nnsh [OPTION]... [FILE]", "A shell");
    put_help_part(&what, "A shell", NULL);
    put_help_part(&how, "Runs each FILE", NULL);
    buf_puts(out, ".\\\" Written by `make docs` from the tables in src; change those.\n"
                  ".TH NNSH 1 \"\" \"nnsh " NNSH_VERSION "\" \"User Commands\"\n"
                  ".SH NAME\nnnsh \\- a shell for neural networks\n.SH SYNOPSIS\n.nf\n");
    for (const char *rest = buf_text(&usage); *rest;) {
        struct buf line = take_line(&rest);
        man_text(out, buf_text(&line) + strspn(buf_text(&line), " "));
        buf_free(&line);
    }
    buf_puts(out, ".fi\n.SH DESCRIPTION\n");
    man_prose(out, buf_text(&what));
    buf_puts(out, ".PP\n");
    man_prose(out, buf_text(&how));
    buf_puts(out, ".SH LINES\n");
    man_text(out,
             "A line is a command and its arguments, or needs no command: 'w1' or '3 + 4' shows a "
             "value, 'lr = 0.5' or 'w1[0,1] = 2' sets one, 'a = 3' gives a value a name. Where a "
             "line means nothing, the message ends with the line that was probably meant.\n");
    buf_puts(out, ".SH OPTIONS\n");
    options_man(out);
    buf_free(&usage);
    buf_free(&what);
    buf_free(&how);
}

static void man_rest(struct buf *out)
{
    struct buf status = BUF_EMPTY;
    put_help_part(&status, "0 all went well", NULL);
    buf_puts(out, ".SH EXIT STATUS\n");
    man_prose(out, buf_text(&status));
    buf_free(&status);
    buf_puts(out, ".SH FILES\n");
    man_tag(out, "~/.config/nnsh/rc.nn",
            "Commands that are run when an interactive session begins.\n");
    man_tag(out, "~/.local/state/nnsh/history", "The lines typed, for the sessions to come.\n");
    man_tag(
        out, "~/.local/state/nnsh/session-*, kept-*",
        "Sessions at a terminal: under way, and left without being saved. 'load' takes the newest "
        "that was left.\n");
    buf_puts(out, ".SH ENVIRONMENT\n");
    man_tag(out, "NNSH_HISTFILE", "Another file for the history; if empty, none is kept.\n");
    man_tag(
        out, "NNSH_KERNEL, NNSH_CORES",
        "The instruction set to compute with (baseline, avx2, avx512) and the most cores to use.\n"
        "Neither moves a digit; unset, the fastest and all are taken.\n");
    man_tag(out, "XDG_CONFIG_HOME, XDG_STATE_HOME",
            "Stand for ~/.config and ~/.local/state in FILES.\n");
    man_tag(out, "NO_COLOR", "If set and not empty, nothing is coloured unless asked for.\n");
    man_tag(out, "TERM, INPUTRC", "What GNU Readline makes of the terminal and of the keys.\n");
    man_tag(out, "LC_ALL, LC_CTYPE, LANG",
            "Whether signs outside ASCII are written. Numbers are the same in every locale.\n");
    buf_puts(out, ".SH EXAMPLES\nOne update of a small network, its arithmetic shown:\n");
    man_verbatim(out, "nnsh -c 'init; step'\n");
    buf_puts(out, ".PP\nA script, each command shown before its answer:\n");
    man_verbatim(out, "nnsh --echo lesson.nn\n");
    for (size_t i = 0; i < commands.count; i++) {
        if (strcmp(commands.rows[i]->name, "train") != 0)
            continue;
        struct buf example = BUF_EMPTY;
        put_example(&example, commands.rows[i]);
        buf_puts(out, ".PP\nA training, as it is typed and answered:\n");
        man_verbatim(out, buf_text(&example));
        buf_free(&example);
    }
    buf_puts(out, ".SH SEE ALSO\n.BR readline (3)\n");
}

static void put_man(struct buf *out)
{
    man_start(out);
    man_commands(out);
    man_rest(out);
}

static void put_activations(struct buf *out)
{
    buf_puts(out, "import { erf } from '#erf';\nexport const activations = {\n");
    for (size_t i = 0; i < ACTIVATION_COUNT; i++)
        javascript_activation(out, &activations[i]);
    buf_puts(out, "};\n");
}

int main(int argc, char **argv)
{
    struct buf out = BUF_EMPTY;
    if (argc == 2 && strcmp(argv[1], "commands") == 0) {
        put_commands(&out);
    } else if (argc == 2 && strcmp(argv[1], "man") == 0) {
        put_man(&out);
    } else if (argc == 2 && strcmp(argv[1], "activations") == 0) {
        put_activations(&out);
    } else {
        fprintf(stderr, "usage: generate commands|man|activations\n");
        return 2;
    }
    bool well = !out.failed && fwrite(out.data, 1, out.length, stdout) == out.length;
    well = fclose(stdout) == 0 && well;
    buf_free(&out);
    return well ? EXIT_SUCCESS : EXIT_FAILURE;
}
