import { expect } from 'chai';
import { listingChecks } from '../../../plugins/dialect-sqlite/checks.js';

const lists: readonly [sql: string, found: Record<string, readonly string[]>][] = [
  ["create table t (a text check (a in ('x', 'y')))", { a: ['x', 'y'] }],
  ["CREATE TABLE t(a TEXT CHECK(A IN('x')))", { a: ['x'] }],
  ["create table t (a text check ((((a) in ('x')))))", {}],
  ["create table t (a text check (((a in ('x')))))", { a: ['x'] }],
  ["create table t (a text, b text, check (a in ('x')), check (\"b\" in ('y')))", { a: ['x'], b: ['y'] }],
  ["create table t (a text check (a in ('it''s', 'a)b', '--c', '')))", { a: ["it's", 'a)b', '--c', ''] }],
  ["create table t (a text /* check (a in ('no')) */ check (a in ('x')) -- check (b in ('no'))\n)", { a: ['x'] }],
  ["create table t (a text check (a in ('x') or a is null))", { a: ['x'] }],
  ["create table t (a text check (a is null or a in ('x')))", { a: ['x'] }],
  ["create table t (a text, b text check (b is null or a in ('x')))", {}],
  ["create table t (a text check (a not in ('x')))", {}],
  ["create table t (a text check (a in ('x', null)))", {}],
  ["create table t (a text check (a in ('x') and a <> ''))", {}],
  ["create table t (a text check (a in (select 'x')))", {}],
  ["create table t (a text check (lower(a) in ('x')))", {}],
  ["create table t (a text check (a collate nocase in ('x')))", {}],
  ['create table t (a int check (a in (1, 2)))', {}],
  ["create table \"check\" (a text default 'check (a in (''no''))', \"check (a in ('no'))\" text)", {}],
  ["create table t (größe text check (größe in ('s', 'm')))", { größe: ['s', 'm'] }],
  ['create table t (a text check (a in (', {}],
  ['', {}],
];

describe('Checks in the text of a SQLite table', () => {
  for (const [sql, found] of lists) {
    it(`are read in: ${sql || '(nothing)'}`, () => {
      expect(Object.fromEntries(listingChecks(sql))).to.deep.equal(found);
    });
  }

  it('are read in time that grows with the length of the text', () => {
    const start = performance.now();
    listingChecks(`create table t (${'('.repeat(200_000)}`);
    listingChecks(`create table t (${"check ('".repeat(50_000)}`);
    expect(performance.now() - start).to.be.lessThan(5000);
  });
});
