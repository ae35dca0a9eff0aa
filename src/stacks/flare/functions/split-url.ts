import { literal, sql, trusted } from '../../../sql/quote.ts'
import { findColumn } from './parts/arguments.ts'
import { columnParameter, defineFunction } from './parts/define.ts'
import { project, setColumns } from './parts/projection.ts'
import { asText } from './parts/spark-text.ts'

// protocol, authority, host (brackets stay), port, path, query
const shape = `^([A-Za-z][A-Za-z0-9+.\\-]*)://((?:[^/?#@]*@)?(\\[[^\\]/?#]*\\]|[^/?#@:\\[\\]]+)(?::([0-9]{0,5}))?)(/[^?#]*)?(?:\\?([^#]*))?(?:#.*)?$`
const groups = ['protocol', 'authority', 'host', 'port', 'path', 'query'] as const

export const splitUrl = defineFunction({
  name: 'split_url',
  summary:
    'Splits URLs into protocol, authority, host, port, path, filename and query; all NULL for what is no URL.',
  parameters: {
    column: { ...columnParameter, summary: 'The column to read; seven NULL columns where it is missing.' },
  },
  leaves: 'part',
  compile: async (args, input, context) => {
    const column = findColumn(input, args.text('column'))
    const prefix = column?.name ?? args.text('column')
    const text =
      column === undefined ? trusted('CAST(NULL AS VARCHAR)') : await asText(args, column, input, context)
    const part = (name: (typeof groups)[number]) =>
      sql`nullif(regexp_extract(${text}, ${literal(shape)}, ${groups.indexOf(name) + 1}), '')`
    const known = sql`regexp_matches(${text}, ${literal(shape)})`
    const [path, query] = [part('path'), part('query')]
    const expressions = {
      protocol: part('protocol'),
      authority: part('authority'),
      host: part('host'),
      port: sql`TRY_CAST(${part('port')} AS INTEGER)`,
      path: sql`CASE WHEN ${known} THEN coalesce(${path}, '') END`,
      filename: sql`CASE WHEN ${known} THEN coalesce(${path}, '') || coalesce('?' || ${query}, '') END`,
      query,
    }
    const changes = Object.entries(expressions).map(([part, expression]) => ({
      name: `${prefix}_${part}`,
      expression,
    }))
    return project('split_url', args, input, setColumns(input, changes))
  },
})
