import { stableJson } from '../../base/stable-json.ts'
import type { PartitionValue } from './data-file.ts'

/** Values of a partition as text that only equal ones share. */
export const partitionKey = (values: readonly PartitionValue[]): string =>
  stableJson(
    values.map((value) =>
      value === null
        ? null
        : value instanceof Uint8Array
          ? { hex: Buffer.from(value).toString('hex') }
          : Object.is(value, -0)
            ? '-0'
            : String(value),
    ),
  )
