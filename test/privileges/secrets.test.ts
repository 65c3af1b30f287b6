import { expect } from 'chai';
import { systemCollections } from 'jackfield';
import { refusal } from '../plugins/system/system-server.js';
import { forEachPrivileges, secrets } from './privileges-server.js';

/** A type as introspection has it. */
interface ShownType {
  readonly name: string;
  readonly kind: string;
  readonly fields: readonly { readonly name: string; readonly type: TypeReference }[] | null;
}

interface TypeReference {
  readonly name: string | null;
  readonly ofType?: TypeReference;
}

function namedType({ name, ofType }: TypeReference): string {
  return ofType ? namedType(ofType) : name!;
}

/** Every field of a type, and of the types below it. */
function selectionOf(type: string, types: ReadonlyMap<string, ShownType>, depth: number): string {
  const parts = types.get(type)!.fields!.flatMap((field) => {
    const below = namedType(field.type);
    if (types.get(below)!.kind !== 'OBJECT') return [field.name];
    return depth === 0 ? [] : [`${field.name} { ${selectionOf(below, types, depth - 1)} }`];
  });
  return [...parts, '__typename'].join(' ');
}

const concealed = ['password', 'token', 'tfa_secret'];

forEachPrivileges('a secret of somebody', (world) => {
  const readers = () => [world.client, world.delegate.client];

  it('is shown as asterisks to whoever may read it, wherever it is read', async () => {
    for (const client of readers()) {
      const { body: { data } } = await client.get('/users', { fields: concealed, filter: { id: { _eq: world.admin.user } } });
      expect(data).to.deep.equal([{ password: '**********', token: '**********', tfa_secret: null }]);
      const nested = await client.get(`/roles/${world.admin.role}`, { fields: 'users.password,users.token', alias: { p: 'users' } });
      expect(nested.body.data.users[0]).to.deep.equal({ password: '**********', token: '**********' });
    }
  });

  it('is in no answer that lists, searches, exports, groups or nests', async () => {
    for (const client of readers()) {
      const answers = await Promise.all([
        client.get('/users', { fields: '*.*.*', limit: -1 }), client.get('/users', { fields: '*', export: 'csv', limit: -1 }),
        client.get('/users', { fields: '*', export: 'json' }), client.get('/roles', { fields: '*.*', limit: -1 }),
        client.get('/access', { fields: '*.*' }), client.get('/activity', { fields: '*.*', limit: -1 }),
        client.get('/revisions', { fields: '*.*', limit: -1 }), client.search('/users', { query: { fields: ['*'] } }),
        client.get('/users/me', { fields: '*' }),
        client.get('/users', { search: secrets.victimToken }), client.get('/users', { search: '$argon2' }),
        client.patch('/users/me', { first_name: 'Somebody' }),
      ]);
      for (const { status, text } of answers) {
        expect(status, text).to.equal(200);
        expect(text).not.to.match(/\$argon2|planted-/).and.not.to.match(/"(?:password|token)":"(?!\*{10}")/);
      }
      expect(answers[9].body).to.deep.equal({ data: [] });
      expect(answers[10].body).to.deep.equal({ data: [] });
    }
  });

  it('cannot be found out by asking about it', async () => {
    for (const client of readers()) {
      for (const field of concealed) {
        const queries: readonly object[] = [
          { filter: { [field]: { _starts_with: 'a' } } }, { filter: { [field]: { _null: true } } }, { filter: { [field]: { _eq: secrets.token } } },
          { filter: { _or: [{ [field]: { _nnull: true } }] } }, { sort: field }, { sort: `-${field}` }, { groupBy: field },
          { aggregate: { min: field } }, { aggregate: { count: field } }, { aggregate: { countDistinct: field } },
          { filter: { role: { users: { [field]: { _contains: 'a' } } } } },
          { fields: 'id,role.users.id', deep: { role: { users: { _sort: field } } } },
          { fields: 'id,role.users.id', deep: { role: { users: { _filter: { [field]: { _nnull: true } } } } } },
        ];
        for (const query of queries) {
          const answer = await client.get('/users', { limit: 1, ...query });
          expect(answer.status, `${JSON.stringify(query)} ${answer.text}`).to.be.oneOf([400, 403]);
          expect(answer.text).not.to.match(/\$argon2|planted-/);
        }
      }
    }
  });

  it('is no more to be had by GraphQL', async () => {
    for (const client of readers()) {
      const ask = async (query: string) => client.post('/graphql/system', { query });
      const shown = await ask(`{ users_by_id(id: "${world.admin.user}") { password token tfa_secret role { users { token } } } }`);
      expect(shown.body.data?.users_by_id, shown.text).to.deep.include({ password: '**********', token: '**********', tfa_secret: null });
      for (const query of [
        '{ users(filter: { password: { _starts_with: "a" } }) { id } }', '{ users(filter: { token: { _nnull: true } }) { id } }',
        '{ users(sort: ["token"]) { id } }', '{ users_aggregated(groupBy: ["token"]) { group } }',
        '{ users_aggregated { count { token } } }', '{ users(search: "$argon2") { id password } }',
      ]) {
        const { body, text } = await ask(query);
        expect(body.errors !== undefined || body.data.users?.length === 0, `${query} ${text}`).to.equal(true);
        expect(text).not.to.match(/\$argon2id|planted-/);
      }
    }
  });

  it('is in nothing that GraphQL shows of any system collection, whole and two relations deep', async () => {
    for (const client of readers()) {
      const fields = '{ name type { kind name ofType { kind name ofType { kind name ofType { kind name } } } } args { name type { kind } } }';
      const { body } = await client.post('/graphql/system', { query: `{ schema: __schema { queryType { name } types { name kind fields ${fields} } } }` });
      const { queryType, types } = body.data.schema as { queryType: { name: string }; types: readonly ShownType[] };
      const shown = new Map(types.map((type) => [type.name, type]));
      for (const collection of Object.keys(systemCollections)) {
        const root = shown.get(queryType.name)!.fields!.find(({ name }) => name === collection)!;
        const { text } = await client.post('/graphql/system', { query: `{ ${collection} { ${selectionOf(namedType(root.type), shown, 2)} } }` });
        expect(text, collection).to.match(/^\{"data"/);
        expect(text).not.to.match(/\$argon2id|planted-/).and.not.to.match(/"(?:password|token|tfa_secret)":"(?!\*{10}")/);
      }
    }
  }).timeout(60_000);

  it('is not told by an error about another value', async () => {
    const taken = await world.delegate.client.patch('/users/me', { token: secrets.victimToken });
    expect(taken.status, taken.text).to.be.oneOf([400, 422]);
    expect(taken.text).not.to.include(secrets.victimToken);
    const short = await world.delegate.client.patch('/users/me', { password: '', first_name: 'x'.repeat(60) });
    expect(refusal(short)).to.match(/^400 /);
  });

  it('opens nothing in the form in which it is stored', async () => {
    const users = world.server.kernel.registry.get('system').table('jackfield_users');
    const [row] = await users.where({ email: 'victim@example.com' }).select('token', 'password');
    for (const field of ['token', 'password'] as const) {
      expect(row![field]).to.be.a('string').and.not.include('planted-');
      expect((await world.client.as(String(row![field])).get('/users/me')).status).to.equal(401);
    }
  });
});
