import { expect } from 'chai';
import { authenticate, createStrategy, milliseconds, type PassportStrategy, type StrategyActions, type StrategyRequest } from 'jackfield';

const request: StrategyRequest = {
  method: 'GET', url: '/', originalUrl: '/', headers: {}, query: {}, body: {}, ip: '127.0.0.1', token: null, session: {}, get: () => undefined,
};

/** A strategy as passport's authors write them. */
const strategyOf = (work: (actions: StrategyActions) => unknown): PassportStrategy => ({
  authenticate(this: StrategyActions) {
    return work(this);
  },
});

describe('running a strategy of passport', () => {
  const cases: readonly (readonly [(actions: StrategyActions) => unknown, object])[] = [
    [(actions) => actions.success({ user: '1' }, 'info'), { kind: 'success', user: { user: '1' }, info: 'info' }],
    [(actions) => actions.fail('why', 400), { kind: 'fail', challenge: 'why', status: 400 }],
    [(actions) => actions.fail(403), { kind: 'fail', challenge: undefined, status: 403 }],
    [(actions) => actions.fail(), { kind: 'fail', challenge: undefined, status: 401 }],
    [(actions) => actions.redirect('https://a.test/'), { kind: 'redirect', url: 'https://a.test/' }],
    [(actions) => actions.pass(), { kind: 'pass' }],
    [async (actions) => actions.success('late'), { kind: 'success', user: 'late', info: undefined }],
  ];
  for (const [work, outcome] of cases) {
    it(`ends as the strategy says: ${JSON.stringify(outcome)}`, async () => {
      expect(await authenticate(strategyOf(work), request)).to.deep.equal(outcome);
    });
  }

  it('rejects with what the strategy hands over or throws, at once or later', async () => {
    const failure = new Error('broken');
    const broken: ((actions: StrategyActions) => unknown)[] = [
      (actions) => actions.error(failure),
      () => { throw failure; },
      async () => { throw failure; },
    ];
    for (const work of broken) {
      const caught: unknown = await authenticate(strategyOf(work), request).catch((error: unknown) => error);
      expect(caught).to.equal(failure);
    }
  });

  it('keeps attempts at the same time apart', async () => {
    const waiting: ((value: unknown) => void)[] = [];
    const strategy = strategyOf((actions) => void waiting.push((user) => actions.success(user)));
    const attempts = [1, 2, 3].map(() => authenticate(strategy, request));
    for (const [index, settle] of waiting.entries()) settle(index);
    expect((await Promise.all(attempts)).map((outcome) => 'user' in outcome && outcome.user)).to.deep.equal([0, 1, 2]);
  });

  it('makes a strategy of a function: who is known, nobody, or an error', async () => {
    expect(await authenticate(createStrategy(() => ({ user: '1' })), request)).to.include({ kind: 'success' });
    expect(await authenticate(createStrategy(async () => null), request)).to.include({ kind: 'fail', status: 401 });
    const caught: unknown = await authenticate(createStrategy(() => { throw new Error('broken'); }), request).catch((error: unknown) => error);
    expect(caught).to.be.instanceOf(Error).with.property('message', 'broken');
  });
});

describe('a duration', () => {
  it('is a number with a unit', () => {
    expect(['500ms', '6s', '15m', '2h', '7d'].map(milliseconds)).to.deep.equal([500, 6000, 900_000, 7_200_000, 604_800_000]);
  });
});
