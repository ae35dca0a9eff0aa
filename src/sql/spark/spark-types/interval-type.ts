export type YearMonthField = 'year' | 'month'
export type DayTimeField = 'day' | 'hour' | 'minute' | 'second'

/** An interval of months, or of microseconds, with the fields that its name has. The value is a whole number of them. */
export type AnsiInterval =
  | { readonly kind: 'year_month'; readonly from: YearMonthField; readonly to: YearMonthField }
  | { readonly kind: 'day_time'; readonly from: DayTimeField; readonly to: DayTimeField }

export const yearMonthFields: readonly YearMonthField[] = ['year', 'month']
export const dayTimeFields: readonly DayTimeField[] = ['day', 'hour', 'minute', 'second']

export const yearToMonth = { kind: 'year_month', from: 'year', to: 'month' } as const
export const dayToSecond = { kind: 'day_time', from: 'day', to: 'second' } as const
export const ofDays = { kind: 'day_time', from: 'day', to: 'day' } as const

export const isAnsiInterval = (type: { readonly kind: string }): type is AnsiInterval =>
  type.kind === 'year_month' || type.kind === 'day_time'

/** The interval type from one field to another, by their names; undefined where there is none. */
export const intervalOf = (from: string, to: string): AnsiInterval | undefined => {
  const months = between(yearMonthFields, from, to)
  if (months !== undefined) return { kind: 'year_month', ...months }
  const days = between(dayTimeFields, from, to)
  return days === undefined ? undefined : { kind: 'day_time', ...days }
}

const between = <Field extends string>(
  fields: readonly Field[],
  from: string,
  to: string,
): { readonly from: Field; readonly to: Field } | undefined => {
  const [first, last] = [from, to].map((name) => fields.findIndex((field) => field === name))
  const [a, b] = [fields[first ?? -1], fields[last ?? -1]]
  return a === undefined || b === undefined || (first ?? 0) > (last ?? 0) ? undefined : { from: a, to: b }
}

/** The interval type that has the fields of both; undefined for months beside days. */
export const widerInterval = (a: AnsiInterval, b: AnsiInterval): AnsiInterval | undefined => {
  const [first, ...others] = [a, b].map((type) => type.kind)
  if (others.some((kind) => kind !== first)) return undefined
  if (a.kind === 'year_month' && b.kind === 'year_month')
    return { kind: 'year_month', ...spanOf(yearMonthFields, a, b) }
  if (a.kind === 'day_time' && b.kind === 'day_time')
    return { kind: 'day_time', ...spanOf(dayTimeFields, a, b) }
  return undefined
}

const spanOf = <Field extends string>(
  fields: readonly Field[],
  a: { readonly from: Field; readonly to: Field },
  b: { readonly from: Field; readonly to: Field },
): { readonly from: Field; readonly to: Field } => ({
  from: fields.indexOf(a.from) <= fields.indexOf(b.from) ? a.from : b.from,
  to: fields.indexOf(a.to) >= fields.indexOf(b.to) ? a.to : b.to,
})

export const nameOfInterval = ({ from, to }: { readonly from: string; readonly to: string }): string =>
  from === to ? from : `${from} to ${to}`

const day = 86_400_000_000n

/** A literal as Spark prints it: INTERVAL '1 02' DAY TO HOUR. */
export const intervalText = (type: AnsiInterval, value: bigint): string => {
  const sign = value < 0n ? '-' : ''
  const size = value < 0n ? -value : value
  const body = type.kind === 'year_month' ? monthsText(type, size) : timeText(type, size)
  return `INTERVAL '${sign}${body}' ${nameOfInterval(type).toUpperCase()}`
}

const monthsText = (type: Extract<AnsiInterval, { kind: 'year_month' }>, months: bigint): string => {
  if (type.from === 'month') return String(months)
  return type.to === 'year' ? String(months / 12n) : `${months / 12n}-${months % 12n}`
}

const timeText = (type: Extract<AnsiInterval, { kind: 'day_time' }>, micros: bigint): string => {
  const [from, to] = [dayTimeFields.indexOf(type.from), dayTimeFields.indexOf(type.to)]
  const sizes = [day, 3_600_000_000n, 60_000_000n]
  let rest = micros
  let text = ''
  for (let field = from; field <= to; field++) {
    text += field === from ? '' : field === 1 ? ' ' : ':'
    const size = sizes[field]
    if (size === undefined) {
      const fraction = String(rest % 1_000_000n)
        .padStart(6, '0')
        .replace(/0+$/, '')
      text += String(rest / 1_000_000n).padStart(2, '0') + (fraction === '' ? '' : `.${fraction}`)
    } else {
      text += field === 0 ? String(rest / size) : String(rest / size).padStart(2, '0')
      rest %= size
    }
  }
  return text
}
