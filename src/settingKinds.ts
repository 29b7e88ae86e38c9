import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import { isLoopback } from './bot/loopback';

/** A whole number in a range, or its default. */
export const wholeNumber = (min: number, max: number, byDefault: number) => {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error }).default(byDefault);
};

/** One of a few words. */
export const oneOf = <const T extends readonly [string, ...string[]]>(words: T) =>
  z.enum(words, { error: `must be one of ${words.join(', ')}` });

/** An address that visitors are sent to. */
export const httpsUrl = z
  .url({ protocol: /^https$/, error: 'must be an address that starts with https://' })
  .optional();

/** Who an app is from, as stores show it. */
export const publisherName = z
  .string()
  .max(32, { error: 'must have at most 32 characters' })
  .default('Spine Guide');

/** `host` matches that host; `.host` matches its subdomains. */
export const hostList = z
  .string()
  .regex(/^\.?[a-z0-9-]+(\.[a-z0-9-]+)*(\s*,\s*\.?[a-z0-9-]+(\.[a-z0-9-]+)*)*$/i, {
    error: 'must be host names separated by commas, without https:// or a path',
  })
  .transform((list) => list.split(',').map((host) => host.trim().toLowerCase()))
  .default([]);

const ORIGIN_ERROR =
  'must be an origin such as https://www.hospital.example: https (http for this machine only), no path, no slash at the end';
/** An origin exactly as browsers send it. Unencrypted ones only for this machine. */
export const origin = z.string().refine(isOrigin, { error: ORIGIN_ERROR });
/** Several of them. */
export const originList = z
  .string()
  .transform((list) => list.split(',').map((entry) => entry.trim()))
  .refine((entries) => entries.every(isOrigin), {
    error:
      'must be origins such as https://www.hospital.example, separated by commas: https (http for this machine only), no path, no slash at the end',
  })
  .default([]);

/** Files of settings hold one line a value, so line ends may be written as \\n. */
export const privateKey = z
  .string()
  .transform((text) => text.replaceAll('\\n', '\n'))
  .refine(isRsaKey, {
    error: 'must be an RSA private key in PEM form, without a passphrase; line ends may be written as \\n',
  })
  .optional();

/** Long enough that nobody finds it by trying. */
export const longSecret = z.string().min(32, { error: 'must have at least 32 characters' });

/** The address of a channel: https, or http for this machine only. */
export const channelUrl = z.string().refine((text) => URL.canParse(text) && isOrigin(new URL(text).origin), {
  error: 'must be an address that starts with https://',
});

function isRsaKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { origin: own, protocol, hostname } = new URL(text);
  return own === text && (protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname)));
}

/** Where PostgreSQL is. The driver would read a password with such a character as another address, or not at all. */
export const databaseUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\//, { error: 'must begin with postgres://', abort: true })
  .refine(isDatabaseUrl, {
    error:
      'cannot be read as an address; in user and password write / as %2F, @ as %40, # as %23, ? as %3F and % as %25',
  });

function isDatabaseUrl(text: string): boolean {
  // A socket is given without a host: postgres://user:password@/name?host=/run/postgresql
  const url = text.replace('@/', '@localhost/');
  if (!URL.canParse(url)) return false;
  const { username, password, pathname, hash } = new URL(url);
  return hash === '' && !pathname.includes('@') && [username, password, pathname].every(isDecodable);
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** The newest first; older ones stay until everything is encrypted anew. */
export const dataKeys = z
  .string()
  .transform((list) => list.split(',').map((key) => key.trim()))
  .refine((keys) => keys.every((key) => /^[A-Za-z0-9+/]{43}=$/.test(key)), {
    error: 'must be keys of 32 bytes in base64, separated by commas (openssl rand -base64 32)',
  });
