import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

type Encoding = 'br' | 'gzip' | 'identity';

/** A file as it goes over the wire. */
export interface Body {
  readonly type: string;
  /** Changes with the content. */
  readonly hash: string;
  /** The bytes in one encoding; they are made when first asked for, so that a start need not wait for them. */
  readonly encoded: (encoding: Encoding) => Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
};

const ENCODE: Readonly<Record<Encoding, (bytes: Buffer) => Buffer>> = {
  identity: (bytes) => bytes,
  gzip: (bytes) => gzipSync(bytes, { level: 9 }),
  br: (bytes) => brotliCompressSync(bytes),
};

/** The built files of the browser part are missing. */
class BuildError extends Error {
  override readonly name = 'BuildError';
}

/**
 * Reads one built file of the browser part.
 *
 * @throws {@link BuildError} when it is not there.
 */
export function readBuilt(folder: string, name: string): string {
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch {
    throw new BuildError(`web/${name} is missing: run "npm run build"`);
  }
}

/** Prepares a text for sending. @param name - its ending tells the content type. */
export function bodyOf(name: string, text: string): Body {
  const identity = Buffer.from(text, 'utf8');
  const made = new Map<Encoding, Buffer>();
  return {
    type: TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
    hash: createHash('sha256').update(identity).digest('hex').slice(0, 16),
    encoded: (encoding) => {
      const bytes = made.get(encoding) ?? ENCODE[encoding](identity);
      made.set(encoding, bytes);
      return bytes;
    },
  };
}
