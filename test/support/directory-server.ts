import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** An LDAP server with the people of `people`. */
export interface DirectoryServer {
  readonly url: string;
  readonly bindDn: string;
  readonly bindPassword: string;
  /** Where the people are. */
  readonly base: string;
  stop(): Promise<void>;
}

const slapd = process.env['SLAPD'] ?? '/usr/sbin/slapd';

/** Whether OpenLDAP is on this machine. */
export const hasDirectoryServer = existsSync(slapd);

const bindPassword = 'service-password';

/** Carol has a name with every character that means something in a filter or a distinguished name; two people are called `twin`. */
const entries = `
dn: dc=example,dc=com
objectClass: dcObject
objectClass: organization
dc: example
o: Example

dn: ou=people,dc=example,dc=com
objectClass: organizationalUnit
ou: people

dn: ou=others,ou=people,dc=example,dc=com
objectClass: organizationalUnit
ou: others

${[
  { uid: 'alice', mail: 'alice@example.com', description: 'editors' },
  { uid: 'bob', mail: 'bob@example.com', description: 'guests' },
  { uid: 'carol (*)\\28', mail: 'carol@example.com', description: 'guests', cn: 'carol' },
].map(({ uid, mail, description, cn }) => `dn: cn=${cn ?? uid},ou=people,dc=example,dc=com
objectClass: inetOrgPerson
cn: ${cn ?? uid}
uid: ${uid}
sn: ${cn ?? uid} Last
givenName: ${cn ?? uid} First
mail: ${mail}
description: ${description}
userPassword: ${cn ?? uid}-password
`).join('\n')}
dn: cn=first,ou=people,dc=example,dc=com
objectClass: inetOrgPerson
cn: first
uid: twin
sn: Twin
userPassword: twin-password

dn: cn=second,ou=people,dc=example,dc=com
objectClass: inetOrgPerson
cn: second
uid: twin
sn: Twin
userPassword: twin-password
`;

/** Starts OpenLDAP in a folder of its own, on a free port of this machine. */
export async function startDirectoryServer(): Promise<DirectoryServer> {
  const folder = await mkdtemp(join(tmpdir(), 'jackfield-ldap-'));
  await mkdir(join(folder, 'data'));
  const bindDn = 'cn=service,dc=example,dc=com';
  await writeFile(join(folder, 'slapd.conf'), [
    ...['core', 'cosine', 'inetorgperson'].map((schema) => `include /etc/ldap/schema/${schema}.schema`),
    'modulepath /usr/lib/ldap', 'moduleload back_mdb', `pidfile ${folder}/slapd.pid`,
    'database mdb', 'suffix "dc=example,dc=com"', `rootdn "${bindDn}"`, `rootpw ${bindPassword}`, `directory ${folder}/data`,
    'access to attrs=userPassword by anonymous auth by * none', 'access to * by dn.exact="cn=service,dc=example,dc=com" read by * none', '',
  ].join('\n'));
  await writeFile(join(folder, 'people.ldif'), entries);
  await promisify(execFile)('/usr/sbin/slapadd', ['-f', join(folder, 'slapd.conf'), '-l', join(folder, 'people.ldif')]);
  const port = await freePort();
  const child = spawn(slapd, ['-f', join(folder, 'slapd.conf'), '-h', `ldap://127.0.0.1:${port}`, '-d', '0'], { stdio: 'ignore' });
  await answers(port, child);
  return {
    url: `ldap://127.0.0.1:${port}`, bindDn, bindPassword, base: 'ou=people,dc=example,dc=com',
    async stop() {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answers(port: number, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`slapd ended with ${child.exitCode}.`);
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        resolve(true);
        socket.destroy();
      });
      socket.once('error', () => resolve(false));
    });
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('slapd does not answer.');
}
