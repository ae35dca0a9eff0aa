import { DiagnosticsError } from '../../../../diagnostics/index.ts'
import type { FlareFunction, FunctionContext, FunctionInput, Parameter, Projection } from '../function.ts'
import { type Arguments, readArguments } from './arguments.ts'

type Definition = Omit<FlareFunction, 'compile'> & {
  readonly compile: (
    args: Arguments,
    input: FunctionInput,
    context: FunctionContext,
  ) => Projection | Promise<Projection>
}

/** A function whose arguments are checked before it compiles. A refusal anywhere inside becomes its result. */
export const defineFunction = (definition: Definition): FlareFunction => ({
  ...definition,
  compile: async (call, input, context) => {
    try {
      const args = readArguments(definition.name, definition.parameters, call)
      return { kind: 'query', ...(await definition.compile(args, input, context)) }
    } catch (error) {
      if (error instanceof DiagnosticsError) return { kind: 'refused', diagnostics: error.diagnostics }
      throw error
    }
  },
})

export const columnParameter: Parameter = { type: 'text', required: true, summary: 'The column to read.' }

export const inPlaceParameter: Parameter = {
  type: 'text',
  required: true,
  summary: 'The column whose values are replaced.',
}

export const asColumnParameter: Parameter = {
  type: 'text',
  required: false,
  summary: 'The column that receives the result; `column` itself where absent.',
}
