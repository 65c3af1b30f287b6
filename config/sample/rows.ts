/* oxlint-disable no-underscore-dangle -- the names are CLDR's own */
import type { SourceCity, SourceCountry, SourceCurrencyUse, Sources, SourceTerritories } from './sources.js';

/** A row as SQLite binds it. */
export type SampleRow = Readonly<Record<string, string | number | null>>;

/** Smaller cities are left out, unless they are a capital. */
const leastPopulation = 15_000;

/** The rows of every table but `sources`, made from the packages' data. The same data gives the same rows in the same order. */
export function sampleRows({ countries, cities, territories }: Sources): ReadonlyMap<string, readonly SampleRow[]> {
  const sorted = countries.toSorted((left, right) => compareText(left.cca2, right.cca2));
  const codes = new Set(sorted.map((country) => country.cca2));
  const capitals = capitalOfEach(cities);
  const chosen = cities.filter((city) => codes.has(city.country)
    && (city.population >= leastPopulation || capitals.get(city.country) === city));
  const regions = regionRows(sorted);
  const languages = languageRows(sorted, territories);
  const currencies = currencyRows(sorted, territories);
  return new Map([
    ['regions', regions],
    ['countries', sorted.map((country) => countryRow(country, regions, capitals, territories))],
    ['cities', chosen.map(cityRow).toSorted((left, right) => Number(left['id']) - Number(right['id']))],
    ['borders', borderRows(sorted)],
    ['languages', languages],
    ['country_languages', sorted.flatMap((country) => countryLanguageRows(country, languages, territories))],
    ['currencies', currencies],
    ['country_currencies', sorted.flatMap((country) => countryCurrencyRows(country, currencies, territories))],
    ['statistics', sorted.flatMap((country) => statisticsRows(country, territories))],
  ]);
}

function regionRows(countries: readonly SourceCountry[]): readonly SampleRow[] {
  const continents = distinct(countries.map((country) => country.region));
  const parts = distinct(countries.map((country) => country.subregion)).filter((part) => part !== '');
  const continentOf = new Map(countries.map((country) => [country.subregion, country.region]));
  return [
    ...continents.map((name, index) => ({ id: index + 1, name, parent: null })),
    ...parts.map((name, index) => ({
      id: continents.length + index + 1,
      name,
      parent: continents.indexOf(continentOf.get(name) ?? '') + 1,
    })),
  ];
}

function countryRow(
  country: SourceCountry,
  regions: readonly SampleRow[],
  capitals: ReadonlyMap<string, SourceCity>,
  territories: SourceTerritories,
): SampleRow {
  const regionName = country.subregion === '' ? country.region : country.subregion;
  const { root, suffixes } = country.idd;
  return {
    code: country.cca2,
    code3: country.cca3,
    name: country.name.common,
    official_name: country.name.official,
    native_names: JSON.stringify(country.name.native),
    region: regions.find((region) => region['name'] === regionName)?.['id'] ?? null,
    capital: capitals.get(country.cca2)?.cityId ?? null,
    area_km2: country.area > 0 ? country.area : null,
    latitude: country.latlng[0],
    longitude: country.latlng[1],
    independent: country.independent === null ? null : Number(country.independent),
    landlocked: Number(country.landlocked),
    un_member: Number(country.unMember),
    // Of a numbering plan that countries share, the suffixes are area codes: the root alone is dialled.
    calling_code: root === '' ? null : suffixes.length === 1 ? `${root}${suffixes[0]}` : root,
    domains: JSON.stringify(country.tld),
    week_starts_on: territories.firstDays[country.cca2] ?? territories.firstDays['001'] ?? null,
    flag: country.flag,
  };
}

/** The capital of each country: where the data names several, the largest, then the lowest number. */
function capitalOfEach(cities: readonly SourceCity[]): ReadonlyMap<string, SourceCity> {
  const capitals = cities.filter((city) => city.featureCode === 'PPLC')
    .toSorted((left, right) => left.population - right.population || right.cityId - left.cityId);
  return new Map(capitals.map((city) => [city.country, city]));
}

function cityRow(city: SourceCity): SampleRow {
  const [longitude, latitude] = city.loc.coordinates;
  return { id: city.cityId, name: city.name, country: city.country, population: city.population, latitude, longitude };
}

/** Each border in both directions, even where the data knows of it on one side only. */
function borderRows(countries: readonly SourceCountry[]): readonly SampleRow[] {
  const codeOf = new Map(countries.map((country) => [country.cca3, country.cca2]));
  const pairs = countries.flatMap((country) => country.borders.flatMap((border) => {
    const neighbour = codeOf.get(border);
    return neighbour === undefined ? [] : [`${country.cca2} ${neighbour}`, `${neighbour} ${country.cca2}`];
  }));
  return distinct(pairs).map((pair) => {
    const [country = '', neighbour = ''] = pair.split(' ');
    return { country, neighbour };
  });
}

function languageRows(countries: readonly SourceCountry[], territories: SourceTerritories): readonly SampleRow[] {
  const names = new Map(countries.flatMap((country) => Object.entries(country.languages)));
  return [...names].toSorted(([left], [right]) => compareText(left, right)).map(([code, name]) => {
    const script = territories.likelySubtags[cldrCode(code, territories)]?.split('-')[1];
    const rtl = script === undefined ? undefined : territories.scripts[script]?.rtl;
    return { code, name, script: script ?? null, right_to_left: rtl === undefined ? null : Number(rtl === 'YES') };
  });
}

function countryLanguageRows(
  country: SourceCountry,
  languages: readonly SampleRow[],
  territories: SourceTerritories,
): readonly SampleRow[] {
  const spoken = Object.entries(territories.population[country.cca2]?.languagePopulation ?? {});
  return languages.flatMap(({ code }) => {
    const language = String(code);
    const cldr = cldrCode(language, territories);
    // `pa_Arab` and `pa` are one language here: the form that most people use counts.
    const forms = spoken.filter(([tag]) => tag.split('_')[0] === cldr).map(([, form]) => form)
      .toSorted((left, right) => Number(right._populationPercent) - Number(left._populationPercent));
    const isOfficial = Object.hasOwn(country.languages, language);
    if (forms.length === 0 && !isOfficial) return [];
    return [{
      country: country.cca2,
      language,
      share_percent: forms[0]?._populationPercent ?? null,
      status: forms.find((form) => form._officialStatus !== undefined)?._officialStatus ?? (isOfficial ? 'official' : null),
    }];
  });
}

/** The code that CLDR knows an ISO 639-3 code by: `de` for `deu`. */
function cldrCode(code: string, territories: SourceTerritories): string {
  const replacement = territories.languageAliases[code]?._replacement;
  return replacement === undefined || replacement.includes('-') ? code : replacement;
}

function currencyRows(countries: readonly SourceCountry[], territories: SourceTerritories): readonly SampleRow[] {
  const uses = countries.flatMap((country) => Object.entries(country.currencies));
  return distinct(uses.map(([code]) => code)).map((code) => {
    // Countries do not agree on how to write some of them: most win.
    const { name, symbol } = mostFrequent(uses.filter(([used]) => used === code).map(([, currency]) => currency));
    const digits = territories.currencyDigits[code] ?? territories.currencyDigits['DEFAULT'];
    return { code, name, symbol: symbol === '' ? null : symbol, decimals: Number(digits?._digits ?? 2) };
  });
}

function countryCurrencyRows(
  country: SourceCountry,
  currencies: readonly SampleRow[],
  territories: SourceTerritories,
): readonly SampleRow[] {
  const periods = (territories.currencies[country.cca2] ?? []).flatMap((use) => Object.entries(use));
  return currencies.flatMap(({ code }) => {
    const currency = String(code);
    const own = periods.filter(([used]) => used === currency).map(([, period]) => period);
    if (own.length === 0 && !Object.hasOwn(country.currencies, currency)) return [];
    const isTender = own.every((period) => period._tender !== 'false');
    return [{ country: country.cca2, currency, ...wholePeriod(own), legal_tender: Number(isTender) }];
  });
}

/** From the first day of the first period to the last day of the last; open where one of them is. */
function wholePeriod(periods: readonly SourceCurrencyUse[]): { used_from: string | null; used_until: string | null } {
  const starts = periods.map((period) => period._from).filter((start) => start !== undefined).toSorted();
  const ends = periods.map((period) => period._to).filter((end) => end !== undefined).toSorted();
  return {
    used_from: starts.length === periods.length ? starts[0] ?? null : null,
    used_until: ends.length === periods.length ? ends.at(-1) ?? null : null,
  };
}

function statisticsRows(country: SourceCountry, territories: SourceTerritories): readonly SampleRow[] {
  const territory = territories.population[country.cca2];
  if (territory === undefined) return [];
  return [{
    country: country.cca2,
    population: territory._population,
    gdp: territory._gdp,
    literacy_percent: territory._literacyPercent,
  }];
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted(compareText);
}

function mostFrequent<T>(values: readonly [T, ...T[]] | readonly T[]): T {
  const counts = new Map<string, { value: T; count: number }>();
  for (const value of values) {
    const counted = counts.get(JSON.stringify(value)) ?? { value, count: 0 };
    counts.set(JSON.stringify(value), { value, count: counted.count + 1 });
  }
  const [first] = [...counts.values()].toSorted((left, right) => right.count - left.count);
  if (first === undefined) throw new RangeError('There is no most frequent one of none.');
  return first.value;
}

/** By code points, so that no locale of the machine decides the order. */
function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
