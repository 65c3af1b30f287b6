import { expect } from 'chai';
import { array, assert, asyncProperty, option, string } from 'fast-check';
import type { Database } from '../../../core/dialect/dialect.js';
import { createDatabase, type TestDatabase } from '../../support/databases.js';
import { openDatabase } from '../../support/open-database.js';

describe('A value bound by PostgreSQL', () => {
  let test: TestDatabase;
  let database: Database;

  before(async () => {
    test = await createDatabase('postgres');
    database = await openDatabase(test.url, { poolSize: 1 });
  });
  after(async () => {
    await database.close();
    await test.drop();
  });

  const bind = async (sql: string, value: unknown): Promise<unknown> => {
    const [row] = await database.read({ sql, parameters: [{ slot: 0, encode: (given) => given }], answers: 'rows' }, [value]);
    return JSON.parse(row?.[0] ?? 'null');
  };
  // No text of PostgreSQL can hold the character 0.
  const text = string({ unit: 'binary' }).map((value) => value.replaceAll('\0', ''));

  it('arrives as it was: any text', async () => {
    await assert(asyncProperty(text, async (value) => {
      expect(await bind('select to_json($1::text)::text', value)).to.equal(value);
    }), { numRuns: 50 });
    for (const value of ['', 'null', 'NULL', '{}', '\\', "'", '"', '%s', '$1', '\u2028']) {
      expect(await bind('select to_json($1::text)::text', value)).to.equal(value);
    }
  });

  it('arrives as it was: any list of texts', async () => {
    await assert(asyncProperty(array(option(text)), async (value) => {
      expect(await bind('select to_json($1::text[])::text', value)).to.deep.equal(value);
    }), { numRuns: 50 });
    for (const value of [[], [''], ['null', 'NULL', null], ['a,b', '{c}', '"', '\\', ' ']]) {
      expect(await bind('select to_json($1::text[])::text', value)).to.deep.equal(value);
    }
  });

  it('arrives as it was: numbers, booleans, NULL', async () => {
    expect(await bind('select to_json($1::bigint::text)::text', 9223372036854775807n)).to.equal('9223372036854775807');
    expect(await bind('select to_json($1::numeric[])::text', [1, 2.5, '3'])).to.deep.equal([1, 2.5, 3]);
    expect(await bind('select to_json($1::boolean[])::text', [true, false])).to.deep.equal([true, false]);
    expect(await bind('select to_json($1::text is null)::text', null)).to.equal(true);
  });
});
