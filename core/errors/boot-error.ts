/**
 * An error meant for the integrator: the process cannot start, or an option is wrong. Printed without a stack.
 *
 * @example throw new BootError('`plugins.rate-limit.limit` must be at least 1, got 0.');
 */
export class BootError extends Error {
  override readonly name = 'BootError';
}
