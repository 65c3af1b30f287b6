import { hash, timingSafeEqual } from 'node:crypto';
import { ApiError, BootError, definePlugin, type HttpContext, type Identity, type Transaction } from 'jackfield';
import { createCounters, type Counter, type Counters, type SharedStore, type Usage } from './counters.js';
import { createDatabaseStore } from './database-store.js';
import { tellLimit } from './headers.js';
import { createRedisStore } from './limiters.js';
import { rateLimitOptions, type Rule } from './options.js';
import { addressKey } from './requester.js';

/**
 * Refuses whoever asks too much, with 429 `REQUESTS_EXCEEDED` and `Retry-After`: by address before anything else is done, by user, policy and
 * route once it is known who asks, and by what reads cost.
 */
export default definePlugin({
  name: 'rate-limit',
  description: 'Limits how often clients ask, and how much.',
  needs: ['http', 'config'],
  wants: ['redis', 'system'],
  options: rateLimitOptions,
  setup({ options, get, want, on, log, repeat }) {
    const http = get('http');
    const isExempt = options.exemptAdminToken ? holdsToken(get('config').admin.token) : () => false;
    let counters: Counters | null = null;
    const made = new Map<string, Counter>();
    const counterOf = (name: string, { requests, windowSeconds }: { readonly requests: number; readonly windowSeconds: number }): Counter => {
      let counter = made.get(name);
      counter ??= counters!.counter({ name, points: requests, windowSeconds });
      made.set(name, counter);
      return counter;
    };
    /** Who pays for the reads of an identity. */
    const payers = new WeakMap<Identity, { readonly key: string; readonly context: HttpContext }>();

    http.use('admit', async (context, next) => {
      if (isExempt(context)) return next();
      const key = addressKey(context.ip);
      const { address, total } = options;
      if (address.requests > 0) await charge(counterOf('address', address), key, 1, context);
      // Whoever is refused for themselves takes nothing from the others.
      if (total.requests > 0) await charge(counterOf('total', total), 'all', 1, context);
      return next();
    });

    const { login } = options;
    if (login.requests > 0) {
      on('operation.attempt', async ({ context }) => {
        if (!isExempt(context)) await charge(counterOf('login', login), addressKey(context.ip), 1, context);
      });
    }

    http.use('limit', async (context, next) => {
      if (isExempt(context)) return next();
      const { state } = context;
      const { user } = state.identity;
      const key = user === null ? addressKey(context.ip) : `user ${user}`;
      if (options.user.requests > 0 && user !== null) await charge(counterOf('user', options.user), key, 1, context);
      for (const rule of options.rules) if (applies(rule, context)) await charge(counterOf(`rule-${rule.name}`, rule), key, 1, context);
      if (options.cost.points > 0) {
        // The identity may be the same value for many requests: from here on it is that of this one.
        state.identity = { ...state.identity };
        payers.set(state.identity, { key, context });
      }
      return next();
    });

    if (options.cost.points > 0) {
      const { points, windowSeconds } = options.cost;
      on('query.planned', async ({ cost }, { identity, transaction }) => {
        const payer = payers.get(identity);
        if (!payer) return;
        if (cost > points) throw tooCostly(cost, points);
        await charge(counterOf('cost', { requests: points, windowSeconds }), payer.key, cost, payer.context, transaction);
      });
    }

    on('server.health', (checks) => {
      const message = counters?.warning ?? null;
      return message === null ? checks : { ...checks, rateLimit: { status: 'warn', message } };
    });

    /** @throws {BootError} where nobody has it */
    function sharedStore(): SharedStore | null {
      const missing = (service: string): BootError => new BootError(`\`plugins.rate-limit.store\` is \`${options.store}\`, and no plugin provides the `
        + `service \`${service}\`: switch on the plugin \`${service}\`, or count in \`memory\`.`);
      switch (options.store) {
        case 'memory': return null;
        case 'redis': {
          const redis = want('redis');
          if (!redis) throw missing('redis');
          return createRedisStore(redis);
        }
        case 'database': {
          const system = want('system');
          if (!system) throw missing('system');
          const store = createDatabaseStore(system);
          repeat({ everySeconds: pruneSeconds, failure: 'What was counted long ago could not be deleted.' }, () => store.prune());
          return store;
        }
      }
    }

    return {
      start() {
        counters = createCounters(sharedStore(), options.whenAway, log);
      },
    };
  },
});

/** What is over is of no harm, but takes room. */
const pruneSeconds = 60;

/** @throws {ApiError} `REQUESTS_EXCEEDED`; `SERVICE_UNAVAILABLE` where nothing can be counted, and nobody is to be let in then */
async function charge(counter: Counter, key: string, points: number, context: HttpContext, transaction?: Transaction): Promise<void> {
  const usage = await counter.take(key, points, transaction);
  if (usage === null) return;
  tellLimit(context, counter.limit, usage);
  if (usage.isExceeded) throw exceeded(context, counter, usage);
}

/** Where a request goes, however it is encoded. */
const pathOf = ({ path }: HttpContext): string => (path.includes('%') ? decodeURIComponent(path) : path);

function applies({ path, methods, policy, role }: Rule, context: HttpContext): boolean {
  const { method, state: { identity } } = context;
  const asked = pathOf(context);
  return (path === undefined || asked === path || asked.startsWith(path.endsWith('/') ? path : `${path}/`))
    && (methods === undefined || methods.includes(method === 'HEAD' ? 'GET' : method))
    && (policy === undefined || identity.policies.includes(policy))
    && (role === undefined || identity.roles.includes(role));
}

function exceeded(context: HttpContext, { limit: { name, points, windowSeconds } }: Counter, { resetSeconds }: Usage): ApiError {
  context.set('Retry-After', String(resetSeconds));
  return new ApiError('REQUESTS_EXCEEDED', {
    limit: points,
    reset: new Date(Date.now() + resetSeconds * 1000).toISOString(),
    reason: `The limit "${name}" allows ${points} ${name === 'cost' ? 'points' : 'requests'} in ${windowSeconds} s.`,
  });
}

function tooCostly(cost: number, points: number): ApiError {
  return new ApiError('INVALID_QUERY', {
    reason: `The query costs ${cost} points, and at most ${points} may be spent at a time.`,
    hint: 'Set smaller limits, on nested lists too, or ask for less in several requests.',
  });
}

/**
 * Whether a request carries a token, before anybody has looked at its credentials. A wrong one counts like any other request. Each token that
 * is sent is compared once, however often it is asked: a connection that stays may tell another one.
 */
function holdsToken(token: string | undefined): (context: HttpContext) => boolean {
  if (token === undefined) return () => false;
  const expected = digest(token);
  const compared = new WeakMap<HttpContext, { readonly sent: string; readonly isEqual: boolean }>();
  return (context) => {
    const { req, state } = context;
    const header = req.headers.authorization;
    const sent = state.token ?? (header?.slice(0, 7).toLowerCase() === 'bearer ' ? header.slice(7).trim() : state.urlToken);
    if (sent === null) return false;
    const last = compared.get(context);
    if (last?.sent === sent) return last.isEqual;
    const isEqual = timingSafeEqual(digest(sent), expected);
    compared.set(context, { sent, isEqual });
    return isEqual;
  };
}

/** Equally long for every text, so that comparing tells nothing of it. */
function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
