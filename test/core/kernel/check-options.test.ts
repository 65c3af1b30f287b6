import { expect } from 'chai';
import { Type } from 'typebox';
import { checkOptions } from '../../../core/kernel/check-options.js';

const schema = Type.Object({
  limit: Type.Integer({ minimum: 1, maximum: 500, default: 100 }),
  windowSeconds: Type.Number({ minimum: 0.1, default: 1 }),
  store: Type.Enum(['memory', 'redis'], { default: 'memory' }),
  name: Type.Optional(Type.String({ minLength: 1 })),
  password: Type.Optional(Type.String({ minLength: 8, writeOnly: true })),
  exempt: Type.Array(Type.String(), { default: [] }),
  inner: Type.Object({ deep: Type.Boolean({ default: true }) }, { default: {}, additionalProperties: false }),
  either: Type.Optional(Type.Union([Type.Boolean(), Type.Object({}, { additionalProperties: true })])),
  stages: Type.Record(Type.String(), Type.Integer(), { default: {} }),
}, { additionalProperties: false });

/** What an unknown name that is near to none is answered with. */
const known = 'Known here: `limit`, `windowSeconds`, `store`, `name`, `password`, `exempt`, `inner`, `either`, `stages`.';

const messageOf = (value: unknown, path = 'plugins.rate-limit'): string => {
  try {
    checkOptions(schema, value, path);
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
  return 'no error';
};

describe('checkOptions', () => {
  it('fills in defaults, nested ones too, and does not change what it was given', () => {
    const given = Object.freeze({ limit: 5, inner: Object.freeze({}) });
    expect(checkOptions(schema, given, '')).to.deep.equal({
      limit: 5, windowSeconds: 1, store: 'memory', exempt: [], inner: { deep: true }, stages: {},
    });
    expect(given).to.deep.equal({ limit: 5, inner: {} });
  });

  it('keeps what is no plain data as it is', () => {
    const open = Type.Object({}, { additionalProperties: true });
    const moment = new Date(0);
    expect((checkOptions(open, { moment }, '') as { moment: unknown }).moment).to.equal(moment);
  });

  const rows: readonly [title: string, value: unknown, message: string][] = [
    ['a number that is too small', { limit: 0 }, '`plugins.rate-limit.limit` must be an integer from 1 to 500, got 0.'],
    ['a fraction', { limit: 1.5 }, '`plugins.rate-limit.limit` must be an integer from 1 to 500, got 1.5.'],
    ['a text for a number', { windowSeconds: '1' }, '`plugins.rate-limit.windowSeconds` must be a number, at least 0.1, got "1".'],
    ['a value that is not one of several', { store: 'rediss' },
      '`plugins.rate-limit.store` must be one of "memory", "redis", got "rediss". Did you mean "redis"?'],
    ['an option that is nearly right', { limitt: 1 },
      '`plugins.rate-limit.limitt` is not known. Did you mean `plugins.rate-limit.limit`?'],
    ['an option that is nothing like any', { colour: 1 }, `\`plugins.rate-limit.colour\` is not known. ${known}`],
    ['a nested option', { inner: { deeep: 1 } },
      '`plugins.rate-limit.inner.deeep` is not known. Did you mean `plugins.rate-limit.inner.deep`?'],
    ['an element of a list', { exempt: ['a', 1] }, '`plugins.rate-limit.exempt.1` must be a text, got 1.'],
    ['an empty text', { name: '' }, '`plugins.rate-limit.name` must be a text that is not empty, got "".'],
    ['what is neither of two', { either: 3 }, '`plugins.rate-limit.either` must be true or false or an object, got 3.'],
    ['a value under an open name', { stages: { 'a/b~c': 'x' } }, '`plugins.rate-limit.stages.a/b~c` must be an integer, got "x".'],
    ['a name from the prototype', JSON.parse('{"__proto__": 1}'), `\`plugins.rate-limit.__proto__\` is not known. ${known}`],
    ['something other than an object', 7, '`plugins.rate-limit` must be an object, got 7.'],
  ];
  for (const [title, value, message] of rows) {
    it(`explains ${title}`, () => {
      expect(messageOf(value)).to.equal(`BootError: ${message}`);
    });
  }

  it('never shows a secret', () => {
    const message = messageOf({ password: 'hunter2' });
    expect(message).to.equal('BootError: `plugins.rate-limit.password` must be a text of at least 8 characters, got one of 7 characters.');
  });

  it('shows no more than the beginning of a long value', () => {
    expect(messageOf({ limit: 'x'.repeat(10_000) }).length).to.be.lessThan(250);
  });

  it('explains several mistakes at once', () => {
    expect(messageOf({ limit: 0, store: 1 }, '')).to.equal([
      'BootError: Several options are wrong:',
      '  `limit` must be an integer from 1 to 500, got 0.',
      '  `store` must be one of "memory", "redis", got 1.',
    ].join('\n'));
  });

  it('explains what is missing', () => {
    const required = Type.Object({ url: Type.String({ minLength: 1 }) });
    expect(() => checkOptions(required, {}, 'plugins.x')).to.throw('`plugins.x.url` is missing: it must be a text that is not empty.');
  });
});
