// SPDX-License-Identifier: GPL-3.0-or-later
// Prints the checksum of tests/web/fma.c as a module: node fma.mjs MODULE SEED COUNT.
import { readFileSync } from 'node:fs';

const [module, seed, count] = process.argv.slice(2);
const nothing = new Proxy({}, { get: () => () => 8 }); // what printf would need of the system
const { instance } = await WebAssembly.instantiate(readFileSync(module), { wasi_snapshot_preview1: nothing });
instance.exports._initialize();
console.log(String(BigInt.asUintN(64, instance.exports.by_pairs(BigInt(seed), Number(count)))));
