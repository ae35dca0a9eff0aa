import { type Sql, sql, trusted } from '../../../sql/quote.ts'
import { asColumnParameter, columnParameter, defineFunction } from './parts/define.ts'
import { project, setColumns } from './parts/projection.ts'
import { asText } from './parts/spark-text.ts'

export const parseHtml = defineFunction({
  name: 'parse_html',
  summary:
    'Takes the text out of HTML: no tags, scripts, styles or comments; entities decoded, blanks joined.',
  parameters: { column: columnParameter, asColumn: asColumnParameter },
  leaves: 'part',
  compile: async (args, input, context) => {
    const column = args.column('column', input)
    const expression = htmlText(await asText(args, column, input, context))
    const name = args.optionalText('asColumn') ?? column.name
    return project('parse_html', args, input, setColumns(input, [{ name, expression }]))
  },
})

const blocks =
  'address|article|aside|blockquote|body|br|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|head|header|hr|html|legend|li|main|nav|ol|option|p|pre|section|summary|table|tbody|td|tfoot|th|thead|title|tr|ul'

const htmlText = (text: Sql): Sql => {
  const removals: readonly (readonly [string, string])[] = [
    ['(?s)<!--.*?-->', ''],
    ['(?is)<script\\b[^>]*>.*?(?:</script\\s*>|$)', ''],
    ['(?is)<style\\b[^>]*>.*?(?:</style\\s*>|$)', ''],
    [`(?i)</?(?:${blocks})\\b[^>]*>`, ' '],
    ['</?[A-Za-z!?][^>]*>', ''],
  ]
  const bare = removals.reduce(
    (inner, [regex, to]) => sql`regexp_replace(${inner}, ${trusted(`'${regex}', '${to}', 'g'`)})`,
    text,
  )
  const decoded = entities.reduce(
    (inner, [entity, character]) => sql`replace(${inner}, ${trusted(`'${entity}', ${character}`)})`,
    sql`list_transform([${bare}], lambda t: ${numeric})[1]`,
  )
  return sql`trim(regexp_replace(replace(${decoded}, '&amp;', '&'), '[ \\t\\n\\f\\r\\x{A0}]+', ' ', 'g'))`
}

const entities = [
  ['&lt;', `'<'`],
  ['&gt;', `'>'`],
  ['&quot;', `'"'`],
  ['&apos;', `''''`],
  ['&nbsp;', `' '`],
  ['&copy;', 'chr(169)'],
  ['&reg;', 'chr(174)'],
  ['&euro;', 'chr(8364)'],
  ['&pound;', 'chr(163)'],
  ['&ndash;', 'chr(8211)'],
  ['&mdash;', 'chr(8212)'],
  ['&hellip;', 'chr(8230)'],
  ['&lsquo;', 'chr(8216)'],
  ['&rsquo;', 'chr(8217)'],
  ['&ldquo;', 'chr(8220)'],
  ['&rdquo;', 'chr(8221)'],
] as const

const numeric = trusted(
  `list_reduce(regexp_extract_all(t, '&#(?:[0-9]{1,6}|[xX][0-9a-fA-F]{1,5});'), lambda acc, e: replace(acc, e, ` +
    `coalesce(TRY(chr(CAST(CASE WHEN e[3] IN ('x', 'X') THEN '0x' || e[4:-2] ELSE e[3:-2] END AS INTEGER))), e)), t)`,
)
