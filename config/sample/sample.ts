import { access, constants, lstat, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSample, isCurrentSample } from './build.js';

/**
 * How the sample appears in the API: the `mirror` section of its config. The ways back that are declared here are part of `*`;
 * `countries.cities` is deliberately not, for a country may have a thousand.
 */
export const sampleMirror = {
  relations: {
    'regions.parts': 'regions.parent',
    'regions.countries': 'countries.region',
    'countries.borders': 'borders.country',
    'countries.languages': 'country_languages.country',
    'countries.currencies': 'country_currencies.country',
    'countries.statistics': 'statistics.country',
    'languages.countries': 'country_languages.language',
    'currencies.countries': 'country_currencies.currency',
    'country_profiles.country': { fields: ['code'], references: 'countries', wayBack: 'profile' },
  },
  keys: { country_profiles: ['code'] },
};

/** A request to try on the sample. */
export interface SampleRequest {
  /** What it asks, as a sentence for people. */
  readonly title: string;
  /** Path and query as a person would type them: brackets are not encoded, so curl needs `-g`. */
  readonly path: string;
}

/** What a start on the sample suggests to try: a nested read, a filter through relations, an aggregate. */
export const sampleRequests: readonly SampleRequest[] = [
  {
    title: 'Switzerland with its capital, its neighbours and what is spoken most',
    path: '/items/countries/CH?fields=name,capital.name,borders.neighbour.name,languages.language.name,languages.share_percent'
      + '&deep[languages][_sort]=-share_percent&deep[languages][_limit]=3',
  },
  {
    title: 'The largest cities of countries without a coast',
    path: '/items/cities?fields=name,population,country.name&filter[country][landlocked][_eq]=true&sort=-population&limit=5',
  },
  {
    title: 'How many countries took the euro in which year',
    path: '/items/country_currencies?filter[currency][_eq]=EUR&groupBy=year(used_from)&aggregate[count]=*',
  },
];

/**
 * Makes sure that the sample database is there, and builds it where it is missing or of another version (some tenths of a second).
 * It lives in `.jackfield/` of the working directory or, where that cannot be written, in a folder of the user's own among the
 * system's temporary files.
 *
 * @returns the path of the SQLite file
 * @throws {Error} when neither place can be used
 */
export async function prepareSample(workingDirectory: string = process.cwd()): Promise<string> {
  const own = join(workingDirectory, '.jackfield');
  const existing = join(own, 'sample.sqlite');
  if (isCurrentSample(existing)) return existing;

  const folder = await makeWritable(own) ? own : await makeTemporaryFolder();
  const file = join(folder, 'sample.sqlite');
  if (!isCurrentSample(file)) await buildSample(file);
  return file;
}

/** Makes a folder that Git ignores. Answers false where the place does not allow it. */
async function makeWritable(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    await writeFile(join(folder, '.gitignore'), '*\n');
    return true;
  } catch {
    return false;
  }
}

/** Its name can be guessed, so a folder that somebody else put there is refused: they could swap the file for theirs. */
async function makeTemporaryFolder(): Promise<string> {
  const user = process.getuid?.();
  const folder = join(tmpdir(), user === undefined ? 'jackfield' : `jackfield-${user}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await lstat(folder);
  const isOwn = user === undefined || (found.uid === user && (found.mode & 0o022) === 0);
  if (!found.isDirectory() || !isOwn) {
    throw new Error(`The sample database has no place: the working directory cannot be written, and ${folder} belongs to somebody else.`);
  }
  return folder;
}
