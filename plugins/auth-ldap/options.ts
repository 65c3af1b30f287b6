import { externalAccountOptions, Type, type Static } from 'jackfield';

/** One directory. */
export const directoryOptions = Type.Object({
  name: Type.String({ pattern: '^[a-z0-9_-]+$', default: 'ldap', description: 'The provider: people sign in at `/auth/login/<name>`.' }),
  label: Type.Optional(Type.String({ description: 'What `GET /auth` calls it.' })),
  icon: Type.Optional(Type.String({ description: 'The icon that `GET /auth` names.' })),
  url: Type.String({ pattern: '^ldaps?://', description: '`ldaps://directory.example.com`.' }),
  startTls: Type.Boolean({ default: false, description: 'Whether a connection to an `ldap` URL is encrypted before anything is said.' }),
  caFile: Type.Optional(Type.String({ description: 'PEM file with the certificates of authorities to trust, instead of the usual ones.' })),
  bindDn: Type.String({ default: '', description: 'The account that looks people up. Empty: anonymously.' }),
  bindPassword: Type.String({ default: '', writeOnly: true, description: 'Its password.' }),
  searchBase: Type.String({ minLength: 1, description: 'Where people are: `ou=people,dc=example,dc=com`.' }),
  searchScope: Type.Enum(['one', 'sub'], { default: 'one', description: 'Whether directly there, or anywhere below.' }),
  userAttribute: Type.String({ default: 'uid', description: 'The attribute that people type: `uid`, `mail`, `sAMAccountName`.' }),
  objectClass: Type.String({ default: 'person', description: 'The object class that people have.' }),
  identifierAttribute: Type.Optional(Type.String({ description:
    'What tells people apart for good, such as `entryUUID` or `objectGUID`. Default: the distinguished name, which changes when somebody is moved.' })),
  mailAttribute: Type.String({ default: 'mail', description: 'The e-mail address. It is taken for verified.' }),
  firstNameAttribute: Type.String({ default: 'givenName', description: 'The first name.' }),
  lastNameAttribute: Type.String({ default: 'sn', description: 'The last name.' }),
  groupAttribute: Type.String({ default: 'memberOf', description: 'The groups that `roles` are chosen by.' }),
  timeoutSeconds: Type.Number({ exclusiveMinimum: 0, default: 10, description: 'How long the directory may take to connect, and for each answer.' }),
  freeAttempts: Type.Integer({ minimum: 1, default: 5, description:
    'Wrong passwords from one client for one name that cost nothing. After them each attempt has to wait, twice as long each time.' }),
  maxDelaySeconds: Type.Integer({ minimum: 1, default: 900, description: 'The longest wait.' }),
  ...externalAccountOptions.properties,
});

/** See `directoryOptions`. */
export type DirectoryOptions = Static<typeof directoryOptions>;
