import { randomBytes } from 'node:crypto';
import type { Client as Admin } from 'pg';
import type { ConfigInput } from 'jackfield';
import { startApi, type ApiProcess } from './api-process.js';
import { cuttableConnection, type CuttableConnection } from './cuttable-connection.js';
import { connect, faultServer } from './fault-server.js';
import { shop } from './shop.js';
import type { PostgresServer } from '../support/postgres-server.js';

/** A shop, its server, the way to it, and Jackfield on it: what faults are done to. */
export interface Stage {
  readonly server: PostgresServer;
  readonly way: CuttableConnection;
  readonly api: ApiProcess;
  /** The shop's URL, past the way that can be cut. */
  readonly url: string;
  /** A new connection of an administrator. */
  admin(): Promise<Admin>;
  /** Starts Jackfield again, where it was ended. */
  startAgain(): Promise<void>;
  end(): Promise<void>;
}

export async function openStage(database: ConfigInput['database'] = {}): Promise<Stage> {
  const server = await faultServer();
  const name = `shop_${randomBytes(6).toString('hex')}`;
  const owner = await connect(server.url('postgres'));
  await owner.query(`create database ${name}`);
  await owner.end();
  const url = server.url(name);
  const admins: Admin[] = [];
  const admin = async (): Promise<Admin> => {
    const connection = await connect(url);
    admins.push(connection);
    return connection;
  };
  await (await admin()).query(shop);
  const way = await cuttableConnection(server.port);
  const cuttable = url.replace(`:${server.port}/`, `:${way.port}/`);
  let api = await startApi(cuttable, database);
  return {
    server, way, url, admin,
    get api() { return api; },
    async startAgain() {
      api = await startApi(cuttable, database);
    },
    async end() {
      await api.end('SIGKILL');
      await way.close();
      await Promise.all(admins.map((connection) => connection.end().catch(() => undefined)));
    },
  };
}
