import { GraphQLError, KnownTypeNamesRule, specifiedRules, type ASTVisitor, type ValidationContext, type ValidationRule } from 'graphql';

/**
 * What a document must meet: the rules of GraphQL. graphql-js's own rule for names of types would list every type there is for its
 * suggestions, and so make all of them.
 */
export const rules: readonly ValidationRule[] = specifiedRules.map((rule) => (rule === KnownTypeNamesRule ? knownTypes : rule));

function knownTypes(context: ValidationContext): ASTVisitor {
  return {
    NamedType(node) {
      const name = node.name.value;
      if (!context.getSchema().getType(name)) context.reportError(new GraphQLError(`Unknown type "${name}".`, { nodes: node }));
    },
  };
}
