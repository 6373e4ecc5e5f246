// npm's zxing-wasm over a folder of frames (PGM): node wasm.mjs FRAMES_DIR > wasm.csv
// One line per frame: name,milliseconds,hex of each code's bytes (blank-separated).
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.cwd(), 'package.json'));
const { readBarcodes, prepareZXingModule } = await import(require.resolve('zxing-wasm/reader'));
const wasm = readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm'));
await prepareZXingModule({ overrides: { wasmBinary: wasm }, fireImmediately: true });

function pgm(file) {
  const bytes = readFileSync(file);
  const head = /^P5\s+(?:#.*\s)*(\d+)\s+(\d+)\s+255\s/.exec(bytes.subarray(0, 64).toString('latin1'));
  const [width, height] = [Number(head[1]), Number(head[2])];
  const data = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < width * height; i++) {
    const grey = bytes[head[0].length + i];
    data.set([grey, grey, grey, 255], 4 * i);
  }
  return { data, width, height, colorSpace: 'srgb' };
}

for (const name of readdirSync(process.argv[2]).filter((n) => n.endsWith('.pgm')).sort()) {
  const image = pgm(join(process.argv[2], name));
  const start = performance.now();
  const codes = await readBarcodes(image, { formats: ['QRCode'] });
  const ms = performance.now() - start;
  const hex = codes.filter((c) => c.isValid).map((c) => Buffer.from(c.bytes).toString('hex')).join(' ');
  console.log(`${name},${ms.toFixed(2)},${hex}`);
}
