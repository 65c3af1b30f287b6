import { defineDialectSuite } from 'jackfield/testing';
import { createDatabase, availableDialects } from '../support/databases.js';
import { castTypes, declaredTypes } from '../support/declared-types.js';

const titles = { sqlite: 'SQLite', postgres: 'PostgreSQL', mysql: 'MySQL', mssql: 'SQL Server' } as const;

for (const dialect of availableDialects) {
  defineDialectSuite({
    title: titles[dialect], open: () => createDatabase(dialect), types: declaredTypes[dialect], ownOrder: dialect === 'mysql' ? ['uuid'] : [],
    ...(castTypes[dialect] && { cast: castTypes[dialect] }),
  });
}
