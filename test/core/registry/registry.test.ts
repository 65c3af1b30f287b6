import { expect } from 'chai';
import { createRegistry, type Registry } from '../../../core/registry/registry.js';

declare module 'jackfield' {
  interface Services {
    ink: { readonly colour: string };
    pen: { write(): string };
    paper: { readonly lines: number };
  }
}

function registryOf(providers: Readonly<Record<string, string>>, order: readonly string[]): Registry {
  return createRegistry({ providers: new Map(Object.entries(providers)), order: ['kernel', ...order], onEventError: () => undefined });
}

const within = async <Result>(_plugin: string, _step: string, work: () => Result | Promise<Result>): Promise<Result> => work();

describe('the registry of services', () => {
  it('makes a service when it is first asked for, and once', () => {
    const registry = registryOf({ ink: 'inks' }, ['inks']);
    let made = 0;
    registry.provide('inks', 'ink', () => {
      made += 1;
      return { colour: 'blue' };
    });
    expect(made).to.equal(0);
    expect(registry.isMade('ink')).to.equal(false);
    expect(registry.get('ink')).to.equal(registry.get('ink'));
    expect(made).to.equal(1);
    expect(registry.isMade('ink')).to.equal(true);
  });

  it('notes the offer of a plugin that was not chosen and does not use it', () => {
    const registry = registryOf({ ink: 'b' }, ['a', 'b']);
    registry.provide('b', 'ink', () => ({ colour: 'red' }));
    registry.provide('a', 'ink', () => ({ colour: 'blue' }));
    expect(registry.get('ink').colour).to.equal('red');
    expect(registry.hasOffered('a', 'ink')).to.equal(true);
  });

  it('refuses a second offer of the same plugin', () => {
    const registry = registryOf({ ink: 'a' }, ['a']);
    registry.provide('a', 'ink', () => ({ colour: 'blue' }));
    expect(() => registry.provide('a', 'ink', () => ({ colour: 'red' }))).to.throw('The plugin `a` provides the service `ink` twice.');
  });

  it('says that nobody provides a service', () => {
    expect(() => registryOf({}, []).get('ink')).to.throw('Nothing provides the service `ink`.');
  });

  it('says that a service is not ready yet', () => {
    expect(() => registryOf({ ink: 'inks' }, ['inks']).get('ink')).to.throw('The service `ink` of `inks` is not ready yet');
  });

  it('names the whole circle of services that need each other to be made', () => {
    const registry = registryOf({ ink: 'a', pen: 'b' }, ['a', 'b']);
    registry.provide('a', 'ink', () => ({ colour: registry.get('pen').write() }));
    registry.provide('b', 'pen', () => ({ write: () => 'x', colour: registry.get('ink').colour }));
    expect(() => registry.get('ink')).to.throw('Making the service `ink` needs itself: `ink` → `pen` → `ink`.');
  });

  it('makes a service again after making it failed', () => {
    const registry = registryOf({ ink: 'a' }, ['a']);
    let attempts = 0;
    registry.provide('a', 'ink', () => {
      attempts += 1;
      if (attempts === 1) throw new Error('dry');
      return { colour: 'blue' };
    });
    expect(() => registry.get('ink')).to.throw('dry');
    expect(registry.get('ink').colour).to.equal('blue');
  });

  describe('when it is disposed of', () => {
    it('ends services of later plugins first, and of one plugin the last made first', async () => {
      const registry = registryOf({ ink: 'a', paper: 'b', pen: 'b' }, ['a', 'b']);
      const ended: string[] = [];
      registry.provide('a', 'ink', () => ({ colour: 'blue' }), () => void ended.push('ink'));
      registry.provide('b', 'pen', () => ({ write: () => 'x' }), async () => void ended.push('pen'));
      registry.provide('b', 'paper', () => ({ lines: 30 }), () => void ended.push('paper'));
      registry.get('pen');
      registry.get('paper');
      registry.get('ink');
      expect(await registry.dispose(within)).to.deep.equal([]);
      expect(ended).to.deep.equal(['paper', 'pen', 'ink']);
    });

    it('leaves alone what was never made', async () => {
      const registry = registryOf({ ink: 'a' }, ['a']);
      let ended = false;
      registry.provide('a', 'ink', () => ({ colour: 'blue' }), () => { ended = true; });
      await registry.dispose(within);
      expect(ended).to.equal(false);
    });

    it('ends the others where one fails, and tells which failed', async () => {
      const registry = registryOf({ ink: 'a', pen: 'b' }, ['a', 'b']);
      let ended = false;
      const failure = new Error('stuck');
      registry.provide('a', 'ink', () => ({ colour: 'blue' }), () => { ended = true; });
      registry.provide('b', 'pen', () => ({ write: () => 'x' }), () => { throw failure; });
      registry.get('ink');
      registry.get('pen');
      expect(await registry.dispose(within)).to.deep.equal([{ plugin: 'b', service: 'pen', error: failure }]);
      expect(ended).to.equal(true);
    });

    it('ends nothing twice', async () => {
      const registry = registryOf({ ink: 'a' }, ['a']);
      let ended = 0;
      registry.provide('a', 'ink', () => ({ colour: 'blue' }), () => { ended += 1; });
      registry.get('ink');
      await registry.dispose(within);
      await registry.dispose(within);
      expect(ended).to.equal(1);
    });
  });
});
