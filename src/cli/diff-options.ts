import { failure, renderText } from '../diagnostics/index.ts'
import type { DiffRequest } from '../reader/index.ts'
import type { Settings } from '../settings/index.ts'
import type { Invocation } from './command.ts'
import { textOption, usesColour } from './options.ts'
import { principalOf } from './principal.ts'

/** What the command line says of a comparison of rows: `--key`, `--samples`, `--as`. */
export const diffOptions = (
  { io, options }: Invocation,
  settings: Settings,
): Pick<DiffRequest, 'key' | 'samples' | 'principal' | 'strict' | 'notice'> => {
  const key = textOption(options, 'key')
    ?.split(',')
    .map((column) => column.trim())
    .filter((column) => column !== '')
  return {
    ...(key === undefined ? {} : { key }),
    samples: sampleCount(textOption(options, 'samples') ?? '5'),
    principal: principalOf(textOption(options, 'as'), settings),
    strict: settings.masking.strict,
    notice: (diagnostics) =>
      io.stderr.write(
        renderText(diagnostics, {
          sources: () => undefined,
          colour: usesColour(io.stderr, io.env, options),
        }),
      ),
  }
}

const sampleCount = (text: string): number => {
  const count = Number(text)
  if (Number.isInteger(count) && count >= 0 && count <= 1000) return count
  throw failure('MR9004', { message: `--samples takes a number from 0 to 1000, not "${text}"` })
}
