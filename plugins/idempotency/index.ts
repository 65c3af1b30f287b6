import { hash } from 'node:crypto';
import { ApiError, definePlugin, Type, type CollectionPaths, type HttpContext, type Identity } from 'jackfield';
import { createRecords, type KeptAnswer } from './records.js';
import { createStoredRecords, type OpenRecord, type StoredRecords } from './stored-records.js';

/**
 * `Idempotency-Key` on POST: the first request with a key is answered as ever; the same request again gets that answer and writes nothing.
 * While the first runs, the others wait. Another request with the same key is refused (422). What failed has written nothing, so that
 * its key is free again.
 *
 * Records belong to who asks. They are in memory; where users are kept in the mirrored database (plugin `system`), what was written under
 * the path of a collection is also recorded there, in the very transaction: so that an answer that was lost with its server is given by the
 * next one, or by another.
 *
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export default definePlugin({
  name: 'idempotency',
  description: 'Answers a repeated POST with the first answer.',
  needs: ['http', 'paths'],
  wants: ['system'],
  options: Type.Object({
    keepSeconds: Type.Integer({ minimum: 1, maximum: 604_800, default: 86_400, description: 'How long an answer is kept.' }),
    maxRecords: Type.Integer({
      minimum: 1, default: 10_000, description: 'Most answers that are kept; the one used longest ago goes first.',
    }),
    maxBytes: Type.Integer({ minimum: 1, default: 67_108_864, description: 'Most bytes of all answers together.' }),
  }),
  setup({ options, get, want, on, repeat }) {
    const records = createRecords(options);
    const http = get('http');
    let stored: StoredRecords | null = null;
    /** The record that a request is to leave, by its identity: a value of its own. */
    const open = new WeakMap<Identity, OpenRecord>();

    on('items.commit', async (_, { identity, answer, isPart, transaction }) => {
      const record = isPart ? undefined : open.get(identity);
      if (record && stored) await stored.add({ ...record, answer }, transaction.knex);
    });

    http.use('route', async (context, next) => {
      const key = context.req.headers['idempotency-key'];
      if (context.method !== 'POST' || typeof key !== 'string' || !isJson(context)) {
        await next();
        return;
      }
      if (key === '' || key.length > longestKey) {
        throw new ApiError('INVALID_PAYLOAD', { reason: `An Idempotency-Key has from 1 to ${longestKey} characters.` });
      }
      const request = digest([context.method, context.url, JSON.stringify(await http.readJson(context) ?? null)]);
      const record = digest([JSON.stringify(scopeOf(context.state.identity)), key]);
      const answer = await records.answer(record, request, async () => {
        if (!stored || !isCollectionPath(context.path, get('paths'))) {
          await next();
          return answerOf(context);
        }
        const identity = ofItsOwn(context.state.identity);
        context.state.identity = identity;
        open.set(identity, { key: record, request, isList: Array.isArray(await http.readJson(context)) });
        const isGiven = await stored.give(context, record, request);
        if (isGiven) return null;
        try {
          await next();
        } catch (error) {
          // Another instance may have been faster.
          if (await stored.give(context, record, request)) return null;
          throw error;
        }
        return answerOf(context);
      });
      if (answer === null) return;
      context.status = answer.status;
      for (const [name, value] of Object.entries(answer.headers)) context.set(name, value);
      context.set('Idempotent-Replayed', 'true');
      if (answer.body !== null) context.body = answer.body;
    });

    return {
      start() {
        const system = want('system');
        if (!system?.isShared) return;
        const made = createStoredRecords(system, options.keepSeconds);
        stored = made;
        repeat({ everySeconds: pruneSeconds, failure: 'Old idempotency records could not be deleted.' }, () => made.prune());
      },
    };
  },
});

const longestKey = 255;

/** Constants are shared by requests: whoever writes as one of them gets a copy, so that no request leaves another's record. */
function ofItsOwn(identity: Identity): Identity {
  return Object.isFrozen(identity) ? { ...identity } : identity;
}

/** How often records that are too old are deleted. */
const pruneSeconds = 600;

/** Whether items of a collection are created there. */
function isCollectionPath(path: string, paths: CollectionPaths): boolean {
  return paths.all().some(({ path: each, collection }) => (collection === null ? /^\/items\/[^/]+$/.test(path) : path === each));
}

/** Whose records these are: a token that is renewed stays the same client's. */
function scopeOf({ user, role, policies, admin }: Identity): unknown {
  return user ?? { role, policies, admin };
}

/** Other bodies are read by their routes alone. */
function isJson(context: HttpContext): boolean {
  const type = context.req.headers['content-type'];
  return type === undefined || type.trim().toLowerCase().startsWith('application/json');
}

/** Headers that belong to an answer and not to its way. */
const kept = ['Content-Type', 'ETag', 'Location'];

/** null for what cannot be kept: a stream, and what must not be, such as tokens. */
function answerOf({ body, status, response }: HttpContext): KeptAnswer | null {
  const text: unknown = body ?? null;
  if (status >= 400 || response.get('Cache-Control').includes('no-store')) return null;
  if (text !== null && typeof text !== 'string' && !Buffer.isBuffer(text)) return null;
  const headers = Object.fromEntries(kept.map((name) => [name, response.get(name)] as const).filter(([, value]) => Boolean(value)));
  return { status, headers, body: text };
}

function digest(parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64url');
}
