import { hash } from 'node:crypto';
import { ApiError, milliseconds, type Account } from 'jackfield';
import type { OwnAccounts } from './accounts.js';
import type { Allowed } from './allowed-urls.js';
import type { Purpose, Tokens } from './tokens.js';

/** Where the links of one purpose lead, and how long they are good. */
export interface LinkKind {
  readonly purpose: Purpose;
  /** Addresses that a client may choose from. */
  readonly urls: Allowed;
  /** Where they lead unless the client chooses. */
  readonly initialUrl: string;
  /** `1d` */
  readonly lifetime: string;
  /** The status that a user has to have. */
  readonly status: string;
}

/** Makes and takes the links that are mailed. Each is good once. */
export interface Links {
  /**
   * Checks the address that a client chose.
   *
   * @throws {ApiError} `INVALID_PAYLOAD` for one that is not on the list
   */
  check(kind: LinkKind, chosen: string | null, name: string): void;
  make(kind: LinkKind, account: Account, chosen: string | null): Promise<string>;
  /**
   * Whom a token is for.
   *
   * @throws {ApiError} `INVALID_TOKEN` for one that is wrong or was used, `TOKEN_EXPIRED`
   */
  open(kind: LinkKind, token: string): Promise<Account>;
}

/** Makes what makes links. */
export function createLinks(tokens: Tokens, accounts: OwnAccounts): Links {
  return {
    check({ urls }, chosen, name) {
      if (chosen !== null) urls.check(chosen, name);
    },
    async make({ purpose, initialUrl, lifetime }, account, chosen) {
      const url = new URL(chosen ?? initialUrl);
      url.searchParams.set('token', await tokens.signLink(purpose, { user: account.id, state: stateOf(account) }, milliseconds(lifetime)));
      return url.href;
    },
    async open({ purpose, status }, token) {
      const { user, state } = await tokens.readLink(purpose, token);
      const account = await accounts.find(user);
      if (account?.status !== status || state !== stateOf(account)) throw new ApiError('INVALID_TOKEN');
      return account;
    },
  };
}

/** What a link changes, so that it is spent then; and where it was sent, so that a new address ends it. */
function stateOf({ status, email, passwordHash }: Account): string {
  return hash('sha256', JSON.stringify([status, email, passwordHash]), 'base64url');
}
