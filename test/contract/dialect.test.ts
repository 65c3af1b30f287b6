import { defineDialectSuite } from 'jackfield/testing';
import { createDatabase, dialectNames } from '../support/databases.js';
import { declaredTypes } from '../support/declared-types.js';

const titles = { sqlite: 'SQLite', postgres: 'PostgreSQL' } as const;

for (const dialect of dialectNames) {
  defineDialectSuite({ title: titles[dialect], open: () => createDatabase(dialect), types: declaredTypes[dialect] });
}
