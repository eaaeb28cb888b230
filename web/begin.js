// SPDX-License-Identifier: GPL-3.0-or-later
// The first thing that the page runs: says in one sentence when the browser cannot run the rest; otherwise unpacks the
// program and runs it, as a script that the page's security policy knows by its hash. Written so that old browsers can
// read it.
(function () {
    // A module of one function with a vector instruction.
    var simd = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];
    var isFit = false;
    try {
        isFit = WebAssembly.validate(new Uint8Array(simd)) && typeof DecompressionStream === 'function';
    } catch (error) {
        isFit = false;
    }
    if (!isFit) {
        document.documentElement.className = 'unsupported';
        document.getElementById('unsupported').hidden = false;
        return;
    }
    var packed = atob(document.getElementById('program').textContent), bytes = new Uint8Array(packed.length);
    for (var i = 0; i < bytes.length; i++)
        bytes[i] = packed.charCodeAt(i);
    new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text().then(function (text) {
        var script = document.createElement('script');
        script.textContent = text;
        document.body.appendChild(script);
    });
}());
