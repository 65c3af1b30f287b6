import { batched, definePlugin, Type } from 'jackfield';

interface Book {
  readonly id: string;
  readonly pages: number | null;
}

/**
 * Adds to GraphQL: a type `shelf`, a field `shelves` of `Query`, and to the books of the mirrored database `reading_minutes`, computed from
 * their pages, and `shelf`, which is looked up once for all books of an answer.
 */
export default definePlugin({
  name: 'reading-time',
  description: 'Tells how long a book takes, and where it stands.',
  options: Type.Object({
    pagesPerHour: Type.Integer({ minimum: 1, default: 40, description: 'Pages that somebody reads in an hour.' }),
  }),
  apiVersion: 1,
  setup({ options, on }) {
    on('graphql.extend', ({ scope, composer, type }) => {
      if (scope !== 'items') return;
      composer.createObjectTC({ name: 'shelf', fields: { name: 'String!', books: 'Int!' } });
      composer.Query.addFields({ shelves: { type: '[shelf!]!', resolve: async () => shelvesOf(['A', 'B']) } });

      // Undefined for callers who may not see books.
      type<Book>('books')?.addFields({
        reading_minutes: {
          type: 'Int',
          extensions: { needs: ['pages'] },
          resolve: ({ pages }: Book) => (pages === null ? null : Math.ceil((pages * 60) / options.pagesPerHour)),
        },
        shelf: {
          type: 'shelf',
          extensions: { needs: ['id'] },
          resolve: batched(async (books: readonly Book[]) => shelvesOf(books.map(({ id }) => (Number(id) % 2 === 1 ? 'A' : 'B')))),
        },
      });
    });
  },
});

/** Stands for a service that is asked for many at once. */
async function shelvesOf(names: readonly string[]): Promise<{ name: string; books: number }[]> {
  return names.map((name) => ({ name, books: names.filter((other) => other === name).length }));
}
