// SPDX-License-Identifier: GPL-3.0-or-later
// A line is quoted in a hint as in an error, so that one of any length or of any bytes can be shown.
#include "shell/failed.h"

#include "base/words.h"

bool failed_begins(const struct failed *failed, const char *word)
{
    return text_is(failed->text, failed->word, word);
}

bool failed_hint(struct buf *line, struct error *error)
{
    struct quoted instead = error_quote(buf_text(line), line->length);
    error_hint(error, "type '%s'", instead.text);
    buf_free(line);
    return true;
}

bool failed_hint_text(const char *text, size_t length, struct error *error)
{
    struct buf line = BUF_EMPTY;
    buf_add(&line, text, length);
    return failed_hint(&line, error);
}
