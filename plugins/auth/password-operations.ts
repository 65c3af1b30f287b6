import { ApiError, type Operation } from 'jackfield';
import { LRUCache } from 'lru-cache';
import type { OwnAccounts } from './accounts.js';
import { optionalText, requiredEmail, requiredText } from './body.js';
import type { LinkKind, Links } from './links.js';
import type { SendMail } from './mail.js';
import type { InBackground } from './in-background.js';
import type { SignIn } from './sign-in.js';

/** What the operations on passwords work with. */
export interface PasswordParts {
  readonly accounts: OwnAccounts;
  readonly signIn: SignIn;
  readonly links: Links;
  readonly reset: LinkKind;
  readonly sendMail: SendMail;
  readonly inBackground: InBackground;
}

/** An account is mailed at most once in this time, so that nobody's mailbox can be filled. */
const mailMilliseconds = 60_000;

/** `POST /auth/password/request` and `POST /auth/password/reset`. */
export function passwordOperations({ accounts, signIn, links, reset, sendMail, inBackground }: PasswordParts): readonly Operation[] {
  const mailed = new LRUCache<string, true>({ max: 10_000, ttl: mailMilliseconds });

  async function mailLink(email: string, url: string | null): Promise<void> {
    const account = await accounts.findByEmail(email);
    if (account?.status !== 'active' || account.provider !== 'default' || mailed.has(account.id)) return;
    mailed.set(account.id, true);
    const link = await links.make(reset, account, url);
    await sendMail({
      to: email, kind: 'password-reset', subject: 'Password reset', url: link,
      text: `Somebody asked to reset the password of this account. If it was you, go to ${link}. Else there is nothing to do.`,
    });
  }

  return [
    {
      path: '/auth/password/request', mutation: 'auth_password_request', input: { email: 'String!', reset_url: 'String' }, output: null,
      summary: 'Mails a link to choose another password, where there is such a user.', isPublic: true, isAttempt: true,
      async run(input) {
        const email = requiredEmail(input);
        const url = optionalText(input, 'reset_url');
        links.check(reset, url, 'reset_url');
        // The account is looked up after the answer: neither what it is nor the time it takes tells whether there is one.
        inBackground(() => mailLink(email, url));
      },
    },
    {
      path: '/auth/password/reset', mutation: 'auth_password_reset', input: { token: 'String!', password: 'String!' }, output: null,
      summary: 'Sets the password of whoever the link was mailed to, and ends their sessions.', isPublic: true, isAttempt: true,
      async run(input) {
        const token = requiredText(input, 'token');
        const password = requiredText(input, 'password');
        const account = await links.open(reset, token);
        // Of two at the same moment one alone finds the account as it was.
        if (!await accounts.setPassword(account, password, 'active')) throw new ApiError('INVALID_TOKEN');
        await signIn.endAllOf(account.id);
      },
    },
  ];
}
