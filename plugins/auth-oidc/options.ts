import { externalAccountOptions, Type, type Static } from 'jackfield';

/** One OpenID Connect provider. */
export const providerOptions = Type.Object({
  issuer: Type.String({ pattern: '^https?://', description: 'The issuer, as its discovery document names it. `http` on this machine alone.' }),
  clientId: Type.String({ minLength: 1, description: 'The name by which the provider knows the server.' }),
  clientSecret: Type.Optional(Type.String({ minLength: 1, writeOnly: true, description: 'For clients that have one.' })),
  scope: Type.String({ default: 'openid email profile', description: 'What is asked for.' }),
  label: Type.Optional(Type.String({ description: 'What `GET /auth` calls it.' })),
  icon: Type.Optional(Type.String({ description: 'The icon that `GET /auth` names.' })),
  trustEmail: Type.Boolean({ default: false, description:
    'Whether e-mail addresses are taken for verified though the provider does not say so (`email_verified`).' }),
  groupClaim: Type.String({ default: 'groups', description: 'The claim that `roles` are chosen by: a text or a list of texts.' }),
  timeoutSeconds: Type.Number({ exclusiveMinimum: 0, default: 10, description: 'How long the provider may take to answer.' }),
  ...externalAccountOptions.properties,
}, { additionalProperties: false });

/** See `providerOptions`. */
export type ProviderOptions = Static<typeof providerOptions>;
