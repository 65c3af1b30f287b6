import type { Log, Mail, Plugin } from 'jackfield';
import { definePlugin } from 'jackfield';
import { merge } from '../../../core/kernel/merge.js';
import type { ConfigInput } from '../../../core/kernel/config.js';
import { startServer, type Answer, type TestServer } from '../../../core/testing/testing.js';

/** A secret that outlives the process. */
export const secret = 'the secret of a test server, long enough';

/** A server with users, and what was mailed to them. */
export interface AuthServer extends TestServer {
  readonly mails: Mail[];
  /** Makes an active user, and answers the key. */
  addUser(email: string, more?: Readonly<Record<string, unknown>>): Promise<string>;
  /** Posts what somebody signs in with. */
  signIn(email: string, password?: string, more?: Readonly<Record<string, unknown>>): Promise<Answer>;
  /** `200` or `401 INVALID_CREDENTIALS`: how somebody with these headers is received. */
  received(headers: Readonly<Record<string, string>>): Promise<string>;
}

/** The password of whoever is added without another. */
export const password = 'a password of a test';

/** Starts a server with the given configuration over that of a test. */
export async function startAuthServer(
  url: string, config: ConfigInput = {}, plugins: readonly Plugin[] = [], log?: Log,
): Promise<AuthServer> {
  const mails: Mail[] = [];
  const mailbox = definePlugin({
    name: 'mailbox',
    setup({ on }) {
      on('mail.send', (mail) => {
        mails.push(mail);
        return true;
      });
    },
  });
  const defaults: ConfigInput = { database: { url }, secret, server: { publicUrl: 'http://jackfield.test' }, plugins: { system: {} } };
  const server = await startServer(merge(defaults, config) as ConfigInput, { plugins: [mailbox, ...plugins], ...(log && { log }) });
  return {
    ...server,
    mails,
    async addUser(email, more = {}) {
      const { status, text, body } = await server.client.post('/users', { email, password, ...more });
      if (status !== 200) throw new Error(`The user could not be made: ${text}`);
      return body.data.id as string;
    },
    signIn: (email, pass = password, more = {}) => server.anonymous.post('/auth/login', { email, password: pass, ...more }),
    async received(headers) {
      return outcome(await server.anonymous.get('/items/nothing', {}, headers));
    },
  };
}

/** `200`, or the status with the code. */
export function outcome({ status, body }: Answer): string {
  return body?.errors ? `${status} ${body.errors[0].extensions.code}` : String(status);
}

/** The headers of a bearer. */
export const bearer = (token: unknown) => ({ Authorization: `Bearer ${String(token)}` });

/** The value of a cookie that an answer sets; undefined where it sets none. */
export function cookieOf({ headers }: Answer, name: string): string | undefined {
  const cookie = headers.getSetCookie().find((each) => each.startsWith(`${name}=`));
  return cookie?.slice(name.length + 1, cookie.indexOf(';'));
}
