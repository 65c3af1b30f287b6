import { hkdfSync } from 'node:crypto';
import { ApiError } from 'jackfield';
import { EncryptJWT, errors, jwtDecrypt, jwtVerify, SignJWT, type JWTPayload } from 'jose';

/** The claim `iss` of what we issue. The contract's clients know it. */
export const issuer = 'directus';

/** What an access token says. Only `id` and `session` are believed when it comes back: the rest is for clients. */
export interface AccessClaims {
  readonly id: string;
  readonly role: string | null;
  readonly app_access: boolean;
  readonly admin_access: boolean;
  readonly session: string;
  /** The user has to set up a second factor. */
  readonly enforce_tfa?: true;
}

/** What a link that was mailed is good for. */
export type Purpose = 'password-reset' | 'user-invitation' | 'user-registration';

/** Whom a mailed link is for, and the state in which it was made: once that has changed, the link is spent. */
export interface LinkClaims {
  readonly user: string;
  readonly state: string;
}

/** Makes and reads the tokens that the server issues. */
export interface Tokens {
  signAccess(claims: AccessClaims, lifetimeMilliseconds: number): Promise<string>;
  /**
   * Reads an access token of ours.
   *
   * @throws {ApiError} `TOKEN_EXPIRED`, and `INVALID_CREDENTIALS` for anything else
   */
  readAccess(token: string): Promise<{ readonly user: string; readonly session: string }>;
  signLink(purpose: Purpose, claims: LinkClaims, lifetimeMilliseconds: number): Promise<string>;
  /** @throws {ApiError} `TOKEN_EXPIRED`, and `INVALID_TOKEN` for what is not ours or has another purpose */
  readLink(purpose: Purpose, token: string): Promise<LinkClaims>;
  /** Encrypts what a client is to keep for us for a while. */
  seal(content: JWTPayload, lifetimeMilliseconds: number): Promise<string>;
  /** null for what is not ours, or too old. */
  unseal(text: string): Promise<JWTPayload | null>;
}

/** Each use has a key of its own, so that a token for one is worth nothing for another. */
export function createTokens(secret: string): Tokens {
  const accessKey = new TextEncoder().encode(secret);
  const derived = (use: string): Uint8Array => new Uint8Array(hkdfSync('sha256', secret, '', `jackfield ${use}`, 32));
  const sealKey = derived('sign-in');

  return {
    signAccess: (claims, lifetime) => new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).setIssuedAt().setExpirationTime(expiry(lifetime)).setIssuer(issuer).sign(accessKey),
    async readAccess(token) {
      const { id, session } = await verified(token, accessKey, 'INVALID_CREDENTIALS');
      if (typeof id !== 'string' || typeof session !== 'string') throw new ApiError('INVALID_CREDENTIALS');
      return { user: id, session };
    },
    signLink: (purpose, { user, state }, lifetime) => new SignJWT({ state })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).setSubject(user).setIssuedAt().setExpirationTime(expiry(lifetime)).setIssuer(issuer)
      .sign(derived(purpose)),
    async readLink(purpose, token) {
      const { sub, state } = await verified(token, derived(purpose), 'INVALID_TOKEN');
      if (typeof sub !== 'string' || typeof state !== 'string') throw new ApiError('INVALID_TOKEN');
      return { user: sub, state };
    },
    seal: (content, lifetime) => new EncryptJWT(content)
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' }).setIssuedAt().setExpirationTime(expiry(lifetime)).encrypt(sealKey),
    unseal: (text) => jwtDecrypt(text, sealKey, { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] })
      .then(({ payload }) => payload, () => null),
  };
}

const expiry = (lifetimeMilliseconds: number): Date => new Date(Date.now() + lifetimeMilliseconds);

async function verified(token: string, key: Uint8Array, otherwise: 'INVALID_CREDENTIALS' | 'INVALID_TOKEN'): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, key, { algorithms: ['HS256'], issuer, requiredClaims: ['exp'] })).payload;
  } catch (cause) {
    throw new ApiError(cause instanceof errors.JWTExpired ? 'TOKEN_EXPIRED' : otherwise, {}, { cause });
  }
}
