import { type Diagnostic, DiagnosticsError, hasErrors } from '../../../../diagnostics/index.ts'
import { detachedText, type SparkTranslator } from '../../../../sql/index.ts'
import type { FlareFunctionCall } from '../../job.ts'
import type { FunctionContext } from '../function.ts'

/** What a call compiles with. What is wrong with an expression that a function made is told at the call. */
export const callContext = (
  call: FlareFunctionCall,
  translator: SparkTranslator,
  lookUp: FunctionContext['lookUp'],
): FunctionContext => {
  const translateNamed: FunctionContext['translateNamed'] = async (expression, input) => {
    const { value, diagnostics } = await translator.translateExpression(
      detachedText(expression),
      input.columns,
    )
    if (value === undefined || hasErrors(diagnostics))
      throw new DiagnosticsError(diagnostics.map((found) => at(call, found)))
    return value
  }
  return {
    translate: async (expression, input) => (await translateNamed(expression, input)).sql,
    translateNamed,
    lookUp,
  }
}

/** Such an expression has no place of its own. */
const at = (call: FlareFunctionCall, diagnostic: Diagnostic): Diagnostic => ({
  ...diagnostic,
  place: call.place(),
})
