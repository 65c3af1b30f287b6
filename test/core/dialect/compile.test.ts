import { expect } from 'chai';
import type { View } from '../../../core/access/access.js';
import { authorise } from '../../../core/access/authorise.js';
import { compileRead } from '../../../core/dialect/compile.js';
import { planRead } from '../../../core/plan/read.js';
import { postgresSyntax } from '../../../plugins/dialect-postgres/syntax.js';
import { sqliteSyntax } from '../../../plugins/dialect-sqlite/syntax.js';
import { admin, limits, reader, shaped } from '../access/bookshop-views.js';

const compile = (view: View, collection: string, input: Record<string, unknown>, key: string | null = null) => {
  const plan = planRead(authorise(shaped(collection, input, key), view, limits));
  return { postgres: compileRead(plan, postgresSyntax), sqlite: compileRead(plan, sqliteSyntax) };
};

describe('a compiled read', () => {
  it('picks and cuts rows first, and builds JSON of what is left', () => {
    const { postgres, sqlite } = compile(admin, 'books', { fields: ['title', 'author_id.name'], sort: ['-title'], limit: 2, offset: 4 });
    expect(postgres.sql).to.equal('select to_json(coalesce(json_agg(t0_r), \'[]\'))::text '
      + 'from (select t0."title" as c0, t0."author_id" as c1, t0."title" as o0, t0."id" as o1 from "books" as t0 order by o0 desc, o1 limit 2 offset $1::int8) as t0 '
      + 'cross join lateral (select t0.c0 as "title", (select case when t1."id" is not null then (select r from (select t1."name" as "name") as r) end '
      + 'from "authors" as t1 where t1."id" = t0.c1 limit 1) as "author_id") as t0_r');
    expect(sqlite.sql).to.equal("select json_quote(json_group_array(json_object('title', case typeof(t0.c0) when 'blob' then jackfield_text(t0.c0) else t0.c0 end, "
      + "'author_id', case when t1.\"id\" is not null then json_object('name', case typeof(t1.\"name\") when 'blob' then jackfield_text(t1.\"name\") else t1.\"name\" end) end) "
      + 'order by t0.o0 desc, t0.o1)) '
      + 'from (select t0."title" as c0, t0."author_id" as c1, t0."title" as o0, t0."id" as o1 from "books" as t0 order by o0 desc, o1 limit 2 offset ?1) as t0 '
      + 'left join "authors" as t1 on t1."id" = t0.c1');
  });

  it('joins related rows to a long list, and looks them up from a short one', () => {
    const join = 'left join "authors" as t1 on t1."id" = t0.c0';
    const read = (limit: number) => compile(admin, 'books', { fields: ['author_id.name'], limit }).postgres.sql;
    expect(read(100)).to.contain('from "authors" as t1 where t1."id" = t0.c0 limit 1)').and.not.to.contain('join "authors"');
    expect(read(101)).to.contain(join);
    expect(compile(admin, 'books', { fields: ['author_id.name'], limit: 100 }).sqlite.sql).to.contain(join);
  });

  it('reads one item by its key without anything around it', () => {
    const { postgres } = compile(admin, 'book_tags', { fields: ['tag_id'] }, '1,2');
    expect(postgres.sql).to.equal('select to_json(t0_r)::text from "book_tags" as t0 cross join lateral (select t0."tag_id" as "tag_id") as t0_r '
      + 'where (t0."book_id" = $1::int8 and t0."tag_id" = $2::int8)');
  });

  it('ties a nested list to its parent by a sub-query', () => {
    const { postgres } = compile(admin, 'authors', { fields: ['books_by_author_id.id'], limit: 1, deep: { books_by_author_id: { _limit: 3 } } });
    expect(postgres.sql).to.contain('(select coalesce(json_agg(t1_r), \'[]\') '
      + 'from (select t1."id" as c0, t1."id" as o0 from "books" as t1 where t1."author_id" = t0.c0 order by o0 limit 3) as t1 '
      + 'cross join lateral (select t1.c0 as "id") as t1_r) as "books_by_author_id"');
  });

  it('looks for related items by EXISTS, and for missing ones by a left join', () => {
    const some = compile(admin, 'authors', { filter: { books_by_author_id: { title: 'x' } }, fields: ['id'] }).postgres.sql;
    expect(some).to.contain('exists (select 1 from "books" as t1 where t1."author_id" = t0."id" and t1."title" = $1)');
    const none = compile(admin, 'authors', { filter: { books_by_author_id: { id: { _null: true } } }, fields: ['id'] }).postgres.sql;
    expect(none).to.contain('exists (select 1 from (select 1 as one) as t1_one left join "books" as t1 on t1."author_id" = t0."id" where t1."id" is null)');
  });

  it('groups columns of a derived table', () => {
    const { postgres } = compile(admin, 'books', { groupBy: ['author_id'], aggregate: { count: '*', max: 'id' }, sort: ['-count'] });
    expect(postgres.sql).to.contain('from (select k0, count(*) as a1, max(t0.x2) as a2 from (select t0."author_id" as k0, t0."id" as x2 from "books" as t0) as t0 '
      + 'group by k0 order by a1 desc nulls first, k0 nulls last limit 100) as t0');
  });

  it('counts beside the items, in the same statement', () => {
    const { postgres } = compile(admin, 'books', { fields: ['id'], filter: { id: { _gt: 1 } }, meta: '*', limit: -1 });
    expect(postgres.sql).to.match(/^select l\.j, m\.m0, m\.m1 from \(select \(select count\(\*\) from "books" as t\d+\)::text as m0, /);
  });

  it('binds the names that a client chooses', () => {
    for (const { sql } of Object.values(compile(admin, 'books', { alias: { 'chosen name': 'title' }, fields: ['id', 'chosen name'] }))) expect(sql).not.to.contain('chosen');
  });

  it('puts the rows that may be seen into every place that reads them', () => {
    const visible = /"mentor_id" is not null/g;
    const input = {
      fields: ['author_id.name'], filter: { author_id: { name: 'x' } }, sort: ['author_id.name'], meta: '*',
    };
    for (const { sql } of Object.values(compile(reader, 'books', input))) {
      // The nested item; the join that filter and sort share; the filter again for the count.
      expect(sql.match(visible)).to.have.lengthOf(3);
    }
    for (const { sql } of Object.values(compile(reader, 'authors', { aggregate: { count: '*' } }))) expect(sql.match(visible)).to.have.lengthOf(1);
    for (const { sql } of Object.values(compile(reader, 'authors', { fields: ['id', 'authors.id', 'count(authors)'] }))) expect(sql.match(visible)).to.have.lengthOf(3);
    for (const { sql } of Object.values(compile(reader, 'authors', { filter: { authors: { _none: { name: 'x' } } }, fields: ['id'] }, null))) expect(sql.match(visible)).to.have.lengthOf(2);
  });

  it('writes every parameter once, however often it is used', () => {
    const { postgres, sqlite } = compile(admin, 'books', { search: 'x', meta: 'filter_count' });
    expect(postgres.parameters.length).to.equal(new Set(postgres.parameters.map(({ slot }) => slot)).size);
    expect(sqlite.parameters.length).to.equal(postgres.parameters.length);
  });
});
