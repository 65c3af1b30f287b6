import { hash } from 'node:crypto';
import { ApiError, definePlugin, Type, type HttpContext, type Identity } from 'jackfield';
import { createRecords, type KeptAnswer } from './records.js';

/**
 * `Idempotency-Key` on POST: the first request with a key is answered as ever; the same request again gets that answer and writes nothing.
 * While the first runs, the others wait. Another request with the same key is refused (422). What failed has written nothing, so that
 * its key is free again.
 *
 * Records belong to who asks. They are in memory: another process, and this one after a start, knows none of them.
 *
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export default definePlugin({
  name: 'idempotency',
  description: 'Answers a repeated POST with the first answer.',
  needs: ['http'],
  options: Type.Object({
    keepSeconds: Type.Integer({ minimum: 1, maximum: 604_800, default: 86_400, description: 'How long an answer is kept.' }),
    maxRecords: Type.Integer({
      minimum: 1, default: 10_000, description: 'Most answers that are kept; the one used longest ago goes first.',
    }),
    maxBytes: Type.Integer({ minimum: 1, default: 67_108_864, description: 'Most bytes of all answers together.' }),
  }),
  setup({ options, get }) {
    const records = createRecords(options);
    const http = get('http');

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
      const answer = await records.answer(digest([JSON.stringify(scopeOf(context.state.identity)), key]), request, async () => {
        await next();
        return answerOf(context);
      });
      if (answer === null) return;
      context.status = answer.status;
      for (const [name, value] of Object.entries(answer.headers)) context.set(name, value);
      context.set('Idempotent-Replayed', 'true');
      if (answer.body !== null) context.body = answer.body;
    });
  },
});

const longestKey = 255;

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

/** null for what cannot be kept: a stream. */
function answerOf({ body, status, response }: HttpContext): KeptAnswer | null {
  const text: unknown = body ?? null;
  if (status >= 400 || !(text === null || typeof text === 'string' || Buffer.isBuffer(text))) return null;
  const headers = Object.fromEntries(kept.map((name) => [name, response.get(name)] as const).filter(([, value]) => Boolean(value)));
  return { status, headers, body: text };
}

function digest(parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64url');
}
