import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** What is kept of somebody's second factor. */
export interface Factor {
  /** The secret that the person's device has too, in base 32. */
  readonly secret: string;
  /** The time step of the last one-time password that was taken: it and earlier ones are spent. */
  readonly lastStep: number;
}

/** Turns factors into the text that is stored, and back. */
export interface FactorTexts {
  write(factor: Factor): string;
  /**
   * Reads what `write` made, or a bare secret that another system has stored.
   *
   * @throws {Error} where it was made with another key
   */
  read(text: string): Factor;
}

/**
 * Makes what writes factors: encrypted where there is a key, so that who reads the table cannot make one-time passwords.
 *
 * @param secret - of the config; undefined where none is kept over a restart, so that nothing may depend on it
 */
export function createFactorTexts(secret: string | undefined): FactorTexts {
  const key = secret === undefined ? null : Buffer.from(hkdfSync('sha256', secret, '', 'jackfield second factor', 32));
  return {
    write({ secret: plain, lastStep }) {
      if (!key) return `plain:${lastStep}:${plain}`;
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const content = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return `sealed:${lastStep}:${Buffer.concat([nonce, cipher.getAuthTag(), content]).toString('base64url')}`;
    },
    read(text) {
      const [form, step = '', content = ''] = text.split(':');
      if (form === 'plain') return { secret: content, lastStep: Number(step) };
      if (form !== 'sealed') return { secret: text, lastStep: 0 };
      if (!key) throw new Error('The second factor was stored with a `secret`, and none is configured.');
      const sealed = Buffer.from(content, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
      decipher.setAuthTag(sealed.subarray(12, 28));
      const plain = Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
      return { secret: plain.toString('utf8'), lastStep: Number(step) };
    },
  };
}
