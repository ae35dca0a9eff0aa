import { code } from '../code.ts'

/**
 * MR3010 to MR3029: the project database on a server, leases. A file's troubles are MR3002 to MR3007.
 * MR3280 to MR3289: catalogs of tables.
 */
export const databaseCodes = {
  MR3010: code<{ database: string; reason: string }>({
    title: 'the database server cannot be reached',
    severity: 'error',
    message: (p) => `${p.database} cannot be reached: ${p.reason}`,
    hint: () => 'check that the server runs and that lakehouse.catalog.url names it, then try again',
  }),
  MR3011: code<{ database: string; reason: string }>({
    title: 'the database server refuses the connection',
    severity: 'error',
    message: (p) => `${p.database} refuses the connection: ${p.reason}`,
    hint: () => 'check user, password, database and TLS options of lakehouse.catalog.url',
  }),
  MR3012: code<{ database: string; reason: string }>({
    title: 'the connection to the database was lost',
    severity: 'error',
    message: (p) => `the connection to ${p.database} was lost: ${p.reason}`,
    hint: () => 'apply again; nothing of this task was published',
  }),
  MR3013: code<{ database: string; reason: string }>({
    title: 'the database chose another transaction',
    severity: 'error',
    message: (p) => `${p.database} undid a transaction in favour of another one: ${p.reason}`,
    hint: () => 'apply again; nothing of this task was published',
  }),
  MR3014: code<{ database: string; reason: string }>({
    title: 'the database refused a statement',
    severity: 'error',
    message: (p) => `${p.database} refused a statement: ${p.reason}`,
  }),
  MR3015: code<{ database: string; reason: string }>({
    title: 'the database does not let the project keep its tables',
    severity: 'error',
    message: (p) => `${p.database} does not let this project keep its tables: ${p.reason}`,
    hint: () =>
      'give the project a schema that its user owns: end lakehouse.catalog.url with ?options=-csearch_path%3DNAME',
  }),
  MR3016: code({
    title: 'malformed URL of a database',
    severity: 'error',
    // The URL holds a password: it is not repeated.
    message: () => 'a postgres catalog needs the URL of a PostgreSQL database',
    hint: () => 'write postgres://user:password@host:5432/database, with special characters percent-encoded',
  }),
  MR3020: code<{ name: string; holder: string; since: string }>({
    title: 'another command is at work on it',
    severity: 'error',
    message: (p) => `${p.name} is being written by ${p.holder}, since ${p.since}`,
    hint: () => 'wait for it to finish, or stop it; what a dead process holds is free after a short while',
  }),
  MR3021: code<{ name: string; holder?: string | undefined }>({
    title: 'a lease was lost',
    severity: 'error',
    message: (p) =>
      `this command did not renew its lease of ${p.name} in time${p.holder === undefined ? '' : `, and ${p.holder} has it now`}`,
    hint: () => 'apply again; nothing that was published is lost',
  }),
  MR3281: code({
    title: 'malformed URL of a REST catalog',
    severity: 'error',
    message: () => 'a rest catalog needs the URL of a server that speaks the Iceberg REST protocol',
    hint: () => 'write https://host/path, where path is what stands before /v1',
  }),
  MR3280: code<{ what: string; reason: string }>({
    title: 'the outcome of a commit is not known',
    severity: 'error',
    message: (p) => `${p.what} did not say whether it committed: ${p.reason}`,
    hint: () => 'apply again: what was published is found before anything is repeated',
  }),
  MR3282: code<{ server: string; reason: string }>({
    title: 'the catalog server cannot be reached',
    severity: 'error',
    message: (p) => `the catalog ${p.server} cannot be reached: ${p.reason}`,
    hint: () => 'check that the server runs and that lakehouse.catalog.url names it, then try again',
  }),
  MR3283: code<{ server: string; reason: string }>({
    title: 'the catalog server refuses the credentials',
    severity: 'error',
    message: (p) => `the catalog ${p.server} refuses the request: ${p.reason}`,
    hint: () => 'check token, credential or headers of lakehouse.catalog, and what they permit',
  }),
  MR3284: code<{ server: string; reason: string }>({
    title: 'the catalog server refused a request',
    severity: 'error',
    message: (p) => `the catalog ${p.server} refused a request: ${p.reason}`,
  }),
  MR3285: code<{ server: string; tables: readonly string[] }>({
    title: 'the catalog cannot change several tables at once',
    severity: 'error',
    message: (p) => `the catalog ${p.server} cannot change ${p.tables.join(' and ')} in one commit`,
    hint: () =>
      'write one table a node, or use a catalog with multi-table commits, as postgres and sqlite have them',
  }),
}
