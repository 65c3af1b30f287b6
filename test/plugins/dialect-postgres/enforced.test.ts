import { expect } from 'chai';
import { isPostgres } from '../../../plugins/dialect-postgres/introspect.js';
import { createDatabase, type TestDatabase } from '../../support/databases.js';
import { openDatabase } from '../../support/open-database.js';

const script = `
  create extension citext; create domain email as citext;
  create collation caseless (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
  create table numbers (id int primary key); create table texts (id varchar(10) primary key); create table padded (id bpchar primary key);
  create table mails (id email primary key); create table words (id text collate caseless primary key); create table guarded (id int primary key);
  create table parts (id int primary key) partition by range (id); create table fed (id int primary key);
  alter table guarded enable row level security;

  create table valid (a int references numbers, b varchar(10) references texts, c int references fed);
  create table unvalidated (a int); alter table unvalidated add foreign key (a) references numbers not valid;
  create table unheeded (a int references numbers); alter table unheeded disable trigger all;
  create table inherited (a int references numbers); create table heir () inherits (inherited);
  create table loose (a bpchar references padded, b email references mails, c text collate caseless references words);
  create table apart (a int references guarded, b int references parts);
  create role passer login password 'passer' nosuperuser; grant select on all tables in schema public to passer;`;

describe('What the catalog of PostgreSQL vouches for', () => {
  let test: TestDatabase;

  before(async () => {
    test = await createDatabase('postgres', script);
  });
  after(async () => {
    await test.run('drop owned by passer; drop role passer');
    await test.drop();
  });

  async function enforced(login: string): Promise<Record<string, unknown>> {
    const database = await openDatabase(test.url.replace('postgres:postgres@', `${login}:${login}@`));
    try {
      const { tables } = await database.introspect();
      return Object.fromEntries(tables.flatMap(({ name, foreignKeys }) =>
        foreignKeys.map(({ columns, isEnforced }) => [`${name}.${columns.join('+')}`, isEnforced])));
    } finally {
      await database.close();
    }
  }

  const expected = {
    'valid.a': true, 'valid.b': true, 'valid.c': true, 'apart.a': true,
    'unvalidated.a': false, 'unheeded.a': false, 'inherited.a': false, 'loose.a': false, 'loose.b': false, 'loose.c': false, 'apart.b': false,
  };

  it('are foreign keys that hold for every row and whose equal values are the same', async () => {
    expect(await enforced('postgres')).to.deep.equal(expected);
  });

  it('are none to tables of which policies hide rows from the login', async () => {
    expect(await enforced('passer')).to.deep.equal({ ...expected, 'apart.a': false });
  });

  it('are none to tables that are filled by replication', async () => {
    await test.run(`create subscription feed connection 'dbname=nowhere' publication feed with (connect = false, slot_name = none);
      insert into pg_subscription_rel select oid, 'fed'::regclass, 'i', null from pg_subscription where subname = 'feed'`);
    expect(await enforced('postgres')).to.deep.equal({ ...expected, 'valid.c': false });
    await test.run('drop subscription feed');
  });

  it('is believed where the server is PostgreSQL itself', () => {
    expect([
      'PostgreSQL 15.18 (Debian 15.18-0+deb12u1) on x86_64-pc-linux-gnu, compiled by gcc', 'PostgreSQL 19beta1 on x86_64-pc-linux-gnu',
    ].map(isPostgres)).to.deep.equal([true, true]);
    expect([
      'PostgreSQL 15.2-YB-2.25.0.0-b0 on x86_64-pc-linux-gnu', 'CockroachDB CCL v25.1.0 (x86_64-pc-linux-gnu)',
    ].map(isPostgres)).to.deep.equal([false, false]);
  });
});
