import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { setFlagsFromString } from 'node:v8'

/**
 * The parser, with its WebAssembly read as a file. Left to itself it asks for it by `fetch`, which loads an HTTP client
 * and copies 22 MB: that takes half as long again, and 75 MB more.
 */
export const loadParser = async (): Promise<Parser> => {
  const parser = await import('@polyglot-sql/sdk/manual')
  if (!parser.isInitialized()) {
    const file = createRequire(import.meta.url).resolve('@polyglot-sql/sdk/polyglot_sql.wasm')
    const bytes: unknown = await readFile(file)
    // By default V8 optimizes each of its large functions after some ten statements. For a few hundred that takes longer
    // than it saves, by half a second of processor time, and for thousands as long.
    setFlagsFromString('--wasm-tiering-budget=1000000000')
    // Whatever is no address goes to WebAssembly.instantiate as it is, which the types do not say.
    await parser.init({ wasmUrl: bytes as URL })
  }
  // Its declarations name another file without its ending, and so lose all but these two functions.
  return parser as unknown as Parser
}

type Parser = Pick<typeof import('@polyglot-sql/sdk'), 'parse' | 'Dialect'>
