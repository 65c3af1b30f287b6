/**
 * `npm run docs`: writes what is generated in the documentation. Tests compare the result with what is there.
 */
import { writeFileSync } from 'node:fs';
import { generatedDocs } from './generated.js';

for (const { file, content } of await generatedDocs()) writeFileSync(file, content);
