import { ApiError, type StrategyRequest } from 'jackfield';
import { decodeJwt, errors, type JWTPayload } from 'jose';

/** The token of a request: passport-jwt knows those of Express alone. */
export function tokenOf(request: unknown): string | null {
  return (request as StrategyRequest).token;
}

/** What a token says, whoever signed it; null for what is no JWT. */
export function claimsOf(token: string | null): JWTPayload | null {
  // Other strategies' tokens come here with every request: an error for each would take longer than the rest of the look.
  if (token?.split('.', 4).length !== 3) return null;
  try {
    return decodeJwt(token);
  } catch {
    return null;
  }
}

/** What the client is answered for a token that was not taken. The names of errors are part of the API of jsonwebtoken. */
export function refusalOf(challenge: unknown): ApiError {
  if (challenge instanceof ApiError) return challenge;
  if (!(challenge instanceof Error)) return new ApiError('INVALID_CREDENTIALS');
  if (challenge.name === 'TokenExpiredError') return new ApiError('TOKEN_EXPIRED');
  const isWrong = challenge.name === 'JsonWebTokenError' || challenge.name === 'NotBeforeError'
    || challenge instanceof errors.JWKSNoMatchingKey || challenge instanceof errors.JWKSMultipleMatchingKeys;
  if (isWrong) return new ApiError('INVALID_TOKEN', {}, { cause: challenge });
  return new ApiError('SERVICE_UNAVAILABLE', { reason: 'The keys of the issuer cannot be read.' }, { cause: challenge });
}
