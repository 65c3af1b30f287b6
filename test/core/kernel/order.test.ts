import { expect } from 'chai';
import { orderPlugins } from '../../../core/kernel/order.js';
import { definePlugin, type Plugin } from '../../../core/kernel/plugin.js';

type ServiceLists = Partial<Record<'needs' | 'wants' | 'provides', readonly string[]>>;

/** A plugin that does nothing. The names of its services need no declaration here. */
const plugin = (name: string, { needs = [], wants = [], provides = [] }: ServiceLists = {}): Plugin =>
  ({ ...definePlugin({ name, setup() {} }), needs, wants, provides }) as Plugin;

const order = (plugins: readonly Plugin[], choices: Record<string, string> = {}): string[] =>
  orderPlugins({ plugins, kernelServices: ['http', 'items'], fallbackServices: ['broadcast'], choices }).plugins.map(({ name }) => name);

describe('the order of plugins', () => {
  it('is that of the config where nothing depends on anything', () => {
    expect(order([plugin('b'), plugin('a'), plugin('c', { needs: ['http'] })])).to.deep.equal(['b', 'a', 'c']);
  });

  it('puts whoever provides a service before those who need or want it', () => {
    expect(order([
      plugin('reader', { needs: ['book'] }), plugin('cat', { wants: ['milk'] }), plugin('printer', { needs: ['ink'], provides: ['book'] }),
      plugin('cow', { provides: ['milk'] }), plugin('inks', { provides: ['ink'] }),
    ])).to.deep.equal(['inks', 'printer', 'reader', 'cow', 'cat']);
  });

  it('does without a wanted service that nobody provides', () => {
    expect(order([plugin('cat', { wants: ['milk'] })])).to.deep.equal(['cat']);
  });

  it('lets a plugin need what it provides itself', () => {
    expect(order([plugin('a', { needs: ['x'], provides: ['x'] })])).to.deep.equal(['a']);
  });

  it('refuses a needed service that nobody provides, and names the nearest', () => {
    expect(() => order([plugin('a', { needs: ['weather'] })])).to.throw(
      'The plugin `a` needs the service `weather`, which no enabled plugin provides.',
    );
    expect(() => order([plugin('a', { needs: ['htpt'] })])).to.throw('Did its author mean `http`?');
  });

  it('names a cycle whole, and no plugin that only leads to it', () => {
    const plugins = [
      plugin('outside', { needs: ['one'] }), plugin('a', { needs: ['two'], provides: ['one'] }),
      plugin('b', { wants: ['three'], provides: ['two'] }), plugin('c', { needs: ['one'], provides: ['three'] }),
    ];
    expect(() => order(plugins)).to.throw(
      'Plugins wait for each other: `a` → `b` → `c` → `a`. `a` uses `two` of `b`; `b` uses `three` of `c`; `c` uses `one` of `a`.',
    );
  });

  it('refuses two providers of one service, and says how to choose', () => {
    const plugins = [plugin('memory', { provides: ['store'] }), plugin('redis', { provides: ['store'] })];
    expect(() => order(plugins)).to.throw(
      'The service `store` is provided by `memory` and `redis`. Choose one in the config: services: { store: \'redis\' }.',
    );
  });

  it('takes a plugin for what the kernel provides as a fallback, unless the kernel is chosen', () => {
    const plugins = [plugin('mine', { provides: ['broadcast'] })];
    const kernel = { kernelServices: [], fallbackServices: ['broadcast'] };
    expect(orderPlugins({ plugins, ...kernel, choices: {} }).providers.get('broadcast')).to.equal('mine');
    expect(orderPlugins({ plugins, ...kernel, choices: { broadcast: 'kernel' } }).providers.get('broadcast')).to.equal('kernel');
    expect(orderPlugins({ plugins: [], ...kernel, choices: {} }).providers.get('broadcast')).to.equal('kernel');
  });

  it('refuses a plugin that provides a service of the kernel unasked', () => {
    expect(() => order([plugin('mine', { provides: ['items'] })])).to.throw('provided by the kernel and `mine`');
  });

  it('takes the provider that the config chooses, and waits for that one alone', () => {
    const plugins = [
      plugin('user', { needs: ['store'] }), plugin('memory', { provides: ['store'], needs: ['late'] }),
      plugin('redis', { provides: ['store'] }), plugin('other', { provides: ['late'] }),
    ];
    const { providers, plugins: ordered } = orderPlugins({ plugins, kernelServices: ['items'], fallbackServices: [], choices: { store: 'redis' } });
    expect(providers.get('store')).to.equal('redis');
    expect(ordered.map(({ name }) => name)).to.deep.equal(['redis', 'user', 'other', 'memory']);
  });

  it('lets the config choose a plugin over the kernel, or the kernel over a plugin', () => {
    const plugins = [plugin('mine', { provides: ['items'] })];
    const providerOf = (choice: string): string | undefined =>
      orderPlugins({ plugins, kernelServices: ['items'], fallbackServices: [], choices: { items: choice } }).providers.get('items');
    expect([providerOf('mine'), providerOf('kernel')]).to.deep.equal(['mine', 'kernel']);
  });

  it('refuses a choice that cannot be met', () => {
    const plugins = [plugin('memory', { provides: ['store'] }), plugin('other')];
    expect(() => order(plugins, { stroe: 'memory' })).to.throw(
      '`services.stroe`: no enabled plugin provides this service. Did you mean `store`?',
    );
    expect(() => order(plugins, { store: 'redis' })).to.throw(
      '`services.store` must be one of `memory`, got `redis`. No enabled plugin is called `redis`.',
    );
    expect(() => order(plugins, { store: 'other' })).to.throw('The plugin `other` does not provide it.');
  });

  it('takes names from the prototype for names like any other', () => {
    expect(order([plugin('constructor', { provides: ['__proto__'] }), plugin('a', { needs: ['__proto__'] })])).to.deep.equal(
      ['constructor', 'a'],
    );
  });
});
