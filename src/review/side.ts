import type { DatasetLineage, Project } from '../project/index.ts'

/** A project as its files say it: one side of a comparison. */
export type Side = { readonly project: Project; readonly lineage: readonly DatasetLineage[] }
