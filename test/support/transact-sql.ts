/** Words of the databases that tests bring along, as SQL Server has them. */
const words: Readonly<Record<string, string>> = {
  boolean: 'bit', true: '1', false: '0', varchar: 'nvarchar', text: 'nvarchar(max)', uuid: 'uniqueidentifier', timestamptz: 'datetimeoffset',
  timestamp: 'datetime2', 'double precision': 'float', blob: 'varbinary(max)', stored: 'persisted', 'integer generated always as': 'as',
};

/** A literal, a name in quotes, or a word of the table. `text` may be the name of a column: what has a name in front of it is none. */
const token = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\b(?:boolean|true|false|varchar|uuid|timestamptz|timestamp|double precision|blob|stored|integer generated always as)(?!\w)|(?<=[\w"] )text\b/g;

/**
 * A script of tests in the words of SQL Server. Columns are numbered where it says `integer identity`; rows that bring such numbers along are
 * let in. Columns of JSON are texts that a check holds to it.
 */
export function transactSql(script: string): string {
  const translated = script
    .replaceAll(/(?<=[\s,(])("?\w+"?) jsonb?\b/g, (_, name: string) => `${name} text check (isjson(${name}) = 1)`)
    .replaceAll(token, (found) => (isWide(found) ? `N${found}` : words[found] ?? found))
    // A view is the only statement of its batch.
    .replaceAll(/create view [^;]*;/g, (view) => `\ngo\n${view}\ngo\n`);
  const numbered = new Set([...translated.matchAll(/create table (\S+) \(\s*id integer identity/g)].map(([, name]) => name));
  return translated.replaceAll(/insert into (\S+) \(id, (?:[^;']|'[^']*')*;/g, (insert, name: string) =>
    (numbered.has(name) ? `set identity_insert ${name} on; ${insert} set identity_insert ${name} off;` : insert));
}

/** Whether a literal holds what no code page need have. */
function isWide(found: string): boolean {
  return found.startsWith("'") && /[\u0080-\uffff]/.test(found);
}
