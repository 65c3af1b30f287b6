import { hash } from 'node:crypto';
import { hash as argon2 } from '@node-rs/argon2';

/** What is kept of a token, which is long and random: a fast hash will do. */
export function hashToken(token: string): string {
  return hash('sha256', token, 'hex');
}

/** What is kept of a password: argon2id, which takes long on purpose. */
export function hashPassword(password: string): Promise<string> {
  return argon2(password);
}
