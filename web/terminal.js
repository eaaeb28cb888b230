// SPDX-License-Identifier: GPL-3.0-or-later
// The terminal: xterm.js with the page's colours, as wide as there is room.
import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import { plain } from './cells.js';

const palettes = {
    light: { background: '#ffffff', foreground: '#1b1d21', cursor: '#1b1d21', cursorAccent: '#ffffff',
        selectionBackground: '#b5d5ff', black: '#1b1d21', red: '#b3261e', green: '#11701a', yellow: '#7a5b00',
        blue: '#0b57a4', magenta: '#9c2c7e', cyan: '#006874', white: '#5f6570', brightBlack: '#5f6570' },
    dark: { background: '#16181c', foreground: '#e7e9ed', cursor: '#e7e9ed', cursorAccent: '#16181c',
        selectionBackground: '#31527d', black: '#3d434d', red: '#ff8a80', green: '#6ddc7a', yellow: '#e6c35c',
        blue: '#7db8ff', magenta: '#f29ad8', cyan: '#67d8e6', white: '#e7e9ed', brightBlack: '#a3a9b5' },
};
const fonts = 'ui-monospace, "DejaVu Sans Mono", "Cascadia Mono", Menlo, Consolas, "Liberation Mono", monospace';

// Dim text in a grey that can be read: xterm.js would make it half transparent.
export const readable = text => text.replace(/\x1b\[(0;)?2m/g, '\x1b[$190m');

const spokenMost = 200; // lines that a screen reader can go back to

// Keys that the browser keeps: pasting and its size of type.
function isBrowsers(event) {
    const isControl = event.ctrlKey || event.metaKey;
    return isControl && /^([vV]|\+|-|=|0)$/.test(event.key) || /^F\d/.test(event.key);
}

export class Screen {
    // [element] holds the terminal, [log] what is read aloud.
    constructor(element, log) {
        this.log = log;
        this.term = new Terminal({ allowProposedApi: false, convertEol: true, cursorBlink: true,
            drawBoldTextInBrightColors: false, fontFamily: fonts, fontSize: 14, lineHeight: 1.15, minimumContrastRatio: 4.5, scrollback: 5000, tabStopWidth: 8 });
        this.fitter = new FitAddon();
        this.term.loadAddon(this.fitter);
        this.term.open(element);
        this.term.attachCustomKeyEventHandler(event => this.handle(event));
        this.term.textarea.setAttribute('aria-label', 'Command line of nnsh');
    }

    // Whether the terminal takes a key. Ctrl-C copies where something is selected. Shift-Tab leaves the terminal, and
    // so does Tab after Escape, since Tab alone completes.
    handle(event) {
        if (event.type === 'keydown' && event.key !== 'Shift') {
            const leaves = event.key === 'Tab' && (event.shiftKey || this.hasEscaped);
            this.hasEscaped = event.key === 'Escape';
            if (leaves)
                return false;
        }
        if (event.type === 'keydown' && event.ctrlKey && event.key === 'c' && this.term.hasSelection()) {
            document.execCommand('copy');
            this.term.clearSelection();
            event.preventDefault();
            return false;
        }
        return !isBrowsers(event);
    }

    // Has an answer read aloud where somebody uses a screen reader: it goes into a list of the newest lines beside the
    // terminal. xterm.js has a mode for that too, but in it text that comes without keys, as from a list of emojis or
    // the keyboard on a screen, is lost.
    speak(text) {
        if (!this.spoken)
            requestAnimationFrame(() => {
                const lines = this.spoken.split('\n').filter(line => line.trim()).slice(-spokenMost);
                this.spoken = '';
                this.log.append(...lines.map(line => Object.assign(document.createElement('p'), { textContent: line })));
                while (this.log.children.length > spokenMost)
                    this.log.firstChild.remove();
            });
        this.spoken = (this.spoken || '') + plain(text);
    }

    setTheme(name) {
        this.term.options.theme = palettes[name];
    }

    // Takes as many columns and rows as there is room for; [around] wraps the change.
    fit(around) {
        const size = this.fitter.proposeDimensions();
        if (!size || !(size.cols > 1) || (size.cols === this.term.cols && size.rows === this.term.rows))
            return;
        around(() => this.term.resize(size.cols, size.rows));
    }

    setFontSize(pixels, around) {
        if (this.term.options.fontSize === pixels)
            return;
        around(() => {
            this.term.options.fontSize = pixels;
            const size = this.fitter.proposeDimensions();
            if (size && size.cols > 1)
                this.term.resize(size.cols, size.rows);
        });
    }
}
