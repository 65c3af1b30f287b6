/** Follows redirects and keeps cookies as a browser does, host by host. */
export interface Browser {
  /** Asks, and follows redirects until there are no more, or one leads to a page that `stopAt` names. */
  visit(url: string, init?: RequestInit): Promise<Visited>;
  cookie(url: string, name: string): string | undefined;
}

export interface Visited {
  readonly url: string;
  readonly status: number;
  readonly text: string;
  /** Every URL on the way. */
  readonly path: readonly string[];
}

/** Makes a browser without any cookie. It stops before it asks a host whose name ends in `.test`. */
export function createBrowser(): Browser {
  const jars = new Map<string, Map<string, string>>();
  const jarOf = (url: string): Map<string, string> => {
    const { host } = new URL(url);
    const jar = jars.get(host) ?? new Map<string, string>();
    jars.set(host, jar);
    return jar;
  };

  return {
    cookie: (url, name) => jarOf(url).get(name),
    async visit(start, init = {}) {
      const path: string[] = [];
      let url = start;
      let request = init;
      for (;;) {
        path.push(url);
        if (new URL(url).hostname.endsWith('.test')) return { url, status: 0, text: '', path };
        const jar = jarOf(url);
        const headers = new Headers(request.headers);
        headers.set('Cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
        const response = await fetch(url, { ...request, headers, redirect: 'manual' });
        for (const cookie of response.headers.getSetCookie()) {
          const [pair = '', ...attributes] = cookie.split(';');
          const name = pair.slice(0, pair.indexOf('='));
          const isGone = attributes.some((attribute) => /^ *expires=thu, 01 jan 1970/i.test(attribute));
          if (isGone) jar.delete(name);
          else jar.set(name, pair.slice(pair.indexOf('=') + 1));
        }
        const location = response.headers.get('Location');
        const text = await response.text();
        if (response.status < 300 || response.status >= 400 || location === null) return { url, status: response.status, text, path };
        url = new URL(location, url).href;
        request = {};
      }
    },
  };
}
