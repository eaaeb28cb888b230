// SPDX-License-Identifier: GPL-3.0-or-later
// Files come in by being dropped on the page or chosen, and go out as downloads. Between the two they are in the
// store, where a session finds them again after a reload.
const most = 64e6;

export const sizeText = bytes => bytes < 1000 ? `${bytes} bytes` : bytes < 1e6 ? `${(bytes / 1e3).toPrecision(3)} kB`
    : `${(bytes / 1e6).toPrecision(3)} MB`;

// A name that can be typed as one word.
export const typable = name => name.normalize('NFC').replace(/[\s'"\\#;|&()<>,=]+/g, '-').replace(/^[-.]+/, '') || 'file';

export function download(name, bytes) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([bytes]));
    link.download = name.split('/').pop();
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

// Reads files that were dropped or chosen; calls take(name, bytes) for each, or refuse(sentence).
async function read(list, take, refuse) {
    for (const file of list)
        try {
            if (file.size > most)
                refuse(`${file.name} has ${sizeText(file.size)}; a page can take ${sizeText(most)} at most.`);
            else
                take(typable(file.name), new Uint8Array(await file.arrayBuffer()));
        } catch {
            refuse(`${file.name} cannot be read: is it a folder?`);
        }
}

export function acceptDrops(target, take, refuse) {
    target.addEventListener('dragover', event => {
        event.preventDefault();
        target.classList.add('dropping');
    });
    for (const end of ['dragleave', 'drop'])
        target.addEventListener(end, () => target.classList.remove('dropping'));
    target.addEventListener('drop', event => {
        event.preventDefault();
        read(event.dataTransfer.files, take, refuse);
    });
}

// Opens the browser's picker; the files chosen go to take().
export function pick(take, refuse, isMany) {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = isMany;
    input.addEventListener('change', () => read(input.files, take, refuse));
    input.click();
}
