// SPDX-License-Identifier: GPL-3.0-or-later
// The error function, which JavaScript has not: its series near 0, its continued fraction further out, 1 from 6 on.
export function erf(x) {
    const t = Math.abs(x);
    if (t > 6)
        return Math.sign(x);
    if (t < 3) {
        let term = x, sum = x;
        for (let n = 1; n < 100; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }
    let rest = 0;
    for (let n = 60; n > 0; n--)
        rest = n / 2 / (t + rest);
    return Math.sign(x) * (1 - Math.exp(-t * t) / Math.sqrt(Math.PI) / (t + rest));
}
