/**
 * `jackfield/testing`: a server, a client, the dialect suite and the suite of authentication strategies, for tests of plugins and for our own.
 */
export { defineAuthStrategySuite, type AuthStrategySuiteOptions } from './auth-strategy-suite.js';
export { createClient, type Answer, type Client, type ClientQuery } from './client.js';
export { defineDialectSuite, type DialectFeature, type DialectSuiteDatabase, type DialectSuiteOptions } from './dialect-suite.js';
export { startServer, testToken, type TestServer, type TestServerOptions } from './server.js';
export type { DeclaredTypes } from './tables.js';
