// Draws the two icons of the Teams app: a speech bubble with three vertebrae in it. `npm run teams:icons`
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32, deflateSync } from 'node:zlib';

const ACCENT = [0, 80, 125];
const WHITE = [255, 255, 255];
/** Points looked at in each direction of a pixel, so that edges are smooth. */
const SAMPLES = 8;

const box = (left, top, right, bottom, radius) => (x, y) => {
  const dx = Math.max(left + radius - x, x - (right - radius), 0);
  const dy = Math.max(top + radius - y, y - (bottom - radius), 0);
  return x >= left && x <= right && y >= top && y <= bottom && dx * dx + dy * dy <= radius * radius;
};
/** The tail of the bubble: a triangle with its tip below the left end of its upper edge. */
const tail = (left, top, width, height) => (x, y) =>
  y >= top && y <= top + height && x >= left && x <= left + width * (1 - (y - top) / height);
const any =
  (...shapes) =>
  (x, y) =>
    shapes.some((shape) => shape(x, y));
const without = (shape, hole) => (x, y) => shape(x, y) && !hole(x, y);

/** Three vertebrae, the middle one a little to the side, as a spine is curved. @param u - size of one unit. */
const spine = (centerX, top, u) =>
  any(
    ...[-0.4, 0.5, -0.4].map((shift, index) => {
      const x = centerX + shift * u;
      const y = top + index * 2.9 * u;
      return box(x - 2.6 * u, y, x + 2.6 * u, y + 2 * u, 0.8 * u);
    }),
  );

/** Share of a pixel that a shape covers. */
function covered(shape, column, row) {
  let inside = 0;
  for (let i = 0; i < SAMPLES; i++)
    for (let j = 0; j < SAMPLES; j++)
      if (shape(column + (i + 0.5) / SAMPLES, row + (j + 0.5) / SAMPLES)) inside += 1;
  return inside / SAMPLES ** 2;
}

/** @param pixel - the red, green, blue and alpha of a pixel, 0 to 255. */
function png(size, pixel) {
  const rows = Buffer.concat(
    Array.from({ length: size }, (_, row) =>
      Buffer.from([0, ...Array.from({ length: size }, (_, column) => pixel(column, row)).flat()]),
    ),
  );
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const frame = Buffer.alloc(8 + body.length);
    frame.writeUInt32BE(data.length, 0);
    body.copy(frame, 4);
    frame.writeUInt32BE(crc32(body), 4 + body.length);
    return frame;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const mix = (under, over, share) =>
  under.map((value, index) => Math.round(value + (over[index] - value) * share));

/** 192 by 192, on a full square; the drawing keeps to the middle, which Teams never cuts off. */
function color() {
  const bubble = any(box(36, 40, 156, 134, 22), tail(62, 130, 34, 30));
  const bones = spine(96, 50, 9.4);
  return png(192, (x, y) => {
    const ground = mix(ACCENT, WHITE, covered(bubble, x, y));
    return [...mix(ground, ACCENT, covered(bones, x, y)), 255];
  });
}

/** 32 by 32, white and nothing else, on nothing. */
function outline() {
  const frame = any(
    without(box(2, 2, 30, 25, 6), box(4, 4, 28, 23, 4)),
    without(tail(8, 24, 8, 7), box(2, 2, 30, 24, 6)),
  );
  const shape = any(frame, spine(16, 6, 1.9));
  return png(32, (x, y) => [...WHITE, Math.round(255 * covered(shape, x, y))]);
}

const folder = fileURLToPath(new URL('.', import.meta.url));
for (const [name, bytes] of [
  ['color.png', color()],
  ['outline.png', outline()],
])
  writeFileSync(join(process.argv[2] ?? folder, name), bytes);
