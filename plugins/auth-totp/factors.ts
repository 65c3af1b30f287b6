import { ApiError, type Log, type System } from 'jackfield';
import { stepOf } from './one-time-password.js';
import type { Factor, FactorTexts } from './secrets.js';

/** A factor with the text that it is stored as. */
export interface StoredFactor extends Factor {
  readonly text: string;
}

/** The second factors of all users. */
export interface Factors {
  /** null for a user without one. */
  find(user: string): Promise<StoredFactor | null>;
  /** Takes a one-time password, once: false for a wrong one, and for one that was taken before, at the same moment too. */
  spend(user: string, factor: StoredFactor, oneTimePassword: string): Promise<boolean>;
  /** False where there is one already. */
  store(user: string, secret: string): Promise<boolean>;
  remove(user: string): Promise<void>;
}

/** Makes what keeps second factors in the users' rows. */
export function createFactors(system: System, texts: FactorTexts, log: Log): Factors {
  const users = () => system.table('jackfield_users');
  return {
    async find(user) {
      const row = await users().where({ id: user }).first('tfa_secret') as { tfa_secret: string | null } | undefined;
      const text = row?.tfa_secret ?? null;
      if (text === null) return null;
      try {
        return { ...texts.read(text), text };
      } catch (cause) {
        log.error({ user }, 'The second factor of a user cannot be read: was `secret` changed? An administrator can take it away.');
        throw new ApiError('INVALID_OTP', {}, { cause });
      }
    },
    async spend(user, { secret, lastStep, text }, oneTimePassword) {
      const step = stepOf(oneTimePassword, secret);
      if (step === null || step <= lastStep) return false;
      const changed: unknown = await users().where({ id: user, tfa_secret: text })
        .update({ tfa_secret: texts.write({ secret, lastStep: step }) });
      return changed === 1;
    },
    async store(user, secret) {
      const changed: unknown = await users().where({ id: user, tfa_secret: null }).update({ tfa_secret: texts.write({ secret, lastStep: 0 }) });
      return changed === 1;
    },
    async remove(user) {
      await users().where({ id: user }).update({ tfa_secret: null });
    },
  };
}
