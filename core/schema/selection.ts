import { BootError } from '../errors/boot-error.js';
import type { CatalogTable, Notice } from './catalog.js';
import type { MirrorOptions } from './mirror-options.js';
import { didYouMean } from './references.js';

/** Tables whose names begin so are Jackfield's own. */
export const ownPrefix = 'jackfield_';

/** What is mirrored of a catalog, and what is not and why. */
export interface Selection {
  readonly tables: readonly CatalogTable[];
  readonly notices: readonly Notice[];
}

/** `schema.table`, or `table` where the database has no schemas: how notices and `mirror.include` call it. */
export function qualifiedName(table: { readonly schema: string | null; readonly name: string }): string {
  return table.schema === null ? table.name : `${table.schema}.${table.name}`;
}

/**
 * Chooses the owner's tables to mirror.
 *
 * @param shown - names of Jackfield's own tables that are collections all the same
 * @throws {BootError} when a pattern without `*` matches no table
 */
export function selectTables(
  tables: readonly CatalogTable[], options: Pick<MirrorOptions, 'include' | 'exclude'>, shown: ReadonlySet<string> = new Set(),
): Selection {
  const notices: Notice[] = [];
  const candidates: CatalogTable[] = [];
  let own = 0;
  for (const table of tables) {
    if (table.name === '') notices.push({ subject: qualifiedName(table), reason: 'A table without a name cannot be addressed.' });
    else if (table.name.toLowerCase().startsWith(ownPrefix)) own += shown.has(table.name) ? 0 : 1;
    else candidates.push(table);
  }
  if (own > 0) notices.push({ subject: `${ownPrefix}*`, reason: `${own} tables with this prefix are Jackfield's own and are not mirrored.` });

  const includes = options.include.map((pattern, index) => matcher(pattern, `mirror.include[${index}]`, candidates, notices));
  const excludes = options.exclude.map((pattern, index) => matcher(pattern, `mirror.exclude[${index}]`, candidates, notices));
  const included = candidates.filter((table) => includes.some((matches) => matches(table)));
  const excluded = new Set(included.filter((table) => excludes.some((matches) => matches(table))));
  const isIncluded = new Set(included);
  const notIncluded = candidates.filter((table) => !isIncluded.has(table));
  if (notIncluded.length > 0) notices.push({ subject: 'mirror.include', reason: `Does not hold ${listed(notIncluded)}.` });
  if (excluded.size > 0) notices.push({ subject: 'mirror.exclude', reason: `Leaves out ${listed([...excluded])}.` });
  return { tables: included.filter((table) => !excluded.has(table)), notices };
}

function matcher(pattern: string, path: string, tables: readonly CatalogTable[], notices: Notice[]): (table: CatalogTable) => boolean {
  const expression = new RegExp(`^${pattern.split(/\*+/).map(literally).join('.*')}$`, 's');
  const matches = (table: CatalogTable): boolean => expression.test(qualifiedName(table)) || expression.test(table.name);
  if (!tables.some(matches)) {
    if (!pattern.includes('*')) {
      const known = tables.flatMap((table) => [qualifiedName(table), table.name]);
      throw new BootError(`\`${path}\`: the database has no table or view "${pattern}".${didYouMean(pattern, known)}`);
    }
    if (pattern !== '*') notices.push({ subject: path, reason: `"${pattern}" matches no table or view.` });
  }
  return matches;
}

function literally(text: string): string {
  return text.replaceAll(/[\\^$.+?()[\]{}|]/g, '\\$&');
}

function listed(tables: readonly CatalogTable[]): string {
  const names = tables.map(qualifiedName).sort();
  return names.length <= 50 ? names.join(', ') : `${names.slice(0, 50).join(', ')} and ${names.length - 50} more`;
}
