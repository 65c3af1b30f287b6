import { Type, type Static } from 'jackfield';

const window = (initial: number) => Type.Integer({ minimum: 1, default: initial, description: 'Length of the window, in seconds.' });

const requests = (initial: number, description: string) => Type.Integer({ minimum: 0, default: initial, description });

/** What is limited, and where it is counted. */
export const rateLimitOptions = Type.Object({
  store: Type.Enum(['memory', 'redis', 'database'], { default: 'memory', description:
    'Where requests are counted: `memory`, for each instance by itself; for all instances together, `redis` (plugin `redis`) or `database` (plugin '
    + '`system`).' }),
  whenAway: Type.Enum(['memory', 'open', 'closed'], { default: 'memory', description:
    'What holds while the store does not answer: `memory` counts in this instance alone, `open` lets every request through, `closed` answers '
    + '`SERVICE_UNAVAILABLE`.' }),
  address: Type.Object({
    requests: requests(100, 'Requests from one address, or one IPv6 network of 64 bits, in a window. 0: any number.'),
    windowSeconds: window(1),
  }, { default: {}, additionalProperties: false }),
  total: Type.Object({
    requests: requests(0, 'Requests from all addresses together in a window, those of the admin token left out. 0: any number.'),
    windowSeconds: window(1),
  }, { default: {}, additionalProperties: false }),
  user: Type.Object({
    requests: requests(0, 'Requests of one user in a window, whatever the addresses. 0: any number.'),
    windowSeconds: window(60),
  }, { default: {}, additionalProperties: false }),
  login: Type.Object({
    requests: requests(30, 'Attempts in a window from one address to sign in, to refresh a session or to have a password reset. 0: any number.'),
    windowSeconds: window(60),
  }, { default: {}, additionalProperties: false }),
  cost: Type.Object({
    points: Type.Integer({ minimum: 0, default: 100_000, description:
      'Points that one user, or one address without a user, may spend on reads in a window; see docs/limits.md. A query that costs more than all '
      + 'of them is refused with `INVALID_QUERY`. 0: any number.' }),
    windowSeconds: window(60),
  }, { default: {}, additionalProperties: false }),
  rules: Type.Array(Type.Object({
    name: Type.String({ pattern: '^[a-z0-9-]{1,40}$', description: 'Unique. It stands in the headers of answers.' }),
    path: Type.Optional(Type.String({ pattern: '^/', description: 'For requests to this path and those below it.' })),
    methods: Type.Optional(Type.Array(Type.String({ pattern: '^[A-Z]+$' }), { description: 'For requests with these methods.' })),
    policy: Type.Optional(Type.String({ minLength: 1, description: 'For those who hold this policy, by its key.' })),
    role: Type.Optional(Type.String({ minLength: 1, description: 'For those who have this role, or one below it, by its key.' })),
    requests: Type.Integer({ minimum: 1, description: 'Requests of one user, or one address without a user, in a window.' }),
    windowSeconds: window(60),
  }, { additionalProperties: false }), { default: [], description: 'Further limits. A request has to keep every one that it falls under.' }),
  exemptAdminToken: Type.Boolean({ default: true, description: 'Whether whoever sends `admin.token` is not limited at all.' }),
});

export type RateLimitOptions = Static<typeof rateLimitOptions>;

export type Rule = RateLimitOptions['rules'][number];
