/**
 * Jackfield's public API, and all that a plugin may import. `export *` where interfaces are extended by declaration merging.
 */
export { Type } from 'typebox';
export type { Static, TObject, TSchema } from 'typebox';

export * from './registry/services.js';
export * from './registry/hooks.js';
export { apiVersion, definePlugin } from './kernel/plugin.js';
export type { Plugin, PluginContext, PluginDefinition, PluginLifecycle } from './kernel/plugin.js';
export type { Log } from './kernel/log.js';
export type { Repeat, RepeatOptions } from './kernel/repeat.js';
export { defineConfig } from './kernel/config.js';
export type { Config, ConfigExport, ConfigInput } from './kernel/config.js';
export { createKernel } from './kernel/boot.js';
export type { Kernel, KernelOptions } from './kernel/boot.js';
export { loadConfig } from './kernel/load-config.js';
export type { ConfigSources, LoadedConfig } from './kernel/load-config.js';

export { ApiError, type ErrorDetails } from './errors/api-error.js';
export { ApiErrors } from './errors/api-errors.js';
export { SchemaChangedError } from './errors/schema-changed-error.js';
export { BootError } from './errors/boot-error.js';
export { codes, type ErrorCode } from './errors/codes.js';
export { suggest } from './errors/suggest.js';

export * from './schema/catalog.js';
export * from './schema/own-tables.js';
export * from './schema/schema.js';
export { qualifiedName } from './schema/selection.js';
export type { MirrorOptions } from './schema/mirror-options.js';
export { modelNames, type ModelNames } from './schema/model-names.js';
export type { ModelsService } from './schema/models-service.js';
export type { SchemaService } from './schema/schema-service.js';
export * from './query/filter.js';
export * from './query/query.js';
export { queryLimits, type QueryLimits } from './query/limits.js';
export type { QueryInput } from './query/input.js';
export { createLevelParser, parseQuery, type ParseOptions } from './query/parse.js';
export { plainLevel } from './query/parse-level.js';
export { exportFormat, exportFormats, parseSearchParameters, type ExportFormat } from './query/parse-parameters.js';
export * from './query/mutation.js';
export { mutationLimits, type MutationLimits } from './query/mutation-limits.js';
export { parseCreate, parseDelete, parseUpdate, type ParseMutationOptions } from './query/parse-mutation.js';
export { toBody, toSearchParams } from './query/serialise.js';
export * from './access/access.js';
export { checkRule } from './access/check-rule.js';
export * from './access/policy.js';
export * from './auth/auth.js';
export * from './auth/accounts.js';
export {
  externalAccountOptions, findExternalAccount, textsOf, type ExternalAccountOptions, type ExternalPerson,
} from './auth/external-accounts.js';
export { createStrategy, type PassportStrategy, type StrategyActions, type StrategyRequest } from './auth/passport.js';
export { createLockOut, type LockOut, type LockOutOptions } from './auth/lock-out.js';
export { durationPattern, milliseconds } from './auth/duration.js';
export { actions, parsePermission, type PermissionInput } from './access/parse-permission.js';
export { isAddressOrNetwork, isAmong } from './access/addresses.js';
export {
  identityOfConfiguredRole, readConfiguredAccess, rolesAbove, type ConfiguredAccess, type ConfiguredRole,
} from './access/configured-access.js';
export { userPaths, userPathsOf } from './access/user-paths.js';
export * from './broadcast/broadcast.js';
export { createBroadcast } from './broadcast/create-broadcast.js';
export { longestText, type MessageTransport } from './broadcast/message-transport.js';
export * from './redis/redis.js';
export { systemCollections, type SystemCollection } from './system/collections.js';
export * from './system/system.js';
export * from './graphql/graphql.js';
export { batched, type BatchLoad } from './graphql/batch.js';
export * from './http/collection-paths.js';
export * from './openapi/openapi.js';
export * from './items/items.js';
export { wholeText } from './items/whole-text.js';
export type { ExplainedCollection, Explanation } from './items/explanation.js';
export { answerExplanation, refuseExplanation, type Explainer } from './http/explain-request.js';
export { createOwnRead, type OwnQuery, type OwnRead, type OwnReadOptions } from './items/own-read.js';
export * from './plan/plan.js';
export { resolveVariable, type Resolved, type VariableContext } from './plan/variables.js';
export * from './dialect/dialect.js';
export * from './dialect/capabilities.js';
export * from './dialect/syntax.js';
export * from './dialect/transaction.js';
export { compileRead } from './dialect/compile.js';
export { withAfterCommit, type AfterCommit } from './dialect/after-commit.js';
export { fetchingStatements } from './dialect/fetching.js';
export { returningStatements, type ReturningOptions } from './dialect/returning.js';
export { assignmentsSql, insertParts, insertSql, partsOf, rowValues, tableSql, valuesSql, whereSql, type Run } from './dialect/write-sql.js';

export { decimalText, parseDecimal } from './items/decimal.js';

export type { Http, HttpContext, HttpMiddleware, HttpState } from './http/http.js';
export { createOperations, type Operation, type OperationAttempt, type OperationInput, type Operations, type OperationsOptions } from './http/operation.js';
export type { RouteHandler } from './http/routes.js';
export type { Stage } from './http/stages.js';
export type { UpgradeHandler } from './http/upgrade.js';
export { answerExport, type ExportRequest } from './export/export.js';
export { exportQuery } from './export/query.js';
export { importFormats, readItems, usualItemBytes, type ImportFormat, type ReadOptions } from './import/import.js';
export { formatOfMediaType, formatOfName } from './import/formats.js';
export { entityTag, isStrongMatch, matchingTag } from './http/entity-tag.js';
export { respond, respondWithText, respondWritten } from './http/respond.js';
export { decodeSegment } from './http/url.js';
