import { expect } from 'chai';
import { defineAuthStrategySuite } from 'jackfield/testing';
import { outcome, password, startAuthServer } from '../auth/auth-server.js';
import { startEffort } from '../../support/effort.js';

defineAuthStrategySuite({
  title: 'local',
  async start({ plugins, log }) {
    const server = await startAuthServer(':memory:', { auth: { cacheSeconds: 0 } }, plugins, log);
    await server.addUser('reader@example.com');
    await server.addUser('elsewhere@example.com', { provider: 'corporate', external_identifier: '1' });
    return server;
  },
  login: {
    path: '/auth/login',
    valid: { email: 'reader@example.com', password },
    invalid: [
      { email: 'reader@example.com', password: 'a wrong password' }, { email: 'nobody@example.com', password },
      { email: 'elsewhere@example.com', password },
    ],
    incomplete: [{}, { email: 'reader@example.com' }, { password }],
  },
});

describe('wrong passwords', () => {
  it('cost more and more time, for nobody else', async () => {
    const server = await startAuthServer(':memory:', { plugins: { 'auth-local': { freeAttempts: 2, maxDelaySeconds: 1 } } });
    await server.addUser('reader@example.com');
    await server.addUser('other@example.com');
    for (const email of ['reader@example.com', 'nobody@example.com']) {
      const answers = [];
      for (let attempt = 0; attempt < 4; attempt += 1) answers.push(await server.signIn(email, 'wrong'));
      expect(answers.map(outcome)).to.deep.equal([
        '401 INVALID_CREDENTIALS', '401 INVALID_CREDENTIALS', '401 INVALID_CREDENTIALS', '429 REQUESTS_EXCEEDED',
      ]);
      expect(answers.at(-1)?.headers.get('retry-after')).to.equal('1');
    }
    expect(outcome(await server.signIn('READER@example.com'))).to.equal('429 REQUESTS_EXCEEDED');
    expect(outcome(await server.signIn('other@example.com'))).to.equal('200');
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(outcome(await server.signIn('reader@example.com'))).to.equal('200');
    await server.stop();
  });

  it('take as long for nobody as for somebody', async function () {
    this.timeout(60_000);
    const server = await startAuthServer(':memory:', { plugins: { 'auth-local': { freeAttempts: 1000 } } });
    await server.addUser('reader@example.com');
    const times = { 'reader@example.com': [] as number[], 'nobody@example.com': [] as number[] };
    for (let round = 0; round < 9; round += 1) {
      for (const email of Object.keys(times) as (keyof typeof times)[]) {
        const effort = startEffort();
        await server.signIn(email, 'wrong');
        times[email].push(effort());
      }
    }
    const least = Object.values(times).map((each) => Math.min(...each));
    expect(Math.min(...least)).to.be.greaterThan(5);
    expect(Math.max(...least) / Math.min(...least)).to.be.lessThan(3);
    await server.stop();
  });
});
