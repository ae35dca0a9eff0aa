import { literal, type Sql } from '../../quote.ts'
import { define, joined } from '../engines/duckdb/define-macro.ts'

/*
 * Upper, lower and title case as Java has them. Text in ASCII takes the engine's functions; the rest is looked at for
 * the few letters whose other case is several letters, or depends on what stands beside them.
 */

/** Letters whose upper case is not the one letter that the engine knows. */
const expanded: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from(
    'ßŉǰΐΰևẖẗẘẙẚὐὒὔὖᾀᾁᾂᾃᾄᾅᾆᾇᾈᾉᾊᾋᾌᾍᾎᾏᾐᾑᾒᾓᾔᾕᾖᾗᾘᾙᾚᾛᾜᾝᾞᾟᾠᾡᾢᾣᾤᾥᾦᾧᾨᾩᾪᾫᾬᾭᾮᾯᾲᾳᾴᾶᾷᾼῂῃῄῆῇῌῒ\u1fd3ῖῗῢ\u1fe3ῤῦῧῲῳῴῶῷῼﬀﬁﬂﬃﬄﬅﬆﬓﬔﬕﬖﬗ',
    (letter) => [letter, letter.toUpperCase()],
  ),
)

const expandedClass = literal(`[${Object.keys(expanded).join('')}]`)

const replaced = Object.entries(expanded).reduce(
  (text, [letter, upper]) => `replace(${text}, ${literal(letter)}, ${literal(upper)})`,
  's',
)

const word = '\\pL\\pM\\p{Nd}_'

export const letterMacros: readonly Sql[] = [
  // The engine prepares what stands in a lambda only where it comes to that: a hundred calls take it milliseconds.
  define(
    'spark_upper(s)',
    `CASE WHEN strlen(s) = length(s) THEN upper(s) WHEN NOT regexp_matches(s, ${expandedClass}) THEN upper(s)
      WHEN s IS NOT NULL THEN list_transform([s], lambda upper_s: spark_upper_expanded(upper_s))[1] END`,
  ),
  define('spark_upper_expanded(s)', `upper(${replaced})`),
  // The capital sigma at the end of a word has a small letter of its own, the dotted capital I becomes two characters.
  define(
    'spark_lower(s)',
    `CASE WHEN strlen(s) = length(s) THEN lower(s) WHEN NOT regexp_matches(s, '[İΣ]') THEN lower(s)
      ELSE lower(regexp_replace(replace(s, 'İ', 'i̇'), '([\\p{Lu}\\p{Ll}\\p{Lt}][${word}]*)Σ([^${word}]|$)', '\\1ς\\2', 'g')) END`,
  ),
  // Of one character. Java looks at halves of characters beyond U+FFFF, which have no case.
  define(
    'spark_title(c)',
    `CASE WHEN strlen(c) = 1 THEN upper(c) WHEN strlen(c) > 3 OR regexp_matches(c, '[ßა-ჿ]') THEN c
      WHEN regexp_matches(c, '[ǆǉǌǳ]') THEN translate(c, 'ǆǉǌǳ', 'ǅǈǋǲ') ELSE upper(c) END`,
  ),
  define(
    'spark_initcap(s)',
    `CASE WHEN s IS NOT NULL THEN ${joined(`list_transform(string_split(spark_lower(s), ' '), lambda w: spark_title(w[1]) || w[2:])`, ' ')} END`,
  ),
]
