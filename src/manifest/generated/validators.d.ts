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
  readonly propertyName?: string
}

/** True where `value` has the shape; `errors` holds all violations of the last call that returned false. */
export type ShapeValidator = {
  (value: unknown): boolean
  errors?: readonly ShapeError[] | null
}

export const accepted: ShapeValidator
export const bundle: ShapeValidator
export const cluster: ShapeValidator
export const compute: ShapeValidator
export const dashboard: ShapeValidator
export const data: ShapeValidator
export const database: ShapeValidator
export const dataset: ShapeValidator
export const depot: ShapeValidator
export const domain: ShapeValidator
export const flareSteps: ShapeValidator
export const flare: ShapeValidator
export const forecast: ShapeValidator
export const grant: ShapeValidator
export const instanceSecret: ShapeValidator
export const lakehouse: ShapeValidator
export const lens: ShapeValidator
export const mock: ShapeValidator
export const monitor: ShapeValidator
export const pager: ShapeValidator
export const policy: ShapeValidator
export const project: ShapeValidator
export const resource: ShapeValidator
export const scanner: ShapeValidator
export const secret: ShapeValidator
export const service: ShapeValidator
export const shared: ShapeValidator
export const stackAlpha: ShapeValidator
export const stackBeacon: ShapeValidator
export const stackBento: ShapeValidator
export const stackContainer: ShapeValidator
export const stackDataosCtl: ShapeValidator
export const stackDbt: ShapeValidator
export const stackFastfun: ShapeValidator
export const stackFlash: ShapeValidator
export const stackLakesearch: ShapeValidator
export const stackNilus: ShapeValidator
export const stackPython3: ShapeValidator
export const stackSoda: ShapeValidator
export const stackStreamMonitor: ShapeValidator
export const stackTalos: ShapeValidator
export const stack: ShapeValidator
export const volume: ShapeValidator
export const worker: ShapeValidator
export const workflow: ShapeValidator
export const workspace: ShapeValidator
