/** A user as a strategy sees one. */
export interface Account {
  /** The key. */
  readonly id: string;
  readonly email: string | null;
  readonly status: string;
  /** `default`, or the provider that knows the user. */
  readonly provider: string;
  readonly externalIdentifier: string | null;
  /** Hash of the password; null where there is none. Never log it. */
  readonly passwordHash: string | null;
}

/** What is known of somebody who signs in for the first time. */
export interface NewAccount {
  readonly provider: string;
  readonly externalIdentifier: string;
  readonly email: string | null;
  readonly firstName?: string | null | undefined;
  readonly lastName?: string | null | undefined;
  /** Key of a role; null for none. */
  readonly role: string | null;
}

/** Users for strategies: unrestricted, so that a strategy answers for what it does. Whether somebody may sign in is not decided here. */
export interface Accounts {
  /** By key. */
  find(id: string): Promise<Account | null>;
  /** Without regard to case. */
  findByEmail(email: string): Promise<Account | null>;
  /** By what a provider calls the user. */
  findByIdentifier(provider: string, externalIdentifier: string): Promise<Account | null>;
  /**
   * Makes an active user.
   *
   * @throws {ApiError} `RECORD_NOT_UNIQUE` where the e-mail address is taken, `FAILED_VALIDATION` where it is none
   */
  create(account: NewAccount): Promise<Account>;
  /** Lets a provider, and nobody else, sign an existing user in from now on. Ends the user's sessions. */
  link(id: string, provider: string, externalIdentifier: string): Promise<void>;
  /** Gives a user another role, where it is another. */
  setRole(id: string, role: string | null): Promise<void>;
  /** The key of a role by its name, or by itself; null where there is none, or more than one. */
  roleNamed(name: string): Promise<string | null>;
}
