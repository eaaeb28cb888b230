// SPDX-License-Identifier: GPL-3.0-or-later
// One command: any text is a call that fits its row, or an error with a place inside the text.
#include <stdlib.h>
#include <string.h>

#include "network/kernel.h"
#include "session/session.h"
#include "shell/call.h"
#include "shell/commands.h"

#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct session *session;
    struct call call;
    struct error error = ERROR_NONE;
    if (!session && !(session = session_create(kernel_best(), (size_t)1 << 26, NULL, &error)))
        return 0;
    char *text = malloc(size + 1);
    if (!text)
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    size_t length = strlen(text); // the reader lets no NUL through
    if (call_parse(&call, &commands, session, text, length, &error))
        call_clear(&call);
    else if (error.what[0] == '\0' || (error.placed && error.at + error.length > length + 1))
        abort();
    free(text);
    return 0;
}
