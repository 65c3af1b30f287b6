import { expect } from 'chai';
import { forEachDatabase } from '../../support/databases.js';
import { bearer, outcome, startAuthServer, type AuthServer } from './auth-server.js';

forEachDatabase('refresh tokens', (database) => {
  let server: AuthServer;
  before(async function () {
    this.timeout(60_000);
    server = await startAuthServer(database.url, { auth: { cacheSeconds: 0 }, plugins: { auth: { reuseSeconds: 1 } } });
    await server.addUser('reader@example.com');
    // The server's own tables are no change of somebody's.
    await database.run('select 1');
  });
  after(() => server.stop());

  const signIn = async (): Promise<string> => (await server.signIn('reader@example.com')).body.data.refresh_token as string;
  const refresh = (token: string) => server.anonymous.post('/auth/refresh', { refresh_token: token });

  it('are good once', async () => {
    const first = await signIn();
    const second = (await refresh(first)).body.data.refresh_token as string;
    expect(second).to.not.equal(first);
    await pause(1100);
    expect(outcome(await refresh(first))).to.equal('401 INVALID_CREDENTIALS');
  });

  it('end the session of both when one is used again', async () => {
    const stolen = await signIn();
    const other = await signIn();
    const { refresh_token: next, access_token: access } = (await refresh(stolen)).body.data;
    expect(await server.received(bearer(access))).to.equal('403 FORBIDDEN');
    await pause(1100);
    expect(outcome(await refresh(stolen))).to.equal('401 INVALID_CREDENTIALS');
    expect(await server.received(bearer(access))).to.equal('401 INVALID_CREDENTIALS');
    expect(outcome(await refresh(next))).to.equal('401 INVALID_CREDENTIALS');
    expect(outcome(await refresh(other))).to.equal('200');
  });

  it('end the session when one is used that is two generations old, however soon', async () => {
    const first = await signIn();
    const second = (await refresh(first)).body.data.refresh_token as string;
    const third = (await refresh(second)).body.data.refresh_token as string;
    expect(outcome(await refresh(first))).to.equal('401 INVALID_CREDENTIALS');
    expect(outcome(await refresh(third))).to.equal('401 INVALID_CREDENTIALS');
  });

  it('give the same successor to all who send one at the same moment', async () => {
    const first = await signIn();
    const answers = await Promise.all(Array.from({ length: 6 }, () => refresh(first)));
    expect(answers.map(outcome)).to.deep.equal(Array(6).fill('200'));
    expect(new Set(answers.map(({ body }) => body.data.refresh_token as string)).size).to.equal(1);
    for (const { body } of answers) expect(await server.received(bearer(body.data.access_token))).to.equal('403 FORBIDDEN');
    expect(outcome(await refresh(answers[0]?.body.data.refresh_token))).to.equal('200');
  });

  it('are nobody\'s when they were never given out', async () => {
    for (const token of ['unknown', 'x'.repeat(64), '__proto__', 'ü'.repeat(20)]) {
      expect(outcome(await refresh(token))).to.equal('401 INVALID_CREDENTIALS');
    }
  });

  it('are over when their session is', async () => {
    const short = await startAuthServer(database.url, { auth: { refreshTokenTtl: '500ms' } });
    const { body } = await short.signIn('reader@example.com');
    await pause(600);
    expect(outcome(await short.anonymous.post('/auth/refresh', { refresh_token: body.data.refresh_token }))).to.equal('401 INVALID_CREDENTIALS');
    expect(await short.received(bearer(body.data.access_token))).to.equal('401 INVALID_CREDENTIALS');
    await short.stop();
  });
});

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
