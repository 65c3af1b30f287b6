import { print } from './print.js';

const text = `Serves an SQL database over HTTP, as it is.

  jackfield start [DATABASE] [--config FILE] [--port N] [--host H]
                             serve it
  jackfield check [DATABASE] show what would be exposed, and what is left out and why, without listening
  jackfield schema [DATABASE] [--json]
                             show the mirrored collections with their fields, keys and relations
  jackfield import COLLECTION FILE [--format csv|json|ndjson] [--database DATABASE]
                             create the items of a file, all of them or none; FILE may be - for standard input
  jackfield export COLLECTION [FILE] [--format csv|json|ndjson|xml|yaml] [--query JSON] [--database DATABASE]
                             write items to a file, else to standard output
  jackfield explain COLLECTION [--user KEY | --policies KEY,KEY] [--query JSON] [--json] [--database DATABASE]
                             show why a read is answered to somebody as it is: policies, fields, rules, SQL and its plan
  jackfield openapi [DATABASE] [--format 3.0|3.1|3.2]
                             write the API as an OpenAPI document
  jackfield plugins          show what is enabled: what each plugin provides, needs and hooks, in start order
  jackfield help             show this

DATABASE is postgres://user:password@host/name or the path of a SQLite file; without it, DATABASE_URL or \`database.url\`
of the config counts. The config is jackfield.config.{ts,js,mjs,json,yaml,yml} of the working directory, or FILE.
Every option can also be set in the environment: JACKFIELD_SERVER__PORT=8080. See docs/configuration.md.
`;

/** `jackfield help` */
export async function help(): Promise<void> {
  print(text);
}

/** What to read after a command line that makes no sense. */
export function usageHint(): string {
  return 'See "jackfield help".\n';
}
