// SPDX-License-Identifier: GPL-3.0-or-later
// Who waits is the person at the outermost input: the pause is a line read there, under a prompt of its own,
// so it is edited, interrupted and ended like any other. Lines that were pasted after the command are not
// answers to a pause, so before them nothing waits.
#include "shell/transcript.h"

#include <string.h>

#include "base/buf.h"
#include "shell/reader.h"
#include "shell/shell.h"
#include "view/style.h"

bool transcript_has(const struct shell *shell, const struct input *input)
{
    bool is_shown =
        input->teaches || input->is_shown || (shell->options.echo && !input->is_interactive);
    return is_shown && !shell->loads && !input->is_saved;
}

// Puts the text on a line of its own.
static void put_line(struct shell *shell, enum ink ink, const char *text, size_t length)
{
    struct buf line = BUF_EMPTY;
    buf_add(&line, text, length);
    style_put(&shell->out, shell_style(shell), ink, buf_text(&line));
    buf_puts(&shell->out, "\n");
    shell->out.failed = shell->out.failed || line.failed;
    buf_free(&line);
    shell->has_shown = true;
}

// Whether the line is one command with a comment at its end, which then stay together.
static bool is_one_line(const struct reader *reader)
{
    const char *text = buf_text(&reader->text);
    return reader->text.length > 0 && reader->notes.length > 0 &&
           strlen(text) == reader->text.length && !strchr(text, '\n') &&
           text[strspn(text, " \t")] != '\0';
}

void transcript_command(struct shell *shell, const struct reader *reader, const char *text)
{
    struct buf line = BUF_EMPTY;
    shell_prompt(shell, &line);
    buf_puts(&line, text + strspn(text, " \t"));
    if (is_one_line(reader))
        buf_add(&line, reader->notes.data, reader->notes.length - 1);
    put_line(shell, INK_BOLD, buf_text(&line), line.length);
    shell->out.failed = shell->out.failed || line.failed;
    buf_free(&line);
    shell_send(shell);
}

// Whether a comment is for other programs: which one runs the script, or its licence.
static bool is_for_programs(const char *note)
{
    return strncmp(note, "#!", 2) == 0 || strncmp(note, "# SPDX-", 7) == 0;
}

// Waits until the person at the prompt presses Enter. False where they want to leave.
static bool wait_for_enter(struct shell *shell)
{
    struct input *person = shell->inputs[0];
    const char *prompt = shell->has_waited ? "(Enter) " : "(Enter continues, q leaves the script) ";
    const char *line;
    size_t length;
    struct error error = ERROR_NONE;
    shell->has_waited = true;
    if (!person->is_interactive || person->rest > 0 || shell->is_live)
        return true;
    while (person->read(person, prompt, &line, &length, &error) == INPUT_LINE) {
        if (length == 0)
            return true;
        if (line[0] == 'q' && (length == 1 || (length == 4 && memcmp(line, "quit", 4) == 0)))
            return false;
        prompt = "Enter continues the script, q leaves it: ";
    }
    return false;
}

// A blank line of the script: leaves one in a transcript, or waits.
static void pause_here(struct shell *shell, const struct input *input)
{
    if (!shell->has_shown)
        return;
    shell->has_shown = false;
    if (!input->teaches)
        buf_puts(&shell->out, "\n");
    shell_send(shell);
    shell->leaves = input->teaches && !wait_for_enter(shell);
}

void transcript_notes(struct shell *shell, const struct input *input, const struct reader *reader)
{
    const char *note = is_one_line(reader) ? "" : buf_text(&reader->notes);
    while (*note) {
        size_t length = strcspn(note, "\n");
        if (!is_for_programs(note))
            put_line(shell, INK_GREEN, note, length);
        note += length + 1;
    }
    size_t blanks = strspn(buf_text(&reader->text), " \t");
    if (reader->notes.length == 0 && blanks == reader->text.length)
        pause_here(shell, input);
    shell_send(shell);
}
