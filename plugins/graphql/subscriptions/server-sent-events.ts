import { Readable } from 'node:stream';
import { GraphQLError, type ExecutionArgs, type ExecutionResult, type FormattedExecutionResult } from 'graphql';
import { createHandler } from 'graphql-sse';
import type { HttpContext } from 'jackfield';

/** How operations are run for a stream of results. */
export interface Streaming {
  /** Results as they come; one for what is no subscription. */
  readonly run: (args: ExecutionArgs) => Promise<AsyncGenerator<ExecutionResult> | ExecutionResult>;
  /** A result in the form in which it is sent. */
  readonly format: (result: ExecutionResult) => FormattedExecutionResult;
}

/**
 * Answers an operation with a stream of events: GraphQL over server-sent events, distinct connections mode.
 *
 * @see https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverSSE.md
 */
export async function answerWithEvents(context: HttpContext, args: ExecutionArgs, { run, format }: Streaming): Promise<void> {
  async function* formatted(): AsyncGenerator<FormattedExecutionResult> {
    try {
      const result = await run(args);
      if (!(Symbol.asyncIterator in result)) {
        yield format(result);
        return;
      }
      for await (const each of result) yield format(each);
    } catch (error) {
      // Why it ends is the last that the client is told.
      const originalError = error instanceof Error ? error : new Error(String(error));
      yield format({ errors: [new GraphQLError(originalError.message, { originalError })] });
    }
  }

  // It is written as it is; the type asks for errors that are not formatted yet.
  const results = formatted() as unknown as AsyncGenerator<ExecutionResult>;
  const handle = createHandler({ authenticate: () => null, onSubscribe: () => results });
  const [body, { status, headers }] = await handle({
    method: context.method, url: context.url, body: { query: '{ __typename }' }, raw: context.req, context: undefined,
    // What else a client accepts is none of the handler's business: it takes that for a refusal of events.
    headers: { get: (name) => (name === 'accept' ? 'text/event-stream' : context.get(name)) },
  });
  context.status = status;
  for (const [name, value] of Object.entries(headers ?? {})) if (value !== undefined) context.set(name, value);
  context.set('Cache-Control', 'no-cache');
  context.set('X-Accel-Buffering', 'no');
  context.body = typeof body === 'string' || !body ? body ?? '' : Readable.from(body);
}
