import { expect } from 'chai';
import { statementsOf } from '../support/count-statements.js';
import { askGraphQL, dataOf } from './graphql-server.js';
import { forEachLibrary } from './library-server.js';
import { startEffort } from '../support/effort.js';

forEachLibrary('a GraphQL query', (server) => {
  const data = (query: string, variables?: object) => dataOf(server.client, query, variables);
  const ask = (query: string, variables?: object) => askGraphQL(server.client, query, variables);
  const ids = async (filter: string): Promise<string[]> => {
    const { books } = await data(`{ books(filter: ${filter}, sort: ["id"]) { id } }`);
    return (books as { id: string }[]).map(({ id }) => id);
  };

  it('gives keys as texts, foreign keys as objects and other values as their types', async () => {
    expect(await data('{ books(sort: ["id"], limit: 2) { id title pages in_print details author_id { id name } } }')).to.deep.equal({ books: [
      {
        id: '1', title: 'The Dispossessed', pages: 387, in_print: true,
        details: { lang: 'en', awards: ['Hugo', 'Nebula'], series: { no: 5 } }, author_id: { id: '1', name: 'Ursula' },
      },
      { id: '2', title: 'Too Like, the Lightning', pages: 432, in_print: false, details: null, author_id: { id: '2', name: 'Ada' } },
    ] });
  });

  it('keeps the order of the selection, with aliases, type names and merged fields in their places', async () => {
    const { text } = await ask(`{
      z: books_by_id(id: 1) { t: title __typename author_id { name } id author_id { kind: __typename id } }
      __typename
      a: authors(limit: 1) { books { pages } }
    }`);
    expect(text.replaceAll(/\s*([:,])\s*/g, '$1')).to.equal('{"data":{"z":{"t":"The Dispossessed","__typename":"books",'
      + '"author_id":{"name":"Ursula","kind":"authors","id":"1"},"id":"1"},"__typename":"Query","a":[{"books":[{"pages":387}]}]}}');
  });

  it('reads one relation twice, with different arguments', async () => {
    expect(await data(`{ authors_by_id(id: 1) {
      all: books { id } none: books(filter: { pages: { _gt: 1000 } }) { id } first: books(limit: 1, sort: ["-id"]) { title }
    } }`)).to.deep.equal({ authors_by_id: { all: [{ id: '1' }], none: [], first: [{ title: 'The Dispossessed' }] } });
  });

  it('groups related items, in the statement of the items', async () => {
    const query = `{ authors(sort: ["id"]) {
      id
      books_func { count aggregated(groupBy: ["in_print"], sort: ["in_print"]) { group countAll max { pages } } }
      long: books_func { g: aggregated(filter: { pages: { _gt: 400 } }) { n: countAll sum { pages } } }
      kinds: books_func { aggregated { __typename } }
    } }`;
    const { authors } = await data(query);
    const statements = await statementsOf(() => data(query));
    expect(authors[0]).to.deep.equal({
      id: '1', books_func: { count: 1, aggregated: [{ group: { in_print: true }, countAll: 1, max: { pages: 387 } }] },
      long: { g: [{ n: 0, sum: { pages: null } }] }, kinds: { aggregated: [{ __typename: 'books_aggregated' }] },
    });
    expect(authors[1].long).to.deep.equal({ g: [{ n: 1, sum: { pages: 432 } }] });
    expect(statements.filter((statement) => /books/.test(statement)).length).to.be.at.most(1);
    const refused = await ask('{ authors { books_func { aggregated(groupBy: ["nothing"]) { group } } } }');
    expect(refused.codes).to.deep.equal(['FORBIDDEN']);
  });

  it('opens fragments, named and inline, and leaves out what @skip and @include say', async () => {
    const query = `query ($yes: Boolean!, $no: Boolean!) {
      books_by_id(id: 1) { ...card ... on books @include(if: $no) { pages } ... @skip(if: $no) { subtitle } title @skip(if: $yes) }
      other: books_by_id(id: 2) @skip(if: $yes) { id }
    }
    fragment card on books { id author_id { ...who } }
    fragment who on authors { name @include(if: $yes) born @include(if: $no) }`;
    expect(await data(query, { yes: true, no: false })).to.deep.equal({
      books_by_id: { id: '1', author_id: { name: 'Ursula' }, subtitle: 'An "Ambiguous" Utopia' },
    });
  });

  it('filters by fields, functions, relations both ways and quantifiers', async () => {
    expect(await ids('{ pages: { _between: [400, "500"] } }')).to.deep.equal(['2']);
    expect(await ids('{ _or: [{ title: { _starts_with: "Un" } }, { author_id: { name: { _eq: "Ada" } } }] }')).to.deep.equal(['2', '3']);
    expect(await ids('{ author_id: { books_func: { count: { _eq: 1 } }, born: { _nnull: true } } }')).to.deep.equal(['1']);
    expect(await ids('{ author_id: { books: { _some: { pages: { _lt: 400 } }, _none: { pages: { _gt: 400 } } } } }')).to.deep.equal(['1']);
    expect(await ids('{ author_id: { books: { pages: { _lt: 400 } } } }')).to.deep.equal(['1']);
    expect(await ids('{ in_print: { _eq: true }, title: { _nempty: true } }')).to.deep.equal(['1']);
  });

  it('takes variables everywhere in its arguments', async () => {
    const query = `query ($filter: books_filter, $least: GraphQLStringOrFloat, $sort: [String], $limit: Int = 1, $search: String) {
      a: books(filter: $filter, sort: $sort, limit: $limit) { id }
      b: books(filter: { _and: [{ pages: { _gte: $least } }] }, sort: $sort, limit: 5) { id }
      c: books(search: $search) { id }
    }`;
    expect(await data(query, { filter: { id: { _in: [1, 3] } }, least: 387, sort: ['-id'], search: 'lightning' }))
      .to.deep.equal({ a: [{ id: '3' }], b: [{ id: '2' }, { id: '1' }], c: [{ id: '2' }] });
  });

  it('pages by limit, offset and page', async () => {
    expect(await data('{ a: books(limit: 1, offset: 1) { id } b: books(limit: 2, page: 2) { id } c: books(limit: 0) { id } d: books(limit: -1) { id } }'))
      .to.deep.equal({ a: [{ id: '2' }], b: [{ id: '3' }], c: [], d: [{ id: '1' }, { id: '2' }, { id: '3' }] });
  });

  it('reads by a composite key, a singleton, a view and a table without a key', async () => {
    expect(await data(`{
      shelf_slots_by_id(shelf: "B,1", slot: 1) { label slot }
      settings { shop }
      book_pages(filter: { pages: { _gt: 400 } }) { pages }
      visits(sort: ["seconds"]) { seconds }
    }`)).to.deep.equal({
      shelf_slots_by_id: { label: 'comma', slot: '1' }, settings: { shop: 'The Corner Bookshop' }, book_pages: [{ pages: 432 }],
      visits: [{ seconds: 3 }, { seconds: 5 }],
    });
  });

  it('maps names that GraphQL does not allow', async () => {
    expect(await data('{ odd_name { a_b x_y } odd_name_by_id(id: 1) { x_y } }'))
      .to.deep.equal({ odd_name: [{ a_b: '1', x_y: 'one' }], odd_name_by_id: { x_y: 'one' } });
  });

  it('counts elements and related items', async () => {
    expect(await data('{ authors(sort: ["id"]) { books_func { count } } books_by_id(id: 1) { details_func { n: count } } }'))
      .to.deep.equal({ authors: [{ books_func: { count: 1 } }, { books_func: { count: 1 } }], books_by_id: { details_func: { n: null } } });
  });

  it('groups and aggregates, as numbers', async () => {
    expect(await data(`{
      books_aggregated(groupBy: ["author_id"], sort: ["author_id"]) {
        group countAll n: count { id pages } sum { pages } avg { p: pages } min { title } max { pages }
      }
      all: books_aggregated(filter: { pages: { _nnull: true } }) { countAll countDistinct { author_id } }
    }`)).to.deep.equal({
      books_aggregated: [
        { group: { author_id: 1 }, countAll: 1, n: { id: 1, pages: 1 }, sum: { pages: 387 }, avg: { p: 387 }, min: { title: 'The Dispossessed' }, max: { pages: 387 } },
        {
          group: { author_id: 2 }, countAll: 1, n: { id: 1, pages: 1 }, sum: { pages: 432 }, avg: { p: 432 },
          min: { title: 'Too Like, the Lightning' }, max: { pages: 432 },
        },
        { group: { author_id: null }, countAll: 1, n: { id: 1, pages: 0 }, sum: { pages: null }, avg: { p: null }, min: { title: 'Untitled' }, max: { pages: null } },
      ],
      all: [{ countAll: 2, countDistinct: { author_id: 2 } }],
    });
    expect(await data('{ books_aggregated { __typename } }')).to.deep.equal({ books_aggregated: [{ __typename: 'books_aggregated' }] });
  });

  it('runs one statement for each of its fields, whatever is below', async () => {
    const query = '{ a: books { id author_id { books(limit: 2) { author_id { name } } } } b: authors { books_func { count } } c: books_aggregated { countAll } }';
    for (let time = 0; time < 2; time += 1) {
      const statements = await statementsOf(() => data(query));
      expect(statements.filter((statement) => !statement.includes('ISO, YMD'))).to.have.length(3);
    }
  });

  it('answers with null and FORBIDDEN for an item that is missing, and keeps the others', async () => {
    const { status, data: given, codes } = await ask('{ a: books_by_id(id: 99) { id } b: books_by_id(id: "x") { id } c: books_by_id(id: 1) { id } }');
    expect({ status, given, codes }).to.deep.equal({ status: 200, given: { a: null, b: null, c: { id: '1' } }, codes: ['FORBIDDEN', 'FORBIDDEN'] });
  });

  it('answers with no data at all where a list fails', async () => {
    const { status, data: given, codes } = await ask('{ a: books(filter: { pages: { _eq: "x" } }) { id } b: books_by_id(id: 1) { id } }');
    expect({ status, given, codes }).to.deep.equal({ status: 200, given: null, codes: ['INVALID_QUERY'] });
  });

  it('gives an empty object where directives leave out everything', async () => {
    const query = `query ($no: Boolean!) {
      authors(limit: 1) { books { id @include(if: $no) } books_func { count @include(if: $no) } }
      books_aggregated { countAll @include(if: $no) }
      groups: books_aggregated(groupBy: ["author_id"], limit: 1) { group @include(if: $no) count { id @include(if: $no) } }
    }`;
    expect(await data(query, { no: false }))
      .to.deep.equal({ authors: [{ books: [{}], books_func: {} }], books_aggregated: [{}], groups: [{ count: {} }] });
  });

  it('answers FORBIDDEN for a key that no text of a database can be', async () => {
    const asked = await ask(`query ($key: ID!) {
      a: tags_by_id(id: $key) { name } b: shelf_slots_by_id(shelf: $key, slot: 1) { label }
    }`, { key: '\ud800' });
    expect(asked).to.deep.include({ status: 200, data: { a: null, b: null }, codes: ['FORBIDDEN', 'FORBIDDEN'] });
    const deleted = await ask('mutation ($key: ID!) { delete_tags_item(id: $key) { id } }', { key: '\ud800' });
    expect(deleted).to.deep.include({ status: 200, data: { delete_tags_item: null }, codes: ['FORBIDDEN'] });
  });

  it('refuses null for what must not be null, though the variable has a default', async () => {
    const refused: readonly (readonly [query: string, data: object | null])[] = [
      ['query ($given: ID = "1") { books_by_id(id: $given) { id } }', { books_by_id: null }],
      ['query ($given: Boolean = true) { books_by_id(id: 1) { id @include(if: $given) } }', { books_by_id: null }],
      ['query ($given: Boolean = true) { books_by_id(id: 1) @include(if: $given) { id } }', null],
      ['query ($given: Boolean = true) { __schema @include(if: $given) { queryType { name } } }', null],
      ['query ($given: String = "books") { __type(name: $given) { name } }', { __type: null }],
      ['mutation ($given: String = "x") { create_authors_item(data: { id: 9, name: $given }) { id } }', { create_authors_item: null }],
    ];
    for (const [query, given] of refused) {
      expect(await ask(query, { given: null }), query).to.deep.include({ status: 200, data: given, codes: ['GRAPHQL_VALIDATION'] });
    }
  });

  it('streams a list without a limit', async () => {
    const { text } = await ask('{ x: __typename books(limit: -1) { id } }');
    expect(JSON.parse(text)).to.deep.equal({ data: { x: 'Query', books: [{ id: '1' }, { id: '2' }, { id: '3' }] } });
  });
});

forEachLibrary('a GraphQL document', (server) => {
  const ask = (query: string, variables?: object) => askGraphQL(server.client, query, variables);
  const refusals: readonly (readonly [title: string, query: string, variables?: object])[] = [
    ['of no syntax', '{ books { id }'],
    ['with an unknown field', '{ books { nope } }'],
    ['with an unknown argument', '{ books(where: 1) { id } }'],
    ['with an argument of the wrong type', '{ books(limit: "x") { id } }'],
    ['with an operator that the field has not', '{ books(filter: { in_print: { _contains: "x" } }) { id } }'],
    ['without a selection', '{ books }'],
    ['with a variable that is missing', 'query ($id: ID!) { books_by_id(id: $id) { id } }'],
    ['with a variable of the wrong type', 'query ($n: Int) { books(limit: $n) { id } }', { n: 'x' }],
    ['with a fragment that uses itself', '{ books { ...a } } fragment a on books { author_id { books { ...a } } }'],
    ['with several operations and no name', 'query a { books { id } } query b { books { id } }'],
    ['that subscribes to nothing', 'subscription { books { id } }'],
    ['that is too deep', `{ ${'authors { books { author_id { '.repeat(1)}${'books { author_id { '.repeat(8)}id${' } }'.repeat(8)} } } } }`],
    ['with too many aliases', `{ ${Array.from({ length: 101 }, (_, i) => `a${i}: __typename`).join(' ')} }`],
    ['with too many fields of Query', `query { ${Array.from({ length: 51 }, (_, i) => `a${i}: __typename`).join(' ')} }`],
    ['with lists as deep as no stack', `{ books(filter: { title: { _eq: ${'['.repeat(2400)}1${']'.repeat(2400)} } }) { id } }`],
    ['with too many tokens', `{ books { ${'id '.repeat(5100)} } }`],
  ];
  for (const [title, query, variables] of refusals) {
    it(`${title} is refused before anything runs`, async () => {
      const { status, data, codes } = await ask(query, variables);
      expect({ status, data, codes }).to.deep.equal({ status: 400, data: undefined, codes: ['GRAPHQL_VALIDATION'] });
    });
  }

  it('that grows by fragments is refused without being opened', async () => {
    const levels = Array.from({ length: 6 }, (_, level) => {
      const branches = Array.from({ length: 12 }, (_each, i) => `a${i}: books { author_id { ...f${level + 1} } }`);
      return `fragment f${level} on authors { ${branches.join(' ')} }`;
    });
    const effort = startEffort();
    const { codes } = await ask(`{ authors { ...f0 } } ${levels.join(' ')} fragment f6 on authors { id }`);
    expect(codes).to.deep.equal(['INVALID_QUERY']);
    expect(effort()).to.be.below(5000);
  });
});
