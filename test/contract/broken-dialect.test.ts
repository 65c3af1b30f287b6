import { expect } from 'chai';
import Mocha from 'mocha';
import { compileRead, definePlugin, type Plugin, type Syntax } from 'jackfield';
import { defineDialectSuite, type DialectSuiteOptions } from 'jackfield/testing';
import { sqliteSyntax as whole } from '../../plugins/dialect-sqlite/syntax.js';
import { createDatabase } from '../support/databases.js';
import { declaredTypes } from '../support/declared-types.js';
import { openDatabase } from '../support/open-database.js';

/** A dialect of SQLite in which some words are wrong. */
function brokenDialect(wrong: Partial<Syntax>): Plugin {
  return definePlugin({
    name: 'dialect-broken',
    setup: ({ on }) => on('database.open', async ({ url, ...options }) => {
      const database = await openDatabase(url.replace('broken:', 'sqlite:'), options);
      return { ...database, compile: (plan) => compileRead(plan, { ...whole, ...wrong }) };
    }),
  });
}

/** Reports nothing: what fails is expected to. */
class Silent extends Mocha.reporters.Base {
  override epilogue(): void {}
}

/** Runs the suite apart from this one, and gives the titles of the tests that fail. */
async function failuresOf(options: DialectSuiteOptions): Promise<string[]> {
  const mocha = new Mocha({ reporter: Silent, timeout: 20_000 });
  const { describe: outerDescribe, it: outerIt, before: outerBefore, after: outerAfter } = globalThis;
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  try {
    defineDialectSuite(options);
  } finally {
    Object.assign(globalThis, { describe: outerDescribe, it: outerIt, before: outerBefore, after: outerAfter });
  }
  const failed: string[] = [];
  mocha.cleanReferencesAfterRun(false);
  await new Promise<void>((resolve) => {
    mocha.run(() => resolve()).on('fail', (test, error: unknown) => failed.push(`${test.title}: ${String(error)}`));
  });
  mocha.dispose();
  return failed;
}

const breakages: Readonly<Record<string, readonly [wrong: Partial<Syntax>, noticed: string]>> = {
  'NULL comes first': [{ order: (sql, descending) => `${sql}${descending ? ' desc' : ''}` }, 'orders items totally'],
  'an offset is ignored': [{ page: (order, limit) => whole.page(order, limit, null) }, 'counts beside the data, and cuts pages'],
  'a pattern matches more than its text': [{
    compare: (operator, value, placeholders) =>
      (operator === '_contains' ? `${value.sql} like '%' || ${placeholders[0]} || '%'` : whole.compare(operator, value, placeholders)),
  }, 'compares with _contains'],
  'NULL meets a negated comparison': [{
    compare: (operator, value, placeholders) => whole.compare(operator, value, placeholders).replace(/^(.+) <> (.+)$/, '$1 is not $2'),
  }, 'compares with _neq'],
  'decimals are doubles': [{
    json: (value, representation) => (value.type === 'decimal' ? value.sql : whole.json(value, representation)),
  }, 'mirrors decimal(10,3) as decimal'],
  'moments compare as they are stored': [{
    compare: (operator, value, placeholders) =>
      whole.compare(operator, value.type === 'timestamp' ? { ...value, type: 'text' } : value, placeholders),
  }, 'compares with _eq'],
  'months count from 0': [{
    function: (name, argument) => (name === 'month' ? `${whole.function(name, argument)} - 1` : whole.function(name, argument)),
  }, 'computes month()'],
  'a sum is a double': [{
    aggregate: (name, argument) =>
      (name === 'sum' ? { sql: `total(${argument!.sql})`, type: 'float', field: null } : whole.aggregate(name, argument)),
  }, 'aggregates with sum'],
  'a nested list has no order': [{ array: (item, order, page) => whole.array(item, order && `${order} desc`, page) }, 'reads through a junction'],
  'a key is not encoded': [{ key: (parts) => parts.map(({ sql }) => sql).join(" || '-' || ") }, 'reads a composite key as text'],
};

const suiteOf = (wrong: Partial<Syntax>): DialectSuiteOptions => ({
  title: 'a broken one',
  open: async () => {
    const database = await createDatabase('sqlite');
    return { url: database.url.replace('sqlite:', 'broken:'), drop: () => database.drop(), plugin: brokenDialect(wrong) };
  },
  types: declaredTypes.sqlite,
});

describe('the dialect suite', () => {
  it('passes on a plugin that somebody else could have made', async () => {
    expect(await failuresOf(suiteOf({}))).to.deep.equal([]);
  });

  it('passes on a database in memory', async () => {
    expect(await failuresOf({ ...suiteOf({}), open: async () => ({ url: ':memory:' }) })).to.deep.equal([]);
  });

  for (const [what, [wrong, noticed]] of Object.entries(breakages)) {
    it(`notices when ${what}`, async () => {
      const failed = await failuresOf(suiteOf(wrong));
      expect(failed.filter((title) => title.startsWith(noticed)), failed.join('\n')).not.to.be.empty;
    });
  }
});
