import { ApiError, type Http, type OperationInput, type Operations, type Payload } from 'jackfield';
import type { OwnAccounts } from './accounts.js';
import { optionalText, requiredEmail, requiredText } from './body.js';
import type { InBackground } from './in-background.js';
import type { LinkKind, Links } from './links.js';
import type { SendMail } from './mail.js';

/** What the routes of registration work with. */
export interface RegisterParts {
  readonly http: Http;
  readonly operations: Operations;
  readonly accounts: OwnAccounts;
  readonly links: Links;
  readonly verification: LinkKind;
  readonly sendMail: SendMail;
  readonly inBackground: InBackground;
  /** Who may register: nobody, whoever reads mail at their address, or anybody. */
  readonly registration: string;
  /** Name or key of the role that they get; undefined for none. */
  readonly role: string | undefined;
}

/** Serves `POST /users/register` and `GET /users/register/verify-email`. */
export function routeRegistration(
  { http, operations, accounts, links, verification, sendMail, inBackground, registration, role }: RegisterParts,
): void {
  async function register(email: string, values: Payload, url: string | null): Promise<void> {
    if (await accounts.findByEmail(email)) return;
    const status = registration === 'open' ? 'active' : 'unverified';
    await accounts.insert({ email, ...values, status, role: role === undefined ? null : await accounts.roleNamed(role) });
    const account = await accounts.findByEmail(email);
    if (account?.status !== 'unverified') return;
    const link = await links.make(verification, account, url);
    await sendMail({
      to: email, kind: 'user-registration', subject: 'Registration', url: link,
      text: `Somebody registered with this address. If it was you, go to ${link}. Else there is nothing to do.`,
    });
  }

  operations.add({
    path: '/users/register',
    mutation: 'users_register',
    input: { email: 'String!', password: 'String!', verification_url: 'String', first_name: 'String', last_name: 'String' },
    output: null,
    summary: 'Registers somebody, where that is allowed.',
    isPublic: true,
    isAttempt: true,
    async run(input) {
      if (registration === 'off') throw new ApiError('FORBIDDEN');
      const email = requiredEmail(input);
      const password = requiredText(input, 'password');
      const names = { first_name: optionalText(input, 'first_name'), last_name: optionalText(input, 'last_name') };
      const url = optionalText(input, 'verification_url');
      links.check(verification, url, 'verification_url');
      inBackground(() => register(email, { password, ...names }, url));
    },
  });

  async function verify(given: OperationInput): Promise<void> {
    const account = await links.open(verification, requiredText(given, 'token'));
    if (!await accounts.activate(account)) throw new ApiError('INVALID_TOKEN');
  }

  operations.add({
    path: null, mutation: 'users_register_verify', input: { token: 'String!' }, output: null, isPublic: true, isAttempt: true, run: verify,
    summary: 'Confirms the e-mail address of somebody who registered.',
  });

  http.route(['GET'], '/users/register/verify-email', async (context) => {
    await verify(context.query);
    context.set('Cache-Control', 'no-store');
    context.status = 204;
  });
}
