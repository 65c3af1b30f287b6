import { Secret, TOTP } from 'otpauth';

/** As authenticator apps make them (RFC 6238): SHA-1, 30 seconds, six digits. */
const periodSeconds = 30;

/** Makes the secret of a second factor: 160 bits, as RFC 4226 recommends. */
export function newSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What an authenticator app reads as a QR code. */
export function otpauthUrl(secret: string, issuer: string, label: string): string {
  return new TOTP({ issuer, label, secret: Secret.fromBase32(secret), period: periodSeconds }).toString();
}

/**
 * The time step whose one-time password this is, the present one or one of its neighbours, for clocks that differ; null where it is none.
 */
export function stepOf(oneTimePassword: string, secret: string, now = Date.now()): number | null {
  if (!/^\d{6}$/.test(oneTimePassword)) return null;
  const passwords = new TOTP({ secret: Secret.fromBase32(secret), period: periodSeconds });
  const delta = passwords.validate({ token: oneTimePassword, timestamp: now, window: 1 });
  return delta === null ? null : Math.floor(now / 1000 / periodSeconds) + delta;
}

/** Whether a text can be the secret of a second factor: base 32, of at least 80 bits. */
export function isSecret(text: string): boolean {
  return /^[A-Z2-7]{16,128}=*$/.test(text);
}
