import { expect } from 'chai';
import type { EventHook, FilterHook, FirstHook } from '../../../core/registry/hooks.js';
import { createHookTable, type HookTable } from '../../../core/registry/hook-table.js';

declare module 'jackfield' {
  interface Hooks {
    'word.say': FilterHook<string, { readonly loud: boolean }>;
    'word.said': EventHook<string>;
    'word.find': FirstHook<number, string>;
    'page.read': FilterHook<string, { readonly collection: string }>;
    'page.turned': EventHook<{ readonly collection: string }>;
  }
}

describe('the table of hooks', () => {
  let errors: string[];
  let hooks: HookTable;

  beforeEach(() => {
    errors = [];
    hooks = createHookTable((error, plugin, hook) => void errors.push(`${plugin} ${hook}: ${(error as Error).message}`));
  });

  it('knows of a hook whether anybody listens', () => {
    expect(hooks.has('word.say')).to.equal(false);
    hooks.on('a', 'word.say', () => undefined);
    expect(hooks.has('word.say')).to.equal(true);
    expect(hooks.has('word.said')).to.equal(false);
  });

  it('knows who listens to what', () => {
    hooks.on('a', 'word.say', () => undefined);
    hooks.on('b', 'word.say', () => undefined);
    hooks.on('a', 'word.said', () => undefined);
    hooks.on('a', 'word.said', () => undefined);
    expect(hooks.hooksOf('a')).to.deep.equal(['word.say', 'word.said']);
    expect(hooks.hooksOf('c')).to.deep.equal([]);
    expect(hooks.pluginsOf('word.say')).to.deep.equal(['a', 'b']);
    expect(hooks.pluginsOf('word.said')).to.deep.equal(['a']);
  });

  it('keeps a handler for one collection from the others', async () => {
    const told: string[] = [];
    hooks.on('a', 'page.read', (page) => `${page}1`, { collection: 'books' });
    hooks.on('b', 'page.read', (page) => `${page}2`, { collection: '__proto__' });
    hooks.on('b', 'page.turned', ({ collection }) => void told.push(collection), { collection: 'books' });
    expect(['books', '__proto__', 'authors', 'constructor'].map(
      (collection) => hooks.has('page.read', collection),
    )).to.deep.equal([true, true, false, false]);
    expect(hooks.has('page.read')).to.equal(true);
    expect(await hooks.filter('page.read', 'p', { collection: 'books' })).to.equal('p1');
    expect(await hooks.filter('page.read', 'p', { collection: 'authors' })).to.equal('p');
    hooks.on('c', 'page.read', (page) => `${page}3`);
    expect(hooks.has('page.read', 'authors')).to.equal(true);
    expect(await hooks.filter('page.read', 'p', { collection: 'books' })).to.equal('p13');
    for (const collection of ['books', 'authors']) await hooks.emit('page.turned', { collection });
    expect(told).to.deep.equal(['books']);
  });

  describe('of a filter', () => {
    it('hands the value from one handler to the next, with the same details', async () => {
      hooks.on('a', 'word.say', (word, { loud }) => (loud ? word.toUpperCase() : word));
      hooks.on('b', 'word.say', async (word) => `${word}!`);
      expect(await hooks.filter('word.say', 'hello', { loud: true })).to.equal('HELLO!');
    });

    it('takes undefined for unchanged', async () => {
      hooks.on('a', 'word.say', () => undefined);
      hooks.on('b', 'word.say', (word) => `${word}.`);
      expect(await hooks.filter('word.say', 'hello', { loud: false })).to.equal('hello.');
    });

    it('refuses with what a handler throws, and asks no other', async () => {
      let asked = false;
      hooks.on('a', 'word.say', () => { throw new Error('no such words'); });
      hooks.on('b', 'word.say', () => { asked = true; });
      const outcome = await hooks.filter('word.say', 'x', { loud: false }).catch((error: unknown) => (error as Error).message);
      expect([outcome, asked]).to.deep.equal(['no such words', false]);
    });
  });

  describe('of an event', () => {
    it('tells every handler, whatever another one throws', async () => {
      const told: string[] = [];
      hooks.on('a', 'word.said', () => { throw new Error('deaf'); });
      hooks.on('b', 'word.said', async () => { throw new Error('asleep'); });
      hooks.on('c', 'word.said', (word) => void told.push(word));
      await hooks.emit('word.said', 'hello');
      expect(told).to.deep.equal(['hello']);
      expect(errors).to.deep.equal(['a word.said: deaf', 'b word.said: asleep']);
    });
  });

  describe('of a question', () => {
    it('takes the first answer and asks no further', async () => {
      const asked: string[] = [];
      const listen = (plugin: string, answer: string | undefined): void => hooks.on(plugin, 'word.find', async () => {
        asked.push(plugin);
        return answer;
      });
      listen('a', undefined);
      listen('b', 'two');
      listen('c', 'three');
      expect(await hooks.first('word.find', 2)).to.equal('two');
      expect(asked).to.deep.equal(['a', 'b']);
    });

    it('takes an empty text for an answer', async () => {
      hooks.on('a', 'word.find', () => '');
      expect(await hooks.first('word.find', 0)).to.equal('');
    });

    it('has no answer where nobody gives one', async () => {
      expect(await hooks.first('word.find', 1)).to.equal(undefined);
    });
  });
});
