import { defineConfig } from 'jackfield';

/** What every configuration is laid over. A plugin is off when it is `false`; `plugins: { defaults: false }` starts from none of these. */
export default defineConfig({
  plugins: {
    'dialect-sqlite': {},
    'dialect-postgres': {},
    'dialect-mysql': {},
    'dialect-mssql': {},
    system: {},
    auth: {},
    'auth-local': {},
    'auth-jwt': {},
    'auth-token': {},
    'auth-totp': {},
    server: {},
    rest: {},
    search: {},
    graphql: {},
    graphiql: {},
    transfer: {},
    idempotency: {},
    'rate-limit': {},
    schema: {},
    utilities: {},
    openapi: {},
  },
});
