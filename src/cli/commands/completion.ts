import { failure } from '../../diagnostics/index.ts'
import { kinds } from '../../resources/index.ts'
import type { CommandHandler } from '../command.ts'
import { completionScript, type Shell } from '../output/completion.ts'

const shells = ['bash', 'zsh', 'fish'] as const satisfies readonly Shell[]

/** A script that makes a shell complete this command. */
export const completion: CommandHandler = async ({ args, io }) => {
  const shell = shells.find((each) => each === args[0])
  if (shell === undefined)
    throw failure('MR9004', {
      message: args[0] === undefined ? 'no shell is named' : `there is no completion for "${args[0]}"`,
      hint: `name one of ${shells.join(', ')}`,
    })
  const { commands } = await import('../commands.ts')
  io.stdout.write(
    completionScript(
      shell,
      commands,
      kinds.map(({ type }) => type),
    ),
  )
  return 0
}
