import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Keyring } from './keyring';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts what people wrote before it is stored, and what their answers say about them. */
export interface FieldCipher {
  /** @param place - where the text is stored; it cannot be read from anywhere else. */
  encrypt(text: string, place: string): string;
  /** @returns undefined when the text was changed, moved, or its key is gone. */
  decrypt(stored: string, place: string): string | undefined;
  /** False when it was encrypted under a key that this process was not given. */
  hasKeyOf(stored: string): boolean;
  /** True when it was not encrypted under the newest key. */
  isOld(stored: string): boolean;
}

/** Makes a cipher: AES-256-GCM, written as `key id.base64 of iv, tag and text`. */
export function createFieldCipher(keyring: Keyring): FieldCipher {
  return {
    encrypt(text, place) {
      const { id, key } = keyring.newest();
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(Buffer.from(place));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `${id}.${Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64')}`;
    },
    decrypt(stored, place) {
      const [id = '', sealed = ''] = stored.split('.', 2);
      const key = keyring.find(id);
      const bytes = Buffer.from(sealed, 'base64');
      if (key === undefined || bytes.length < IV_BYTES + TAG_BYTES) return undefined;
      try {
        const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES))
          .setAAD(Buffer.from(place))
          .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
        return (
          decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
        );
      } catch {
        return undefined;
      }
    },
    hasKeyOf: (stored) => keyring.find(stored.split('.', 1)[0] ?? '') !== undefined,
    isOld: (stored) => !stored.startsWith(`${keyring.newest().id}.`),
  };
}
