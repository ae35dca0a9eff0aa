import { unreachable } from '../../base/bug.ts'
import type { PrimitiveType } from './iceberg-type.ts'
import { applyTransform, floorRemainder, type Transform } from './transform.ts'
import type { SingleValue } from './value.ts'

/** A condition on one value. Comparisons are false for null. */
export type ValueTest =
  | { readonly op: 'is-null' | 'is-not-null' }
  | { readonly op: '=' | '<' | '<=' | '>' | '>='; readonly value: SingleValue }
  /** Of text. */
  | { readonly op: 'starts-with'; readonly value: string }
  | { readonly op: 'in'; readonly values: readonly SingleValue[] }

/**
 * What holds for the partition value of every row whose column satisfies a test; undefined where nothing is known.
 * Partitions that fail it have no such row. Literals are values of the column's type.
 * Source: Iceberg table spec, "Scan Planning" (inclusive projection).
 */
export const projectPredicate = (
  transform: Transform,
  type: PrimitiveType,
  test: ValueTest,
): ValueTest | undefined => {
  switch (transform.kind) {
    case 'identity':
      return test
    case 'void':
    case 'unknown':
      return undefined
    case 'bucket':
      return projectAll(test, (value) => applyTransform(transform, type, value) ?? undefined)
    case 'truncate': {
      const { width } = transform
      if (test.op === 'starts-with') return projectPrefix(test.value, width)
      return projectMonotonic(type, test, (value) => {
        // Not by applyTransform: a bound may lie below every value of the type.
        if (typeof value === 'bigint') return value - floorRemainder(value, BigInt(width))
        if (typeof value === 'number') return value - Number(floorRemainder(BigInt(value), BigInt(width)))
        return applyTransform(transform, type, value) ?? undefined
      })
    }
    case 'year':
    case 'month':
    case 'day':
    case 'hour': {
      const projected = projectMonotonic(
        type,
        test,
        (value) => applyTransform(transform, type, value) ?? undefined,
      )
      // Days of dates were always right.
      const exact = transform.kind === 'day' && type.kind === 'date'
      return projected === undefined || exact ? projected : allowOldWriters(projected)
    }
    default:
      return unreachable(transform)
  }
}

type Apply = (value: SingleValue) => SingleValue | undefined

/** Of a transform that keeps neither order nor anything but equality. */
const projectAll = (test: ValueTest, apply: Apply): ValueTest | undefined => {
  switch (test.op) {
    case 'is-null':
    case 'is-not-null':
      return test
    case '=': {
      const value = apply(test.value)
      return value === undefined ? undefined : { op: '=', value }
    }
    case 'in': {
      const values = test.values.map(apply)
      return values.includes(undefined)
        ? undefined
        : { op: 'in', values: values.filter((value) => value !== undefined) }
    }
    case '<':
    case '<=':
    case '>':
    case '>=':
    case 'starts-with':
      return undefined
    default:
      return unreachable(test)
  }
}

/** Of a transform with a ≤ b ⇒ f(a) ≤ f(b). */
const projectMonotonic = (type: PrimitiveType, test: ValueTest, apply: Apply): ValueTest | undefined => {
  const bound = (op: '<=' | '>=', value: SingleValue): ValueTest | undefined => {
    const projected = apply(value)
    return projected === undefined ? undefined : { op, value: projected }
  }
  switch (test.op) {
    // Values with a next one leave the partition of the bound out where the bound is its edge.
    case '<':
      return bound('<=', neighbour(type, test.value, -1))
    case '<=':
      return bound('<=', test.value)
    case '>':
      return bound('>=', neighbour(type, test.value, 1))
    case '>=':
      return bound('>=', test.value)
    default:
      return projectAll(test, apply)
  }
}

const neighbour = (type: PrimitiveType, value: SingleValue, step: 1 | -1): SingleValue => {
  if (type.kind === 'float' || type.kind === 'double') return value
  if (typeof value === 'bigint') return value + BigInt(step)
  return typeof value === 'number' ? value + step : value
}

const projectPrefix = (prefix: string, width: number): ValueTest => {
  const points = Array.from(prefix)
  return points.length > width
    ? { op: '=', value: points.slice(0, width).join('') }
    : { op: 'starts-with', value: prefix }
}

/**
 * Iceberg up to 0.10 rounded times before 1970 towards zero: day(1969-12-31 10:00) was 0 instead of -1. Partitions of
 * that kind are kept too.
 */
const allowOldWriters = (test: ValueTest): ValueTest => {
  switch (test.op) {
    case '<':
    case '<=':
      return { op: test.op, value: later(test.value) }
    case '=':
      return test.value === later(test.value) ? test : { op: 'in', values: [test.value, later(test.value)] }
    case 'in':
      return { op: 'in', values: [...new Set(test.values.flatMap((value) => [value, later(value)]))] }
    default:
      return test
  }
}

const later = (value: SingleValue): SingleValue =>
  typeof value === 'number' && value < 0 ? value + 1 : value
