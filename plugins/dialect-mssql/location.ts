export const urlPattern = /^(mssql|sqlserver):\/\//i;
const adoNetPattern = /^\s*(?:[a-z ]+=[^;]*;)*\s*(?:server|data source|addr|address|network address)\s*=/i;

/** Whether a database is SQL Server's, by its URL: a URL, or an ADO.NET connection string, which names a server. */
export function isConnectionString(url: string): boolean {
  return urlPattern.test(url) || adoNetPattern.test(url);
}
