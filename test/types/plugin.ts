import type { FirstHook } from 'jackfield';
import { definePlugin, Type } from 'jackfield';
import type { OpeningHours } from '../../examples/library-hours/index.js';

declare module 'jackfield' {
  interface Services {
    greeting: { readonly text: string };
  }
  interface Hooks {
    'greeting.ask': FirstHook<string, number>;
  }
}

definePlugin({
  name: 'well-typed',
  needs: ['openingHours', 'http'],
  wants: ['access'],
  provides: ['greeting'],
  options: Type.Object({ loud: Type.Boolean({ default: false }), words: Type.Array(Type.String(), { default: [] }) }),
  setup({ options, get, want, provide, on, hooks }) {
    const hours: OpeningHours = get('openingHours');
    const text: string = get('greeting').text;
    const loud: boolean = options.loud;
    const words: string[] = options.words;
    // @ts-expect-error an option that the schema does not have
    void options.quiet;
    // @ts-expect-error a service that exists but is not needed
    get('database');
    // @ts-expect-error a service that is only wanted
    get('access');
    // @ts-expect-error a service that nobody declares
    get('weather');
    // @ts-expect-error what is wanted may be missing
    void want('access').view;
    // @ts-expect-error what is needed is not wanted
    want('http');
    // @ts-expect-error a service that the plugin did not say it provides
    provide('openingHours', () => hours);
    // @ts-expect-error a service of the wrong type
    provide('greeting', () => ({ text: 1 }));
    provide('greeting', () => ({ text }), (greeting) => void greeting.text);

    on('hours.ask', ({ moment }) => ({ moment }));
    on('hours.ask', () => undefined);
    // @ts-expect-error a filter may not answer another type
    on('hours.ask', () => 'tomorrow');
    // @ts-expect-error a hook that nobody declares
    on('hours.unknown', () => undefined);
    on('hours.asked', async ({ open }) => void (open && loud && words.length));
    on('greeting.ask', (name) => (name === 'you' ? 1 : undefined));
    // @ts-expect-error the first answer is a number
    on('greeting.ask', (name) => name);
    on('http.identify', (context) => void context.ip);
    on(
      'items.create', (item, { collection, transaction }) => ({ ...item, collection, isWritten: transaction.knex.isTransaction }),
      { collection: 'books' },
    );
    on('items.updated', ({ items }) => void items[0]?.key, { collection: 'books' });
    // @ts-expect-error a hook that is about no collection
    on('http.identify', () => undefined, { collection: 'books' });
    // @ts-expect-error a misspelt scope
    on('items.create', () => undefined, { colection: 'books' });

    void hooks.filter('hours.ask', { moment: new Date() }, undefined).then(({ moment }) => moment.getTime());
    void hooks.first('greeting.ask', 'you').then((answer) => {
      // @ts-expect-error perhaps nobody answers
      answer.toFixed();
    });
    // @ts-expect-error an event is not a filter
    void hooks.filter('hours.asked', { moment: new Date(), open: true }, undefined);
    // @ts-expect-error an event needs all of its members
    void hooks.emit('hours.asked', { moment: new Date() });
  },
});

definePlugin({
  name: 'needs-nothing',
  setup({ get, options }) {
    // @ts-expect-error nothing is needed
    get('http');
    // @ts-expect-error there are no options
    void options.anything;
  },
});

definePlugin({
  name: 'needs-the-unknown',
  // @ts-expect-error a service that nobody declares
  needs: ['weather'],
  setup() {},
});
