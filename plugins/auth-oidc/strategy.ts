import {
  ApiError, findExternalAccount, textsOf, type Accounts, type ExternalPerson, type Log, type PassportStrategy, type StrategyActions,
  type StrategyRequest,
} from 'jackfield';
import * as client from 'openid-client';
import type { ProviderOptions } from './options.js';

/** What one provider's strategy works with. */
export interface OidcParts {
  /** The name of the provider. */
  readonly name: string;
  readonly options: ProviderOptions;
  /** Where people come back to: the same for all of them. */
  readonly callbackUrl: string;
  readonly accounts: () => Accounts;
  readonly log: Log;
}

/** What is kept while somebody is at the provider. */
interface Visit {
  readonly codeVerifier: string;
  readonly state: string;
  readonly nonce: string;
}

/**
 * A strategy of passport for one OpenID Connect provider: authorization code with PKCE, state and nonce, each of them always.
 */
export function createOidcStrategy(parts: OidcParts): PassportStrategy {
  const configuration = createConfiguration(parts);
  return {
    authenticate(this: StrategyActions, request: StrategyRequest) {
      const { query } = request;
      const isBack = 'code' in query || 'error' in query || 'state' in query;
      return (isBack ? comeBack(this, request) : goThere(this, request)).catch((error: unknown) => this.error(error));
    },
  };

  async function goThere(actions: StrategyActions, { session }: StrategyRequest): Promise<void> {
    const visit: Visit = { codeVerifier: client.randomPKCECodeVerifier(), state: client.randomState(), nonce: client.randomNonce() };
    session['oidc'] = visit;
    const url = client.buildAuthorizationUrl(await configuration(), {
      redirect_uri: parts.callbackUrl,
      scope: parts.options.scope,
      code_challenge: await client.calculatePKCECodeChallenge(visit.codeVerifier),
      code_challenge_method: 'S256',
      state: visit.state,
      nonce: visit.nonce,
    });
    actions.redirect(url.href);
  }

  async function comeBack(actions: StrategyActions, { url, session }: StrategyRequest): Promise<void> {
    const visit = session['oidc'] as Visit | undefined;
    if (!visit) return actions.fail();
    const person = await whoIs(new URL(`${parts.callbackUrl}${url.slice(url.indexOf('?'))}`), visit);
    const account = person && await findExternalAccount(person, parts.options, parts.accounts());
    if (account) return actions.success({ user: account.id });
    return actions.fail();
  }

  /** null where the provider does not vouch for anybody. */
  async function whoIs(current: URL, { codeVerifier, state, nonce }: Visit): Promise<ExternalPerson | null> {
    const known = await configuration();
    try {
      const tokens = await client.authorizationCodeGrant(known, current, {
        pkceCodeVerifier: codeVerifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims) return null;
      const hasMore = known.serverMetadata().userinfo_endpoint !== undefined && claims['email'] === undefined;
      const more = hasMore ? await client.fetchUserInfo(known, tokens.access_token, claims.sub) : {};
      return personOf({ ...more, ...claims }, parts.name, parts.options);
    } catch (error) {
      const { code } = error as { readonly code?: unknown };
      parts.log.info({ provider: parts.name, code }, 'A provider, or what came back from it, was refused.');
      return null;
    }
  }
}

function personOf(claims: Readonly<Record<string, unknown>>, provider: string, options: ProviderOptions): ExternalPerson {
  const text = (name: string): string | null => (typeof claims[name] === 'string' ? claims[name] : null);
  return {
    provider,
    identifier: text('sub') ?? '',
    email: text('email')?.toLowerCase() ?? null,
    isEmailVerified: claims['email_verified'] === true || options.trustEmail,
    firstName: text('given_name'),
    lastName: text('family_name'),
    groups: textsOf(claims[options.groupClaim]),
  };
}

/** Reads the provider's discovery document when it is first needed, and again where that failed: a provider that is away keeps nobody else out. */
function createConfiguration({ name, options, log }: OidcParts): () => Promise<client.Configuration> {
  let known: Promise<client.Configuration> | null = null;
  const { issuer, clientId, clientSecret, timeoutSeconds } = options;
  const isInsecure = issuer.startsWith('http:');
  const discover = (): Promise<client.Configuration> => client.discovery(
    new URL(issuer), clientId, undefined, clientSecret === undefined ? client.None() : client.ClientSecretPost(clientSecret),
    { timeout: timeoutSeconds, ...(isInsecure && { execute: [client.allowInsecureRequests] }) },
  );
  return () => {
    known ??= discover().catch((cause: unknown) => {
      known = null;
      log.error({ err: cause, provider: name }, 'A provider cannot be reached.');
      throw new ApiError('SERVICE_UNAVAILABLE', { reason: 'The provider cannot be reached.' }, { cause });
    });
    return known;
  };
}
