import { failure } from '../../diagnostics/index.ts'
import type { PartitionValue } from '../format/data-file.ts'
import type { PartitionSpec } from '../format/partition-spec.ts'
import { scopeOf } from '../scan/delete-index.ts'
import type { PlannedFile } from '../scan/scan-file.ts'
import type { Table } from '../table.ts'
import { numberProperty } from './table-property.ts'

/** What decides which files are rewritten into which. Absent: the table's properties, then Iceberg's defaults. */
export type CompactionOptions = {
  /** Default: the property `write.target-file-size-bytes`, 512 MB. */
  readonly targetFileSizeBytes?: number
  /** Smaller files are merged. Default: three quarters of the target. */
  readonly minFileSizeBytes?: number
  /** Larger files are split. Default: 180 % of the target. */
  readonly maxFileSizeBytes?: number
  /** So many small files of a partition are merged even where they fill no file. Default: 5. */
  readonly minInputFiles?: number
  /** Sorting takes so much at once. Default: 100 GB. */
  readonly maxFileGroupSizeBytes?: number
  /** A file with so many delete files is rewritten. Default: 1. */
  readonly deleteFileThreshold?: number
  /** Rewrites every file, whatever its size. */
  readonly rewriteAll?: boolean
}

/** Files that are rewritten together. */
export type FileGroup = {
  readonly files: readonly PlannedFile[]
  readonly sizeBytes: number
  /** The values that all rows of the new files share; absent where files of older specs are partitioned anew. */
  readonly partition?: readonly PartitionValue[]
  /** How many files are expected to come of it. */
  readonly newFiles: number
}

export type Limits = Required<CompactionOptions>

/** Throws MR3157 for sizes that contradict each other. */
export const compactionLimits = (table: Table, options: CompactionOptions): Limits => {
  const target =
    options.targetFileSizeBytes ??
    numberProperty(table, 'write.target-file-size-bytes', { otherwise: 512 * 1024 * 1024 })
  const limits: Limits = {
    targetFileSizeBytes: target,
    minFileSizeBytes: options.minFileSizeBytes ?? Math.floor(target * 0.75),
    maxFileSizeBytes: options.maxFileSizeBytes ?? Math.ceil(target * 1.8),
    minInputFiles: options.minInputFiles ?? 5,
    maxFileGroupSizeBytes: options.maxFileGroupSizeBytes ?? 100 * 1024 ** 3,
    deleteFileThreshold: options.deleteFileThreshold ?? 1,
    rewriteAll: options.rewriteAll ?? false,
  }
  const { minFileSizeBytes: least, maxFileSizeBytes: most } = limits
  if (least >= target || most <= target)
    throw failure('MR3157', {
      option: 'target-file-size-bytes',
      value: String(target),
      wanted: `above min-file-size-bytes (${least}) and below max-file-size-bytes (${most})`,
    })
  return limits
}

/**
 * Which files to rewrite together: small ones until they fill a file, too large ones by themselves, files with deletes,
 * and files of partition specs that the table has left. Rewriting always makes fewer files, or takes deletes or an old
 * spec away, so that compacting again comes to an end.
 */
export const planCompaction = (
  files: readonly PlannedFile[],
  spec: PartitionSpec,
  plan: Planning,
): readonly FileGroup[] => {
  const isPartitioned = spec.fields.length > 0
  // Without partitions all files belong together, by whatever spec they were written.
  const partitions = Map.groupBy(files, (file) =>
    !isPartitioned ? 'all' : file.specId === spec.specId ? scopeOf(file) : undefined,
  )
  return [...partitions].flatMap(([scope, some]) =>
    scope === undefined
      ? packed(some, plan.limits.maxFileGroupSizeBytes).map((group) => groupOf(group, plan.limits))
      : partitionGroups(some, spec, plan),
  )
}

export type Planning = {
  readonly limits: Limits
  /** Files of a partition are not rewritten in parts: what sorting needs. */
  readonly together: boolean
}

const partitionGroups = (
  files: readonly PlannedFile[],
  spec: PartitionSpec,
  { limits, together }: Planning,
): readonly FileGroup[] => {
  const { targetFileSizeBytes, maxFileSizeBytes, minFileSizeBytes, minInputFiles } = limits
  /** Worth rewriting whatever its size. */
  const mustGo = ({ deletes, specId }: PlannedFile) =>
    specId !== spec.specId || (deletes.length > 0 && deletes.length >= limits.deleteFileThreshold)
  const isLarge = (file: PlannedFile) => sizeOf(file) > maxFileSizeBytes
  const chosen = limits.rewriteAll
    ? files
    : files.filter((file) => sizeOf(file) < minFileSizeBytes || isLarge(file) || mustGo(file))
  const partition = spec.fields.length === 0 ? [] : (files[0]?.file.partition ?? [])
  const small = chosen.filter((file) => !isLarge(file))
  const isWorthIt = small.length >= minInputFiles || totalSize(small) > targetFileSizeBytes
  const groups = together
    ? packed(chosen, limits.maxFileGroupSizeBytes)
    : [...packed(small, targetFileSizeBytes), ...chosen.filter(isLarge).map((file) => [file])]
  return groups
    .map((group) => ({ ...groupOf(group, limits), partition }))
    .filter(
      (group) =>
        limits.rewriteAll ||
        group.files.some((file) => mustGo(file) || isLarge(file)) ||
        (isWorthIt && group.newFiles < group.files.length),
    )
}

const groupOf = (files: readonly PlannedFile[], limits: Limits): FileGroup => {
  const sizeBytes = totalSize(files)
  return { files, sizeBytes, newFiles: expectedFiles(sizeBytes, limits) }
}

/** So many that none is much larger than the target, and that no small rest is left. */
const expectedFiles = (sizeBytes: number, { targetFileSizeBytes, minFileSizeBytes }: Limits): number => {
  const whole = Math.floor(sizeBytes / targetFileSizeBytes)
  const rest = sizeBytes - whole * targetFileSizeBytes
  if (whole === 0) return 1
  const fits = rest <= minFileSizeBytes && sizeBytes / whole < targetFileSizeBytes * 1.1
  return rest === 0 || fits ? whole : whole + 1
}

/** Neighbours, in the order of the table, up to a size; a file that is larger stands alone. */
const packed = (files: readonly PlannedFile[], mostBytes: number): readonly (readonly PlannedFile[])[] => {
  const groups: PlannedFile[][] = []
  let size = Number.POSITIVE_INFINITY
  for (const file of files) {
    size += sizeOf(file)
    if (size > mostBytes) {
      groups.push([file])
      size = sizeOf(file)
    } else groups.at(-1)?.push(file)
  }
  return groups
}

const sizeOf = ({ file }: PlannedFile): number => Number(file.fileSizeBytes)

const totalSize = (files: readonly PlannedFile[]): number =>
  files.reduce((sum, file) => sum + sizeOf(file), 0)
