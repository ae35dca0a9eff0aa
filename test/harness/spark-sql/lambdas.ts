import { array, type SparkType, types } from '../../../src/sql/spark/spark-types/spark-type.ts'
import { columnTypes, written } from './literals.ts'
import type { Random } from './random.ts'
import type { Tree } from './tree.ts'
import type { Column, Scope, Value } from './values.ts'

type Of = (scope: Scope, type: SparkType, depth: number) => Tree

/** A call of a function that takes a lambda; undefined for other names. */
export const higherOrder = (
  { pick, chance }: Random,
  of: Of,
  scope: Scope,
  name: string,
  depth: number,
): Value | undefined => {
  const element = pick([types.int, types.string, types.double])
  const other = pick([types.int, types.string, types.boolean])
  const list = array(element)
  // Names that no column has; inner lambdas hide outer ones of the same name.
  const body = (parameters: readonly Column[], type: SparkType): Tree =>
    of({ columns: [...scope.columns.filter(() => chance(0.3)), ...parameters] }, type, depth - 1)
  const [x, y] = [
    { sql: 'x', type: element },
    { sql: 'y', type: types.int },
  ]
  const entry: readonly Column[] = [
    { sql: 'k', type: types.string },
    { sql: 'v', type: types.int },
  ]
  const value = (type: SparkType) => of(scope, type, depth - 1)
  const map: SparkType = columnTypes['smap'] ?? types.null
  const keyed = (to: SparkType): SparkType => ({ kind: 'map', key: types.string, value: to })
  switch (name) {
    case 'transform':
      return chance(0.5)
        ? {
            type: array(other),
            tree: written(array(other))`transform(${value(list)}, x -> ${body([x], other)})`,
          }
        : {
            type: array(other),
            tree: written(array(other))`transform(${value(list)}, (x, y) -> ${body([x, y], other)})`,
          }
    case 'filter':
      return { type: list, tree: written(list)`filter(${value(list)}, x -> ${body([x], types.boolean)})` }
    case 'exists':
    case 'forall':
      return {
        type: types.boolean,
        tree: written(types.boolean)`${name}(${value(list)}, x -> ${body([x], types.boolean)})`,
      }
    case 'aggregate':
    case 'reduce':
      return {
        type: types.int,
        tree: written(
          types.int,
        )`${name}(${value(list)}, ${value(types.int)}, (y, x) -> ${body([x, y], types.int)})`,
      }
    case 'zip_with':
      return {
        type: array(other),
        tree: written(
          array(other),
        )`zip_with(${value(list)}, ${value(array(types.int))}, (x, y) -> ${body([x, y], other)})`,
      }
    case 'array_sort':
      return { type: list, tree: written(list)`array_sort(${value(list)})` }
    case 'map_filter':
      return {
        type: map,
        tree: written(map)`map_filter(${value(map)}, (k, v) -> ${body(entry, types.boolean)})`,
      }
    case 'transform_values':
      return {
        type: keyed(other),
        tree: written(keyed(other))`transform_values(${value(map)}, (k, v) -> ${body(entry, other)})`,
      }
    case 'transform_keys':
      return { type: map, tree: written(map)`transform_keys(${value(map)}, (k, v) -> concat(k, '-', k))` }
    case 'map_zip_with':
      return {
        type: keyed(other),
        tree: written(
          keyed(other),
        )`map_zip_with(${value(map)}, ${value(map)}, (k, v, y) -> ${body([...entry, y], other)})`,
      }
    default:
      return undefined
  }
}
