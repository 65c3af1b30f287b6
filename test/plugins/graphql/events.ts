import type { TestServer } from '../../../core/testing/testing.js';

/** A result of GraphQL. */
export interface Result {
  readonly data?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

/** Results of a subscription by server-sent events, one by one. */
export class Events {
  readonly #abort = new AbortController();
  readonly #results: Result[] = [];
  #isOver = false;
  #wake = (): void => undefined;
  status = 0;

  async open(server: Pick<TestServer, 'url'>, token: string, query: string): Promise<this> {
    const answer = await fetch(`${server.url}/graphql`, {
      method: 'POST', signal: this.#abort.signal, body: JSON.stringify({ query }),
      headers: { accept: 'text/event-stream', 'content-type': 'application/json', authorization: `Bearer ${token}` },
    });
    this.status = answer.status;
    void this.#take(answer).catch(() => undefined);
    return this;
  }

  async #take(answer: Response): Promise<void> {
    let text = '';
    const decoder = new TextDecoder();
    for await (const piece of answer.body!) {
      text += decoder.decode(piece as Uint8Array, { stream: true });
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const message = text.slice(0, end);
        text = text.slice(end + 2);
        const data = /^data: (.+)$/m.exec(message)?.[1];
        if (message.startsWith('event: next')) this.#results.push(JSON.parse(data!) as Result);
        if (message.startsWith('event: complete')) this.#isOver = true;
        this.#wake();
      }
    }
    this.#isOver = true;
    this.#wake();
  }

  /** The next result; null where there will be none, or none came in time. */
  async next(milliseconds = 5000): Promise<Result | null> {
    const end = performance.now() + milliseconds;
    while (this.#results.length === 0 && !this.#isOver && performance.now() < end) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        setTimeout(resolve, 50);
      });
    }
    return this.#results.shift() ?? null;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  close(): void {
    this.#abort.abort();
  }
}
