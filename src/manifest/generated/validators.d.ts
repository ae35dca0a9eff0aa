// Generated from schemas/ by scripts/generate.ts. Do not edit.

/** One violation of a schema; the same fields as ajv's ErrorObject in verbose mode. */
export type ShapeError = {
  readonly keyword: string
  readonly instancePath: string
  readonly schemaPath: string
  readonly params: Readonly<Record<string, unknown>>
  readonly message?: string
  readonly schema?: unknown
  readonly parentSchema?: Readonly<Record<string, unknown>>
  readonly data?: unknown
}

/** True where `value` has the shape; `errors` holds all violations of the last call that returned false. */
export type ShapeValidator = {
  (value: unknown): boolean
  errors?: readonly ShapeError[] | null
}

export const data: ShapeValidator
export const dataset: ShapeValidator
export const depot: ShapeValidator
export const flareSteps: ShapeValidator
export const flare: ShapeValidator
export const mock: ShapeValidator
export const policy: ShapeValidator
export const project: ShapeValidator
export const scanner: ShapeValidator
export const workflow: ShapeValidator
