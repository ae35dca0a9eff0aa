import { Writable } from 'node:stream'
import { validate } from '../../src/cli/commands/validate.ts'

export type Finding = {
  readonly code: string
  readonly severity: 'error' | 'warning' | 'info'
  readonly message: string
  readonly line: number | null
  readonly hint: string | null
}

/** What `millrace validate` says of one file. Run in `cwd`, which should belong to no project. */
export const validateFile = async (path: string, cwd: string): Promise<readonly Finding[]> => {
  const chunks: string[] = []
  const stream = () =>
    new Writable({
      write(chunk, _encoding, done) {
        chunks.push(String(chunk))
        done()
      },
    }) as unknown as NodeJS.WriteStream
  const { stdin, stderr } = process
  const io = { stdin, stdout: stream(), stderr, env: {}, cwd }
  await validate({ args: [path], options: { output: 'json' }, io }, AbortSignal.timeout(20_000))
  return JSON.parse(chunks.join('')) as readonly Finding[]
}
