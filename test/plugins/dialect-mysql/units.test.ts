import { expect } from 'chai';
import { ApiError } from '../../../core/errors/api-error.js';
import { SchemaChangedError } from '../../../core/errors/schema-changed-error.js';
import { listedValues } from '../../../plugins/dialect-mysql/checks.js';
import { isConflict, mapError } from '../../../plugins/dialect-mysql/errors.js';
import { bound, mark, markList, within, writtenOut } from '../../../plugins/dialect-mysql/placeholders.js';
import { parseServer } from '../../../plugins/dialect-mysql/server.js';
import { columnType } from '../../../plugins/dialect-mysql/types.js';

describe('placeholders of MySQL', () => {
  it('take values in the order in which they stand, each as often as it stands there', () => {
    expect(bound(`${mark(2)} ${mark(1)} ${mark(2)}`, ['a', 'b'])).to.deep.equal({ sql: '? ? ?', values: ['b', 'a', 'b'] });
    expect(bound('select 1', [])).to.deep.equal({ sql: 'select 1', values: [] });
  });

  it('are as many as a list has values, in numbers that recur', () => {
    const sql = `x in (${markList(1, 'cast(', ' as signed)')})`;
    expect(bound(sql, [['1']])).to.deep.equal({ sql: 'x in (cast(? as signed))', values: ['1'] });
    expect(bound(sql, [['1', '2', '3']]).values).to.deep.equal(['1', '2', '3', '3']);
    expect(bound(sql, [[]])).to.deep.equal({ sql: 'x in (select null from dual where 1 = 0)', values: [] });
    expect(bound(within(markList(1), 'lower(', ')'), [['a', 'b']]).sql).to.equal('lower(?), lower(?)');
    expect(within(mark(1), 'lower(', ')')).to.equal(`lower(${mark(1)})`);
  });

  it('are written out where an aggregate takes none, and only whole numbers so', () => {
    expect(bound(writtenOut(` limit ${mark(1)}`), ['20'])).to.deep.equal({ sql: ' limit 20', values: [] });
    for (const value of ['1; drop table x', '-1', '1.5', '', null]) expect(() => bound(writtenOut(mark(1)), [value])).to.throw('no whole number');
  });
});

describe('checks of MySQL', () => {
  it('list texts as both servers print them', () => {
    expect(listedValues("`status` in ('draft','it''s','done)')")).to.deep.equal({ column: 'status', values: ['draft', "it's", 'done)'] });
    expect(listedValues("(`status` in (_utf8mb4\\'draft\\',_utf8mb4\\'done\\'))")).to.deep.equal({ column: 'status', values: ['draft', 'done'] });
    expect(listedValues("`a` is null or `a` in ('x')")).to.deep.equal({ column: 'a', values: ['x'] });
    expect(listedValues("`a``b` = 'x'")).to.deep.equal({ column: 'a`b', values: ['x'] });
    for (const clause of ["`a` in (1,2)", "`a` in ('x') or length(`a`) > 5", "`a` in ('x') and `b` in ('y')", '`a` > 0', 'json_valid(`a`)']) {
      expect(listedValues(clause), clause).to.equal(null);
    }
  });
});

describe('versions of MySQL', () => {
  it('are told apart, and refused where they are too old', () => {
    expect(parseServer('10.11.19-MariaDB-0+deb12u1')).to.deep.equal({ description: 'MariaDB 10.11.19', isMariaDb: true, version: [10, 11, 19] });
    expect(parseServer('5.5.5-10.6.12-MariaDB-log')).to.include({ description: 'MariaDB 10.6.12' });
    expect(parseServer('8.0.36')).to.include({ description: 'MySQL 8.0.36', isMariaDb: false });
    expect(parseServer('9.1.0-commercial')).to.include({ isMariaDb: false });
    for (const old of ['5.7.44-log', '8.0.16', '10.5.29-MariaDB']) expect(() => parseServer(old), old).to.throw('is too old');
  });
});

const typeOf = (declared: string) => columnType({ columnType: declared, length: 20, precision: 10, scale: 2 });

describe('types of MySQL', () => {
  it('lose the display widths of integers, and keep the values of enums as they are', () => {
    expect(typeOf('int(11) unsigned')).to.include({ type: 'integer', sqlType: 'int unsigned' });
    expect(typeOf('tinyint(1)')).to.include({ type: 'boolean', sqlType: 'tinyint(1)' });
    expect(typeOf('tinyint(4)')).to.include({ type: 'integer', sqlType: 'tinyint' });
    expect(typeOf("enum('A','it''s','b,c')")).to.deep.include({ type: 'string', values: ['A', "it's", 'b,c'] });
    expect(typeOf('decimal(10,2)')).to.include({ precision: 10, scale: 2, length: null });
    expect(typeOf('point')).to.include({ type: 'unknown', length: null });
  });
});

const failed = (errno: number, sqlMessage: string, sql = 'insert into `shop`.`books` (`id`) values (?)'): Error =>
  Object.assign(new Error(`${sql} - ${sqlMessage}`), { errno, sqlMessage, sql });

describe('errors of MySQL', () => {
  const constraints = {
    keys: new Map([['books', new Map([['PRIMARY', ['id']], ['title', ['title', 'author_id']]])]]),
    foreignKeys: new Map([['shop.books_author', ['author_id']]]),
  };
  const told = (error: Error): unknown => {
    const mapped = mapError(error, constraints);
    return mapped && [mapped.code, mapped.details.collection, mapped.details.field];
  };

  it('name the table and the fields, as far as the catalog has them', () => {
    expect(told(failed(1062, "Duplicate entry '1' for key 'PRIMARY'"))).to.deep.equal(['RECORD_NOT_UNIQUE', 'books', 'id']);
    expect(told(failed(1062, "Duplicate entry 'a' for key 'b' for key 'books.title'"))).to.deep.equal(['RECORD_NOT_UNIQUE', 'books', 'title, author_id']);
    expect(told(failed(1452, 'Cannot add or update a child row: a foreign key constraint fails (`shop`.`books`, CONSTRAINT `books_author` FOREIGN KEY '
      + '(`author_id`) REFERENCES `authors` (`id`))'))).to.deep.equal(['INVALID_FOREIGN_KEY', 'books', 'author_id']);
    expect(told(failed(1048, "Column 'title' cannot be null", 'update `books` set `title` = ?'))).to.deep.equal(['NOT_NULL_VIOLATION', 'books', 'title']);
    expect(told(failed(1406, "Data too long for column 'title' at row 1"))).to.deep.equal(['VALUE_TOO_LONG', 'books', 'title']);
    expect(told(failed(4025, 'CONSTRAINT `books.pages` failed for `shop`.`books`'))).to.deep.equal(['FAILED_VALIDATION', 'books', undefined]);
    expect(told(failed(1062, "Duplicate entry '1' for key 'x'", 'insert into `others` values (1)'))).to.deep.equal(['RECORD_NOT_UNIQUE', undefined, undefined]);
  });

  it('never hold the words of the server', () => {
    const mapped = mapError(failed(1062, "Duplicate entry 'secret' for key 'PRIMARY'"), constraints);
    expect(JSON.stringify(mapped?.details)).to.not.match(/secret|Duplicate|insert/);
  });

  it('are told apart from bugs, and from what may succeed when it is tried again', () => {
    expect(mapError(failed(1054, "Unknown column 'x' in 'field list'"), constraints)).to.be.instanceOf(SchemaChangedError);
    expect(told(failed(1064, 'You have an error in your SQL syntax'))).to.equal(null);
    expect(told(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }))).to.deep.include('SERVICE_UNAVAILABLE');
    expect(told(Object.assign(new Error('Connection lost: The server closed the connection.'), { code: 'PROTOCOL_CONNECTION_LOST' })))
      .to.deep.include('SERVICE_UNAVAILABLE');
    expect(isConflict(failed(1213, 'Deadlock found'))).to.equal(true);
    expect(isConflict(failed(1205, 'Lock wait timeout exceeded'))).to.equal(false);
    const error = new ApiError('FORBIDDEN');
    expect(mapError(error, constraints)).to.equal(error);
  });
});
