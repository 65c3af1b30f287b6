/** An answer as a test looks at it. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined where it is empty or no JSON. */
  // oxlint-disable-next-line typescript/no-explicit-any -- a test looks into answers of any shape
  readonly body: any;
}

/** What is sent beside the path. Objects and lists are sent as JSON text, but `fields`, `sort` and `groupBy` as comma lists. */
export type ClientQuery = Readonly<Record<string, unknown>>;

/** Headers beside those that the client sends by itself. */
export type ClientHeaders = Readonly<Record<string, string>>;

/** Asks a server. Sends its token with every request. */
export interface Client {
  get(path: string, query?: ClientQuery, headers?: ClientHeaders): Promise<Answer>;
  delete(path: string, body?: unknown, headers?: ClientHeaders): Promise<Answer>;
  post(path: string, body?: unknown, headers?: ClientHeaders): Promise<Answer>;
  patch(path: string, body?: unknown, headers?: ClientHeaders): Promise<Answer>;
  search(path: string, body?: unknown, headers?: ClientHeaders): Promise<Answer>;
  query(path: string, body?: unknown, headers?: ClientHeaders): Promise<Answer>;
  options(path: string, headers?: ClientHeaders): Promise<Answer>;
  /** Any method, and a body as it is. */
  send(method: string, path: string, init?: RequestInit): Promise<Answer>;
  /** The same client with another token; null for none. */
  as(token: string | null): Client;
}

/** Makes a client of the server at a URL. */
export function createClient(baseUrl: string, token: string | null): Client {
  async function send(method: string, path: string, init: RequestInit = {}): Promise<Answer> {
    const headers = new Headers(init.headers);
    if (token !== null && !headers.has('Authorization')) headers.set('Authorization', `Bearer ${token}`);
    const response = await fetch(`${baseUrl}${path}`, { redirect: 'manual', ...init, method, headers });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parseJson(text) };
  }

  const withBody = (method: string) => (path: string, body?: unknown, given?: ClientHeaders): Promise<Answer> => {
    const headers = new Headers(given);
    if (body === undefined) return send(method, path, { headers });
    if (!headers.has('Content-Type')) headers.set('Content-Type', 'application/json');
    return send(method, path, { headers, body: JSON.stringify(body) });
  };

  return {
    get: (path, query = {}, headers = {}) => send('GET', `${path}${queryString(query, path)}`, { headers }),
    delete: withBody('DELETE'),
    post: withBody('POST'),
    patch: withBody('PATCH'),
    search: withBody('SEARCH'),
    query: withBody('QUERY'),
    options: (path, headers = {}) => send('OPTIONS', path, { headers }),
    send,
    as: (other) => createClient(baseUrl, other),
  };
}

const commaLists = new Set(['fields', 'sort', 'groupBy', 'group', 'meta']);

function queryString(query: ClientQuery, path: string): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.append(name, parameterText(name, value));
  }
  const text = parameters.toString();
  return text === '' ? '' : `${path.includes('?') ? '&' : '?'}${text}`;
}

function parameterText(name: string, value: unknown): string {
  if (Array.isArray(value) && commaLists.has(name)) return value.join(',');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
