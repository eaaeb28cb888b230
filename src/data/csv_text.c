// SPDX-License-Identifier: GPL-3.0-or-later
// The separator is the one that stands in every line of the head; where more than one does, a
// semicolon or a tab is it: commas may then be decimal ones. Lines inside quotes are no lines.
#include "data/csv_text.h"

#include <math.h>
#include <string.h>

#include "base/number.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool begins(const char *bytes, size_t length, const char *with, size_t count)
{
    return length >= count && memcmp(bytes, with, count) == 0;
}

bool csv_is_text(const char *bytes, size_t length)
{
    return !memchr(bytes, 0, length);
}

// What a file is that is no text, as far as its first bytes tell; or NULL.
static bool refuse_binary(const char *head, size_t length, const char *name, struct error *error)
{
    if (begins(head, length, "\xff\xfe", 2) || begins(head, length, "\xfe\xff", 2)) {
        error_set(error, "'%s' is written in UTF-16, which nnsh does not read", name);
        return error_hint(error, "save it as 'CSV UTF-8', or as CSV with UTF-8 chosen");
    }
    if (begins(head, length, "PK\3\4", 4)) {
        error_set(error, "'%s' is a spreadsheet or an archive, not CSV", name);
        return error_hint(error, "export the sheet as CSV");
    }
    size_t odd = 0;
    for (size_t i = 0; i < length; i++)
        odd +=
            ((unsigned char)head[i] < 0x20 && !memchr("\t\n\r\x1a", head[i], 4)) || head[i] == 0x7f;
    if (odd == 0)
        return true;
    error_set(error, "'%s' is not a text file: it contains control bytes", name);
    return error_hint(error, "a CSV file is a text file with one row per line");
}

// The fewest times [separator] stands in one of the first whole lines.
static size_t least_in_lines(const char *head, size_t length, char separator)
{
    enum { LINES_MOST = 20 };
    size_t least = (size_t)-1, count = 0, lines = 0, used = 0;
    bool quoted = false;
    for (size_t i = 0; i <= length && lines < LINES_MOST; i++) {
        bool ends = i == length || (!quoted && (head[i] == '\n' || head[i] == '\r'));
        if (ends && used > 0 && (i < length || lines == 0 || least == (size_t)-1)) {
            least = count < least ? count : least;
            lines++;
        }
        if (ends) {
            count = used = 0;
            continue;
        }
        quoted ^= head[i] == '"';
        count += !quoted && head[i] == separator;
        used++;
    }
    return least == (size_t)-1 ? 0 : least;
}

static char find_separator(const char *head, size_t length)
{
    static const char separators[] = ";\t,";
    for (size_t i = 0; separators[i]; i++)
        if (least_in_lines(head, length, separators[i]) > 0)
            return separators[i];
    // In no line of its own: the one there is most of, so that what is ragged is told as that.
    char best = ',';
    size_t most = 0;
    for (size_t i = 0; separators[i]; i++) {
        size_t count = 0;
        for (size_t k = 0; k < length; k++)
            count += head[k] == separators[i];
        if (count > most) {
            most = count;
            best = separators[i];
        }
    }
    return best;
}

// Whether text[0, length) is a whole number with its thousands parted by [sign].
static bool is_grouped(const char *text, size_t length, char sign)
{
    size_t digits = 0, groups = 0;
    for (size_t i = 0; i < length; i++) {
        if (is_digit(text[i])) {
            digits++;
        } else if (text[i] == sign && digits > 0 && digits <= 3 && (groups == 0 || digits == 3)) {
            groups++;
            digits = 0;
        } else {
            return false;
        }
    }
    return groups > 0 && digits == 3 && text[0] != '0';
}

enum csv_proof csv_proof_of(const char *text, size_t length)
{
    size_t begin = length > 0 && memchr("+-", text[0], 2) ? 1 : 0, end = begin, digits = 0;
    size_t counts[2] = {0, 0}, last = 0; // of points and commas; the place of the last of them
    for (; end < length && (is_digit(text[end]) || memchr(".,", text[end], 2)); end++) {
        digits += is_digit(text[end]);
        if (is_digit(text[end]))
            continue;
        counts[text[end] == ',']++;
        last = end;
    }
    for (size_t i = end; i < length; i++) // a power of ten may follow
        if (i == end ? (text[i] | 0x20) != 'e' : !is_digit(text[i]) && !memchr("+-", text[i], 2))
            return CSV_PROOF_NONE;
    if (digits == 0 || counts[0] + counts[1] == 0)
        return CSV_PROOF_NONE;
    bool is_comma = text[last] == ',', has_both = counts[0] > 0 && counts[1] > 0;
    enum csv_proof decimal = is_comma ? CSV_PROOF_COMMAS : CSV_PROOF_POINTS;
    enum csv_proof group = is_comma ? CSV_PROOF_POINTS : CSV_PROOF_COMMAS;
    enum csv_proof doubt = is_comma ? CSV_DOUBT_COMMA : CSV_DOUBT_POINT;
    if (has_both)
        return counts[is_comma] == 1 && is_grouped(text + begin, last - begin, is_comma ? '.' : ',')
                   ? decimal
                   : CSV_PROOF_NONE;
    bool grouped = end == length && is_grouped(text + begin, end - begin, text[last]);
    if (counts[is_comma] == 1)
        return grouped ? doubt : decimal;
    return grouped ? group : CSV_PROOF_NONE;
}

// The bytes of a sign that parts thousands and is neither a point nor a comma, or 0.
static size_t group_sign(const char *text, size_t length)
{
    static const char *const signs[] = {" ",           "'", "\xc2\xa0", "\xa0", "\xe2\x80\xaf",
                                        "\xe2\x80\x99"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (begins(text, length, signs[i], strlen(signs[i])))
            return strlen(signs[i]);
    return 0;
}

size_t csv_plain_groups(const char *text, size_t length, char plain[CSV_NUMBER_SIZE])
{
    size_t used = 0, at = 0, digits = 0, groups = 0;
    if (begins(text, length, "\xe2\x88\x92", 3)) { // the sign minus
        plain[used++] = '-';
        at = 3;
    } else if (length > 0 && memchr("+-", text[0], 2)) {
        plain[used++] = text[at++];
    }
    bool is_minus = at == 3;
    size_t first = used;
    while (at < length) {
        size_t sign = group_sign(text + at, length - at);
        if (sign > 0 && (digits == 0 || digits > 3 || (groups > 0 && digits != 3)))
            return 0;
        if (sign == 0 && !is_digit(text[at]))
            break;
        groups += sign > 0;
        digits = sign > 0 ? 0 : digits + 1;
        if (sign == 0)
            plain[used++] = text[at];
        at += sign ? sign : 1;
        if (used >= CSV_NUMBER_SIZE - 1)
            return 0;
    }
    if (groups > 0 ? digits != 3 || plain[first] == '0' : !is_minus)
        return 0;
    if (length - at >= CSV_NUMBER_SIZE - used)
        return 0;
    memcpy(plain + used, text + at, length - at);
    return used + (length - at);
}

void csv_trim(const char **text, size_t *length)
{
    for (; *length > 0 && memchr(" \t", **text, 2); (*length)--)
        (*text)++;
    for (; begins(*text, *length, "\xc2\xa0", 2); *length -= 2)
        *text += 2;
    for (;;) {
        const char *end = *text + *length;
        if (*length > 0 && memchr(" \t", end[-1], 2))
            (*length)--;
        else if (*length > 1 && memcmp(end - 2, "\xc2\xa0", 2) == 0)
            *length -= 2;
        else
            return;
    }
}

// What a cell of the head proves: without its quotes, its unit and the blanks in it.
static enum csv_proof proof_of_cell(const char *text, size_t length)
{
    char plain[CSV_NUMBER_SIZE];
    while (length > 0 && memchr("\" ", *text, 2)) {
        text++;
        length--;
    }
    while (length > 0 && memchr("\" ", text[length - 1], 2))
        length--;
    if (length == 0 || length > CSV_NUMBER_SIZE)
        return CSV_PROOF_NONE;
    csv_trim_sign(&text, &length);
    size_t used = csv_plain_groups(text, length, plain);
    return csv_proof_of(used ? plain : text, used ? used : length);
}

// Whether the head's numbers have decimal commas. A semicolon parts the cells where the comma is in use
// as that; so there it is one even where it might part thousands. A tab says nothing.
static bool find_commas(const char *head, size_t length, char separator)
{
    size_t begin = 0, counts[CSV_PROOFS] = {0};
    for (size_t i = 0; i <= length; i++) {
        if (i < length && head[i] != separator && !memchr("\n\r", head[i], 2))
            continue;
        counts[proof_of_cell(head + begin, i - begin)]++;
        begin = i + 1;
    }
    size_t points = counts[CSV_PROOF_POINTS], commas = counts[CSV_PROOF_COMMAS];
    if (separator == '\t')
        return commas > 0 && points == 0;
    return commas > 0 || (points == 0 && counts[CSV_DOUBT_COMMA] > 0);
}

bool csv_judge(const char *head, size_t length, const char *name, struct csv_dialect *dialect,
               struct error *error)
{
    size_t skip = 0;
    char told = 0;
    if (!refuse_binary(head, length, name, error))
        return false;
    if (begins(head, length, "\xef\xbb\xbf", 3))
        skip = 3;
    // Excel writes a first line that tells the separator.
    if (length >= skip + 6 && memcmp(head + skip, "sep=", 4) == 0 &&
        (head[skip + 5] == '\n' || head[skip + 5] == '\r') && strchr(",;\t", head[skip + 4])) {
        told = head[skip + 4];
        skip += 5;
    }
    dialect->skip = skip;
    dialect->separator = told ? told : find_separator(head + skip, length - skip);
    dialect->has_commas =
        dialect->separator != ',' && find_commas(head + skip, length - skip, dialect->separator);
    return true;
}

// Copies a number without the signs that part its thousands and with a point for its decimal sign.
// Returns the length, or 0 where the signs stand where none may.
static size_t plain_number(const char *text, size_t length, char thousands, char decimal,
                           char *plain, size_t size)
{
    size_t used = 0, digits = 0, groups = 0;
    bool fraction = false;
    for (size_t i = 0; i < length; i++) {
        if (used + 1 >= size)
            return 0;
        if (text[i] == thousands && !fraction) {
            if (digits == 0 || digits > 3 || (groups > 0 && digits != 3))
                return 0;
            groups++;
            digits = 0;
            continue;
        }
        if (groups > 0 && plain[memchr("+-", plain[0], 2) != NULL] == '0')
            return 0; // 0,123 has no thousands
        if (groups > 0 && !fraction && !is_digit(text[i]) && digits != 3)
            return 0;
        fraction |= !is_digit(text[i]) && !memchr("+-", text[i], 2);
        digits += is_digit(text[i]);
        plain[used++] = text[i] == decimal ? '.' : text[i];
    }
    return groups > 0 && !fraction && digits != 3 ? 0 : used;
}

bool csv_number(const struct csv_dialect *dialect, const char *text, size_t length, double *value)
{
    char plain[CSV_NUMBER_SIZE], decimal = dialect->has_commas ? ',' : '.';
    char thousands = dialect->has_commas ? '.' : ',';
    double number;
    if (length == 0 || !(is_digit(text[0]) || memchr("+-.,", text[0], 4)))
        return false; // nor are inf and nan what a table should hold
    if (memchr(text, ',', length) || (dialect->has_commas && memchr(text, '.', length))) {
        length = plain_number(text, length, thousands, decimal, plain, sizeof plain);
        text = plain;
    }
    if (length == 0 || !number_parse(text, length, &number) || !isfinite(number))
        return false;
    *value = number;
    return true;
}

bool csv_trim_sign(const char **text, size_t *length)
{
    static const char *const signs[] = {"%", "$", "\xe2\x82\xac", "\xc2\xa3", "\x80", "\xa3"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) { // the last two in Windows-1252
        size_t size = strlen(signs[i]);
        if (*length <= size)
            continue;
        const char *end = *text + *length - size;
        bool leads = memcmp(*text, signs[i], size) == 0;
        if (!leads && memcmp(end, signs[i], size) != 0)
            continue;
        *text += leads ? size : 0;
        *length -= size;
        csv_trim(text, length);
        return true;
    }
    return false;
}

bool csv_is_date(const char *text, size_t length)
{
    size_t digits = 0, dots = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '.') {
            if (digits < 1 || digits > 2 || ++dots > 2)
                return false;
            digits = 0;
        } else if (is_digit(text[i])) {
            digits++;
        } else {
            return false;
        }
    }
    return dots == 2 && (digits == 0 || digits == 2 || digits == 4);
}

bool csv_is_missing(const char *text, size_t length)
{
    static const char *const words[] = {"na",   "n/a",  "#n/a",   "nan",     "null",   "?",
                                        "<na>", "none", "#nv",    "k.a.",    "k. a.",  "-",
                                        "--",   ".",    "#wert!", "#value!", "#div/0!"};
    if (length == 0)
        return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strlen(words[i]) != length)
            continue;
        size_t same = 0;
        while (same < length &&
               (text[same] >= 'A' && text[same] <= 'Z' ? text[same] - 'A' + 'a' : text[same]) ==
                   words[i][same])
            same++;
        if (same == length)
            return true;
    }
    return false;
}

#define FNV_START UINT64_C(0xcbf29ce484222325)
#define FNV_PRIME UINT64_C(0x100000001b3)

void csv_checksum_start(struct csv_checksum *checksum)
{
    *checksum = (struct csv_checksum){.hash = FNV_START};
}

static void add_byte(struct csv_checksum *checksum, unsigned char byte)
{
    checksum->word |= (uint64_t)byte << 8 * checksum->used;
    if (++checksum->used < 8)
        return;
    checksum->hash = (checksum->hash ^ checksum->word) * FNV_PRIME;
    checksum->word = checksum->used = 0;
}

void csv_checksum_add(struct csv_checksum *checksum, const char *bytes, size_t length)
{
    size_t i = 0;
    checksum->bytes += length;
    while (i < length) {
        if (checksum->used > 0 || length - i < 8) {
            add_byte(checksum, (unsigned char)bytes[i++]);
            continue;
        }
        uint64_t word = 0;
        for (unsigned k = 0; k < 8; k++) // the same word whatever the machine's byte order
            word |= (uint64_t)(unsigned char)bytes[i + k] << 8 * k;
        checksum->hash = (checksum->hash ^ word) * FNV_PRIME;
        i += 8;
    }
}

uint64_t csv_checksum_end(const struct csv_checksum *checksum)
{
    return (checksum->hash ^ checksum->word ^ checksum->bytes) * FNV_PRIME;
}
