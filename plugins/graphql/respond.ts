import { ApiError, respondWithText, wholeText, type HttpContext } from 'jackfield';
import type { Executed } from './execute.js';

/** What a request came to: what was executed, or why nothing was. */
export interface Outcome extends Executed {
  /** Whether its document cannot be read, or is not valid. */
  readonly refused?: 'syntax' | 'validation';
}

const types = ['application/json', 'application/graphql-response+json', 'text/event-stream'] as const;

/** How an answer is written (GraphQL over HTTP, September 2026). */
export type MediaType = Exclude<(typeof types)[number], 'text/event-stream'>;

/** Clients may name the charset, too. */
const offered = types.map((type) => `${type}; charset=utf-8`);

/**
 * The media type that a client likes best; `text/event-stream` for results as they come. Who does not say is answered as servers always
 * have.
 *
 * @throws {ApiError} `NOT_ACCEPTABLE`
 */
export function mediaTypeOf(context: HttpContext): MediaType | 'text/event-stream' {
  if (context.req.headers.accept === undefined) return 'application/json';
  const accepted = context.accepts(offered);
  if (accepted === false) throw new ApiError('NOT_ACCEPTABLE', { hint: `Accept one of ${types.join(', ')}.` });
  return types[offered.indexOf(accepted)]!;
}

/**
 * The status of an answer. `application/json` has 200 for whatever was executed and 400 for what was not; the other type tells partial
 * answers (294) and documents that are not valid (422) apart.
 */
function statusOf({ data, errors, refused }: Outcome, type: MediaType): number {
  const isLegacy = type === 'application/json';
  if (data === undefined) return isLegacy || refused === 'syntax' ? 400 : 422;
  return errors.length === 0 || isLegacy ? 200 : 294;
}

/** Answers with what a request came to. */
export async function respondOutcome(context: HttpContext, outcome: Outcome, type: MediaType): Promise<void> {
  const { data, errors } = outcome;
  context.status = statusOf(outcome, type);
  const setType = (): void => void context.res.setHeader('Content-Type', `${type}; charset=utf-8`);
  if (data !== undefined && typeof data !== 'string') {
    await respondWithText(context, around(outcome, data), setType);
    return;
  }
  setType();
  const text = outcomeText(errors, data);
  // A long text is encoded once, for its length and the socket.
  context.body = text.length > encodedLength ? Buffer.from(text) : text;
}

/** Answers a list of requests. */
export async function respondOutcomes(context: HttpContext, outcomes: readonly Outcome[], type: MediaType): Promise<void> {
  const texts: string[] = [];
  for (const { data, errors } of outcomes) {
    texts.push(outcomeText(errors, data === undefined ? data : await wholeText(data)));
  }
  context.status = 200;
  context.res.setHeader('Content-Type', `${type}; charset=utf-8`);
  context.body = `[${texts.join(',')}]`;
}

const encodedLength = 16_384;

function outcomeText(errors: Outcome['errors'], data: string | undefined): string {
  if (data === undefined) return `{"errors":${JSON.stringify(errors)}}`;
  return errors.length === 0 ? `{"data":${data}}` : `{"errors":${JSON.stringify(errors)},"data":${data}}`;
}

async function* around({ errors }: Outcome, data: AsyncIterable<string>): AsyncGenerator<string> {
  yield errors.length === 0 ? '{"data":' : `{"errors":${JSON.stringify(errors)},"data":`;
  yield* data;
  yield '}';
}
