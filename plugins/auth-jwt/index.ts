import { BootError, definePlugin, Type } from 'jackfield';
import type { JWTPayload } from 'jose';
import { Strategy } from 'passport-jwt';
import { issuerOptions } from './options.js';
import { createOutsideIssuer } from './outside-issuer.js';
import { claimsOf, refusalOf, tokenOf } from './token.js';

/** Knows access tokens: those that this server issued, as bearer tokens and in the cookie of a session, and those of outside issuers. */
export default definePlugin({
  name: 'auth-jwt',
  description: 'Knows access tokens.',
  needs: ['auth'],
  options: Type.Object({
    issuers: Type.Record(Type.String(), issuerOptions, { default: {}, description: 'Name → an issuer whose tokens are taken beside our own.' }),
  }),
  setup({ options, get }) {
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
  },
});
