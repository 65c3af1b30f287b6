import { expect } from 'chai';
import { createStrategy, type PassportStrategy, type StrategyActions, type StrategyRequest } from 'jackfield';
import { createAuthenticator, type Outcome } from '../../../plugins/auth/authenticator.js';

const requestOf = (): StrategyRequest => ({
  method: 'GET', url: '/', originalUrl: '/', headers: {}, query: {}, body: {}, ip: '127.0.0.1', token: null, session: {}, get: () => undefined,
});

/** Asks passport with these strategies alone. */
function authenticate(...strategies: PassportStrategy[]): Promise<Outcome> {
  const authenticator = createAuthenticator();
  for (const [index, strategy] of strategies.entries()) authenticator.use(String(index), strategy);
  return authenticator.authenticate(strategies.map((_, index) => String(index)), requestOf());
}

/** A strategy as passport's authors write them. */
const strategyOf = (work: (actions: StrategyActions) => unknown): PassportStrategy => ({
  authenticate(this: StrategyActions) {
    return work(this);
  },
});

describe('authenticating through passport', () => {
  const cases: readonly (readonly [(actions: StrategyActions) => unknown, object])[] = [
    [(actions) => actions.success({ user: '1' }, 'info'), { kind: 'success', user: { user: '1' } }],
    [(actions) => actions.fail('why', 400), { kind: 'failure', challenge: 'why', status: 400 }],
    [(actions) => actions.fail(403), { kind: 'failure', challenge: undefined, status: 403 }],
    [(actions) => actions.fail(), { kind: 'failure', challenge: undefined, status: undefined }],
    [(actions) => actions.redirect('https://a.test/'), { kind: 'redirect', url: 'https://a.test/' }],
    [(actions) => actions.pass(), { kind: 'pass' }],
    [async (actions) => actions.success('late'), { kind: 'success', user: 'late' }],
  ];
  for (const [work, outcome] of cases) {
    it(`ends as the strategy says: ${JSON.stringify(outcome)}`, async () => {
      expect(await authenticate(strategyOf(work))).to.deep.equal(outcome);
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
      const caught: unknown = await authenticate(strategyOf(work)).catch((error: unknown) => error);
      expect(caught).to.equal(failure);
      const later: unknown = await authenticate(createStrategy(() => null), strategyOf(work)).catch((error: unknown) => error);
      expect(later).to.equal(failure);
    }
  });

  it('keeps attempts at the same time apart', async () => {
    const waiting: ((value: unknown) => void)[] = [];
    const strategy = strategyOf((actions) => void waiting.push((user) => actions.success(user)));
    const authenticator = createAuthenticator();
    authenticator.use('slow', strategy);
    const attempts = [1, 2, 3].map(() => authenticator.authenticate(['slow'], requestOf()));
    for (const [index, settle] of waiting.entries()) settle(`user ${index}`);
    expect((await Promise.all(attempts)).map((outcome) => 'user' in outcome && outcome.user)).to.deep.equal(['user 0', 'user 1', 'user 2']);
  });

  it('asks strategies one after the other until one does not fail, and tells why the first did', async () => {
    const fails = strategyOf((actions) => actions.fail('why', 400));
    const knows = strategyOf((actions) => actions.success('somebody'));
    expect(await authenticate(createStrategy(() => null), fails, knows)).to.deep.equal({ kind: 'success', user: 'somebody' });
    expect(await authenticate(fails, createStrategy(() => null))).to.deep.equal({ kind: 'failure', challenge: 'why', status: 400 });
  });

  it('makes a strategy of a function: who is known, nobody, or an error', async () => {
    expect(await authenticate(createStrategy(() => ({ user: '1' })))).to.include({ kind: 'success' });
    expect(await authenticate(createStrategy(async () => null))).to.include({ kind: 'failure' });
    const caught: unknown = await authenticate(createStrategy(() => { throw new Error('broken'); })).catch((error: unknown) => error);
    expect(caught).to.be.instanceOf(Error).with.property('message', 'broken');
  });
});
