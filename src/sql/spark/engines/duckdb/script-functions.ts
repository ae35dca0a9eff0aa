/** What a function that runs in JavaScript gives. It gets texts that are not NULL; what it throws fails the statement. */
export type ScriptBody = (texts: readonly string[]) => string | number | boolean | readonly (string | null)[]

/** A function that no SQL can be: rows of the engine come here, chunk by chunk. */
export type ScriptFunction = {
  readonly name: string
  /** How many texts it takes. */
  readonly parameters: number
  readonly returns: 'VARCHAR' | 'VARCHAR[]' | 'DOUBLE' | 'BOOLEAN'
  readonly load: () => Promise<ScriptBody>
}

const xpath = () => import('../../../xml/xpath.ts')
const regex = () => import('../../java/regex-scripts.ts')
const pattern = () => import('../../java/pattern-scripts.ts')
const paths = () => import('../../functions/json-path.ts')
const wildcards = () => import('../../functions/json-wildcards.ts')
const zones = () => import('../../zones/zone-scripts.ts')

/**
 * All of them, with what they are for: DuckDB has no XML, RE2 lacks some of Java's expressions, and those in the data are
 * read row by row, as zones and paths are.
 */
export const scriptFunctions: readonly ScriptFunction[] = [
  {
    name: 'spark_xpath_nodes',
    parameters: 2,
    returns: 'VARCHAR[]',
    load: async () => (await xpath()).xpathNodes,
  },
  {
    name: 'spark_xpath_text',
    parameters: 2,
    returns: 'VARCHAR',
    load: async () => (await xpath()).xpathText,
  },
  {
    name: 'spark_xpath_number',
    parameters: 2,
    returns: 'DOUBLE',
    load: async () => (await xpath()).xpathNumber,
  },
  {
    name: 'spark_xpath_boolean',
    parameters: 2,
    returns: 'BOOLEAN',
    load: async () => (await xpath()).xpathBoolean,
  },
  {
    name: 'spark_regex_matches',
    parameters: 2,
    returns: 'BOOLEAN',
    load: async () => (await regex()).regexMatches,
  },
  {
    name: 'spark_regex_position',
    parameters: 2,
    returns: 'DOUBLE',
    load: async () => (await regex()).regexPosition,
  },
  {
    name: 'spark_regex_replace',
    parameters: 3,
    returns: 'VARCHAR',
    load: async () => (await regex()).regexReplace,
  },
  {
    name: 'spark_regex_extract',
    parameters: 3,
    returns: 'VARCHAR',
    load: async () => (await regex()).regexExtract,
  },
  {
    name: 'spark_regex_extract_all',
    parameters: 3,
    returns: 'VARCHAR[]',
    load: async () => (await regex()).regexExtractAll,
  },
  {
    name: 'spark_regex_split',
    parameters: 3,
    returns: 'VARCHAR[]',
    load: async () => (await regex()).regexSplit,
  },
  {
    name: 'spark_regex_read_matches',
    parameters: 2,
    returns: 'BOOLEAN',
    load: async () => (await pattern()).patternMatches,
  },
  {
    name: 'spark_regex_read_position',
    parameters: 2,
    returns: 'DOUBLE',
    load: async () => (await pattern()).patternPosition,
  },
  {
    name: 'spark_regex_read_replace',
    parameters: 3,
    returns: 'VARCHAR',
    load: async () => (await pattern()).patternReplace,
  },
  {
    name: 'spark_regex_read_extract',
    parameters: 3,
    returns: 'VARCHAR',
    load: async () => (await pattern()).patternExtract,
  },
  {
    name: 'spark_regex_read_extract_all',
    parameters: 3,
    returns: 'VARCHAR[]',
    load: async () => (await pattern()).patternExtractAll,
  },
  {
    name: 'spark_regex_read_split',
    parameters: 3,
    returns: 'VARCHAR[]',
    load: async () => (await pattern()).patternSplit,
  },
  {
    name: 'spark_zone_of_row',
    parameters: 1,
    returns: 'VARCHAR',
    load: async () => (await zones()).zoneOfRow,
  },
  {
    name: 'spark_json_path_of_row',
    parameters: 1,
    returns: 'VARCHAR',
    load: async () => (await paths()).jsonPathOfRow,
  },
  {
    name: 'spark_json_path_all',
    parameters: 2,
    returns: 'VARCHAR[]',
    load: async () => (await wildcards()).jsonWildcards,
  },
]
