import { readConfiguredAccess } from '../access/configured-access.js';
import { policyNotices } from '../access/create-access.js';
import type { Collection, TableName } from '../schema/schema.js';
import type { CommandLine } from './command-line.js';
import { withConnectedKernel } from './connected.js';
import { print, table } from './print.js';

/** `jackfield check`: what would be exposed, under which names, and what is left out and why. */
export async function check(line: CommandLine): Promise<void> {
  await withConnectedKernel(line, ({ registry, config }) => {
    const service = registry.get('schema');
    const collections = [...service.current().collections.values()].filter(({ system }) => !system);
    const notices = service.notices();
    // Those in tables are said in the log of a server: here its plugins have not started.
    const configured = readConfiguredAccess(config.access);
    const policies = configured ? policyNotices(configured.set, service.current()) : [];
    if (line.json) {
      print(JSON.stringify({ database: registry.get('database').description, collections: collections.map(summary), notices, policies }, null, 2));
      return;
    }
    print([
      `${registry.get('database').description}: ${collections.length} collections would be exposed.`,
      table(collections.map(summary).map(describeSummary)),
      '',
      notices.length === 0 ? 'Nothing is left out or renamed.' : 'Left out or renamed:',
      ...notices.map(({ subject, reason }) => `  ${subject}: ${reason}`),
      ...(policies.length === 0 ? [] : ['', 'Of no effect in the policies of the config:']),
      ...policies.map(({ policy, collection, action, reason }) => `  ${policy}, ${action} of ${collection}: ${reason}`),
    ].join('\n'));
  });
}

function summary({ name, table: from, kind, key, fields, relations, singleton }: Collection) {
  return {
    path: `/items/${encodeURIComponent(name)}`,
    table: tableText(from),
    kind: singleton ? `singleton ${kind}` : kind,
    key,
    fields: fields.size,
    relations: relations.size,
  };
}

function describeSummary({ path, table: from, kind, key, fields, relations }: ReturnType<typeof summary>): readonly string[] {
  const keyText = key.length > 0 ? `key ${key.join(', ')}` : 'no key';
  return [`  ${path}`, `${kind} ${from}`, keyText, `${fields} fields`, `${relations} relations`];
}

const tableText = ({ schema, name }: TableName): string => (schema === null ? name : `${schema}.${name}`);
