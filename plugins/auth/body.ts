import { ApiError, type LoginMode, type OperationInput as Body } from 'jackfield';

/**
 * A text that has to be there.
 *
 * @throws {ApiError} `INVALID_PAYLOAD`
 */
export function requiredText(body: Body, name: string): string {
  const value = body[name];
  if (typeof value === 'string' && value !== '' && value.length <= longestText) return value;
  throw new ApiError('INVALID_PAYLOAD', { path: name, reason: `"${name}" is required, as a text of at most ${longestText} characters.` });
}

/**
 * A text that may be left out.
 *
 * @throws {ApiError} `INVALID_PAYLOAD` where it is something else
 */
export function optionalText(body: Body, name: string): string | null {
  return body[name] === undefined || body[name] === null || body[name] === '' ? null : requiredText(body, name);
}

/**
 * An e-mail address that has to be there, in lower case.
 *
 * @throws {ApiError} `INVALID_PAYLOAD`
 */
export function requiredEmail(body: Body, name = 'email'): string {
  const email = requiredText(body, name);
  if (isEmail(email)) return email.toLowerCase();
  throw new ApiError('INVALID_PAYLOAD', { path: name, reason: `"${name}" must be an e-mail address.` });
}

/** Whether a text looks like an e-mail address: what is really one, only a mail can tell. */
export function isEmail(text: string): boolean {
  return text.length <= 254 && /^[^\s@]+@[^\s@]+$/.test(text);
}

const modes = new Set<unknown>(['json', 'cookie', 'session']);

/**
 * How the client wants its tokens.
 *
 * @throws {ApiError} `INVALID_PAYLOAD` for a mode that there is not
 */
export function modeOf(value: unknown, initial: LoginMode): LoginMode {
  if (value === undefined || value === null) return initial;
  if (modes.has(value)) return value as LoginMode;
  throw new ApiError('INVALID_PAYLOAD', { path: 'mode', reason: '"mode" must be one of "json", "cookie", "session".' });
}

/** Longer ones cost time to hash, and nobody has any. */
const longestText = 4096;
