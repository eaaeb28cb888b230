// SPDX-License-Identifier: GPL-3.0-or-later
// A session in an address: what stands after '#s=' is the session as commands, in zlib's format, which ends with a
// checksum, in base64url. So an address that was cut or changed is noticed, and nothing of it is run.
const mark = '#s=', most = 8e6;

async function through(bytes, stream, limit) {
    const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader(), blocks = [];
    for (let size = 0; ;) {
        const { done, value } = await reader.read();
        if (done)
            return new Uint8Array(await new Blob(blocks).arrayBuffer());
        blocks.push(value);
        if ((size += value.length) > limit)
            throw new RangeError('too much');
    }
}

export const unpack = (bytes, format, limit = Infinity) => through(bytes, new DecompressionStream(format), limit);

export const bytesOf = base64 => Uint8Array.from(atob(base64), character => character.charCodeAt(0));

function base64Of(bytes) {
    let text = '';
    for (let i = 0; i < bytes.length; i += 0x8000)
        text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
    return btoa(text);
}

// The address of this page with a session in it.
export async function addressOf(session) {
    const bytes = await through(new TextEncoder().encode(session), new CompressionStream('deflate'), Infinity);
    const code = base64Of(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
    return location.href.split('#')[0] + mark + code;
}

// Whether the address holds anything after its '#'.
export const hasLink = () => location.hash.length > 1;

// The session in the page's address. Throws where it is not whole.
export async function sessionOf() {
    // Some programs write the sign = otherwise, or take the full stop of a sentence for a part of the address.
    const hash = location.hash.replace(/^#s%3D/i, mark).replace(/[^A-Za-z0-9_-]+$/, '');
    if (!hash.startsWith(mark))
        throw new SyntaxError('no session');
    const code = hash.slice(mark.length).replace(/-/g, '+').replace(/_/g, '/');
    const bytes = await unpack(bytesOf(code), 'deflate', most);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

// Takes the session out of the address, so that a reload goes on with the tab's own session.
export function dropLink() {
    history.replaceState(null, '', location.href.split('#')[0]);
}
