import { expect } from 'chai';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createKernel, type Kernel, type KernelOptions } from '../../../core/kernel/boot.js';
import { anonymous } from '../../../core/access/access.js';
import type { ConfigInput } from '../../../core/kernel/config.js';
import { definePlugin, type Plugin } from '../../../core/kernel/plugin.js';

declare module 'jackfield' {
  interface Services {
    ink: { readonly colour: string };
    pen: { write(): string };
    paper: { readonly lines: number };
  }
}

const quick: ConfigInput = {
  database: { url: ':memory:' },
  server: { port: 0 },
  log: { level: 'silent' },
  lifecycle: { setupTimeoutSeconds: 0.2, startTimeoutSeconds: 0.5, stopTimeoutSeconds: 0.2 },
  plugins: { 'dialect-sqlite': {} },
};

const create = (plugins: readonly Plugin[] = [], config: ConfigInput = {}, options: KernelOptions = {}): Kernel =>
  createKernel({ ...quick, ...config }, { plugins, ...options });
const failureOf = (kernel: Kernel): Promise<string> =>
  kernel.start().then(() => 'no error', (error: unknown) => (error as Error).message);
const never = (): Promise<void> => new Promise(() => undefined);
const fail = (): never => {
  throw new Error('no ink');
};

/** A plugin that writes down what happens to it. */
const traced = (name: string, trace: string[], parts: Partial<Pick<Plugin, 'needs' | 'provides'>> = {}): Plugin => definePlugin({
  name,
  ...parts,
  setup({ provide }) {
    trace.push(`${name} set up`);
    for (const service of parts.provides ?? []) provide(service, () => ({}) as never, () => void trace.push(`${service} of ${name} ended`));
    return { start: () => void trace.push(`${name} started`), stop: async () => void trace.push(`${name} stopped`) };
  },
});

/** A plugin whose setup uses names that its types would not allow. */
const sneak = (use: (context: Record<'get' | 'want' | 'provide', (name: string, make?: () => unknown) => void>) => void): Plugin =>
  definePlugin({ name: 'sneak', setup: (context) => use(context as never) });

describe('a kernel', () => {
  let kernels: Kernel[] = [];
  const started = async (...given: Parameters<typeof create>): Promise<Kernel> => {
    const kernel = create(...given);
    kernels.push(kernel);
    await kernel.start();
    return kernel;
  };
  afterEach(async () => {
    for (const kernel of kernels) await kernel.stop();
    kernels = [];
  });

  it('serves on the port that it says', async () => {
    const kernel = create();
    kernels.push(kernel);
    const address = await kernel.start();
    const response = await fetch(`http://${address?.host}:${address?.port}/nothing`);
    expect([response.status, await response.json()]).to.deep.equal([404, {
      errors: [{ message: 'Route does not exist.', extensions: { code: 'ROUTE_NOT_FOUND', path: '/nothing' } }],
    }]);
  });

  it('does not listen where it is embedded', async () => {
    const kernel = create();
    kernels.push(kernel);
    expect(await kernel.start({ listen: false })).to.equal(null);
    expect(kernel.handler).to.be.a('function');
  });

  it('shares one start between calls', async () => {
    const kernel = create();
    kernels.push(kernel);
    const [first, second] = await Promise.all([kernel.start(), kernel.start()]);
    expect(first).to.equal(second);
  });

  it('gives two servers in one process nothing in common', async () => {
    const plugin = definePlugin({
      name: 'inks', provides: ['ink'],
      setup: ({ provide, get }) => {
        provide('ink', () => ({ colour: 'blue' }));
        return { start: () => void get('ink') };
      },
    });
    const [one, two] = [await started([plugin]), await started([plugin])];
    expect(one.registry.get('ink')).not.to.equal(two.registry.get('ink'));
    expect(one.registry.get('database')).not.to.equal(two.registry.get('database'));
    await one.stop();
    expect(two.registry.get('schema').current().collections.size).to.equal(0);
  });

  it('sets up providers first, starts in that order, and stops in reverse', async () => {
    const trace: string[] = [];
    const kernel = await started([
      traced('writer', trace, { needs: ['ink'] }),
      traced('inks', trace, { provides: ['ink'] }),
    ]);
    kernel.registry.get('ink');
    trace.push('running');
    await kernel.stop();
    expect(trace).to.deep.equal([
      'inks set up', 'writer set up', 'inks started', 'writer started', 'running', 'writer stopped', 'inks stopped', 'ink of inks ended',
    ]);
    expect(kernel.plugins.map(({ plugin }) => plugin.name)).to.deep.equal(['dialect-sqlite', 'inks', 'writer']);
  });

  it('has the data ready in `start`, and says in `setup` that it is not', async () => {
    let during = '';
    let after = 0;
    await started([definePlugin({
      name: 'early', needs: ['schema', 'models', 'items', 'access', 'http', 'config'],
      setup({ get }) {
        expect(get('config').server.port).to.equal(0);
        try {
          get('schema');
        } catch (error) {
          during = (error as Error).message;
        }
        return { start: () => { after = get('schema').current().collections.size + get('models').current().size; } };
      },
    })]);
    expect(during).to.equal('The service `schema` of `kernel` is not ready yet: get it in `start`, or where it is used, not in `setup`.');
    expect(after).to.equal(0);
  });

  it('lets a plugin take the place of a service of the kernel where the config says so', async () => {
    const mine = definePlugin({
      name: 'mine', provides: ['access'],
      setup({ provide }) {
        provide('access', () => ({ view: (_identity, schema) => ({ id: 'mine', schema, collections: new Map() }), policies: () => [] }));
      },
    });
    const kernel = await started([mine], { services: { access: 'mine' } });
    const schema = kernel.registry.get('schema').current();
    expect(kernel.registry.get('access').view(anonymous, schema).id).to.equal('mine');
  });

  it('refuses plugins in JavaScript what their types would have refused', async () => {
    expect(await failureOf(create([sneak(({ get }) => get('http'))])))
      .to.equal('The plugin `sneak` gets the service `http`, which is not among its `needs`.');
    expect(await failureOf(create([sneak(({ want }) => want('http'))])))
      .to.equal('The plugin `sneak` wants the service `http`, which is not among its `wants`.');
    expect(await failureOf(create([sneak(({ provide }) => provide('ink', () => 1))])))
      .to.equal('The plugin `sneak` provides the service `ink`, which is not among its `provides`.');
  });

  describe('that cannot start', () => {
    const rows: readonly [title: string, plugin: Plugin, message: string][] = [
      ['because a setup throws', definePlugin({ name: 'bad', setup: fail }), 'The plugin `bad` failed in `setup`: no ink'],
      ['because a setup hangs', definePlugin({ name: 'bad', setup: never }), 'The plugin `bad` did not end `setup` within 0.2 s.'],
      ['because a start throws', definePlugin({ name: 'bad', setup: () => ({ start: fail }) }),
        'The plugin `bad` failed in `start`: no ink'],
      ['because a start hangs', definePlugin({ name: 'bad', setup: () => ({ start: never }) }),
        'The plugin `bad` did not end `start` within 0.5 s.'],
      ['because a plugin does not offer what it provides', definePlugin({ name: 'bad', provides: ['ink'], setup() {} }),
        'The plugin `bad` says that it provides `ink`, and did not offer it in `setup`.'],
      ['because a service is missing', definePlugin({ name: 'bad', needs: ['ink'], setup() {} }),
        'The plugin `bad` needs the service `ink`, which no enabled plugin provides.'],
    ];
    for (const [title, plugin, message] of rows) {
      it(`says so and leaves nothing running, ${title}`, async () => {
        const trace: string[] = [];
        const kernel = create([traced('first', trace, { provides: ['pen'] }), plugin]);
        expect(await failureOf(kernel)).to.equal(message);
        expect(trace.filter((line) => line.endsWith('started')).length).to.equal(trace.filter((line) => line.endsWith('stopped')).length);
        expect(await failureOf(kernel)).to.be.oneOf([message, 'The server was stopped while it started.']);
      });
    }

    it('tells which plugins would provide a missing service, switched off ones too', async () => {
      const kernel = create([definePlugin({ name: 'bad', needs: ['openingHours' as never], setup() {} })], {
        plugins: { 'dialect-sqlite': {}, './examples/library-hours/index.ts': false },
      });
      expect(await failureOf(kernel)).to.equal(
        'The plugin `bad` needs the service `openingHours`, which no enabled plugin provides. '
        + 'Switched off, `./examples/library-hours/index.ts` would provide it.',
      );
    });

    it('closes the database where something fails after it was opened', async () => {
      let closed = false;
      const dialect = definePlugin({
        name: 'dialect-test',
        setup({ on }) {
          on('database.open', () => ({
            capabilities: {},
            introspect: async () => { throw new Error('no catalog'); },
            close: async () => { closed = true; },
          }) as never);
        },
      });
      expect(await failureOf(create([dialect], { plugins: {} }))).to.equal(
        'The kernel failed in `reading the database\'s catalog`: no catalog',
      );
      expect(closed).to.equal(true);
    });

    it('names the dialects where none knows the URL, and never the password', async () => {
      const message = await failureOf(create([], { database: { url: 'oracle://me:hunter2@host/x' } }));
      expect(message).to.contain('No dialect answers to the database `oracle:…`. Enabled: `dialect-sqlite`.');
      expect(message).to.match(/Built in, but switched off: .*`dialect-postgres`/);
      expect(message).not.to.contain('hunter2');
      expect(await failureOf(create([], { plugins: {} }))).to.contain('None is enabled.');
    });

    it('asks for a database where none is named', async () => {
      expect(await failureOf(create([], { database: {} }))).to.match(/^Which database\?/);
    });

    it('says which port is taken', async () => {
      const other = createServer();
      await new Promise<void>((resolve) => void other.listen(0, '127.0.0.1', resolve));
      const { port } = other.address() as AddressInfo;
      const trace: string[] = [];
      try {
        expect(await failureOf(create([traced('first', trace)], { server: { port } })))
          .to.equal(`The server cannot listen on 127.0.0.1, port ${port}: another process listens there.`);
        expect(trace.at(-1)).to.equal('first stopped');
      } finally {
        other.close();
      }
    });

    it('refuses wrong options at once', () => {
      expect(() => createKernel({ server: { port: 70_000 } })).to.throw('`server.port` must be an integer from 0 to 65535, got 70000.');
    });
  });

  describe('that stops', () => {
    it('stops the rest where one plugin fails or hangs', async () => {
      const trace: string[] = [];
      const kernel = await started([
        traced('first', trace),
        definePlugin({ name: 'bad', setup: () => ({ stop: () => { throw new Error('stuck'); } }) }),
        definePlugin({ name: 'slow', setup: () => ({ stop: never }) }),
      ]);
      await kernel.stop();
      expect(trace.at(-1)).to.equal('first stopped');
    });

    it('stops once, and cannot be started again', async () => {
      const trace: string[] = [];
      const kernel = await started([traced('first', trace)]);
      await Promise.all([kernel.stop(), kernel.stop()]);
      expect(trace.filter((line) => line === 'first stopped')).to.have.length(1);
      const unstarted = create();
      await unstarted.stop();
      expect(await failureOf(unstarted)).to.equal('A kernel that was stopped cannot be started again.');
    });

    it('takes down what a start that is still going on has put up', async () => {
      const trace: string[] = [];
      const slow = definePlugin({ name: 'slow', setup: () => new Promise((resolve) => void setTimeout(resolve, 50)) });
      const kernel = create([traced('first', trace), slow]);
      const outcome = failureOf(kernel);
      await kernel.stop();
      expect(await outcome).to.equal('The server was stopped while it started.');
      expect(trace.at(-1)).not.to.equal('first started');
    });
  });
});
