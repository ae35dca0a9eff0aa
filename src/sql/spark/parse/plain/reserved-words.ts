/*
 * Words that the parser of all of Spark SQL, which knows many dialects, reads as more than a name somewhere. Found by
 * trying all words of SQL dialects in all places where a plain statement may have a name; a test tries them again.
 */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** No names at all here. */
const keywords = words(`
  all alter and anti any approximate array as asc asof asymmetric authorization auto_increment autoincrement
  bernoulli between binary both by cache case cast cluster connect_by_root create cross cube curdate
  current_date current_datetime current_role current_schema current_timestamp current_user declare delete desc
  distinct distinctrow distribute div drop else end endif escape except exec exists extract false fetch filter
  for foreign from full getdate glob group having if ilike in indexed inner inpath inputformat insert intersect
  interval into is join lambda lateral leading left like limit map match_condition match_recognize materialized
  maxvalue minus minvalue msck namespace natural nocycle not now null nulls offset on only or order ordinality
  outer over overwrite pi pivot positional pragma prewhere proc qualify recursive referencing regexp repair
  replace respect returning revoke right rlike rollback rollup safe_cast savepoint select semi serde
  serdeproperties set some sort straight_join sysdatetime system_user systimestamp table tablesample then top
  trailing true try_cast uncache union unpivot use using utc_date utc_time utc_timestamp values when where
  window with within
`)

/** Names only where nothing else could stand: not what follows a value or a table without AS. */
const halfKeywords = words(`
  after always apply before begin block body cascade check collate column comment commit connect constraint
  current cycle database date datetime default define describe domain each exclude execute final first following
  function generated grant groups identity ignore increment index input instead keep key kill language last list
  load local match measures member merge mod new next no of old operator others output owned pattern percent
  preceding prepare preserve primary prior procedure range references refresh restart restrict returns row rows
  running sample schema separator sequence settings siblings start statement system temp temporary ties time
  timestamp to transaction trigger truncate type unbounded unique update view warehouse
`)

/** Not called like other functions. */
const uncalled = words(`
  all and anti any as between by case cast char cluster create cross cube dec decimal distinct distribute div
  else end except exclude exists filter for from full group having identifier ilike in inner insert intersect
  interval is join lateral like limit minus natural not numeric offset on or order outer over partition pivot
  position recursive regexp repeatable rlike rollup select semi set sets some sort table tablesample then
  try_cast union unpivot using values varchar when where window with within
`)

export const isPlainName = (word: string): boolean => !keywords.has(word) && !halfKeywords.has(word)

/** Types, which a dot or a bracket may follow. */
export const isTypeName = (word: string): boolean => /^(?:date|datetime|timestamp)$/.test(word)

export const isNameInPlace = (word: string): boolean => !keywords.has(word)

export const isCalled = (word: string): boolean => !uncalled.has(word)
