import type { TestColumn, TestTable, TestValue } from './tables.js';

/**
 * The tables that the dialect suite reads: telescopes and who observes what with them. Every kind of relation, every type, and values
 * that tell right from nearly right: nulls, ties, empty texts, patterns in texts, digits that a double loses, and letters beyond ASCII.
 */
export const observatoryTables: readonly TestTable[] = [
  {
    name: 'observatories',
    columns: columns({ id: 'integer', name: 'string', country: 'string', altitude: 'integer', founded: 'date' }),
    key: ['id'],
    references: [],
    rows: [
      [1, 'Northern Ridge', 'CL', 2635, '1893-05-10'],
      [2, 'Table Hill', 'ZA', 1798, '1820-10-20'],
      [3, 'Low Marsh', null, -3, null],
    ],
  },
  {
    name: 'telescopes',
    columns: columns({
      id: 'integer', name: 'string', nickname: 'text', status: 'string', built: 'integer', aperture: 'decimal', weight: 'float',
      price: 'bigInteger',
      active: 'boolean', serial: 'uuid', commissioned: 'date', opens_at: 'time', installed_at: 'dateTime', seen_at: 'timestamp',
      details: 'json', plate: 'binary', filters: 'array', observatory_id: 'integer', successor_id: 'integer',
    }),
    key: ['id'],
    references: [reference('observatory_id', 'observatories'), reference('successor_id', 'telescopes')],
    rows: [
      [
        3, 'Giant Mirror', null, 'active', 2009, '10.400', 400, '104000000', true, '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
        '2009-07-24', '20:30:00', '2009-07-24T08:30:00', '2024-02-29T11:14:15.987654Z',
        '{"mount": "altazimuth", "segments": [36, {"hex": true}], "exact": 0.1}', bytes(), [7], 1, null,
      ],
      [
        1, 'Great Refractor', 'The Long Tube', 'retired', 1893, '0.810', 12.5, '120000', false, '11111111-2222-4333-8444-555555555555',
        '1893-05-10', '00:00:00', '1893-05-10T23:59:59', '1893-05-10T00:00:00Z', '["U", "B", "V"]', bytes(0, 255, 16), [3, 1, 2], 1, 3,
      ],
      [
        2, 'Little Dome 50%_', '', 'active', 1978, '0.500', 0.75, '9007199254740993', true, 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
        '1978-01-01', '08:05:09', '1978-01-01T00:00:00', '2024-12-31T23:59:59.999999Z', '[]', bytes(65), [], 2, null,
      ],
      [4, 'Äquator Array', 'the long array', 'planned', ...Array.from({ length: 15 }, () => null)],
      [
        5, 'great mirror', 'Back\\slash', 'retired', 1948, '5.080', -0.25, '-5', false, '00000000-0000-4000-8000-000000000005',
        '1948-06-03', '23:59:59.5', '1948-06-03T12:00:00', '1948-06-03T10:00:00+02:00', '"only a text"', bytes(10), [-1], 1, 3,
      ],
      [
        6, 'Zeppelin "Z" O\'Hara', 'tab\there 😀', 'active', 1978, '0.500', 1e21, '104000000', true, '00000000-0000-4000-8000-000000000006',
        '2024-02-29', '12:00:00', '2024-02-29T12:00:00', '2000-01-01T00:00:00Z', 'null', bytes(1, 2), null, 2, null,
      ],
    ],
  },
  {
    name: 'astronomers',
    columns: columns({ id: 'integer', name: 'string', born: 'date', mentor_id: 'integer', home_id: 'integer', guest_id: 'integer' }),
    key: ['id'],
    references: [reference('mentor_id', 'astronomers'), reference('home_id', 'observatories'), reference('guest_id', 'observatories')],
    rows: [
      [1, 'Ada Field', '1820-12-10', null, 1, 2],
      [2, 'Bo Lens', '1850-02-28', 1, 1, null],
      [3, 'Cy Mirror', null, 1, 2, 1],
      [4, 'Di Orbit', '1901-01-01', 2, null, null],
    ],
  },
  {
    name: 'targets',
    columns: columns({ name: 'string', magnitude: 'decimal' }),
    key: ['name'],
    references: [],
    rows: [['M 31', '3.440'], ['NGC 1,2', null], ['a/b c', '12.000'], ['ä%2C', '-1.460']],
  },
  {
    name: 'observations',
    columns: columns({
      telescope_id: 'integer', number: 'integer', astronomer_id: 'integer', target: 'string', seconds: 'integer', taken_on: 'date',
    }),
    key: ['telescope_id', 'number'],
    references: [
      reference('telescope_id', 'telescopes'), reference('astronomer_id', 'astronomers'), reference('target', 'targets', 'name'),
    ],
    rows: [
      [1, 1, 1, 'M 31', 300, '1893-06-01'],
      [1, 2, 2, 'NGC 1,2', 60, null],
      [2, 1, 1, 'M 31', null, '1978-02-03'],
      [3, 1, 3, 'a/b c', 900, '2010-01-01'],
      [3, 2, null, null, 45, '2010-01-02'],
    ],
  },
  {
    name: 'images',
    columns: columns({ id: 'integer', telescope_id: 'integer', number: 'integer', caption: 'text' }),
    key: ['id'],
    references: [{ columns: ['telescope_id', 'number'], table: 'observations', to: ['telescope_id', 'number'] }],
    rows: [[1, 1, 1, 'core'], [2, 1, 1, 'halo'], [3, 3, 1, 'spiral'], [4, null, null, 'lost']],
  },
  {
    name: 'crew',
    columns: columns({ telescope_id: 'integer', astronomer_id: 'integer', duty: 'string' }),
    key: ['telescope_id', 'astronomer_id'],
    references: [reference('telescope_id', 'telescopes'), reference('astronomer_id', 'astronomers')],
    rows: [[1, 1, 'lead'], [1, 2, 'night'], [2, 1, 'lead'], [3, 3, 'lead']],
  },
  {
    name: 'weather',
    columns: columns({ night: 'date', cloud: 'integer', note: 'text' }),
    key: [],
    references: [],
    rows: [['2024-02-29', 3, 'fog'], ['2024-02-29', 3, 'fog'], ['2024-03-01', null, null]],
  },
];

/** The way back that `*` holds. */
export const observatoryMirror = { relations: { 'observatories.telescopes': 'telescopes.observatory_id' } } as const;

function columns(types: Readonly<Record<string, TestColumn['type']>>): TestColumn[] {
  return Object.entries(types).map(([name, type]) => ({ name, type }));
}

function reference(column: string, table: string, to = 'id'): TestTable['references'][number] {
  return { columns: [column], table, to: [to] };
}

function bytes(...values: readonly number[]): TestValue {
  return Buffer.from(values);
}
