import { KeyObject } from 'node:crypto';
import { ApiError, textsOf, type Accounts, type Recognised, type RequestStrategy } from 'jackfield';
import { createRemoteJWKSet, decodeProtectedHeader, type JWTPayload } from 'jose';
import { Strategy } from 'passport-jwt';
import { claimsOf, refusalOf, tokenOf } from './token.js';
import type { IssuerOptions } from './options.js';

/** Makes the strategy that knows the tokens of one outside issuer. */
export function createOutsideIssuer(name: string, options: IssuerOptions, accounts: () => Accounts): RequestStrategy {
  const { issuer, audience, algorithms, clockToleranceSeconds, jwksUrl } = options;
  // Keys are kept, and read anew when a token names one that is not known, once in half a minute at most.
  const keys = createRemoteJWKSet(new URL(jwksUrl));

  async function keyOf(token: string): Promise<string> {
    const { alg, kid } = decodeProtectedHeader(token);
    if (!(algorithms as readonly unknown[]).includes(alg)) throw new ApiError('INVALID_TOKEN');
    const key = await keys({ alg: String(alg), ...(kid !== undefined && { kid }) });
    return KeyObject.from(key).export({ type: 'spki', format: 'pem' }).toString();
  }

  return {
    name: `jwt-${name}`,
    owns: ({ token }) => claimsOf(token)?.iss === issuer,
    refusal: (challenge) => refusalOf(challenge),
    strategy: new Strategy(
      {
        secretOrKeyProvider: (_, token: string, done) => void keyOf(token).then((key) => done(null, key), (error: unknown) => done(error)),
        jwtFromRequest: tokenOf,
        issuer, audience, algorithms: [...algorithms],
        jsonWebTokenOptions: { clockTolerance: clockToleranceSeconds },
      },
      (claims: JWTPayload, done) => void recognise(claims, name, options, accounts).then((found) => done(null, found ?? false), done),
    ),
  };
}

async function recognise(
  claims: JWTPayload, name: string, { findUser, roleClaim, roles }: IssuerOptions, accounts: () => Accounts,
): Promise<Recognised | null> {
  // One that never ends could not be taken back.
  if (claims.exp === undefined) return null;
  const expires = new Date(claims.exp * 1000);
  const user = findUser && typeof claims.sub === 'string' ? await accounts().findByIdentifier(name, claims.sub) : null;
  if (user) return { user: user.id, expires };
  const values = textsOf(claims[roleClaim]);
  const value = Object.keys(roles).find((each) => values.includes(each));
  const role = value === undefined ? null : await accounts().roleNamed(roles[value] ?? '');
  const subject = typeof claims.sub === 'string' && claims.sub !== '' ? { key: claims.sub, attributes: claims } : undefined;
  return role === null ? null : { role, expires, subject };
}
