import type { Database } from './database.ts'

/** Translated statements by content key, kept between commands. Deleting all rows only costs time. */
export const translationCache = (database: Database) => ({
  get: (key: string): string | undefined => {
    const value = database.get('SELECT value FROM translation WHERE key = ?', key)?.['value']
    return typeof value === 'string' ? value : undefined
  },
  put: (key: string, value: string): void => {
    database.run(
      'INSERT INTO translation (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      key,
      value,
    )
  },
})
