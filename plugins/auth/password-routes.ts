import { ApiError, type Http } from 'jackfield';
import { LRUCache } from 'lru-cache';
import type { OwnAccounts } from './accounts.js';
import { optionalText, readBody, requiredEmail, requiredText } from './body.js';
import type { LinkKind, Links } from './links.js';
import type { SendMail } from './mail.js';
import type { InBackground } from './in-background.js';
import type { SignIn } from './sign-in.js';

/** What the routes of passwords work with. */
export interface PasswordParts {
  readonly http: Http;
  readonly accounts: OwnAccounts;
  readonly signIn: SignIn;
  readonly links: Links;
  readonly reset: LinkKind;
  readonly sendMail: SendMail;
  readonly inBackground: InBackground;
}

/** An account is mailed at most once in this time, so that nobody's mailbox can be filled. */
const mailMilliseconds = 60_000;

/** Serves `POST /auth/password/request` and `POST /auth/password/reset`. */
export function routePasswords({ http, accounts, signIn, links, reset, sendMail, inBackground }: PasswordParts): void {
  const mailed = new LRUCache<string, true>({ max: 10_000, ttl: mailMilliseconds });

  http.route(['POST'], '/auth/password/request', async (context) => {
    const body = await readBody(http, context);
    const email = requiredEmail(body);
    const url = optionalText(body, 'reset_url');
    links.check(reset, url, 'reset_url');
    // Answered before the account is looked up: neither the answer nor the time it takes tells whether there is one.
    context.status = 204;
    inBackground(async () => {
      const account = await accounts.findByEmail(email);
      if (account?.status !== 'active' || account.provider !== 'default' || mailed.has(account.id)) return;
      mailed.set(account.id, true);
      const link = await links.make(reset, account, url);
      await sendMail({
        to: email, kind: 'password-reset', subject: 'Password reset', url: link,
        text: `Somebody asked to reset the password of this account. If it was you, go to ${link}. Else there is nothing to do.`,
      });
    });
  });

  http.route(['POST'], '/auth/password/reset', async (context) => {
    const body = await readBody(http, context);
    const token = requiredText(body, 'token');
    const password = requiredText(body, 'password');
    const account = await links.open(reset, token);
    // Of two at the same moment one alone finds the account as it was.
    if (!await accounts.setPassword(account, password, 'active')) throw new ApiError('INVALID_TOKEN');
    await signIn.endAllOf(account.id);
    context.status = 204;
  });
}
