import { literal, sql } from '../../../sql/quote.ts'
import { defineFunction, inPlaceParameter } from './parts/define.ts'
import { project, setColumns } from './parts/projection.ts'
import { readSed } from './parts/read-sed.ts'
import { javaReplacement } from './parts/sed.ts'
import { asText, sparkLiteral, sparkText } from './parts/spark-text.ts'

export const findAndReplace = defineFunction({
  name: 'find_and_replace',
  summary: 'Replaces what a regular expression matches in the values of a column.',
  parameters: {
    column: inPlaceParameter,
    sedExpression: {
      type: 'text',
      required: true,
      summary: 'Such as s/[0-9]+/#/g; without g the first match only.',
    },
  },
  leaves: 'part',
  compile: async (args, input, context) => {
    const column = args.column('column', input)
    const sed = readSed(args, 'sedExpression')
    const [pattern, replacement] = [
      sed.flags.includes('i') ? `(?i)${sed.pattern}` : sed.pattern,
      javaReplacement(sed),
    ]
    const text = await asText(args, column, input, context)
    const first = sql`regexp_replace(${text}, ${literal(sed.regex)}, ${literal(sed.rewrite)}, ${literal(sed.flags)})`
    const replacesAll = sed.flags.includes('g')
    if (!replacesAll && /\\[bB]/.test(sed.pattern))
      args.refuse(
        'MR2105',
        { pattern: sed.pattern, reason: 'the first match at the edge of a word is not known' },
        'sedExpression',
      )
    // Spark's own function knows what Java's expressions mean; what it is refused for is refused here: matches of
    // nothing, of which Java and RE2 count others where all are replaced.
    const expression = !replacesAll
      ? first
      : await context.translate(
          `regexp_replace(${sparkText(args, column)}, ${sparkLiteral(pattern)}, ${sparkLiteral(replacement)})`,
          input,
        )
    return project('find_and_replace', args, input, setColumns(input, [{ name: column.name, expression }]))
  },
})
