import { ApiError, plainLevel, systemCollections, type Http, type ItemsService, type Query } from 'jackfield';
import type { OwnAccounts } from './accounts.js';
import { isEmail, optionalText, readBody, requiredText, type Body } from './body.js';
import type { LinkKind, Links } from './links.js';
import type { SendMail } from './mail.js';

/** What the routes of invitations work with. */
export interface InviteParts {
  readonly http: Http;
  readonly items: ItemsService;
  readonly accounts: OwnAccounts;
  readonly links: Links;
  readonly invitation: LinkKind;
  readonly sendMail: SendMail;
}

/** Most people who can be invited by one request. */
const mostInvited = 100;

/** Serves `POST /users/invite` and `POST /users/invite/accept`. */
export function routeInvites({ http, items, accounts, links, invitation, sendMail }: InviteParts): void {
  http.route(['POST'], '/users/invite', async (context) => {
    const body = await readBody(http, context);
    const emails = emailsOf(body);
    const role = requiredText(body, 'role');
    const url = optionalText(body, 'invite_url');
    links.check(invitation, url, 'invite_url');
    const { identity } = context.state;
    for (const email of emails) {
      // With the caller's own permissions, and before anything tells whether there is such a user.
      await items.write(
        { kind: 'create', collection: users, payloads: [{ email, role, status: 'invited' }], isMany: false }, answer, { identity, now: new Date() },
      ).catch(unlessTaken);
      const account = await accounts.findByEmail(email);
      if (account?.status !== 'invited') continue;
      const link = await links.make(invitation, account, url);
      await sendMail({
        to: email, kind: 'user-invitation', subject: 'Invitation', url: link, text: `You have been invited. Go to ${link} to choose a password.`,
      });
    }
    context.status = 204;
  });

  http.route(['POST'], '/users/invite/accept', async (context) => {
    const body = await readBody(http, context);
    const token = requiredText(body, 'token');
    const password = requiredText(body, 'password');
    const account = await links.open(invitation, token);
    if (!await accounts.setPassword(account, password, 'active')) throw new ApiError('INVALID_TOKEN');
    context.status = 204;
  });
}

const { users } = systemCollections;

const answer: Query = Object.freeze({
  ...plainLevel, fields: ['id'], collection: users, key: null, keys: null, meta: [], representation: 'rest' as const,
});

function emailsOf(body: Body): readonly string[] {
  const sent = body['email'];
  const list: readonly unknown[] = Array.isArray(sent) ? sent : [sent];
  const emails = list.filter((email): email is string => typeof email === 'string' && isEmail(email)).map((email) => email.toLowerCase());
  if (list.length === 0 || list.length > mostInvited || emails.length < list.length) {
    throw new ApiError('INVALID_PAYLOAD', {
      path: 'email', reason: `"email" must be an e-mail address, or a list of from 1 to ${mostInvited} of them.`,
    });
  }
  return [...new Set(emails)];
}

/** Who is there already is invited again, or left alone. */
function unlessTaken(error: unknown): void {
  if (!(error instanceof ApiError) || error.code !== 'RECORD_NOT_UNIQUE') throw error;
}
