import { BootError, definePlugin, Type } from 'jackfield';
import { providerOptions } from './options.js';
import { createOidcStrategy } from './strategy.js';

/**
 * Signs in by OpenID Connect: `GET /auth/login/<provider>` leads there, and `/auth/login/<provider>/callback` is where the provider sends people
 * back to: tell it that address.
 */
export default definePlugin({
  name: 'auth-oidc',
  description: 'Signs in by OpenID Connect.',
  needs: ['auth', 'config'],
  options: Type.Object({
    providers: Type.Record(Type.String({ pattern: '^[a-z0-9_-]+$' }), providerOptions, { default: {}, description: 'Name → provider.' }),
  }),
  setup({ options, get, log }) {
    const auth = get('auth');
    const { publicUrl } = get('config').server;
    for (const [name, provider] of Object.entries(options.providers)) {
      if (publicUrl === undefined) {
        throw new BootError('`server.publicUrl` (PUBLIC_URL) must say where the server is reached: providers of `auth-oidc` send people back there.');
      }
      checkIssuer(name, provider.issuer);
      const base = publicUrl.endsWith('/') ? publicUrl : `${publicUrl}/`;
      const callbackUrl = new URL(`auth/login/${name}/callback`, base).href;
      const { label, icon } = provider;
      auth.addLogin({
        name, driver: 'openid', isElsewhere: true, label, icon,
        strategy: createOidcStrategy({ name, options: provider, callbackUrl, accounts: () => auth.accounts, log }),
      });
    }
  },
});

/** What is read over plain HTTP could be anybody's. */
function checkIssuer(name: string, issuer: string): void {
  const { protocol, hostname } = new URL(issuer);
  if (protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname)) return;
  throw new BootError(`\`plugins.auth-oidc.providers.${name}.issuer\` must be an https URL, got \`${issuer}\`.`);
}
