export type CivilDate = { readonly year: number; readonly month: number; readonly day: number }

/** Days since 1970-01-01 of a date of the proleptic Gregorian calendar; the year before 1 is 0. */
// Howard Hinnant's algorithm, from its description: valid far outside the range of Date.
export const epochDay = ({ year, month, day }: CivilDate): number => {
  // Years begin in March, so that a leap day is the last of its year.
  const shifted = month <= 2 ? year - 1 : year
  const cycle = Math.floor(shifted / yearsOfCycle)
  const yearOfCycle = shifted - cycle * yearsOfCycle
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  const leapDays = Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100)
  return cycle * daysOfCycle + yearOfCycle * 365 + leapDays + dayOfYear - epochOffset
}

/** The date of a number of days since 1970-01-01. */
export const civilDate = (day: number): CivilDate => {
  const shifted = day + epochOffset
  const cycle = Math.floor(shifted / daysOfCycle)
  const dayOfCycle = shifted - cycle * daysOfCycle
  const leapDays =
    Math.floor(dayOfCycle / 1460) - Math.floor(dayOfCycle / 36_524) + Math.floor(dayOfCycle / 146_096)
  const yearOfCycle = Math.floor((dayOfCycle - leapDays) / 365)
  const dayOfYear =
    dayOfCycle - (365 * yearOfCycle + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  return {
    year: cycle * yearsOfCycle + yearOfCycle + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  }
}

const yearsOfCycle = 400
const daysOfCycle = 146_097
/** From 0000-03-01 to 1970-01-01. */
const epochOffset = 719_468
