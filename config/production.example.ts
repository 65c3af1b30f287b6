import { defineConfig } from 'jackfield';

/**
 * A server behind a reverse proxy. Copy it to `jackfield.config.ts` and keep what you need; secrets come from the environment:
 * `DATABASE_URL`, `SECRET`, `ADMIN_TOKEN`.
 */
export default defineConfig({
  database: {
    // A login that may only SELECT is enough to serve reads.
    poolSize: 20,
    schemas: ['public'],
    statementTimeoutSeconds: 15,
  },
  server: {
    host: '0.0.0.0',
    publicUrl: 'https://api.example.com',
    trustedProxies: ['10.0.0.0/8'],
    // The proxy compresses.
    compression: false,
    cors: { origins: ['https://app.example.com'] },
  },
  log: { level: 'warn', pretty: false },
  mirror: {
    exclude: ['migrations', 'audit_*'],
  },
  query: { maxLimit: 1000, maxDepth: 5 },
});
