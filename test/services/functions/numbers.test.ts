import { type Case, over, overEach, refusedEverywhere, refusedHere } from './cases.ts'
import { compareWithSpark } from './compare.ts'

const numbers = ['tiny', 'small', 'i', 'l', 'f', 'd', 'm', 'wide', 'huge']
const some = [['d'], ['f'], ['i'], ['m'], ['s']]
const pairs = [
  ['d', 'few d'],
  ['i', 'few m'],
]
const mixed = [
  ['i', 'few l'],
  ['d', 'few d'],
  ['m', 'few wide'],
  ['s', 'few s'],
  ['day', 'few ts'],
]
const scaled = [
  ['d', '2'],
  ['f', '1'],
  ['m', '1'],
  ['m', '-1'],
  ['i', '-1'],
  ['l', '-2'],
]

const each = (names: string, lists: readonly (readonly string[])[]): readonly Case[] =>
  names.split(' ').flatMap((name) => overEach(name, lists))

compareWithSpark('functions of numbers', [
  ...each(
    'abs negative positive sign signum isnan ceil ceiling floor round',
    numbers.map((column) => [column]),
  ),
  ...each('cbrt cos degrees exp radians sin sqrt tan atan ln log10 log2 log', some),
  ...each('power pow atan2 nanvl log', pairs),
  ...each('round', scaled),
  ...refusedHere(each('floor ceil', scaled)),
  ...each('greatest least coalesce nvl ifnull nullif', mixed),
  ...each('coalesce nvl ifnull', [['i', 'few s']]),
  ...refusedEverywhere(each('greatest least', [['i', 'few s']])),
  ...refusedEverywhere(each('abs sqrt', [['ints'], ['rec']])),
  over('nvl2', ['few i', 'few l', 'few d']),
  ...each('isnull', [['i'], ['s'], ['ints'], ['rec']]),
  ...each('isnotnull', [['i'], ['s'], ['smap']]),
  ...each('bit_length', [['s'], ['i']]),
  ...each('factorial', [['i'], ['tiny']]),
  over('pi', []),
  over('e', []),
])
