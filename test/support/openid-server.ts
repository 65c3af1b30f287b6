import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

/** What an OpenID Connect provider says of somebody, beside their name (`sub`). */
export interface OpenidPerson {
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly given_name?: string;
  readonly groups?: readonly string[];
}

/** A real OpenID Connect provider on this machine. */
export interface OpenidServer {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** People by the names that they type. */
  readonly people: Map<string, OpenidPerson>;
  stop(): Promise<void>;
}

/** Starts a provider that lets whoever types a known name in. `redirectUri` is where it may send them back to. */
export async function startOpenidServer(redirectUri: string): Promise<OpenidServer> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const people = new Map<string, OpenidPerson>();
  const client = { client_id: 'jackfield', client_secret: 'openid-client-secret' };
  const provider = new Provider(issuer, {
    clients: [{
      ...client, redirect_uris: [redirectUri], response_types: ['code'], grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'client_secret_post',
    }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['given_name', 'groups'] },
    // Without it the claims are at the userinfo endpoint alone.
    conformIdTokenClaims: true,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true } },
    cookies: { keys: ['a key of a test'] },
    async findAccount(_: unknown, name: string) {
      const person = people.get(name);
      return person && { accountId: name, claims: async () => ({ ...person }) };
    },
  });
  server.on('request', provider.callback());
  return {
    issuer, clientId: client.client_id, clientSecret: client.client_secret, people,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
