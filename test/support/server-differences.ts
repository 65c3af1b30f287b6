import { askMssql, mssqlUrl } from './mssql-database.js';

/** Something that SQL Server does, and that others which speak its protocol may do in another way. */
interface Difference {
  /** What such a server does, for the line that says why tests are passed over. */
  readonly what: string;
  /** Gives 1 on SQL Server. */
  readonly probe: string;
  /** The titles of the tests that cannot be right on a server that gives anything else, or refuses it. */
  readonly tests: RegExp;
}

/** What any of the patterns matches. */
function anyOf(...patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map(({ source }) => source).join('|'));
}

const lowerCaseNames: Difference = {
  what: 'names are stored in lower case.',
  probe: "create table #Kept (I int); select case when name = 'I' collate Latin1_General_BIN2 then 1 end from tempdb.sys.columns "
    + "where object_id = object_id('tempdb..#Kept')",
  tests: /^names \(mssql\)/,
};

const differences: readonly Difference[] = [
  {
    what: 'STRING_ESCAPE loses empty texts and letters beyond ASCII.',
    probe: "select case when string_escape(N'\u00e9', N'json') = N'\u00e9' and string_escape(N'', N'json') = N'' then 1 else 0 end",
    tests: /mirrors nvarchar|stores a value of each type|of one part is its value|items of CSV, JSON and NDJSON|gives CSV with a column for each member/,
  },
  {
    what: 'CONVERT with the style 121 leaves out zeros, and the last digit of seven.',
    probe: `select case when convert(nvarchar(27), convert(datetime2(7), '2000-01-01'), 121) = '2000-01-01 00:00:00.0000000'
      and convert(nvarchar(16), convert(time(7), '00:00:00.0000001'), 121) = '00:00:00.0000001' then 1 else 0 end`,
    tests: /mirrors datetimeoffset|aggregates with min|reads values of every nested field|is given as text, or as what it says/,
  },
  {
    what: 'it has no collation for characters beyond 16 bits.',
    probe: "select unicode(substring(N'\ud83d\ude00' collate Latin1_General_100_CI_AS_SC, 1, 1)) / 128512",
    tests: /of several parts \(pairs\)|parts percent-encoded/,
  },
  {
    what: 'OUTPUT is refused where an item of default values is inserted.',
    probe: 'declare @w table (i int); declare @t table (i int default 1); insert into @t output inserted.i into @w default values; select i from @w',
    tests: /takes an empty body|answers 204 where the item has no key/,
  },
  {
    what: 'OUTPUT takes no constant.',
    probe: 'declare @w table (i int); declare @t table (i int); insert into @t (i) output 1 into @w values (2); select i from @w',
    tests: /of what cannot be changed is not there/,
  },
  {
    what: 'OPENJSON reads no bytes of Base64.',
    probe: "select case when v = 0x00ff then 1 end from openjson(N'[\"AP8=\"]') with (v varbinary(max) '$')",
    tests: /keeps every value of every type/,
  },
  {
    what: 'errors name no constraint as the catalog names it.',
    probe: `create table #refused (a int, constraint [only] unique (a)); begin try insert into #refused values (1); insert into #refused values (1); end try
      begin catch select case when error_message() like N'Violation of UNIQUE KEY constraint ''only''%' then 1 else 0 end end catch`,
    tests: anyOf(
      /names the table and fields of what the database refuses|creates many, in one transaction|last of many rows is bad|links through a junction/,
      /and each their own|lets a request that failed be sent again/,
    ),
  },
  lowerCaseNames,
  {
    what: 'nothing is given back of an item whose identity was chosen.',
    probe: `create table #chosen (i int identity, j int); declare @w table (i int); set identity_insert #chosen on;
      insert into #chosen (i, j) output inserted.i into @w values (1, 2); set identity_insert #chosen off; select i from @w`,
    tests: anyOf(
      /takes a list as all there is|unlinks no item of another parent|writes all of it or nothing|first ten problems|related items of JSON with their items/,
      /change what is created, before|told once (?:for each|of all)|with the rows there to be looked at/,
    ),
  },
  {
    what: 'OUTPUT keeps it from finding the table of a foreign key.',
    // What it leaves behind where it fails is dropped by the next.
    probe: `use tempdb; drop table if exists dbo.probed_children; drop table if exists dbo.probed_parents;
      create table dbo.probed_parents (i int primary key); create table dbo.probed_children (i int references dbo.probed_parents);
      insert into dbo.probed_parents values (1); insert into dbo.probed_children values (1); insert into dbo.probed_children values (1);
      declare @w table (i int); insert into dbo.probed_children output inserted.i into @w values (1); select i from @w;
      drop table dbo.probed_children; drop table dbo.probed_parents`,
    tests: /a policy that is no longer listed|lose their role when it is deleted|takes one statement beside the read/,
  },
  {
    what: 'a text that is too long for its column in units of 16 bits fails with a number of its own.',
    probe: `create table #cut (s nvarchar(1)); begin try insert into #cut values (N'\ud83d\ude00'); end try
      begin catch select case when error_number() in (2628, 8152) then 1 end end catch`,
    tests: /its values are wild/,
  },
  {
    what: 'the catalog does not tell that an index is filtered.',
    probe: `create table #filtered (i int); create unique index filtered on #filtered (i) where i > 1;
      select max(convert(int, has_filter)) from tempdb.sys.indexes where object_id = object_id('tempdb..#filtered')`,
    tests: /^the catalog \(mssql\) has unique sets/,
  },
  {
    what: 'the catalog has checks in words of its own.',
    probe: `create table #checked (s varchar(10) check (s in ('a', 'b')));
      select max(case when definition like '%[[]s]=''a''%' then 1 end) from tempdb.sys.check_constraints
      where parent_object_id = object_id('tempdb..#checked')`,
    tests: /^the catalog \(mssql\) has the values that a check/,
  },
  {
    what: 'names may not hold brackets.',
    probe: 'create table #bracket ([a]]b] int); insert into #bracket values (1); select [a]]b] from #bracket',
    tests: /^a catalog of odd names \(mssql\)/,
  },
  {
    what: 'it takes a millisecond to read each letter of an expression.',
    probe: `declare @start datetime2 = sysdatetime(); declare @long nvarchar(max) = N'if 1 = 0 select '
      + replicate(convert(nvarchar(max), N'case when isnull(case when 1 = 1 then convert(nvarchar(max), '), 16) + N'1'
      + replicate(convert(nvarchar(max), N') end, N'''') = N'''' then N'''' end'), 16);
      exec(@long); select case when datediff(millisecond, @start, sysdatetime()) < 500 then 1 end`,
    tests: /a bomb of wildcards/,
  },
];

/** The server in its own words; null where none is named. */
const version = mssqlUrl === undefined ? null : String(await askMssql('select @@version'));

/** Whether the server of `MSSQL_URL` says that it is SQL Server, and nothing that is like it. */
export const isSqlServer = version !== null && /^Microsoft (?:SQL|Azure)/.test(version);

const found: readonly Difference[] = version === null || isSqlServer ? [] : await probed();

async function probed(): Promise<Difference[]> {
  const answers = await Promise.all(differences.map(({ probe }) => askMssql(probe).catch(() => null)));
  return differences.filter((_, index) => Number(answers[index]) !== 1);
}

/** Whether the server of `MSSQL_URL` keeps the case of names in its catalog. */
export const keepsCaseOfNames = !found.includes(lowerCaseNames);

/** Whether it builds JSON of every text and every moment as SQL Server does. */
export const buildsEveryJson = version === null || isSqlServer || found.length === 0;

/** How many tests were passed over, by why. */
const passedOver = new Map<string, number>();

/** Why a test cannot be run on the server of `MSSQL_URL`; null where it can. */
export function whyNot(title: string): string | null {
  if (!/\(mssql\)|SQL Server/.test(title)) return null;
  return found.find(({ tests }) => tests.test(title))?.what ?? null;
}

/**
 * Why an answer cannot be the same on the server of `MSSQL_URL`; null where it can. Where one difference is found all are looked for.
 *
 * @param text - as another database gives it
 */
export function whyNotAnswer(text: string, query: object): string | null {
  if (buildsEveryJson) return null;
  if (/[\u0080-\uffff]|""/.test(text)) return differences[0]!.what;
  return /"-?(?:title|name)"/.test(JSON.stringify({ ...query, fields: null })) ? 'its databases have one collation, which is not that of code points.' : null;
}

/** Notes that tests are not run. */
export function passOver(why: string, tests = 1): void {
  passedOver.set(why, (passedOver.get(why) ?? 0) + tests);
}

/** One line for each reason for which tests were passed over. */
export function toldDifferences(): string {
  return [...passedOver].map(([why, tests]) => `NOT RUN: ${tests} ${tests === 1 ? 'test' : 'tests'} on ${version?.split('\n')[0] ?? ''}: ${why}\n`).join('');
}
