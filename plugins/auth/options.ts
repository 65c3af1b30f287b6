import { durationPattern, Type, type Static } from 'jackfield';

/** Options of the plugin. */
export const authOptions = Type.Object({
  refreshCookie: Type.String({ pattern: '^[\\w.-]+$', default: 'directus_refresh_token', description:
    'Name of the cookie with the refresh token, in the mode `cookie`.' }),
  sessionCookie: Type.String({ pattern: '^[\\w.-]+$', default: 'directus_session_token', description:
    'Name of the cookie of the mode `session`.' }),
  cookieDomain: Type.Optional(Type.String({ description: 'Domain of the cookies. Default: the host alone.' })),
  cookieSameSite: Type.Enum(['lax', 'strict', 'none'], { default: 'lax', description:
    '`SameSite` of the cookies. `none` is for pages of other sites that `server.cors` lists.' }),
  cookieSecure: Type.Enum(['auto', 'always', 'never'], { default: 'auto', description:
    'Whether cookies go over TLS alone. `auto`: where the server is reached by it, directly, through a proxy or as `server.publicUrl`.' }),
  reuseSeconds: Type.Number({ minimum: 0, maximum: 60, default: 10, description:
    'How long a refresh token that was exchanged still gives the same successor, for the tabs of one browser. Later it ends the session.' }),
  redirectUrls: Type.Array(Type.String({ pattern: '^https?://' }), { default: [], description:
    'Where people may be sent after they have signed in at another site. An entry that ends in `/` stands for all below it.' }),
  resetUrls: Type.Array(Type.String({ pattern: '^https?://' }), { default: [], description:
    'Pages that a request for a password reset may name as `reset_url`. The first is where links lead unless one is named.' }),
  inviteUrls: Type.Array(Type.String({ pattern: '^https?://' }), { default: [], description: 'The same for `invite_url` of invitations.' }),
  verificationUrls: Type.Array(Type.String({ pattern: '^https?://' }), { default: [], description:
    'The same for `verification_url` of registrations.' }),
  resetTtl: Type.String({ pattern: durationPattern, default: '1d', description: 'How long a link to reset a password is good.' }),
  inviteTtl: Type.String({ pattern: durationPattern, default: '7d', description: 'How long an invitation is good.' }),
  verificationTtl: Type.String({ pattern: durationPattern, default: '7d', description: 'How long a link to confirm an address is good.' }),
  registration: Type.Enum(['off', 'verified', 'open'], { default: 'off', description:
    'Who may register by `POST /users/register`: nobody, whoever confirms their e-mail address, or anybody.' }),
  registrationRole: Type.Optional(Type.String({ description: 'Name or key of the role of those who register. Default: none.' })),
});

/** See `authOptions`. */
export type AuthOptions = Static<typeof authOptions>;
