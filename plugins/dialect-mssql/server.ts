import { BootError, type Row } from 'jackfield';

const aboutServer = `
  select convert(nvarchar(128), serverproperty('ProductVersion')), convert(nvarchar(10), serverproperty('EngineEdition')),
    convert(nvarchar(10), d.compatibility_level), d.name
  from sys.databases as d where d.name = db_name()`;

/** Everything that SQL Server 2017 brought and statements need. Reading lists needs the compatibility level 130 as well. */
const needed = `
  select string_agg(convert(nvarchar(max), string_escape(t.v, N'json')), N',') within group (order by t.v desc)
  from openjson(N'["a","b"]') with (v nvarchar(max) '$') as t`;

const azure: Readonly<Record<string, string>> = { 5: 'Azure SQL Database', 8: 'Azure SQL Managed Instance' };

/**
 * Says what the server is, once it is known to understand what will be asked of it. That is tried, not concluded from its version.
 *
 * @throws {BootError} where it does not
 */
export async function describeServer(run: (sql: string) => Promise<readonly Row[]>): Promise<string> {
  const [[version, edition, level, name] = [null, null, null, null]] = await run(aboutServer);
  const description = azure[edition ?? ''] ?? `SQL Server ${version ?? 'of an unknown version'}`;
  try {
    await run(needed);
    return description;
  } catch (error) {
    if (Number(level) < 130) {
      throw new BootError(`The database ${JSON.stringify(name)} has the compatibility level ${level}: 130 or more is needed. `
        + `Its owner can raise it: ALTER DATABASE ${JSON.stringify(name)} SET COMPATIBILITY_LEVEL = 130.`, { cause: error });
    }
    throw new BootError(`${description} is too old: SQL Server 2017 or later is needed.`, { cause: error });
  }
}
