// SPDX-License-Identifier: GPL-3.0-or-later
// Most files pass through untouched: a block in which the sign of a comment does not stand is handed on
// as it came, and only its quotes are counted, since a line inside quotes is not a comment. Of a comment the
// line's end stays, so that rows are counted as an editor counts lines.
#include "data/csv_feed.h"

#include <string.h>

#include "data/csv_cell.h"

void csv_feed_init(struct csv_feed *feed, struct source *source)
{
    *feed = (struct csv_feed){.source = source};
    csv_checksum_start(&feed->checksum);
}

void csv_feed_clear(struct csv_feed *feed)
{
    buf_free(&feed->decoded);
    buf_free(&feed->filtered);
}

// ---- UTF-16 ----------------------------------------------------------------------------------

static unsigned unit_at(const struct csv_feed *feed, const unsigned char *bytes)
{
    return feed->is_big_endian ? (unsigned)bytes[0] << 8 | bytes[1]
                               : (unsigned)bytes[1] << 8 | bytes[0];
}

static void put_utf8(struct buf *out, unsigned code)
{
    char text[4];
    if (code < 0x80) {
        text[0] = (char)code;
        buf_add(out, text, 1);
    } else if (code < 0x800) {
        text[0] = (char)(0xc0 | code >> 6);
        text[1] = (char)(0x80 | (code & 0x3f));
        buf_add(out, text, 2);
    } else if (code < 0x10000) {
        text[0] = (char)(0xe0 | code >> 12);
        text[1] = (char)(0x80 | (code >> 6 & 0x3f));
        text[2] = (char)(0x80 | (code & 0x3f));
        buf_add(out, text, 3);
    } else {
        text[0] = (char)(0xf0 | code >> 18);
        text[1] = (char)(0x80 | (code >> 12 & 0x3f));
        text[2] = (char)(0x80 | (code >> 6 & 0x3f));
        text[3] = (char)(0x80 | (code & 0x3f));
        buf_add(out, text, 4);
    }
}

// Takes the next byte of a file in UTF-16. A half of a pair without its other half becomes U+FFFD.
static void decode_byte(struct csv_feed *feed, unsigned char byte)
{
    feed->carried[feed->carried_count++] = byte;
    if (feed->carried_count % 2 == 1)
        return;
    unsigned first = unit_at(feed, feed->carried);
    bool is_high = first >= 0xd800 && first < 0xdc00;
    if (is_high && feed->carried_count == 2)
        return;
    unsigned second = is_high ? unit_at(feed, feed->carried + 2) : 0;
    feed->carried_count = 0;
    if (is_high && second >= 0xdc00 && second < 0xe000)
        put_utf8(&feed->decoded, 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00));
    else if (is_high || (first >= 0xdc00 && first < 0xe000))
        put_utf8(&feed->decoded, 0xfffd);
    else if (first != 0xfeff) // a byte order mark
        put_utf8(&feed->decoded, first);
}

// Finds out by its first two bytes whether the file is in UTF-16, for which it waits for them.
static bool find_encoding(struct csv_feed *feed, const char *bytes, size_t length)
{
    unsigned char mark[2];
    memcpy(mark, feed->carried, sizeof mark);
    for (size_t i = 0; i < length && feed->carried_count + i < 2; i++)
        mark[feed->carried_count + i] = (unsigned char)bytes[i];
    if (feed->carried_count + length < 2)
        return false;
    feed->is_big_endian = mark[0] == 0xfe && mark[1] == 0xff;
    bool is_utf16 = feed->is_big_endian || (mark[0] == 0xff && mark[1] == 0xfe);
    feed->encoding = is_utf16 ? CSV_ENCODING_UTF16 : CSV_ENCODING_BYTES;
    return true;
}

// Puts the bytes of a file's beginning, and those held back of it, into [decoded].
static void decode(struct csv_feed *feed, const char *bytes, size_t length)
{
    unsigned char held = feed->carried[0];
    size_t count = feed->encoding == CSV_ENCODING_UTF16 ? 0 : feed->carried_count;
    if (count > 0)
        feed->carried_count = 0;
    buf_add(&feed->decoded, (const char *)&held, count);
    if (feed->encoding != CSV_ENCODING_UTF16)
        buf_add(&feed->decoded, bytes, length);
    for (size_t i = 0; feed->encoding == CSV_ENCODING_UTF16 && i < length; i++)
        decode_byte(feed, (unsigned char)bytes[i]);
}

bool csv_feed_read(struct csv_feed *feed, const char **bytes, size_t *length, struct error *error)
{
    buf_clear(&feed->decoded);
    do {
        if (!feed->source->read(feed->source, bytes, length, error))
            return false;
        csv_checksum_add(&feed->checksum, *bytes, *length);
        if (feed->encoding == CSV_ENCODING_BYTES)
            return true;
        if (feed->encoding == CSV_ENCODING_OPEN && *length > 0 &&
            !find_encoding(feed, *bytes, *length)) {
            feed->carried[feed->carried_count++] = (unsigned char)**bytes;
            continue;
        }
        decode(feed, *bytes, *length);
        if (feed->decoded.failed)
            return error_memory(error);
    } while (*length > 0 && feed->decoded.length == 0);
    *bytes = buf_text(&feed->decoded);
    *length = feed->decoded.length;
    return true;
}

// ---- comments and runs -----------------------------------------------------------------------

// Leaves out the rest of the line.
static void start_comment(struct csv_feed *feed)
{
    feed->comments++;
    feed->in_comment = true;
}

// Passes a byte of an ARFF file on, where it does not begin a comment.
static void put_arff(struct csv_feed *feed, const struct csv_dialect *dialect, char c)
{
    feed->in_line = !memchr("\r\n", c, 2);
    if (!csv_arff_row_put(&feed->row, dialect->separator, c, &feed->filtered))
        start_comment(feed);
    feed->in_quotes = feed->row.quote != '\0';
}

// Passes on a byte that is not in a comment.
static void put(struct csv_feed *feed, const struct csv_dialect *dialect, char c)
{
    bool is_remark = dialect->has_remarks && c == '#' && feed->was_blank && !feed->in_quotes;
    feed->was_blank = c == ' ' || c == '\t';
    if (dialect->is_arff || is_remark) {
        if (is_remark)
            start_comment(feed);
        else
            put_arff(feed, dialect, c);
        return;
    }
    bool is_end = memchr("\r\n", c, 2) != NULL;
    bool is_blank = c == '\t' || (c == ' ' && dialect->runs == CSV_RUNS_BLANKS);
    feed->in_quotes ^= c == '"';
    if (dialect->runs && is_blank && !feed->in_quotes) {
        feed->is_between = feed->in_line;
        return;
    }
    if (feed->is_between && !is_end)
        buf_add(&feed->filtered, "\t", 1);
    feed->is_between = false;
    feed->in_line = !is_end;
    buf_add(&feed->filtered, &c, 1);
}

// Settles whether the line that begins with [start] is a comment: not where that is a missing value's mark.
static void settle_start(struct csv_feed *feed, const struct csv_dialect *dialect)
{
    size_t length = feed->start_length;
    feed->start_length = 0;
    if (length == sizeof feed->start || csv_missing_mark(feed->start, length) == CSV_IS_THERE) {
        start_comment(feed);
        return;
    }
    for (size_t i = 0; i < length; i++)
        put(feed, dialect, feed->start[i]);
}

static void take(struct csv_feed *feed, const struct csv_dialect *dialect, char c)
{
    bool is_end = memchr("\r\n", c, 2) != NULL;
    if (feed->start_length > 0) {
        bool ends = is_end || c == dialect->separator || (dialect->runs && c == ' ');
        if (!ends && feed->start_length < sizeof feed->start) {
            feed->start[feed->start_length++] = c;
            return;
        }
        settle_start(feed, dialect);
    }
    if (feed->in_comment && !is_end)
        return;
    feed->in_comment = false;
    if (dialect->comment && c == dialect->comment && !feed->in_line && !feed->in_quotes)
        feed->start[feed->start_length++] = c;
    else
        put(feed, dialect, c);
}

// Whether a block can be handed on as it is; what is open at its end is noted.
static bool passes(struct csv_feed *feed, const struct csv_dialect *dialect, const char *bytes,
                   size_t length)
{
    if (dialect->runs || dialect->is_arff || feed->start_length > 0 || feed->in_comment)
        return false;
    if (length == 0 || dialect->comment == '\0')
        return true;
    if (memchr(bytes, dialect->comment, length))
        return false;
    const char *end = bytes + length;
    for (const char *at = bytes; (at = memchr(at, '"', (size_t)(end - at))); at++)
        feed->in_quotes = !feed->in_quotes;
    feed->in_line = !memchr("\r\n", end[-1], 2);
    feed->was_blank = memchr(" \t", end[-1], 2) != NULL;
    return true;
}

static bool hand_out(struct csv_feed *feed, const char **bytes, size_t *length, struct error *error)
{
    *bytes = buf_text(&feed->filtered);
    *length = feed->filtered.length;
    return !feed->filtered.failed || error_memory(error);
}

bool csv_feed_filter(struct csv_feed *feed, const struct csv_dialect *dialect, const char **bytes,
                     size_t *length, struct error *error)
{
    if (passes(feed, dialect, *bytes, *length))
        return true;
    buf_clear(&feed->filtered);
    for (size_t i = 0; i < *length; i++)
        take(feed, dialect, (*bytes)[i]);
    return hand_out(feed, bytes, length, error);
}

bool csv_feed_end(struct csv_feed *feed, const struct csv_dialect *dialect, const char **bytes,
                  size_t *length, struct error *error)
{
    buf_clear(&feed->filtered);
    if (feed->start_length > 0)
        settle_start(feed, dialect);
    return hand_out(feed, bytes, length, error);
}
