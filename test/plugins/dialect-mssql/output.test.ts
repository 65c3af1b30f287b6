import { expect } from 'chai';
import type { Row } from '../../../core/dialect/dialect.js';
import type { Field, TableName } from '../../../core/schema/schema.js';
import type { Bound } from '../../../plugins/dialect-mssql/bind.js';
import { outputStatements } from '../../../plugins/dialect-mssql/output.js';
import { noFacts, type TableFacts } from '../../../plugins/dialect-mssql/table-facts.js';

const field = (name: string, given: Partial<Field> = {}): Field => ({
  name, column: name, type: 'integer', elementType: null, sqlType: 'int', nullable: true, default: null, generated: null, filled: false, values: null, length: null,
  precision: null, scale: null, comment: null, concealed: false, ...given,
});
const id = field('id', { generated: 'identity' });
const title = field('title', { type: 'string', sqlType: 'nvarchar(50)', length: 50 });
const price = field('price', { type: 'decimal', sqlType: 'decimal(10,2)', precision: 10, scale: 2 });
const books: TableName = { schema: 'dbo', name: 'books' };

/** The statements that are run, and the values that are bound. */
function recorded(facts: Partial<TableFacts> = {}, answers: readonly Row[] = []) {
  const sql: string[] = [];
  const values: unknown[][] = [];
  const statements = outputStatements(async (text, bound) => {
    sql.push(text);
    values.push((bound as readonly Bound[]).map(({ value }) => value));
    return answers;
  }, () => ({ ...noFacts, ...facts }));
  return { sql, values, statements };
}

const before = 'set nocount on; declare @written table ([:n] int identity primary key, [:noted] bit, [id] int); begin try ';
const json = `concat(convert(nvarchar(max), N'{"id":'), isnull(convert(nvarchar(20), [id]), N'null'), N'}')`;

/** A row whose values begin with a placeholder. */
const insert = (n: number): string =>
  `insert into [dbo].[books] ([title], [price]) output inserted.[id] into @written ([id]) values (@p${n}, convert(decimal(38,2), @p${n + 1}))`;

describe('writes to SQL Server', () => {
  it('insert each row by a statement of its own, in one batch, where nothing else tells which of them is which', async () => {
    const { sql, values, statements } = recorded({}, [['{"id":1}'], ['{"id":2}']]);
    const written = await statements.insert({ table: books, fields: [title, price], rows: [['a', '1.50'], ['b', null]] }, [id]);
    expect(written.map((row) => Object.fromEntries(row))).to.deep.equal([{ id: 1 }, { id: 2 }]);
    expect(sql).to.deep.equal([
      `${before}${insert(1)}; ${insert(3)}; end try begin catch throw; end catch; select ${json} from @written as w order by w.[:n]`,
    ]);
    expect(values).to.deep.equal([['a', '1.50', 'b', null]]);
  });

  it('insert many rows in one statement, in the order of the identities that are counted up', async () => {
    const { sql, values, statements } = recorded({ key: ['id'], identity: 'id' }, [['{"id":1}'], ['{"id":2}']]);
    const written = await statements.insert({ table: books, fields: [title, price], rows: [['a', '1.50'], ['b', null]] }, [id]);
    expect(written.map((row) => Object.fromEntries(row))).to.deep.equal([{ id: 1 }, { id: 2 }]);
    expect(sql).to.deep.equal([
      'set nocount on; declare @written table ([:n] decimal(38,0), [:noted] bit, [id] int); begin try insert into [dbo].[books] ([title], [price]) '
      + 'output inserted.[id], inserted.[id] into @written ([:n], [id]) select r.[1], convert(decimal(38,2), r.[2]) '
      + "from openjson(@p1) with ([:n] int '$[0]', [1] nvarchar(4000) '$[1]', [2] nvarchar(4000) '$[2]') as r order by r.[:n]; "
      + `end try begin catch throw; end catch; select ${json} from @written as w order by isnull(sign(ident_incr(N'[dbo].[books]')), 1) * w.[:n]`,
    ]);
    expect(values).to.deep.equal([['[[0,"a","1.50"],[1,"b",null]]']]);
  });

  it('insert many rows in one statement, and find them by the keys that they bring along', async () => {
    const { sql, values, statements } = recorded({ key: ['id', 'title'], identity: 'id', collations: new Map([['title', 'Greek_CI_AS']]) });
    await statements.insert({ table: books, fields: [id, title], rows: [[7n, 'a'], [8n, 'b']] }, [id]);
    const rows = "openjson(@p1) with ([:n] int '$[0]', [1] bigint '$[1]', [2] nvarchar(4000) '$[2]') as r";
    expect(sql).to.deep.equal([
      `set nocount on; begin try set identity_insert [dbo].[books] on; insert into [dbo].[books] ([id], [title]) select r.[1], r.[2] from ${rows}; `
      + 'set identity_insert [dbo].[books] off; end try begin catch set identity_insert [dbo].[books] off; throw; end catch; '
      + `select ${json} from (select t.*, r.[:n] from ${rows} join [dbo].[books] as t `
      + 'on t.[id] = convert(int, r.[1]) and t.[title] = convert(nvarchar(50), r.[2] collate Greek_CI_AS)) as w order by w.[:n]',
    ]);
    expect(values).to.deep.equal([['[[0,"7","a"],[1,"8","b"]]']]);
  });

  it('bind every value of many rows without loss', async () => {
    const { sql, values, statements } = recorded({ identity: 'id' });
    const fields = [
      field('b', { type: 'bigInteger' }), field('f', { type: 'float' }), field('y', { type: 'boolean' }), field('m', { type: 'dateTime' }),
      field('x', { type: 'binary' }), field('t', { type: 'text' }), field('s', { type: 'string', length: 2001 }), field('u', { type: 'unknown', sqlType: 'xml' }),
    ];
    const row = [9223372036854775807n, 0.1, true, '2016-05-10T08:30:00.1234567', Buffer.from([0, 255]), 'é😀"', '', '<a/>'];
    await statements.insert({ table: books, fields, rows: [row, fields.map(() => null)] }, []);
    expect(values).to.deep.equal([[
      '[[0,"9223372036854775807","1.0000000000000001e-1",1,"2016-05-10T08:30:00.1234567","AP8=","é😀\\"","","<a/>"],[1,null,null,null,null,null,null,null,null]]',
    ]]);
    expect(sql[0]).to.contain('select r.[1], convert(float, r.[2]), r.[3], convert(datetime2(7), r.[4]), r.[5], r.[6], r.[7], convert(xml, r.[8]) from')
      .and.to.contain("[1] bigint '$[1]'").and.to.contain("[3] bit '$[3]'").and.to.contain("[5] varbinary(max) '$[5]'")
      .and.to.contain("[6] nvarchar(max) '$[6]', [7] nvarchar(max) '$[7]'");
  });

  it('insert a thousand rows at a time', async () => {
    const { sql, values, statements } = recorded({ identity: 'id' });
    await statements.insert({ table: books, fields: [title], rows: Array.from({ length: 2500 }, () => ['a']) }, [id]);
    expect(new Set(sql)).to.have.property('size', 1);
    expect(values.map(([text]) => (JSON.parse(String(text)) as unknown[]).length)).to.deep.equal([1000, 1000, 500]);
  });

  it('note texts in the collation of their column', async () => {
    const { sql, statements } = recorded({ key: ['title'], isTriggered: true, collations: new Map([['title', 'Greek_CI_AS']]) });
    await statements.insert({ table: books, fields: [title], rows: [['a'], ['b']] }, [title]);
    expect(sql[0]).to.contain('[title] nvarchar(50) collate Greek_CI_AS').and.to.contain('on t.[title] = n.[title] collate Greek_CI_AS');
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
    const { sql, statements } = recorded({ key: ['id'], isTriggered: true, identity: 'id' });
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
