import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { definePlugin } from '../kernel/plugin.js';
import type { Answer, ClientHeaders } from './client.js';
import type { TestServer, TestServerOptions } from './server.js';

/** An authentication strategy, for its suite: one that is asked with every request, a way to sign in, or both. */
export interface AuthStrategySuiteOptions {
  /** The name of the strategy, for titles. */
  readonly title: string;
  /**
   * Starts a server on which the strategy is on and knows what is given below. Hand the options to `startServer`, with plugins of your own
   * beside theirs.
   */
  readonly start: (options: TestServerOptions & { readonly plugins: NonNullable<TestServerOptions['plugins']> }) => Promise<TestServer>;
  /** Runs after the last test, when the server has stopped. */
  readonly stop?: () => Promise<void>;
  /** Credentials that come with every request, as headers. */
  readonly request?: {
    readonly valid: ClientHeaders;
    readonly invalid: readonly ClientHeaders[];
  };
  /** Bodies that are posted to sign in. */
  readonly login?: {
    /** `/auth/login/<name>` */
    readonly path: string;
    readonly valid: Readonly<Record<string, unknown>>;
    readonly invalid: readonly Readonly<Record<string, unknown>>[];
    /** Bodies in which something is missing. */
    readonly incomplete: readonly Readonly<Record<string, unknown>>[];
  };
}

/** Where the suite's own plugin says who asks. */
const whoPath = '/auth-strategy-suite/who';

/**
 * The suite that an authentication strategy passes when it is done, over a real server. Runs under mocha, or whatever else has `describe`,
 * `it`, `before` and `after` as globals.
 *
 * @example defineAuthStrategySuite({ title: 'api-key', start: ({ plugins }) => startServer(config, { plugins: [apiKey, ...plugins] }), … });
 */
export function defineAuthStrategySuite({ title, start, stop, request, login }: AuthStrategySuiteOptions): void {
  describe(`the authentication strategy ${title}`, () => {
    let server: TestServer | null = null;
    const lines: string[] = [];
    const ask = (headers: ClientHeaders = {}): Promise<Answer> => server!.anonymous.get(whoPath, {}, headers);

    before(async () => {
      const destination = new Writable({
        write(chunk: Buffer, _, done) {
          lines.push(chunk.toString());
          done();
        },
      });
      server = await start({ plugins: [who], log: pino({ level: 'trace' }, destination) });
    });
    after(async () => {
      await server?.stop();
      await stop?.();
    });

    it('leaves who sends nothing anonymous', async () => {
      assert.deepEqual((await ask()).body, { known: false, user: null, role: null });
    });

    if (request) {
      it('knows who sends a credential', async () => {
        const { status, body } = await ask(request.valid);
        assert.equal(status, 200);
        assert.equal(body.known, true);
      });

      for (const [index, headers] of request.invalid.entries()) {
        it(`refuses a wrong credential (${index + 1})`, async () => refused(await ask(headers), headers));
      }

      it('takes nobody for another while many ask at the same time', async () => {
        const all = [request.valid, ...request.invalid];
        const expected = await Promise.all(all.map(async (headers) => outcomeOf(await ask(headers))));
        const mixed = Array.from({ length: 24 }, (_, index) => index % all.length);
        const found = await Promise.all(mixed.map(async (index) => outcomeOf(await ask(all[index]))));
        assert.deepEqual(found, mixed.map((index) => expected[index]));
      });
    }

    if (login) {
      const signIn = (body: unknown): Promise<Answer> => server!.anonymous.post(login.path, body);

      it('signs in, and the tokens are good until the session ends', async () => {
        const { status, body } = await signIn(login.valid);
        assert.equal(status, 200);
        const first = await ask(bearer(body.data.access_token));
        assert.equal(typeof first.body.user, 'string');
        const renewed = await server!.anonymous.post('/auth/refresh', { refresh_token: body.data.refresh_token });
        assert.equal(renewed.status, 200);
        assert.deepEqual((await ask(bearer(renewed.body.data.access_token))).body, first.body);
        assert.equal((await server!.anonymous.post('/auth/logout', { refresh_token: renewed.body.data.refresh_token })).status, 204);
        assert.equal(codeOf(await ask(bearer(renewed.body.data.access_token))), 'INVALID_CREDENTIALS');
      });

      it('answers alike whatever is wrong', async () => {
        const answers = [];
        for (const body of login.invalid) answers.push(await signIn(body));
        for (const answer of answers) {
          assert.equal(`${answer.status} ${codeOf(answer)}`, '401 INVALID_CREDENTIALS');
          assert.equal(answer.text, answers[0]?.text);
        }
      });

      it('says what is missing', async () => {
        for (const body of login.incomplete) {
          const answer = await signIn(body);
          assert.equal(`${answer.status} ${codeOf(answer)}`, '400 INVALID_PAYLOAD', JSON.stringify(body));
        }
      });
    }

    it('logs no secret', () => {
      const logged = lines.join('');
      const headers = [request?.valid, ...(request?.invalid ?? [])];
      const passwords = [login?.valid, ...(login?.invalid ?? [])].map((body) => body?.['password']);
      for (const secret of [...headers.flatMap((values) => Object.values(values ?? {})), ...passwords]) {
        if (typeof secret === 'string' && secret.length > 6) assert.ok(!logged.includes(secret), 'A credential is in the log.');
      }
    });
  });
}

/** Answers who asks. */
const who = definePlugin({
  name: 'auth-strategy-suite',
  needs: ['http'],
  setup({ get }) {
    get('http').route(['GET'], whoPath, (context) => {
      const { user, role, policies, admin } = context.state.identity;
      context.body = { known: user !== null || role !== null || policies.length > 0 || admin, user, role };
    });
  },
});

const bearer = (token: unknown): ClientHeaders => ({ Authorization: `Bearer ${String(token)}` });

const codeOf = ({ body }: Answer): string => String(body?.errors?.[0]?.extensions?.code);

const outcomeOf = ({ status, body }: Answer): unknown => ({ status, body: status === 200 ? (body as unknown) : null });

const refusals = new Set(['INVALID_CREDENTIALS', 'INVALID_TOKEN', 'TOKEN_EXPIRED']);

function refused(answer: Answer, headers: ClientHeaders): void {
  assert.ok(refusals.has(codeOf(answer)), `It was answered ${answer.status} ${answer.text}`);
  for (const value of Object.values(headers)) assert.ok(value.length <= 6 || !answer.text.includes(value), 'The answer repeats the credential.');
}
