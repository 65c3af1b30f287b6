import { expect } from 'chai';
import { setTimeout as wait } from 'node:timers/promises';
import { until } from '../../support/until.js';
import { createRepetition } from '../../../core/kernel/repeat.js';

const options = { everySeconds: 0.01, failure: 'It failed.' };
const silent = { warn: () => undefined };

describe('repeated work', () => {
  it('runs again and again, and never beside itself', async () => {
    const { repeat, end } = createRepetition(silent);
    let running = 0;
    let most = 0;
    let runs = 0;
    repeat(options, async () => {
      running += 1;
      most = Math.max(most, running);
      await wait(25);
      running -= 1;
      runs += 1;
    });
    await until('it runs three times', () => runs >= 3);
    await end();
    expect(most).to.equal(1);
  });

  it('goes on after a run that failed, and logs it', async () => {
    const lines: unknown[] = [];
    const { repeat, end } = createRepetition({ warn: (...line: unknown[]) => void lines.push(line) });
    let runs = 0;
    repeat(options, async () => {
      runs += 1;
      if (runs === 1) throw new Error('no ink');
    });
    await until('it runs again', () => runs >= 2);
    await end();
    expect(lines.map((line) => (line as unknown[])[1])).to.deep.equal(['It failed.']);
  });

  it('is ended with the run that goes on, whose signal says so', async () => {
    const lines: unknown[] = [];
    const { repeat, end } = createRepetition({ warn: (...line: unknown[]) => void lines.push(line) });
    let runs = 0;
    let hasEnded = false;
    repeat(options, async (signal) => {
      runs += 1;
      await wait(10_000, undefined, { signal }).finally(() => void (hasEnded = true));
    });
    await until('it runs', () => runs >= 1);
    await end();
    expect(hasEnded).to.equal(true);
    await wait(40);
    expect([runs, lines]).to.deep.equal([1, []]);
  });
});
