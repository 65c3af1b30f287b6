import { expect } from 'chai';
import { ApiError } from '../../../core/errors/api-error.js';
import { SchemaChangedError } from '../../../core/errors/schema-changed-error.js';
import { indexName, isConflict, mapError, type Constraint } from '../../../plugins/dialect-mssql/errors.js';

const constraints = new Map<string, Constraint>([
  [indexName('dbo.books', 'ix_code'), { table: 'books', kind: 'unique', columns: ['code', 'shop id'] }],
  [indexName('dbo.pens', 'ix_code'), { table: 'pens', kind: 'unique', columns: ['pen code'] }],
  [indexName('dbo.books', 'PK__books__1'), { table: 'books', kind: 'unique', columns: ['id'] }],
  ['FK_books_author', { table: 'books', kind: 'foreign key', columns: ['author_id'] }],
  ['CK_books_pages', { table: 'books', kind: 'check', columns: [] }],
]);

/** An error as the driver makes it. */
const failure = (number: number, message: string): Error => Object.assign(new Error(message), { code: 'EREQUEST', number, class: 16 });

const told = (error: unknown) => {
  const mapped = mapError(error, constraints);
  return mapped && { code: mapped.code, collection: mapped.details.collection, field: mapped.details.field };
};

/** What the server says of a foreign key or a check. */
const conflict = (what: string, name: string) => failure(
  547, `The INSERT statement conflicted with the ${what} constraint "${name}". The conflict occurred in database "shop", table "dbo.authors", column 'id'.`);

describe('an error of SQL Server', () => {
  it('names the table and fields of what is not unique, whichever table has an index of that name', () => {
    const duplicate = (table: string, value: string) => failure(
      2601, `Cannot insert duplicate key row in object 'dbo.${table}' with unique index 'ix_code'. The duplicate key value is (${value}).`);
    expect(told(duplicate('books', "x, 'dbo.pens'"))).to.deep.equal({ code: 'RECORD_NOT_UNIQUE', collection: 'books', field: 'code, shop id' });
    expect(told(duplicate('pens', "'PK__books__1'"))).to.deep.equal({ code: 'RECORD_NOT_UNIQUE', collection: 'pens', field: 'pen code' });
    expect(told(failure(2627, "Violation of PRIMARY KEY constraint 'PK__books__1'. Cannot insert duplicate key in object 'dbo.books'. The duplicate key value is (1).")))
      .to.deep.equal({ code: 'RECORD_NOT_UNIQUE', collection: 'books', field: 'id' });
    expect(told(duplicate('others', '1'))).to.deep.equal({ code: 'RECORD_NOT_UNIQUE', collection: undefined, field: undefined });
  });

  it('tells foreign keys, in both of their directions, from checks', () => {
    expect(told(conflict('FOREIGN KEY', 'FK_books_author'))).to.deep.equal({ code: 'INVALID_FOREIGN_KEY', collection: 'books', field: 'author_id' });
    expect(told(conflict('REFERENCE', 'FK_books_author'))).to.deep.equal({ code: 'INVALID_FOREIGN_KEY', collection: undefined, field: undefined });
    expect(told(conflict('CHECK', 'CK_books_pages'))).to.deep.equal({ code: 'FAILED_VALIDATION', collection: 'books', field: undefined });
    expect(told(conflict('CHECK', 'CK_unknown'))).to.deep.equal({ code: 'FAILED_VALIDATION', collection: undefined, field: undefined });
  });

  it('names what is missing and what is too long', () => {
    expect(told(failure(515, "Cannot insert the value NULL into column 'a.b', table 'shop.dbo.odd.table'; column does not allow nulls. INSERT fails.")))
      .to.deep.equal({ code: 'NOT_NULL_VIOLATION', collection: 'odd.table', field: 'a.b' });
    expect(told(failure(2628, "String or binary data would be truncated in table 'shop.dbo.books', column 'title'. Truncated value: 'secret'.")))
      .to.deep.equal({ code: 'VALUE_TOO_LONG', collection: 'books', field: 'title' });
    expect(told(failure(8152, 'String or binary data would be truncated.'))?.code).to.equal('VALUE_TOO_LONG');
  });

  it('has a code for each kind', () => {
    const codes: Readonly<Record<string, readonly number[]>> = {
      VALUE_OUT_OF_RANGE: [8115, 220, 8134], INVALID_QUERY: [241, 245, 8114, 8169, 8632], FORBIDDEN: [229, 230],
      FAILED_VALIDATION: [271, 544, 8102, 3609, 50_000, 51_234], SERVICE_UNAVAILABLE: [1205, 1222, 3960, 3906, 4060, 18_456, 40_613, 701, 9002],
    };
    for (const [code, numbers] of Object.entries(codes)) for (const number of numbers) expect(told(failure(number, 'x'))?.code, `${number}`).to.equal(code);
  });

  it('is a connection that was lost, by the driver\'s codes', () => {
    for (const code of ['ETIMEOUT', 'ESOCKET', 'ECONNCLOSED', 'ELOGIN']) {
      expect(mapError(Object.assign(new Error('lost'), { code }), constraints)?.code).to.equal('SERVICE_UNAVAILABLE');
    }
    expect(mapError(Object.assign(new Error('no connection'), { name: 'KnexTimeoutError' }), constraints)?.code).to.equal('SERVICE_UNAVAILABLE');
  });

  it('is the first of several', () => {
    expect(told(new AggregateError([failure(2628, 'x'), failure(3930, 'y')]))?.code).to.equal('VALUE_TOO_LONG');
  });

  it('never holds the server\'s words or values', () => {
    const mapped = mapError(failure(2627, "Violation of UNIQUE KEY constraint 'x'. The duplicate key value is (secret)."), constraints);
    expect(JSON.stringify(mapped?.details)).to.not.match(/Violation|secret/);
  });

  it('is a bug of ours where it is nothing of these', () => {
    for (const error of [failure(102, 'Incorrect syntax'), new TypeError('x'), 'x', null, new AggregateError([])]) {
      expect(mapError(error, constraints)).to.equal(null);
    }
    const own = new ApiError('FORBIDDEN');
    expect(mapError(own, constraints)).to.equal(own);
  });

  it('has the mirror read again where a table or column is not there', () => {
    for (const number of [207, 208]) expect(mapError(failure(number, "Invalid column name 'x'."), constraints)).to.be.instanceOf(SchemaChangedError);
  });

  it('is a conflict where the transaction may succeed when it is run again', () => {
    expect([1205, 3960, 1222, 2627].map((number) => isConflict(failure(number, 'x')))).to.deep.equal([true, true, false, false]);
    expect(isConflict(new AggregateError([failure(1205, 'x')]))).to.equal(true);
    expect(isConflict(undefined)).to.equal(false);
  });
});
