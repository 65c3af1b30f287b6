import type { ClientQuery } from '../client.js';

/** What is asked of a collection, and the list it answers. */
export type RelatedCase = readonly [collection: string, query: ClientQuery, data: readonly unknown[]];

/** Nested reads along every kind of relation, with what `deep` says of them. */
export const nestedCases: Readonly<Record<string, RelatedCase>> = {
  'a to-one relation as a key, and null where it leads nowhere': [
    'telescopes', { fields: ['id', 'observatory_id'], filter: { id: { _in: [1, 4] } } },
    [{ id: 1, observatory_id: 1 }, { id: 4, observatory_id: null }],
  ],
  'a to-one relation as an object, and null where it leads nowhere': [
    'telescopes', { fields: ['id', 'observatory_id.name', 'observatory_id.country'], filter: { id: { _in: [2, 4] } } },
    [{ id: 2, observatory_id: { name: 'Table Hill', country: 'ZA' } }, { id: 4, observatory_id: null }],
  ],
  'a to-many relation as keys, and an empty list': [
    'observatories', { fields: ['id', 'telescopes'] },
    [{ id: 1, telescopes: [1, 3, 5] }, { id: 2, telescopes: [2, 6] }, { id: 3, telescopes: [] }],
  ],
  'a composite key as text': [
    'telescopes', { fields: ['observations', 'crew'], filter: { id: { _in: [1, 4] } } },
    [{ observations: ['1,1', '1,2'], crew: ['1,1', '1,2'] }, { observations: [], crew: [] }],
  ],
  'a text key as it is': [
    'observations', { fields: ['target', 'target.name'], filter: { telescope_id: 1 } },
    [{ target: { name: 'M 31' } }, { target: { name: 'NGC 1,2' } }],
  ],
  'through a junction': [
    'astronomers', { fields: ['name', 'crew.duty', 'crew.telescope_id.name'], filter: { id: { _lte: 2 } } },
    [
      {
        name: 'Ada Field',
        crew: [{ duty: 'lead', telescope_id: { name: 'Great Refractor' } }, { duty: 'lead', telescope_id: { name: 'Little Dome 50%_' } }],
      },
      { name: 'Bo Lens', crew: [{ duty: 'night', telescope_id: { name: 'Great Refractor' } }] },
    ],
  ],
  'to itself, both ways': [
    'telescopes', { fields: ['id', 'successor_id.name', 'telescopes.id'], filter: { id: { _in: [1, 3] } } },
    [{ id: 1, successor_id: { name: 'Giant Mirror' }, telescopes: [] }, { id: 3, successor_id: null, telescopes: [{ id: 1 }, { id: 5 }] }],
  ],
  'two relations to one table': [
    'observatories', { fields: ['id', 'astronomers_by_home_id.name', 'astronomers_by_guest_id.name'], filter: { id: { _lte: 2 } } },
    [
      { id: 1, astronomers_by_home_id: [{ name: 'Ada Field' }, { name: 'Bo Lens' }], astronomers_by_guest_id: [{ name: 'Cy Mirror' }] },
      { id: 2, astronomers_by_home_id: [{ name: 'Cy Mirror' }], astronomers_by_guest_id: [{ name: 'Ada Field' }] },
    ],
  ],
  'a composite foreign key, both ways': [
    'images', { fields: ['caption', 'telescope_id', 'observations.seconds', 'observations.images.caption'] },
    [
      { caption: 'core', telescope_id: 1, observations: { seconds: 300, images: [{ caption: 'core' }, { caption: 'halo' }] } },
      { caption: 'halo', telescope_id: 1, observations: { seconds: 300, images: [{ caption: 'core' }, { caption: 'halo' }] } },
      { caption: 'spiral', telescope_id: 3, observations: { seconds: 900, images: [{ caption: 'spiral' }] } },
      { caption: 'lost', telescope_id: null, observations: null },
    ],
  ],
  'five relations deep': [
    'observatories',
    {
      fields: ['name', 'telescopes.observations.astronomer_id.crew.telescope_id.successor_id.name'],
      filter: { id: 1 },
      deep: { telescopes: { _filter: { id: 1 }, observations: { _limit: 1 } } },
    },
    [{
      name: 'Northern Ridge',
      telescopes: [{
        observations: [
          {
            astronomer_id: {
              crew: [{ telescope_id: { successor_id: { name: 'Giant Mirror' } } }, { telescope_id: { successor_id: null } }],
            },
          },
        ],
      }],
    }],
  ],
  'values of every nested field as at the top': [
    'observatories', { fields: ['telescopes.price', 'telescopes.aperture', 'telescopes.seen_at', 'telescopes.plate'], filter: { id: 2 } },
    [{
      telescopes: [
        { price: '9007199254740993', aperture: '0.500', seen_at: '2024-12-31T23:59:59.999Z', plate: { type: 'Buffer', data: [65] } },
        { price: '104000000', aperture: '0.500', seen_at: '2000-01-01T00:00:00.000Z', plate: { type: 'Buffer', data: [1, 2] } },
      ],
    }],
  ],
  'sorted, cut and filtered for each parent': [
    'observatories',
    {
      fields: ['id', 'telescopes.id'],
      deep: { telescopes: { _sort: ['-built'], _limit: 2, _offset: 1, _filter: { status: { _neq: 'planned' } } } },
    },
    [{ id: 1, telescopes: [{ id: 5 }, { id: 1 }] }, { id: 2, telescopes: [{ id: 6 }] }, { id: 3, telescopes: [] }],
  ],
  'nothing where none are asked for, groups too': [
    'observatories',
    {
      fields: ['id', 'telescopes.id', 'none', 'all'], alias: { none: 'telescopes', all: 'telescopes' }, filter: { id: 3 },
      deep: {
        telescopes: { _limit: 0 }, none: { _groupBy: ['status'], _aggregate: { count: '*' }, _limit: 0 }, all: { _aggregate: { count: '*' }, _limit: 0 },
      },
    },
    [{ id: 3, telescopes: [], none: [], all: [] }],
  ],
  'one group of all items of each parent, also of none': [
    'observatories', { fields: ['id', 'telescopes'], deep: { telescopes: { _aggregate: { count: ['*', 'built'], max: 'built', sum: 'price' } } } },
    [
      { id: 1, telescopes: [{ count: { '*': '3', built: '3' }, max: { built: 2009 }, sum: { price: '104119995' } }] },
      { id: 2, telescopes: [{ count: { '*': '2', built: '2' }, max: { built: 1978 }, sum: { price: '9007199358740993' } }] },
      { id: 3, telescopes: [{ count: { '*': '0', built: '0' }, max: { built: null }, sum: { price: null } }] },
    ],
  ],
  'groups of nested items, sorted and cut for each parent': [
    'observatories',
    {
      fields: ['id', 'telescopes'],
      deep: { telescopes: { _groupBy: ['status'], _aggregate: { count: '*' }, _sort: ['-count', '-status'], _limit: 1 } },
    },
    [{ id: 1, telescopes: [{ status: 'retired', count: '2' }] }, { id: 2, telescopes: [{ status: 'active', count: '2' }] }, { id: 3, telescopes: [] }],
  ],
  'sorted by what is looked up, and cut, for each parent': [
    'observatories', { fields: ['id', 'telescopes.id'], deep: { telescopes: { _sort: ['-count(crew)', '-observations.seconds', '-id'], _limit: 2 } } },
    [{ id: 1, telescopes: [{ id: 1 }, { id: 3 }] }, { id: 2, telescopes: [{ id: 2 }, { id: 6 }] }, { id: 3, telescopes: [] }],
  ],
  'searched for each parent': [
    'observatories', { fields: ['id', 'telescopes.id'], deep: { telescopes: { _search: 'MIRROR' } } },
    [{ id: 1, telescopes: [{ id: 3 }, { id: 5 }] }, { id: 2, telescopes: [] }, { id: 3, telescopes: [] }],
  ],
  'page by page for each parent': [
    'observatories', { fields: ['id', 'telescopes.id'], deep: { telescopes: { _limit: 2, _page: 2 } } },
    [{ id: 1, telescopes: [{ id: 5 }] }, { id: 2, telescopes: [] }, { id: 3, telescopes: [] }],
  ],
  'a filter on a to-one relation makes it null': [
    'telescopes',
    { fields: ['id', 'observatory_id.name'], filter: { id: { _lte: 2 } }, deep: { observatory_id: { _filter: { country: 'CL' } } } },
    [{ id: 1, observatory_id: { name: 'Northern Ridge' } }, { id: 2, observatory_id: null }],
  ],
  'one relation twice, under two names': [
    'observatories',
    {
      fields: ['id', 'old.id', 'big.id'], alias: { old: 'telescopes', big: 'telescopes' }, filter: { id: 1 },
      deep: { old: { _filter: { built: { _lt: 1900 } } }, big: { _sort: ['-aperture'], _limit: 1 } },
    },
    [{ id: 1, old: [{ id: 1 }], big: [{ id: 3 }] }],
  ],
  'counts and parts of dates in nested items': [
    'observatories', { fields: ['count(telescopes)', 'telescopes.year(commissioned)', 'telescopes.count(crew)'], filter: { id: 2 } },
    [{ telescopes_count: '2', telescopes: [{ commissioned_year: 1978, crew_count: '1' }, { commissioned_year: 2024, crew_count: '0' }] }],
  ],
  'aggregates of nested items': [
    'observatories',
    {
      fields: ['id', 'telescopes'], deep: { telescopes: { _groupBy: ['status'], _aggregate: { count: '*', max: 'built' } } },
      filter: { id: { _neq: 2 } },
    },
    [
      {
        id: 1,
        telescopes: [{ status: 'active', count: '1', max: { built: 2009 } }, { status: 'retired', count: '2', max: { built: 1948 } }],
      },
      { id: 3, telescopes: [] },
    ],
  ],
};

/** Filters that look into related items, and the ids they leave. */
export const relatedFilterCases: Readonly<Record<string, readonly [collection: string, filter: unknown, ids: readonly unknown[]]>> = {
  'a to-one relation': ['telescopes', { observatory_id: { name: { _eq: 'Table Hill' } } }, [2, 6]],
  'nothing at the end of a to-one relation counts as null': ['telescopes', { observatory_id: { country: { _null: true } } }, [4]],
  'a negated comparison at the end of a to-one relation': ['telescopes', { observatory_id: { country: { _neq: 'CL' } } }, [2, 6]],
  'the key of a relation as a value': ['telescopes', { observatory_id: { _eq: 2 } }, [2, 6]],
  'a relation of a relation': ['telescopes', { successor_id: { observatory_id: { altitude: { _gt: 2000 } } } }, [1, 5]],
  'some of many': ['telescopes', { observations: { seconds: { _gte: 300 } } }, [1, 3]],
  'each item once, however many meet it': ['telescopes', { observations: { number: { _gte: 1 } } }, [1, 2, 3]],
  'none at all': ['telescopes', { observations: { number: { _null: true } } }, [4, 5, 6]],
  '_some with several conditions on one item': [
    'telescopes', { observations: { _some: { seconds: { _lt: 100 }, target: { _nnull: true } } } }, [1],
  ],
  'two _some met by different items': [
    'telescopes',
    { _and: [{ observations: { _some: { seconds: { _lt: 100 } } } }, { observations: { _some: { seconds: { _gt: 100 } } } }] }, [1, 3],
  ],
  '_some of anything': ['telescopes', { crew: { _some: {} } }, [1, 2, 3]],
  '_none of anything': ['telescopes', { crew: { _none: {} } }, [4, 5, 6]],
  '_none with a condition': ['telescopes', { crew: { _none: { duty: { _eq: 'lead' } } } }, [4, 5, 6]],
  '_none below a path': ['observatories', { telescopes: { crew: { _none: { duty: { _nnull: true } } } } }, [1, 2, 3]],
  'through a junction': ['telescopes', { crew: { astronomer_id: { name: { _contains: 'Lens' } } } }, [1]],
  'to itself': ['astronomers', { mentor_id: { mentor_id: { name: { _eq: 'Ada Field' } } } }, [4]],
  'a composite foreign key': ['images', { observations: { target: { magnitude: { _lt: 5 } } } }, [1, 2]],
  'a way back along a composite foreign key': ['images', { observations: { images: { caption: { _eq: 'halo' } } } }, [1, 2]],
  'a count': ['telescopes', { 'count(crew)': { _gt: 1 } }, [1]],
  'a count below a relation': ['telescopes', { observatory_id: { 'count(telescopes)': { _eq: 2 } } }, [2, 6]],
  'a function below a relation': ['astronomers', { home_id: { 'year(founded)': { _lt: 1850 } } }, [3]],
  'alternatives across relations': [
    'telescopes', { _or: [{ observatory_id: { country: { _eq: 'ZA' } } }, { successor_id: { _nnull: true } }] }, [1, 2, 5, 6],
  ],
};
