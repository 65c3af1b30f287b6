import { ApiError, definePlugin, Type, type EventHook, type FilterHook } from 'jackfield';

/** Tells whether the library is open at a moment. */
export interface OpeningHours {
  isOpen(moment: Date): boolean;
}

/** A moment somebody asks about. */
export interface Inquiry {
  readonly moment: Date;
}

declare module 'jackfield' {
  interface Services {
    openingHours: OpeningHours;
  }
  interface Hooks {
    /** Before the hours are looked up: a plugin may move the moment, or refuse the question. */
    'hours.ask': FilterHook<Inquiry>;
    /** After an answer was found. */
    'hours.asked': EventHook<Inquiry & { readonly open: boolean }>;
  }
}

/** Answers `GET /library/open` and offers the `openingHours` service to other plugins. Hours are those of the server's clock. */
export default definePlugin({
  name: 'library-hours',
  description: 'Tells whether the library is open.',
  needs: ['http'],
  provides: ['openingHours'],
  options: Type.Object({
    opensAt: Type.Integer({ minimum: 0, maximum: 23, default: 9, description: 'First hour of the day in which the library is open.' }),
    closesAt: Type.Integer({ minimum: 1, maximum: 24, default: 18, description: 'First hour in which it is closed again.' }),
  }),
  apiVersion: 1,
  setup({ options, get, provide, hooks, log }) {
    provide('openingHours', () => ({
      isOpen: (moment) => moment.getHours() >= options.opensAt && moment.getHours() < options.closesAt,
    }));

    get('http').route(['GET'], '/library/open', async (context) => {
      const asked = new Date(String(context.query['at'] ?? new Date().toISOString()));
      if (Number.isNaN(asked.getTime())) {
        throw new ApiError('INVALID_QUERY', { path: 'at', reason: '"at" is no moment.', hint: 'Write it as 2026-03-01T10:00:00Z.' });
      }
      const inquiry = hooks.has('hours.ask') ? await hooks.filter('hours.ask', { moment: asked }, undefined) : { moment: asked };
      const open = get('openingHours').isOpen(inquiry.moment);
      await hooks.emit('hours.asked', { ...inquiry, open });
      context.body = { data: { open } };
    });

    return { start: () => log.info(`The library opens at ${options.opensAt}.`) };
  },
});
