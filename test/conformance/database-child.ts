// What another process does to a database, for database.test.ts.
import { openDatabase } from '../../src/state/database.ts'
import { parseLocation } from './child.ts'

const [task = '', location = '', count = '0'] = process.argv.slice(2)
using database = openDatabase(parseLocation(location))

const bump = () => {
  const value = Number(database.get(`SELECT value FROM translation WHERE key = 'n'`)?.['value'] ?? 0)
  database.run(
    `INSERT INTO translation (key, value) VALUES ('n', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    String(value + 1),
  )
}

switch (task) {
  case 'open':
    console.log(database.all('SELECT * FROM run').length)
    break
  case 'bump':
    for (let i = 0; i < Number(count); i++) database.transaction(bump)
    break
  case 'hang':
    database.transaction(() => {
      bump()
      console.log('inside')
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
    })
    break
  default:
    throw new Error(`unknown task ${task}`)
}
