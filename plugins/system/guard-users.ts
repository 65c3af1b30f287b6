import { ApiError, systemCollections as names, type Payload, type PluginContext } from 'jackfield';
import { hashPassword, hashToken } from './secrets.js';

const collection = names.users;

/** Sees to it that secrets of users are stored as hashes, and e-mail addresses as such and in lower case. */
export function guardUsers(on: PluginContext<never, never, never, never>['on']): void {
  on('items.create', withEmail, { collection });
  on('items.update', withEmail, { collection });
  on('items.secrets', hashed, { collection });
}

function withEmail(payload: Payload): Payload {
  const { email } = payload;
  if (email === undefined || email === null) return payload;
  if (typeof email !== 'string' || !looksLikeEmail(email)) throw misfit('email', 'email', 'This must be an e-mail address.');
  return { ...payload, email: email.toLowerCase() };
}

/** What stands before and after one `@`: whether it exists only a mail can tell. */
function looksLikeEmail(text: string): boolean {
  return text.length <= 128 && /^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\]+$/.test(text) && !/\.\.|@\.|\.$|^\./.test(text);
}

async function hashed(secrets: Payload): Promise<Payload> {
  if (secrets['tfa_secret'] !== undefined && secrets['tfa_secret'] !== null) {
    throw new ApiError('INVALID_PAYLOAD', {
      collection, field: 'tfa_secret', reason: 'A second factor is set up by its user alone.', hint: 'See POST /users/me/tfa/generate.',
    });
  }
  return {
    ...secrets,
    ...await replaced(secrets, 'password', hashPassword),
    ...await replaced(secrets, 'token', hashToken),
  };
}

async function replaced(secrets: Payload, name: string, hash: (text: string) => string | Promise<string>): Promise<Payload> {
  const value = secrets[name];
  if (value === undefined || value === null) return {};
  if (typeof value !== 'string' || value === '' || value.length > longestSecret) {
    throw misfit(name, 'length', `This must be a text of 1 to ${longestSecret} characters.`);
  }
  return { [name]: await hash(value) };
}

/** Hashing takes time with the length. */
const longestSecret = 512;

function misfit(field: string, type: string, reason: string): ApiError {
  return new ApiError('FAILED_VALIDATION', { collection, field, type, reason });
}
