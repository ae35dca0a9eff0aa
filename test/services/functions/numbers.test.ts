import { type Case, overEach, overLines, refusedEverywhere } from './cases.ts'
import { compareWithSpark } from './compare.ts'

/** Every function of a list over every list of arguments: `['d, 2', 'm, few m']`. */
const each = (names: string, lists: readonly string[]): readonly Case[] =>
  names.split(' ').flatMap((name) =>
    overEach(
      name,
      lists.map((list) => (list === '' ? [] : list.split(', '))),
    ),
  )

const numbers = ['tiny', 'small', 'i', 'l', 'f', 'd', 'm', 'wide', 'huge', 'numtext']

compareWithSpark('functions of numbers', [
  ...each('abs negative positive sign signum isnan ceil floor round bround', numbers),
  {
    name: 'rounding of what is no whole number of tenths',
    sql: 'SELECT v, bround(v, 1) AS a, round(v, 1) AS b, round(v, 2) AS c, bround(v, 3) AS d, round(CAST(v AS FLOAT), 1) AS e FROM VALUES (-22.4D), (310.415D), (102831.875D), (-0.001D), (1.005D), (2.675D), (0.15D), (0.25D), (999999999999.95D), (1e13D), (8.5D) AS t(v)',
  },
  ...each(
    'acos acosh asin asinh atanh cosh cot csc expm1 log1p rint sec sinh tanh cbrt cos degrees exp radians sin sqrt tan atan ln log10 log2 log',
    ['d', 'i', 'm', 'numtext'],
  ),
  ...each('hypot power pow atan2 nanvl log', ['d, few d', 'f, few f', 'i, few m', 'f, few d']),
  ...each('round bround', [
    'd, 2',
    'd, -1',
    'd, -3',
    'd, 0',
    'f, 1',
    'f, 2',
    'f, -1',
    'm, 1',
    'm, 0',
    'm, -1',
    'm, -9',
    'm, 5',
    'wide, 3',
    'wide, 17',
    'wide, -2',
    'i, -1',
    'i, 2',
    'l, -2',
    'tiny, -1',
    'small, -2',
    'l, -18',
    'i, -9',
    'i, -10',
    'numtext, 1',
  ]),
  ...each('ceil floor', [
    'd, 2',
    'd, -1',
    'd, 0',
    'f, 1',
    'm, 1',
    'm, 0',
    'm, -1',
    'm, 5',
    'wide, 3',
    'wide, -2',
    'i, -1',
    'i, 2',
    'l, -2',
    'tiny, -1',
  ]),
  ...each('mod pmod', [
    'i, few i',
    'l, few l',
    'd, few d',
    'f, few f',
    'tiny, few small',
    'm, few m',
    'm, few i',
    'wide, few m',
    's, few i',
    'i, 0',
    'tiny, 3',
    'i, -3',
  ]),
  ...each('try_add try_subtract try_multiply', [
    'i, few i',
    'l, few l',
    'tiny, few tiny',
    'd, few d',
    'm, few m',
    'm, few i',
    'wide, few m',
    'i, few d',
    'numtext, few i',
  ]),
  ...each('try_add', [
    'day, few tiny',
    'few tiny, day',
    'ts, interval 1 day',
    "day, interval '1' month",
    'day, interval 36 hours',
  ]),
  ...each('try_subtract', ['ts, interval 1 month', 'day, few tiny', 'day, make_interval(0, 1, 0, 3)']),
  ...each('try_divide', ['i, few i', 'd, few d', 'm, few m', 'wide, few m', 'm, few d']),
  ...each('greatest least', [
    'i, few l',
    'd, few d',
    'f, few d',
    'm, few wide',
    's, few s',
    'day, few ts',
    'flag, few flag',
    'd, few m',
    'tiny, NULL',
    'bin, few bin',
    'i, few i, 5',
  ]),
  ...each('coalesce nvl ifnull nullif equal_null', [
    'i, few l',
    'd, few d',
    'm, few wide',
    's, few s',
    'i, few s',
    'i, NULL',
    'm, few d',
    'day, few ts',
    'f, few l',
    'rec, few rec',
  ]),
  ...each('nullif equal_null', ['flag, few s']),
  ...each('bit_count', ['flag', 'tiny', 'small', 'i', 'l']),
  ...each('bit_get getbit', ['i, 3', 'l, 63', 'tiny, 7', 'i, 31', 'small, 0', 'i, NULL']),
  ...each('shiftleft shiftright shiftrightunsigned', [
    'i, few i',
    'l, few i',
    'tiny, few tiny',
    'l, few l',
    'small, 3',
    'd, 1',
    'numtext, 1',
  ]),
  ...each('factorial', ['i', 'tiny', 'l', 'd']),
  ...overLines(`
    width_bucket: d, 0, 10, 5
    width_bucket: d, 10, 0, 5
    width_bucket: i, -5, 5, few i
    width_bucket: few d, few d, few d, 3
    width_bucket: l, 0, 10, few l
    pi:
    e:
    nvl2: few i, few l, few d
    nvl2: i, NULL, 1
    nvl2: few s, few i, few s
    nvl2: flag, few m, few i
    if: flag, few i, few s
    bit_length: s
    bit_length: i
  `),
  ...each('isnull isnotnull', ['i', 'ints', 'rec']),
  ...refusedEverywhere([
    ...each('greatest least', ['i, few s', 'i, few flag']),
    ...each('abs sqrt', ['ints', 'rec']),
    ...each('coalesce nvl ifnull', ['flag, few s', 'i, few rec']),
    ...each('bit_count', ['d', 'numtext']),
    ...each('bit_get getbit', ['d, 1']),
    ...each('round bround', ['huge, -3']),
    ...overLines(`
      nvl2: i, few ints, few i
      nvl2: few s, few i, few flag
      if: flag, few flag, few s
    `),
  ]),
])
