import {
  ApiError, plainLevel, systemCollections, type Identity, type ItemsService, type Operation, type OperationInput, type Query,
} from 'jackfield';
import type { OwnAccounts } from './accounts.js';
import { isEmail, optionalText, requiredText } from './body.js';
import type { LinkKind, Links } from './links.js';
import type { SendMail } from './mail.js';

/** What the operations on invitations work with. */
export interface InviteParts {
  readonly items: ItemsService;
  readonly accounts: OwnAccounts;
  readonly links: Links;
  readonly invitation: LinkKind;
  readonly sendMail: SendMail;
}

/** Most people who can be invited by one request. */
const mostInvited = 100;

/** `POST /users/invite` and `POST /users/invite/accept`. */
export function inviteOperations({ items, accounts, links, invitation, sendMail }: InviteParts): readonly Operation[] {
  async function invite(email: string, role: string, url: string | null, identity: Identity): Promise<void> {
    // With the caller's own permissions, and before anything tells whether there is such a user.
    await items.write(
      { kind: 'create', collection: users, payloads: [{ email, role, status: 'invited' }], isMany: false }, answer, { identity, now: new Date() },
    ).catch(unlessTaken);
    const account = await accounts.findByEmail(email);
    if (account?.status !== 'invited') return;
    const link = await links.make(invitation, account, url);
    await sendMail({
      to: email, kind: 'user-invitation', subject: 'Invitation', url: link, text: `You have been invited. Go to ${link} to choose a password.`,
    });
  }

  return [
    {
      path: '/users/invite', mutation: 'users_invite', input: { email: 'String!', role: 'String!', invite_url: 'String' }, output: null,
      summary: 'Makes users, and mails them an invitation.',
      members: { email: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: mostInvited }] } },
      async run(input, context) {
        const emails = emailsOf(input);
        const role = requiredText(input, 'role');
        const url = optionalText(input, 'invite_url');
        links.check(invitation, url, 'invite_url');
        for (const email of emails) await invite(email, role, url, context.state.identity);
      },
    },
    {
      path: '/users/invite/accept', mutation: 'users_invite_accept', input: { token: 'String!', password: 'String!' }, output: null,
      summary: 'Takes an invitation, and sets a password.', isPublic: true, isAttempt: true,
      async run(input) {
        const token = requiredText(input, 'token');
        const password = requiredText(input, 'password');
        const account = await links.open(invitation, token);
        if (!await accounts.setPassword(account, password, 'active')) throw new ApiError('INVALID_TOKEN');
      },
    },
  ];
}

const { users } = systemCollections;

const answer: Query = Object.freeze({
  ...plainLevel, fields: ['id'], collection: users, key: null, keys: null, meta: [], representation: 'rest' as const,
});

function emailsOf(body: OperationInput): readonly string[] {
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
