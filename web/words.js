// SPDX-License-Identifier: GPL-3.0-or-later
// Words in lines: those that the shell offers for TAB, and sentences.

// What all words begin with.
export function commonStart(words) {
    if (words.length === 0)
        return '';
    let start = words[0];
    for (const word of words)
        while (!word.startsWith(start))
            start = start.slice(0, -1);
    return start;
}

// The words in columns, each filled from top to bottom.
export function columnsOf(words, width) {
    const cell = Math.max(...words.map(word => word.length)) + 2;
    const columns = Math.max(1, Math.floor(width / cell)), rows = Math.ceil(words.length / columns);
    return Array.from({ length: rows }, (_, row) =>
        Array.from({ length: columns }, (_, column) => words[column * rows + row] || '')
            .map(word => word.padEnd(cell)).join('').trimEnd()).join('\n') + '\n';
}

// A sentence in lines of so many characters at most, where words are not longer.
export function wrapped(text, width) {
    const lines = [''];
    for (const word of text.split(' ')) {
        const line = lines[lines.length - 1];
        if (line && line.length + 1 + word.length > width)
            lines.push(word);
        else
            lines[lines.length - 1] = line ? `${line} ${word}` : word;
    }
    return lines.join('\n');
}
