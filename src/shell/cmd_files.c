// SPDX-License-Identifier: GPL-3.0-or-later
// The commands that read files: source. A script may source others; one that comes back to itself,
// or goes too deep, is refused before it runs, with the chain that led there.
#include <string.h>

#include "shell/call.h"
#include "shell/run.h"
#include "shell/shell.h"

// Whether [input] is one of the scripts that are open now.
static bool is_open(const struct shell *shell, const struct input *input)
{
    for (size_t i = 0; i < shell->input_count; i++)
        if (input->file != 0 && shell->inputs[i]->file == input->file &&
            shell->inputs[i]->device == input->device)
            return true;
    return false;
}

bool command_source(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *file = call_argument(call, "FILE");
    if (shell->input_count == SHELL_SOURCES_MOST) {
        error_at(error, file->at, file->length, "scripts are sourced more than %d deep",
                 SHELL_SOURCES_MOST);
        return error_hint(error, "one of them may source itself in a circle");
    }
    struct input *input = shell->host->open_script(shell->host->context, file->text, error);
    if (!input)
        return error_place(error, file->at, file->length);
    bool well = false;
    if (is_open(shell, input)) {
        error_at(error, file->at, file->length,
                 "this script is running already: it would source "
                 "itself for ever");
    } else {
        well = shell_run(shell, input);
        // What went wrong inside was told where it happened, with the chain of sources.
        if (!well) {
            error_set(error, "the script failed");
            error->quiet = true;
        }
    }
    input->close(input);
    return well;
}
