import { expect } from 'chai';
import { ApiError, createLockOut } from 'jackfield';

/** The seconds that an attempt would have to wait; 0 where it is let through. */
function wait(attempt: () => void): number {
  try {
    attempt();
    return 0;
  } catch (error) {
    expect(error).to.be.instanceOf(ApiError).with.property('code', 'REQUESTS_EXCEEDED');
    return Number((error as ApiError).details['retryAfter']);
  }
}

describe('a lock-out', () => {
  const options = { freeAttempts: 2, maxDelaySeconds: 8, maxEntries: 3 };

  it('makes each failure after the free ones wait twice as long, up to a limit', () => {
    let now = 0;
    const lockOut = createLockOut(options, () => now);
    const waits: number[] = [];
    for (let attempt = 0; attempt < 8; attempt += 1) {
      lockOut.attempt('a');
      const seconds = wait(() => lockOut.attempt('a'));
      waits.push(seconds);
      if (seconds === 0) continue;
      now += seconds * 1000;
    }
    expect(waits.filter((seconds) => seconds > 0)).to.deep.equal([1, 2, 4, 8, 8, 8, 8]);
  });

  it('counts attempts that have not ended yet, so that many at a time gain nothing', () => {
    const lockOut = createLockOut(options, () => 0);
    const waits = Array.from({ length: 5 }, () => wait(() => lockOut.attempt('a')));
    expect(waits).to.deep.equal([0, 0, 0, 1, 1]);
  });

  it('forgets who succeeds, and keeps others apart', () => {
    const lockOut = createLockOut(options, () => 0);
    for (let attempt = 0; attempt < 3; attempt += 1) lockOut.attempt('a');
    expect(wait(() => lockOut.attempt('a'))).to.equal(1);
    expect(wait(() => lockOut.attempt('b'))).to.equal(0);
    lockOut.succeeded('a');
    expect(wait(() => lockOut.attempt('a'))).to.equal(0);
  });
});
