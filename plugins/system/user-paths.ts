import { systemCollections as names, userPaths, type Log, type PolicySet, type Schema, type SchemaService } from 'jackfield';

/** Whether a path that a rule names after `$CURRENT_USER.` leads to something: a field of the user, or of what they refer to. */
export function isUserPath(path: string, { collections }: Schema): boolean {
  const steps = path.split('.');
  const last = steps.pop()!;
  let collection = collections.get(names.users);
  for (const step of steps) collection = collections.get(collection?.relations.get(step)?.relatedCollection ?? '');
  return collection !== undefined && (collection.fields.has(last) || collection.relations.has(last));
}

/**
 * Makes what says which paths have to be read of a user. A path that leads nowhere, since somebody mistyped it or a table has changed, is
 * left out and logged: else nobody could be identified.
 */
export function createUserPaths(schema: SchemaService, log: Pick<Log, 'warn'>): (policies: PolicySet) => readonly string[] {
  let known: { readonly policies: PolicySet; readonly schema: Schema; readonly paths: readonly string[] } | null = null;
  return (policies) => {
    const current = schema.current();
    if (known?.policies === policies && known.schema === current) return known.paths;
    const named = userPaths(policies);
    const paths = named.filter((path) => isUserPath(path, current));
    for (const path of named) {
      if (!paths.includes(path)) log.warn({ path }, `Users have no "${path}": \`$CURRENT_USER.${path}\` in a rule stands for nothing.`);
    }
    known = { policies, schema: current, paths };
    return paths;
  };
}
