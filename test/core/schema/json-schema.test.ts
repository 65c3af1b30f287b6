import { Ajv } from 'ajv';
import { expect } from 'chai';
import type { CatalogColumn } from '../../../core/schema/catalog.js';
import { jsonSchemaOf } from '../../../core/schema/json-schema.js';
import { mirrorDefaults } from '../../../core/schema/mirror-options.js';
import { buildSchema } from '../../../core/schema/snapshot.js';
import { catalog, column, id, table } from './catalogs.js';

function schemaOf(...columns: readonly CatalogColumn[]) {
  const collection = buildSchema(catalog(table('t', columns)), mirrorDefaults).schema.collections.get('t');
  if (collection === undefined) throw new Error('No collection.');
  return jsonSchemaOf(collection, new Map());
}

const accepts = (given: Partial<CatalogColumn>, value: unknown): boolean =>
  new Ajv({ allowUnionTypes: true }).compile(schemaOf(column('x', given)))({ x: value });

describe('The JSON Schema of a collection', () => {
  it('requires what the database neither makes nor may leave empty', () => {
    const schema = schemaOf(
      id(), column('a', { nullable: false }), column('b'), column('c', { nullable: false, default: '1' }),
      column('d', { nullable: false, generated: 'computed' }),
    );
    expect(schema.required).to.deep.equal(['a']);
    expect(schema.properties?.['d']).to.deep.include({ readOnly: true });
  });

  const right: readonly (readonly [Partial<CatalogColumn>, readonly unknown[]])[] = [
    [{ type: 'boolean' }, [true, false, 'true', 'false', 0, 1, null]],
    [{ type: 'integer' }, [1, -1, '42', null]],
    [{ type: 'bigInteger' }, [1, '9223372036854775807', '-5']],
    [{ type: 'decimal' }, [1.5, '1.50', '.5', '-1e3', 'NaN']],
    [{ type: 'float' }, [1.5, '1.5', 0]],
    [{ type: 'string', length: 3 }, ['abc', '😀😀😀', '']],
    [{ type: 'text' }, ['any']],
    [{ type: 'uuid' }, ['0188d0a2-7C1e-7000-8000-000000000000']],
    [{ type: 'date' }, ['2016-05-10']],
    [{ type: 'json' }, [{}, [], 1, 'a', true, null]],
    [{ type: 'array' }, [[], [1, null]]],
    [{ type: 'binary' }, ['AQI=', { type: 'Buffer', data: [1] }]],
    [{ type: 'string', values: ['a', 'b'] }, ['a', null]],
    [{ type: 'integer', values: ['1', '2'] }, [1, '2']],
  ];
  for (const [given, values] of right) {
    for (const value of values) it(`takes ${JSON.stringify(value)} for ${JSON.stringify(given)}`, () => expect(accepts(given, value)).to.equal(true));
  }

  const wrong: readonly (readonly [Partial<CatalogColumn>, readonly unknown[]])[] = [
    [{ type: 'boolean' }, ['yes', 2, {}]],
    [{ type: 'integer' }, [1.5, 'a', '1.5', '', true, [], {}]],
    [{ type: 'integer', nullable: false }, [null]],
    [{ type: 'decimal' }, ['', 'a', '1.2.3', true]],
    [{ type: 'string', length: 3 }, ['abcd', 1, {}]],
    [{ type: 'uuid' }, ['abc', 5]],
    [{ type: 'array' }, ['{1,2}', {}]],
    [{ type: 'string', values: ['a', 'b'] }, ['c', '']],
    [{ type: 'string', values: ['a'], nullable: false }, [null]],
    [{ type: 'integer', values: ['1'] }, [2, '2']],
  ];
  for (const [given, values] of wrong) {
    for (const value of values) it(`refuses ${JSON.stringify(value)} for ${JSON.stringify(given)}`, () => expect(accepts(given, value)).to.equal(false));
  }
});
