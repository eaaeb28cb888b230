// SPDX-License-Identifier: GPL-3.0-or-later
// Runs an ONNX model: node run_onnx.js MODEL. Reads {"rows": [[...], ...], "float": 32 or 64} from stdin,
// writes the rows of y to stdout as JSON.
import { readFileSync } from 'node:fs';
import ort from 'onnxruntime-node';

const { rows, float } = JSON.parse(readFileSync(0, 'utf8'));
const [type, Elements] = float === 32 ? ['float32', Float32Array] : ['float64', Float64Array];
const session = await ort.InferenceSession.create(process.argv[2]);
const x = new ort.Tensor(type, Elements.from(rows.flat()), [rows.length, rows[0].length]);
const { y } = await session.run({ x });
const cols = y.dims[1];
const numbers = Array.from(y.data);
console.log(JSON.stringify(rows.map((_, i) => numbers.slice(i * cols, (i + 1) * cols))));
