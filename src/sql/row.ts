/** A column as an engine reports it. `type` is the engine's own spelling, e.g. `DECIMAL(10,2)` or `VARCHAR[]`. */
export type EngineColumn = { readonly name: string; readonly type: string }

/** A value as it leaves an engine: 64-bit integers as bigint; dates, times, decimals and uuids as text; nested as JSON-like. */
export type EngineValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly EngineValue[]
  | { readonly [key: string]: EngineValue }

export type EngineRow = Readonly<Record<string, EngineValue>>

export type EngineTable = {
  readonly columns: readonly EngineColumn[]
  readonly rows: readonly (readonly EngineValue[])[]
}
