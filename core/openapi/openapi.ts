import type { Identity } from '../access/access.js';

/** A JSON Schema, of words that mean the same in every version of OpenAPI: no `nullable`, no lists of types. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Something that can be asked for beside items, as plugins describe it in the hook `openapi.operations`. */
export interface OpenApiOperation {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** With parameters in braces: `/fields/{collection}`. */
  readonly path: string;
  /** What it is listed under. */
  readonly tag: string;
  readonly summary: string;
  /** Of the URL's query. Those of the path are taken from it. */
  readonly parameters?: readonly { readonly name: string; readonly description: string; readonly schema: JsonSchema }[];
  /** Of its JSON body; missing where it takes none. */
  readonly body?: JsonSchema;
  /** Of what it answers: of `data`, unless it says `withoutEnvelope`; null where it answers without a body. */
  readonly answer: JsonSchema | null;
  readonly withoutEnvelope?: boolean;
  /** Whether it leads elsewhere: answered with 302. */
  readonly redirects?: boolean;
  /** Whether it is for everybody, a token or not. */
  readonly isPublic?: boolean;
}

/** The versions of OpenAPI that can be asked for. QUERY is a method of its own from 3.2 on. */
export const openApiVersions = ['3.0', '3.1', '3.2'] as const;

export type OpenApiVersion = (typeof openApiVersions)[number];

/** The `openapi` service: a description of the API in a form that clients and tools are made from. */
export interface OpenApi {
  /** The JSON text of the document: what this caller can ask, and nothing that they may not see. */
  document(identity: Identity, version: OpenApiVersion): Promise<string>;
}
