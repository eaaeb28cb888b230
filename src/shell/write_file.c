// SPDX-License-Identifier: GPL-3.0-or-later
// A command checks before it begins its work, so that work is not done for nothing; what is written is
// checked again.
#include "shell/write_file.h"

#include "session/session.h"
#include "shell/record.h"
#include "shell/recording.h"
#include "shell/shell.h"

bool write_file_check(const struct shell *shell, const char *path, struct error *error)
{
    const struct host *host = shell->host;
    const char *table = shell->session->data->file;
    if (!host_can_write(host, error))
        return false;
    if (table && host_is_same_file(host, path, table))
        error_set(error, "this is the table that the data come from");
    else if (shell->record && host_is_same_file(host, path, shell->record->path))
        error_set(error, "this file is being recorded");
    else
        return true;
    return error_hint(error, "choose another name");
}

bool write_file(struct shell *shell, const char *path, const struct buf *text, struct error *error)
{
    if (text->failed)
        return error_memory(error);
    if (!write_file_check(shell, path, error))
        return false;
    recording_writes(shell, path);
    return host_write_file(shell->host, path, buf_text(text), text->length, error);
}
