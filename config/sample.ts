import { defineConfig } from 'jackfield';
import { prepareSample, sampleMirror } from './sample/sample.js';

/** Of the plugin that announces the requests: from source in a checkout, compiled in the package. */
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/**
 * What `npm start` serves: the sample database, under names that make `*` interesting. Where the environment names a database, that one
 * is served and nothing of the sample is built.
 */
export default async function sampleConfig() {
  if (process.env['DATABASE_URL']) return defineConfig({});
  return defineConfig({
    database: { url: await prepareSample() },
    mirror: sampleMirror,
    plugins: { [`./sample/announce.${extension}`]: {} },
  });
}
