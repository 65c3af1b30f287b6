import { expect } from 'chai';
import { BootError } from '../../../core/errors/boot-error.js';
import { parseConnectionString } from '../../../plugins/dialect-mssql/connection-string.js';
import { isConnectionString } from '../../../plugins/dialect-mssql/location.js';
import { unreachable } from '../../../plugins/dialect-mssql/unreachable.js';

const read = (url: string) => {
  const { server, options = {}, authentication } = parseConnectionString(url);
  const { database, port, encrypt, trustServerCertificate, instanceName, readOnlyIntent } = options;
  return { server, database, port, encrypt, trustServerCertificate, instanceName, readOnlyIntent, authentication };
};

const type = (url: string) => read(url).authentication?.type;

describe('a connection string of SQL Server', () => {
  it('is a URL or names a server, and no other database\'s', () => {
    for (const url of ['mssql://h/d', 'sqlserver://h', 'MSSQL://h', 'Server=h', 'data source = h;Database=d', 'Database=d;Addr=h']) {
      expect(isConnectionString(url), url).to.equal(true);
    }
    for (const url of ['postgres://h/d', 'mysql://h/d', 'sqlite:Server=h', 'file.db', ':memory:', '/var/server=1/file.sqlite']) {
      expect(isConnectionString(url), url).to.equal(false);
    }
  });

  it('says the same as a URL and as an ADO.NET string', () => {
    const expected = {
      server: 'db.example', database: 'my shop', port: 1500, encrypt: true, trustServerCertificate: true, instanceName: undefined, readOnlyIntent: false,
      authentication: { type: 'default', options: { userName: 'me', password: 'p@ss;"w=\'ö' } },
    };
    expect(read('mssql://me:p%40ss%3B%22w%3D%27%C3%B6@db.example:1500/my%20shop?trustServerCertificate=true')).to.deep.equal(expected);
    expect(read('sqlserver://me:p%40ss%3B%22w%3D%27%C3%B6@db.example:1500/my%20shop?encrypt=true&trust_server_certificate=yes')).to.deep.equal(expected);
    expect(read('Server=tcp:db.example,1500;Database=my shop;User Id=me;Password="p@ss;""w=\'ö";TrustServerCertificate=True')).to.deep.equal(expected);
  });

  it('is encrypted unless it says otherwise', () => {
    expect(read('mssql://h/d')).to.include({ encrypt: true, trustServerCertificate: false, port: 1433 });
    expect(read('mssql://h/d?encrypt=false')).to.include({ encrypt: false });
    expect(read('Server=h;Encrypt=False')).to.include({ encrypt: false });
  });

  it('knows named instances, IPv6 addresses and the intent to read alone', () => {
    expect(read('mssql://h/d?instance=SHOP')).to.include({ server: 'h', instanceName: 'SHOP', port: undefined });
    expect(read('Data Source=h\\SHOP;Initial Catalog=d')).to.include({ server: 'h', database: 'd', instanceName: 'SHOP' });
    expect(read('mssql://[::1]:99/d')).to.include({ server: '::1', port: 99 });
    expect(read('mssql://h/d?applicationIntent=ReadOnly')).to.include({ readOnlyIntent: true });
    expect(read('Server=h;ApplicationIntent=ReadOnly')).to.include({ readOnlyIntent: true });
  });

  it('knows the ways to log in to Azure', () => {
    expect(type('Server=h;Authentication=Active Directory Password;User Id=u;Password=p;Client Id=c;Tenant Id=t')).to.equal('azure-active-directory-password');
    expect(type('mssql://h/d?authentication=Active%20Directory%20Integrated&clientId=c&clientSecret=s&tenantId=t'))
      .to.equal('azure-active-directory-service-principal-secret');
    expect(type('mssql://h/d?authentication=Active%20Directory%20Integrated')).to.equal('azure-active-directory-default');
  });

  it('is never shown when it cannot be read', () => {
    for (const url of ['mssql://', 'mssql://me:secret%@h/d', 'mssql://me:secret@h:99999/d', 'Server=;Password=secret', 'Server=np:h;Password=secret']) {
      expect(() => parseConnectionString(url), url).to.throw(BootError).with.property('message').that.does.not.contain('secret');
    }
  });
});

describe('a SQL Server that cannot be reached', () => {
  const driver = parseConnectionString('mssql://me:secret@db.example/shop');

  it('is named with its cause, and without the password', () => {
    const refused = Object.assign(new Error('Failed to connect'), { code: 'ESOCKET', cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }) });
    expect(unreachable(driver, refused).message).to.equal(
      'SQL Server cannot be reached: database "shop" at db.example:1433 as "me": nothing listens there (ECONNREFUSED).');
    const login = Object.assign(new Error("Login failed for user 'me'."), { code: 'ELOGIN' });
    expect(unreachable(driver, login).message).to.equal(
      'SQL Server cannot be reached: database "shop" at db.example:1433 as "me": Login failed for user \'me\'.');
    const certificate = Object.assign(new Error('x'), { code: 'ESOCKET', cause: new AggregateError([Object.assign(new Error('y'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })]) });
    expect(unreachable(driver, certificate).message).to.contain('trustServerCertificate=true');
  });
});
