import { ApiError } from '../errors/api-error.js';
import type { ShapedLevel } from '../query/parametrise.js';
import type { SelectedMember } from '../query/query.js';
import type { CollectionView } from './access.js';
import type { AuthorisedGroup, Authorising, Selection } from './authorised.js';
import { resolveFunction, stepAlong } from './resolve-path.js';

/**
 * Resolves members that are named one by one.
 *
 * @param group - what items are, where they are groups
 * @throws {ApiError} `FORBIDDEN` for names that are not in the view
 */
export function resolveMembers(
  members: readonly SelectedMember<ShapedLevel>[], view: CollectionView, group: AuthorisedGroup | null, authorising: Authorising,
  prefix: string,
): Selection[] {
  authorising.addMembers(members.length);
  return members.map((member) => resolveMember(member, view, group, authorising, prefix));
}

function resolveMember(
  member: SelectedMember<ShapedLevel>, view: CollectionView, group: AuthorisedGroup | null, authorising: Authorising, prefix: string,
): Selection {
  const { collection } = view;
  const { key, isAlias } = member;
  switch (member.kind) {
    case 'field': {
      const field = group ? undefined : collection.fields.get(member.field);
      if (!field) throw new ApiError('FORBIDDEN');
      return { kind: 'operand', key, isAlias, operand: { kind: 'field', name: field.name, field } };
    }
    case 'function':
      return {
        kind: 'operand', key, isAlias,
        operand: resolveFunction(member.function, member.field, collection, authorising.view, `${prefix}${member.field}`),
      };
    case 'related': {
      const relation = collection.relations.get(member.relation);
      if (!relation) throw new ApiError('FORBIDDEN');
      const step = stepAlong(relation, authorising.view);
      const level = authorising.level(member.level, step.collection, `${prefix}${key}.`);
      return { kind: 'related', key, isAlias, step, level };
    }
    case 'object': {
      const within = resolveMembers(member.members, view, group, authorising, prefix);
      return { kind: 'object', key, isAlias, members: within };
    }
    case 'text':
      return { kind: 'text', key, isAlias, text: member.text };
    case 'groupKeys':
      return { kind: 'groupKeys', key, isAlias };
    case 'aggregate': {
      const aggregate = group?.aggregates.find((each) => each.function === member.function && (each.field?.name ?? null) === member.field);
      if (!aggregate) throw new ApiError('FORBIDDEN');
      return { kind: 'aggregate', key, isAlias, aggregate };
    }
  }
}
