import { expect } from 'chai';
import { startServer } from 'jackfield/testing';
import { createDatabase } from '../support/databases.js';
import { attack, attacks } from './attempts.js';
import { defects, forgetting, type Defect } from './defects.js';
import { populate, script } from './privileges-server.js';

/** The first attempt that is not refused, or that leaves another administration; null where none is noticed. */
async function firstNoticed(defect: Defect): Promise<string | null> {
  const database = await createDatabase('sqlite', script);
  const server = await startServer({ database: { url: database.url }, plugins: { system: {} } }, { plugins: [forgetting(defect)] });
  const { client } = server;
  try {
    const world = await populate({
      client,
      async create(path, body) {
        const answer = await client.post(path, body);
        if (answer.status !== 200) throw new Error(answer.text);
        return answer.body.data;
      },
    }, { hasSecond: true });
    const before = await world.administration();
    for (const name of ['delegate', 'keeper'] as const) {
      for (const each of attacks[name]) {
        const isRefused = await attack(world, world[name], world[name].client, each).then(() => true, () => false);
        if (!isRefused) return each.title;
      }
    }
    return await world.administration() === before ? null : 'what is left';
  } finally {
    await server.stop();
    await database.drop();
  }
}

describe('the suite of privileges itself', () => {
  for (const defect of defects) {
    it(`would notice what ${defect.hook} of ${defect.collection} lets through`, async function () {
      this.timeout(300_000);
      expect(await firstNoticed(defect)).not.to.equal(null);
    });
  }
});
