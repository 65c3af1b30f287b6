/**
 * The tables of the sample database: one of each kind of relation, and of each kind of value that SQLite can declare.
 * Foreign keys are checked at the commit, because a country names its capital and the capital its country.
 */
export const sampleTables = /* sql */ `
create table sources (
  package varchar(60) primary key,
  version varchar(20) not null,
  provides text not null,
  license varchar(40) not null,
  attribution text not null,
  url text not null
);

-- Continents, and below them their parts.
create table regions (
  id integer primary key,
  name varchar(60) not null unique,
  parent integer references regions (id) deferrable initially deferred
);

create table countries (
  code varchar(2) primary key,
  code3 varchar(3) not null unique,
  name varchar(100) not null,
  official_name varchar(200) not null,
  native_names json not null,
  region integer not null references regions (id) deferrable initially deferred,
  capital integer unique references cities (id) deferrable initially deferred,
  area_km2 decimal(12, 2),
  latitude double not null,
  longitude double not null,
  independent boolean,
  landlocked boolean not null,
  un_member boolean not null,
  calling_code varchar(8),
  domains json not null,
  week_starts_on varchar(3) not null check (week_starts_on in ('mon', 'fri', 'sat', 'sun')),
  flag varchar(8) not null
);
create index countries_region on countries (region);

create table cities (
  id integer primary key,
  name varchar(200) not null,
  country varchar(2) not null references countries (code) deferrable initially deferred,
  population integer not null,
  latitude double not null,
  longitude double not null
);
create index cities_country on cities (country, population);

-- Which countries share a land border: each pair in both directions.
create table borders (
  country varchar(2) not null references countries (code) deferrable initially deferred,
  neighbour varchar(2) not null references countries (code) deferrable initially deferred,
  primary key (country, neighbour)
);
create index borders_neighbour on borders (neighbour);

create table languages (
  code varchar(3) primary key,
  name varchar(100) not null,
  script varchar(4),
  right_to_left boolean
);

create table country_languages (
  country varchar(2) not null references countries (code) deferrable initially deferred,
  language varchar(3) not null references languages (code) deferrable initially deferred,
  share_percent decimal,
  status varchar(20) check (status in ('official', 'de_facto_official', 'official_regional')),
  primary key (country, language)
);
create index country_languages_language on country_languages (language);

create table currencies (
  code varchar(3) primary key,
  name varchar(100) not null,
  symbol varchar(10),
  decimals integer not null
);

create table country_currencies (
  country varchar(2) not null references countries (code) deferrable initially deferred,
  currency varchar(3) not null references currencies (code) deferrable initially deferred,
  used_from date,
  used_until date,
  legal_tender boolean not null,
  primary key (country, currency)
);
create index country_currencies_currency on country_currencies (currency);

-- One row a country at most: the key is the foreign key.
create table statistics (
  country varchar(2) primary key references countries (code) deferrable initially deferred,
  population bigint not null,
  gdp decimal(18, 2) not null,
  literacy_percent decimal not null
);

create view country_profiles as
select
  countries.code,
  countries.name,
  coalesce(continents.name, regions.name) as continent,
  statistics.population,
  cast(round(statistics.population * 1.0 / countries.area_km2, 1) as real) as people_per_km2,
  cast((select count(*) from borders where borders.country = countries.code) as integer) as neighbours,
  cast((select count(*) from country_languages where country_languages.country = countries.code) as integer) as languages
from countries
join regions on regions.id = countries.region
left join regions as continents on continents.id = regions.parent
left join statistics on statistics.country = countries.code;
`;
