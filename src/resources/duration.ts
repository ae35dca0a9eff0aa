/** Seconds of a duration such as `24 hours`; undefined where the text is none. */
export const durationSeconds = (text: string): number | undefined => {
  const [, count, unit] = /^\s*(\d+)\s*(second|minute|hour|day|week)s?\s*$/i.exec(text) ?? []
  if (count === undefined || unit === undefined) return undefined
  const seconds = units[unit.toLowerCase() as keyof typeof units]
  return Number(count) * seconds
}

const units = { second: 1, minute: 60, hour: 3600, day: 86_400, week: 604_800 } as const
