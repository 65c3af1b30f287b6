import { Type, type Static } from 'typebox';

const names = (description: string) => Type.Array(Type.String({ minLength: 1 }), { default: [], description });
const flag = (description: string) => Type.Boolean({ default: false, description });

const permission = Type.Object({
  collection: Type.String({ minLength: 1, description: 'Name of the collection.' }),
  action: Type.Enum(['read', 'create', 'update', 'delete'], { description: 'What may be done to its items.' }),
  fields: names('Fields and relations that may be seen or written; `*` for all of them. Of no meaning for `delete`.'),
  permissions: Type.Optional(Type.Object({}, { additionalProperties: true, description:
    'The rows that it is about: a filter, which may hold `$CURRENT_USER`, `$NOW` and the like. Default: all rows.' })),
  validation: Type.Optional(Type.Object({}, { additionalProperties: true, description:
    'What a written item must meet: a filter on its own fields.' })),
  presets: Type.Optional(Type.Object({}, { additionalProperties: true, description: 'Values of fields that were not sent.' })),
}, { additionalProperties: false });

const policy = Type.Object({
  adminAccess: flag('Whether whoever has it sees and does everything.'),
  appAccess: flag('Whether administration pages let its holders in.'),
  enforceSecondFactor: flag('Whether its holders must have a second factor.'),
  addresses: names('Addresses and networks that it holds for; empty for every one.'),
  permissions: Type.Array(permission, { default: [], description: 'What it lets do.' }),
}, { additionalProperties: false });

const role = Type.Object({
  policies: names('Policies that whoever has the role is given.'),
  parent: Type.Optional(Type.String({ minLength: 1, description: 'A role whose policies it is given too.' })),
}, { additionalProperties: false });

/**
 * The `access` section of the config: policies kept as a file, for review in git. Where it is there, it is all that holds: policies,
 * permissions and the policies of roles are not read from the tables.
 */
export const accessOptions = Type.Object({
  policies: Type.Record(Type.String(), policy, { default: {}, description:
    'Policy → `adminAccess`, `appAccess`, `enforceSecondFactor`, `addresses`, and its `permissions`: a list of `collection`, `action`, '
    + '`fields`, `permissions` (the rule on rows), `validation` and `presets`.' }),
  roles: Type.Record(Type.String(), role, { default: {}, description: 'Role → its `policies`, and the `parent` whose policies it is given too.' }),
  public: names('Policies of whoever sends no credential, and of users without a role.'),
}, { additionalProperties: false, description:
  'Who may do what, kept as a file. Where this section is there, it is all that holds: policies are not read from the database.' });

/** Policies as the config has them. */
export type AccessOptions = Static<typeof accessOptions>;
