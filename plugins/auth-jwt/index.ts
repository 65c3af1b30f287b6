import { BootError, definePlugin, suggest, Type, type Config } from 'jackfield';
import type { JWTPayload } from 'jose';
import { Strategy } from 'passport-jwt';
import { issuerOptions, type IssuerOptions } from './options.js';
import { createOutsideIssuer } from './outside-issuer.js';
import { claimsOf, refusalOf, tokenOf } from './token.js';

/** Knows access tokens: those that this server issued, as bearer tokens and in the cookie of a session, and those of outside issuers. */
export default definePlugin({
  name: 'auth-jwt',
  description: 'Knows access tokens.',
  needs: ['auth', 'config'],
  wants: ['users'],
  options: Type.Object({
    issuers: Type.Record(Type.String(), issuerOptions, { default: {}, description: 'Name → an issuer whose tokens are taken beside our own.' }),
  }),
  setup({ options, get, want }) {
    const auth = get('auth');
    const { issuer, signingKey } = auth;

    auth.addStrategy({
      name: 'jwt',
      owns: ({ token }) => claimsOf(token)?.iss === issuer,
      refusal: refusalOf,
      strategy: new Strategy(
        { secretOrKey: signingKey, algorithms: ['HS256'], issuer, jwtFromRequest: tokenOf },
        ({ id, session, exp }: JWTPayload, done) => {
          const isWhole = typeof id === 'string' && typeof session === 'string' && typeof exp === 'number';
          return done(null, isWhole && { user: id, session, expires: new Date(exp * 1000) });
        },
      ),
    });

    for (const [name, outside] of Object.entries(options.issuers)) {
      if (outside.issuer === issuer) throw new BootError(`\`plugins.auth-jwt.issuers.${name}.issuer\` is the name of our own tokens.`);
      const { protocol, hostname } = new URL(outside.jwksUrl);
      if (protocol !== 'https:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname)) {
        throw new BootError(`\`plugins.auth-jwt.issuers.${name}.jwksUrl\` must be an https URL, got \`${outside.jwksUrl}\`.`);
      }
      auth.addStrategy(createOutsideIssuer(name, outside, () => auth.accounts));
    }

    return {
      start() {
        if (want('users')) return;
        const { access } = get('config');
        for (const [name, outside] of Object.entries(options.issuers)) checkWithoutUsers(`plugins.auth-jwt.issuers.${name}`, outside, access);
      },
    };
  },
});

/**
 * Where no users are kept, tokens can have no more than roles of the config.
 *
 * @throws {BootError} where they are to have something else: every one of them would be refused
 */
function checkWithoutUsers(path: string, { findUser, roles }: IssuerOptions, access: Config['access']): void {
  if (findUser) throw new BootError(`\`${path}.findUser\` is set, and no users are kept: switch on the plugin \`system\`.`);
  if (!access) {
    throw new BootError(`\`${path}\`: there are no roles that its tokens could have. Switch on the plugin \`system\`, which keeps users and roles, or `
      + 'name roles in the section `access`.');
  }
  const known = Object.keys(access.roles);
  for (const [value, role] of Object.entries(roles)) {
    if (known.includes(role)) continue;
    const nearest = suggest(role, known);
    const hint = nearest === null ? '' : ` Did you mean "${nearest}"?`;
    throw new BootError(`\`${path}.roles.${value}\`: there is no role "${role}" in \`access.roles\`.${hint}`);
  }
}
