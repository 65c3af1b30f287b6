import type { Identity } from '../access/access.js';
import type { LoginAttempt, Mail, SessionEvent } from '../auth/auth.js';
import type { Database, DatabaseOptions } from '../dialect/dialect.js';
import type { GraphQLExtension } from '../graphql/graphql.js';
import type { HttpContext } from '../http/http.js';
import type { OperationAttempt } from '../http/operation.js';
import type { Address } from '../http/listener.js';
import type {
  Item, ItemsChange, ItemsCommitDetails, ItemsContext, ItemsReadDetails, ItemsUpdateDetails, ItemsWriteDetails, ItemsWritten,
} from '../items/items.js';
import type { OpenApiOperation } from '../openapi/openapi.js';
import type { Payload } from '../query/mutation.js';
import type { ReadPlan } from '../plan/plan.js';
import type { Query } from '../query/query.js';
import type { Config } from '../kernel/config.js';
import type { OwnTables } from '../schema/own-tables.js';
import type { Schema } from '../schema/schema.js';

/** Each handler may return a changed value (undefined: unchanged), or throw to refuse. */
export interface FilterHook<Value, Details = undefined> {
  readonly kind: 'filter';
  readonly value: Value;
  readonly details: Details;
}

/** Told after the fact. A handler's error is logged and never reaches the client. */
export interface EventHook<Event> {
  readonly kind: 'event';
  readonly event: Event;
}

/** Handlers are asked in the start order of their plugins until one answers something other than undefined. */
export interface FirstHook<Question, Answer> {
  readonly kind: 'first';
  readonly question: Question;
  readonly answer: Answer;
}

/** A read that is about to run. */
export interface PlannedRead {
  readonly query: Query;
  readonly plan: ReadPlan;
  /** What it asks for, in points: from the query and the configured limits alone, whatever the tables hold. */
  readonly cost: number;
}

/** What is told of the database when it has been opened. */
export interface DatabaseOpened {
  readonly database: Database;
  /** Whether tables may be made and changed; false for commands that only look. */
  readonly mayMigrate: boolean;
  /** Opens another database, through the dialects. Whoever opens it closes it. */
  readonly open: (options: Config['system']['connection']) => Promise<Database>;
}

/** Whether something that the server works with is there. */
export interface HealthCheck {
  /** `warn`: it is not, and the server does without; `error`: the server should get no requests. */
  readonly status: 'ok' | 'warn' | 'error';
  /** For whoever runs the server. */
  readonly message?: string;
}

/** What a health check found, by the name of what was looked at: `database`, `redis`. */
export type HealthReport = Readonly<Record<string, HealthCheck>>;

/** What everybody may know of the project: `project_name`, and what else there is. */
export type ProjectFacts = Readonly<Record<string, unknown>> & { readonly project_name: string };

/** Something to try, printed after the start. */
export interface Announcement {
  /** What it is, in a few words: `REST`. */
  readonly title: string;
  /** A path of this server, with its query, as a person would type it. */
  readonly path: string;
  /** Whether it is a page, to be opened in a browser. Default: an answer for clients, who send a token. */
  readonly isPage?: boolean;
}

/**
 * Every hook by its name, `noun.verb`, past tense for events. A plugin adds its own by declaration merging:
 *
 * @example declare module 'jackfield' { interface Hooks { 'book.lent': EventHook<Loan> } }
 */
export interface Hooks {
  /** Who sends this request. Nobody answers: the anonymous. A handler that finds a wrong credential throws. */
  'http.identify': FirstHook<HttpContext, Identity>;
  /**
   * An operation is about to run by which somebody could try out secrets, or have mails sent: a handler may refuse by throwing, as a limiter
   * does. Asked for each mutation of a GraphQL request.
   */
  'operation.attempt': FilterHook<OperationAttempt>;
  /**
   * Somebody has been recognised by a way to sign in, and is about to get a session: a handler may refuse by throwing, as the second factor
   * does. Not called when a session is renewed.
   */
  'auth.login': FilterHook<LoginAttempt>;
  /** Somebody signed in. */
  'auth.loggedIn': EventHook<SessionEvent>;
  /** Somebody signed out, or their session was ended because one of its tokens was used twice. */
  'auth.loggedOut': EventHook<SessionEvent>;
  /** A message is to be sent. Whoever sends it, or keeps it to be sent, answers true. Nobody does: it is logged as not sent. */
  'mail.send': FirstHook<Mail, true>;
  /** Opens the database of a URL. Dialects answer; undefined where the URL is another's. */
  'database.open': FirstHook<DatabaseOptions, Database>;
  /**
   * The database is open, and its catalog not read yet: the time to make tables of one's own. Who has such tables that are collections too
   * answers them; there can be one such plugin. Throwing ends the start.
   */
  'database.opened': FilterHook<OwnTables | null, DatabaseOpened>;
  /** Before a planned read runs: what it costs may be charged here, and the read refused. */
  'query.planned': FilterHook<PlannedRead, ItemsContext>;
  /**
   * What was read of a collection, before it is answered: wherever its items appear, nested ones too, in batches. A handler answers as
   * many items, in the same order. Only what was selected is there, and filters, sorts and aggregates use what is stored: this hides
   * nothing. Listen with a collection: the answers with its items are taken apart, all others go out as the database wrote them.
   */
  'items.read': FilterHook<readonly Item[], ItemsReadDetails>;
  /**
   * Before an item is created, nested ones too: once for each, before it is checked. Throwing refuses the whole request. Runs again when
   * the transaction is: have no effect outside of it.
   */
  'items.create': FilterHook<Payload, ItemsWriteDetails>;
  /**
   * Before items are changed, nested ones too, linked or unlinked ones among them: once for all that get the same values. Else as
   * `items.create`.
   */
  'items.update': FilterHook<Payload, ItemsUpdateDetails>;
  /** Before items are deleted: the value is their keys, and what a handler leaves out stays. Else as `items.create`. */
  'items.delete': FilterHook<readonly string[], ItemsWriteDetails>;
  /**
   * Everything that a mutation writes is written, related items too, and is about to be committed: the last moment to refuse it, or to write
   * along in the same transaction. Of an import, for each batch of items.
   */
  'items.commit': FilterHook<readonly ItemsChange[], ItemsCommitDetails>;
  /**
   * Values of concealed fields of an item that is created or changed, before they are stored: the time to hash them. They are shown to
   * nobody else: not to other hooks, and not in what is told after a write.
   */
  'items.secrets': FilterHook<Payload, ItemsWriteDetails>;
  /** Items were created: after the commit, once for each collection of a request. */
  'items.created': EventHook<ItemsWritten>;
  /** Items were changed, after the commit. */
  'items.updated': EventHook<ItemsWritten>;
  /** Items were deleted, after the commit. What the database itself deleted along with them is not told. */
  'items.deleted': EventHook<ItemsWritten>;
  /** The mirror was read anew and differs: not after the first reading. */
  'schema.refreshed': EventHook<Schema>;
  /**
   * A GraphQL schema is made: add types, fields of `Query` and `Mutation`, and fields of the types of collections. Once for all who see the
   * same, at the first request of one of them.
   */
  'graphql.extend': FilterHook<GraphQLExtension>;
  /** What a start tells people to try. Each plugin adds what it serves. */
  'server.announce': FilterHook<readonly Announcement[], Address>;
  /** What can be asked beside items, for the OpenAPI document of a caller. Each plugin adds what it serves and this caller may ask. */
  'openapi.operations': FilterHook<readonly OpenApiOperation[], { readonly identity: Identity }>;
  /** Somebody asks whether the server is healthy: each plugin adds what it knows already. Nobody waits for long. */
  'server.health': FilterHook<HealthReport>;
  /** Somebody asks `/server/info`: each plugin adds what it knows of the project. */
  'server.project': FilterHook<ProjectFacts>;
  /** Lines that `jackfield start` prints for whoever started it, after how to sign in: what they have to know once. */
  'server.welcome': FilterHook<readonly string[], Address>;
  /** The server takes requests. */
  'server.listening': EventHook<Address>;
}

type HookNames<Kind> = { [Name in HookName]: Hooks[Name] extends { readonly kind: Kind } ? Name : never }[HookName];

/** The name of any hook. */
export type HookName = Extract<keyof Hooks, string>;
/** The name of a filter hook. */
export type FilterHookName = HookNames<'filter'>;
/** The name of an event hook. */
export type EventHookName = HookNames<'event'>;
/** The name of a first hook. */
export type FirstHookName = HookNames<'first'>;

/** What a plugin hands to `on` for a hook of this type. */
export type HookHandler<Hook> =
  Hook extends FilterHook<infer Value, infer Details> ? (value: Value, details: Details) => Value | void | Promise<Value | void>
  : Hook extends EventHook<infer Event> ? (event: Event) => void | Promise<void>
  : Hook extends FirstHook<infer Question, infer Answer> ? (question: Question) => Answer | undefined | Promise<Answer | undefined>
  : never;

/** Hooks that are about one collection at a time can be listened to for one: it costs the others nothing. */
export type HookScope<Hook> =
  Hook extends FilterHook<unknown, infer Details> ? (Details extends CollectionScope ? CollectionScope : never)
  : Hook extends EventHook<infer Event> ? (Event extends CollectionScope ? CollectionScope : never)
  : never;

/** One collection, by its name. */
export interface CollectionScope {
  readonly collection: string;
}

type ValueOf<Hook> = Hook extends FilterHook<infer Value, unknown> ? Value : never;
type DetailsOf<Hook> = Hook extends FilterHook<unknown, infer Details> ? Details : never;
type EventOf<Hook> = Hook extends EventHook<infer Event> ? Event : never;
type QuestionOf<Hook> = Hook extends FirstHook<infer Question, unknown> ? Question : never;
type AnswerOf<Hook> = Hook extends FirstHook<unknown, infer Answer> ? Answer : never;

/** Calls hooks. A plugin calls those it declares; the kernel calls its own. */
export interface HookCalls {
  /**
   * Whether anybody listens, for a collection where one is named: one look into a Map, so that a hook that nobody uses costs nothing.
   */
  has(name: HookName, collection?: string): boolean;
  /** Hands the value from handler to handler. Rejects with what a handler throws. */
  filter<Name extends FilterHookName>(
    name: Name, value: ValueOf<Hooks[Name]>, details: DetailsOf<Hooks[Name]>,
  ): Promise<ValueOf<Hooks[Name]>>;
  /** Tells every handler, one after the other. Never rejects: errors are logged with the plugin's name. */
  emit<Name extends EventHookName>(name: Name, event: EventOf<Hooks[Name]>): Promise<void>;
  /** The first answer; undefined where nobody has one. Rejects with what a handler throws: the others are not asked then. */
  first<Name extends FirstHookName>(name: Name, question: QuestionOf<Hooks[Name]>): Promise<AnswerOf<Hooks[Name]> | undefined>;
}
