import { expect } from 'chai';
import { createAdmission, type AdmissionLimits, type Use } from '../../../core/dialect/admission.js';
import { ApiError } from '../../../core/errors/api-error.js';

const limits: AdmissionLimits = { connections: 5, share: { read: 5, stream: 2, write: 3, table: 4 }, queueSize: 5, waitSeconds: 5 };

const soon = (): Promise<void> => new Promise(setImmediate);

/** Lets requests in by their names, and notes in which order they came in. */
function create(changes: Partial<AdmissionLimits> = {}) {
  const admission = createAdmission({ ...limits, ...changes });
  const inside: string[] = [];
  const leaves = new Map<string, () => void>();
  const refused: string[] = [];
  return {
    inside, refused,
    async ask(use: Use, names: readonly string[], tables: readonly string[] = []) {
      for (const name of names) {
        admission.enter(use, tables).then(
          (leave) => {
            inside.push(name);
            leaves.set(name, leave);
          },
          (error: unknown) => refused.push(error instanceof ApiError ? `${name}: ${error.code} ${error.message}` : String(error)));
      }
      await soon();
    },
    async leave(name: string) {
      leaves.get(name)?.();
      inside.splice(inside.indexOf(name), 1);
      await soon();
    },
  };
}

describe('the queue for connections', () => {
  it('lets in as many as there are connections, the others by order of arrival', async () => {
    const queue = create();
    await queue.ask('read', ['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    expect(queue.inside).to.deep.equal(['a', 'b', 'c', 'd', 'e']);
    await queue.leave('c');
    await queue.leave('a');
    expect(queue.inside).to.deep.equal(['b', 'd', 'e', 'f', 'g']);
  });

  it('leaves to reads what writes and streams may not take', async () => {
    const queue = create();
    await queue.ask('write', ['w1', 'w2', 'w3', 'w4']);
    await queue.ask('read', ['r1']);
    expect(queue.inside).to.deep.equal(['w1', 'w2', 'w3', 'r1']);
    await queue.leave('r1');
    expect(queue.inside).to.deep.equal(['w1', 'w2', 'w3']);
    await queue.leave('w2');
    expect(queue.inside).to.deep.equal(['w1', 'w3', 'w4']);
    const streams = create();
    await streams.ask('stream', ['s1', 's2', 's3']);
    await streams.ask('read', ['r1', 'r2', 'r3']);
    expect(streams.inside).to.deep.equal(['s1', 's2', 'r1', 'r2', 'r3']);
  });

  it('leaves to others what is about one table, in the queue too', async () => {
    const queue = create();
    await queue.ask('read', ['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7', 'a8', 'a9'], ['a']);
    expect(queue.inside).to.deep.equal(['a1', 'a2', 'a3', 'a4']);
    expect(queue.refused).to.have.length(1);
    await queue.ask('read', ['ab'], ['b', 'a']);
    expect(queue.refused).to.have.length(2);
    await queue.ask('read', ['b1', 'b2'], ['b']);
    expect(queue.inside).to.deep.equal(['a1', 'a2', 'a3', 'a4', 'b1']);
    await queue.leave('b1');
    expect(queue.inside).to.deep.equal(['a1', 'a2', 'a3', 'a4', 'b2']);
  });

  it('refuses at once beyond its size, for each use by itself', async () => {
    const queue = create({ queueSize: 1 });
    await queue.ask('write', ['w1', 'w2', 'w3', 'w4', 'w5']);
    expect(queue.refused).to.deep.equal(['w5: SERVICE_UNAVAILABLE Too many requests are waiting for the database.']);
    await queue.ask('read', ['r1', 'r2', 'r3']);
    expect(queue.refused).to.have.length(1);
    const none = create({ queueSize: 0 });
    await none.ask('write', ['w1', 'w2', 'w3', 'w4']);
    expect([none.inside.length, none.refused.length]).to.deep.equal([3, 1]);
  });

  it('refuses who has waited too long, and then lets in who comes', async () => {
    const queue = create({ waitSeconds: 0.02, queueSize: 1 });
    await queue.ask('write', ['w1', 'w2', 'w3', 'w4']);
    await new Promise((resolve) => void setTimeout(resolve, 60));
    expect(queue.refused).to.deep.equal(['w4: SERVICE_UNAVAILABLE The database was busy for 0.02 s.']);
    await queue.ask('write', ['w5']);
    await queue.leave('w1');
    expect(queue.inside).to.deep.equal(['w2', 'w3', 'w5']);
  });
});
