import { Type, type Static } from 'jackfield';

const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512'] as const;

/** Somebody else whose tokens are taken. All three of `issuer`, `audience` and `algorithms` are fixed: a token meant for another is worth nothing. */
export const issuerOptions = Type.Object({
  issuer: Type.String({ minLength: 1, description: 'The claim `iss` of its tokens.' }),
  audience: Type.String({ minLength: 1, description: 'What the claim `aud` of tokens for this server holds.' }),
  algorithms: Type.Array(Type.Enum([...algorithms]), { default: ['RS256'], minItems: 1, description:
    'The signatures that are taken.' }),
  jwksUrl: Type.String({ pattern: '^https?://', description: 'Where its keys are. `http` on this machine alone.' }),
  findUser: Type.Boolean({ default: false, description:
    'Whether the claim `sub` is the `external_identifier` of a user whose provider has the name of this entry.' }),
  roleClaim: Type.String({ default: 'role', description: 'For tokens that are no user\'s: the claim that `roles` are chosen by, a text or a list.' }),
  roles: Type.Record(Type.String(), Type.String(), { default: {}, description:
    'Value of the claim → name or key of a role. The first that a token has counts; one that has none is refused.' }),
  clockToleranceSeconds: Type.Number({ minimum: 0, maximum: 300, default: 5, description: 'How far its clock may be off.' }),
}, { additionalProperties: false });

/** See `issuerOptions`. */
export type IssuerOptions = Static<typeof issuerOptions>;
