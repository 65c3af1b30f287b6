import { expect } from 'chai';
import type { Row } from '../../../core/dialect/dialect.js';
import type { Field, TableName } from '../../../core/schema/schema.js';
import type { Bound } from '../../../plugins/dialect-mssql/bind.js';
import { outputStatements } from '../../../plugins/dialect-mssql/output.js';

const field = (name: string, given: Partial<Field> = {}): Field => ({
  name, column: name, type: 'integer', elementType: null, sqlType: 'int', nullable: true, default: null, generated: null, filled: false, values: null, length: null,
  precision: null, scale: null, comment: null, concealed: false, ...given,
});
const id = field('id', { generated: 'identity' });
const title = field('title', { type: 'string', sqlType: 'nvarchar(50)', length: 50 });
const price = field('price', { type: 'decimal', sqlType: 'decimal(10,2)', precision: 10, scale: 2 });
const books: TableName = { schema: 'dbo', name: 'books' };

/** The statements that are run, and the values that are bound. */
function recorded(keyOfTriggered: readonly string[] | null = null, answers: readonly Row[] = []) {
  const sql: string[] = [];
  const values: unknown[][] = [];
  const statements = outputStatements(async (text, bound) => {
    sql.push(text);
    values.push((bound as readonly Bound[]).map(({ value }) => value));
    return answers;
  }, { keyOfTriggered: () => keyOfTriggered });
  return { sql, values, statements };
}

const before = 'set nocount on; declare @written table ([:n] int identity primary key, [:noted] bit, [id] int); begin try ';
const json = `concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), [id]), N'null'), N'}')`;

/** A row whose values begin with a placeholder. */
const insert = (n: number): string =>
  `insert into [dbo].[books] ([title], [price]) output inserted.[id] into @written ([id]) values (@p${n}, convert(decimal(38,2), @p${n + 1}))`;

describe('writes to SQL Server', () => {
  it('insert each row by a statement of its own, in one batch, and answer in their order', async () => {
    const { sql, values, statements } = recorded(null, [['{"id":1}'], ['{"id":2}']]);
    const written = await statements.insert({ table: books, fields: [title, price], rows: [['a', '1.50'], ['b', null]] }, [id]);
    expect(written.map((row) => Object.fromEntries(row))).to.deep.equal([{ id: 1 }, { id: 2 }]);
    expect(sql).to.deep.equal([
      `${before}${insert(1)}; ${insert(3)}; end try begin catch throw; end catch; select ${json} from @written as w order by w.[:n]`,
    ]);
    expect(values).to.deep.equal([['a', '1.50', 'b', null]]);
  });

  it('insert rows that are all defaults', async () => {
    const { sql, statements } = recorded();
    await statements.insert({ table: books, fields: [], rows: [[], []] }, [id]);
    const insert = 'insert into [dbo].[books] output inserted.[id] into @written ([id]) default values';
    expect(sql[0]).to.contain(`begin try ${insert}; ${insert}; end try`);
  });

  it('allow a value for an identity, and take that back whether it fails or not', async () => {
    const { sql, statements } = recorded();
    await statements.insert({ table: books, fields: [id], rows: [[7n]] }, [id]);
    expect(sql[0]).to.contain('begin try set identity_insert [dbo].[books] on; insert into').and.to.contain(
      'values (@p1); set identity_insert [dbo].[books] off; end try begin catch set identity_insert [dbo].[books] off; throw; end catch;');
  });

  it('read rows again that a trigger may have changed', async () => {
    const { sql, statements } = recorded(['id']);
    await statements.insert({ table: books, fields: [title], rows: [['a']] }, [id, title]);
    expect(sql[0]).to.contain('from (select t.*, n.[:n] from @written as n join [dbo].[books] as t on t.[id] = n.[id]) as w order by w.[:n]');
  });

  it('keep to the parameters that a statement takes', async () => {
    const { values, statements } = recorded();
    const fields = Array.from({ length: 30 }, (_, index) => field(`c${index}`));
    await statements.insert({ table: books, fields, rows: Array.from({ length: 150 }, () => fields.map(() => 1n)) }, [id]);
    expect(values.map((each) => each.length)).to.deep.equal([1980, 1980, 540]);
  });

  it('update and delete what they find, and answer what was there', async () => {
    const { sql, values, statements } = recorded();
    const rows = { table: books, fields: [id], tuples: [[1n], [2n]] };
    await statements.update(rows, [title], ['x'], [id]);
    await statements.delete({ ...rows, tuples: [[3n]] }, [id]);
    expect(sql[0]).to.contain('begin try update [dbo].[books] set [title] = @p1 output inserted.[id] into @written ([id]) '
      + "where [id] in (select v from openjson(@p2) with (v bigint '$')); end try");
    expect(sql[1]).to.contain('begin try delete from [dbo].[books] output deleted.[id] into @written ([id]) where [id] = @p1; end try');
    expect(values).to.deep.equal([['x', '["1","2"]'], [3n]]);
  });

  it('tell how many rows there were where nothing is to be answered', async () => {
    const { sql, statements } = recorded();
    await statements.insert({ table: books, fields: [title], rows: [['a']] }, []);
    expect(sql[0]).to.contain("output 1 into @written ([:noted]) values (@p1)").and.to.contain("select convert(nvarchar(max), N'{}') from @written as w");
  });

  it('lock the rows that they look up', async () => {
    const { sql, statements } = recorded();
    const rows = { table: books, fields: [id, title], tuples: [[1n, 'a'], [2n, 'b']] };
    await statements.select(rows, [id], true);
    await statements.select({ ...rows, fields: [id], tuples: [[1n]] }, [id], false);
    expect(sql[0]).to.match(/ from \[dbo\]\.\[books\] with \(updlock, rowlock\) where \(\[id\] = @p1 and .+\) or \(\[id\] = @p3 and /);
    expect(sql[1]).to.equal(`select ${json} from [dbo].[books] where [id] = @p1`);
  });
});
