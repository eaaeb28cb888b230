// SPDX-License-Identifier: GPL-3.0-or-later
// How many cells of the terminal a text takes, and where it wraps: what the line at the prompt needs to be drawn again.

const wide = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;
const without = /[\p{Mn}\p{Me}\p{Cf}]/u;

export const cellsOf = character => without.test(character) ? 0 : wide.test(character) ? 2 : 1;

// The text as it may be shown: what would command the terminal is spelled out.
export function visible(text) {
    return text.replace(/\t/g, ' ').replace(/[\x00-\x1f\x7f-\x9f]/g,
        character => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

// Where the cursor stands after a text of many lines without colours that begins at [from].
export function after(text, from, columns) {
    let { row, column } = from;
    for (const character of text) {
        const cells = cellsOf(character);
        if (character === '\n' || column + cells > columns) {
            row++;
            column = 0;
        }
        if (character !== '\n')
            column += cells;
    }
    return { row, column };
}

// The text without its colours.
export const plain = text => text.replace(/\x1b\[[0-9;]*m/g, '');

// As much of the beginning of a text as fits into so many cells.
export function cut(text, cells) {
    let taken = '';
    for (const character of text) {
        cells -= cellsOf(character);
        if (cells < 0)
            break;
        taken += character;
    }
    return taken;
}
