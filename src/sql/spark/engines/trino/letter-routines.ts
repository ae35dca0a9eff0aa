import { literal } from '../../../quote.ts'
import { type Routine, routine } from './routines.ts'

/** Letters whose upper case is several letters to Java. */
const expanded = Array.from(
  'ßŉǰΐΰևẖẗẘẙẚὐὒὔὖᾀᾁᾂᾃᾄᾅᾆᾇᾈᾉᾊᾋᾌᾍᾎᾏᾐᾑᾒᾓᾔᾕᾖᾗᾘᾙᾚᾛᾜᾝᾞᾟᾠᾡᾢᾣᾤᾥᾦᾧᾨᾩᾪᾫᾬᾭᾮᾯᾲᾳᾴᾶᾷᾼῂῃῄῆῇῌῒ\u1fd3ῖῗῢ\u1fe3ῤῦῧῲῳῴῶῷῼﬀﬁﬂﬃﬄﬅﬆﬓﬔﬕﬖﬗ',
)

const replaced = expanded.reduce(
  (text, letter) => `replace(${text}, ${literal(letter)}, ${literal(letter.toUpperCase())})`,
  's',
)

const word = '\\p{L}\\p{M}\\p{Nd}_'

/** Upper, lower and title case as Java has them; the engine's own knows single letters only. */
export const letterRoutines: readonly Routine[] = [
  routine(
    'spark_upper',
    's varchar',
    'varchar',
    `CASE WHEN regexp_like(s, ${literal(`[${expanded.join('')}]`)}) THEN upper(${replaced}) ELSE upper(s) END`,
  ),
  routine(
    'spark_lower',
    's varchar',
    'varchar',
    `CASE WHEN NOT regexp_like(s, '[İΣ]') THEN lower(s)
      ELSE lower(regexp_replace(replace(s, 'İ', 'i̇'), '([\\p{Lu}\\p{Ll}\\p{Lt}][${word}]*)Σ(?=[^${word}]|\\z)', '$1ς')) END`,
  ),
  routine(
    'spark_title',
    'c varchar',
    'varchar',
    `CASE WHEN length(to_utf8(c)) = 1 THEN upper(c) WHEN length(to_utf8(c)) > 3 OR regexp_like(c, '[ßა-ჿ]') THEN c
      WHEN regexp_like(c, '[ǆǉǌǳ]') THEN translate(c, 'ǆǉǌǳ', 'ǅǈǋǲ') ELSE upper(c) END`,
  ),
  routine(
    'spark_initcap',
    's varchar',
    'varchar',
    `array_join(transform(split(spark_lower(s), ' '), w -> spark_title(substr(w, 1, 1)) || substr(w, 2)), ' ')`,
  ),
]
