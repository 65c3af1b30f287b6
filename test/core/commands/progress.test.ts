import { expect } from 'chai';
import { setTimeout as wait } from 'node:timers/promises';
import { progressLine, showProgress } from '../../../core/commands/progress.js';

describe('progress', () => {
  it('is a bar where the end is known, else a number', () => {
    expect(progressLine({ title: 'Importing x', bytes: () => 1_500_000, total: 3_000_000 })).to.equal(`Importing x  [${'='.repeat(15)}${' '.repeat(15)}]  50 %  1.5 of 3.0 MB`);
    expect(progressLine({ title: 'Importing x', bytes: () => 0, total: 0 })).to.include('] 100 %');
    expect(progressLine({ title: 'Exporting x', bytes: () => 1_200_000, total: null })).to.equal('Exporting x  1.2 MB');
  });

  it('is shown on a terminal alone, and cleared in the end', async () => {
    for (const isTTY of [true, false]) {
      const texts: string[] = [];
      const stop = showProgress({ title: 'x', bytes: () => 0, total: null }, { isTTY, write: (text) => texts.push(text) });
      await wait(250);
      stop();
      expect(texts.length > 1).to.equal(isTTY);
      if (isTTY) expect(texts.at(-1)).to.equal('\r\u001B[K');
    }
  });
});
