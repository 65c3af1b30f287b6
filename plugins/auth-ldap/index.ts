import { ApiError, createLockOut, createStrategy, definePlugin, findExternalAccount } from 'jackfield';
import { createDirectory } from './directory.js';
import { directoryOptions } from './options.js';

/** Signs in by name and password of an LDAP directory, at `POST /auth/login/ldap` with `identifier` and `password`. */
export default definePlugin({
  name: 'auth-ldap',
  description: 'Signs in by an LDAP directory.',
  needs: ['auth'],
  options: directoryOptions,
  setup({ options, get, log }) {
    const auth = get('auth');
    const directory = createDirectory(options, log);
    const lockOut = createLockOut({ ...options, maxEntries: 50_000 });
    const { name, label, icon } = options;

    auth.addLogin({
      name, driver: 'ldap', label, icon, input: { identifier: 'String!', password: 'String!' },
      strategy: createStrategy(async ({ body: { identifier, password }, ip }) => {
        // An empty password binds as nobody, and succeeds (RFC 4513, section 5.1.2).
        for (const [field, value] of Object.entries({ identifier, password })) {
          if (typeof value !== 'string' || value === '' || value.length > longestText) {
            throw new ApiError('INVALID_PAYLOAD', { path: field, reason: `"${field}" is required.` });
          }
        }
        const key = JSON.stringify([ip, String(identifier).toLowerCase()]);
        lockOut.attempt(key);
        const person = await directory.recognise(String(identifier), String(password));
        if (!person) return null;
        lockOut.succeeded(key);
        const account = await findExternalAccount(person, options, auth.accounts);
        return account && { user: account.id };
      }),
    });
  },
});

const longestText = 1024;
