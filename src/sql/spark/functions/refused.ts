import type { Functions, RefusedEntry } from './entry.ts'

const because = (refused: string): RefusedEntry => ({ refused })

const sketch = because(
  'sketches are bytes of one library; write approx_count_distinct(x) or count(DISTINCT x) over the values',
)
const inputFile = because(
  'rows have no file here; the reader of a FILE input can name it in a column of its own',
)
const partition = because(
  'there are no partitions of Spark here; number rows by row_number() OVER (ORDER BY …)',
)
const java = because('there is no Java here; write the expression in SQL')
const cipher = because('keys in statements end up in logs; mask the column by a policy, or encrypt outside')
const session = because('there is no catalog of a Spark session here; write the name as text')

/** Functions that have no exact counterpart, or that say something about Spark itself. */
export const refusedFunctions: Functions = {
  count_min_sketch: sketch,
  hll_sketch_agg: sketch,
  hll_sketch_estimate: sketch,
  hll_union: sketch,
  hll_union_agg: sketch,
  input_file_name: inputFile,
  input_file_block_start: inputFile,
  input_file_block_length: inputFile,
  spark_partition_id: partition,
  monotonically_increasing_id: partition,
  shuffle: because('its order is chance; write sort_array(a), or sort rows by rand()'),
  randn: because(
    'no engine gives the same numbers; write sqrt(-2 * ln(1 - rand())) * cos(2 * pi() * rand()), which is as normal',
  ),
  java_method: java,
  reflect: java,
  aes_encrypt: cipher,
  aes_decrypt: cipher,
  try_aes_decrypt: cipher,
  current_catalog: session,
  current_database: session,
  current_schema: session,
  current_user: because('who runs the statement is not part of the data; write the name as text'),
  user: because('who runs the statement is not part of the data; write the name as text'),
  version: because('Spark does not run here; write its version as text'),
  sql_keywords: because('it lists the words of Spark; there is no such table here'),
}
