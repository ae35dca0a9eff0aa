import { overLines, refusedEverywhere } from './cases.ts'
import { compareWithSpark } from './compare.ts'

compareWithSpark('operators', [
  ...overLines(`
    ? + ?: i, few i
    ? - ?: i, few l
    ? * ?: l, few l
    ? + ?: l, few i
    ? - ?: few i, l
    ? * ?: l, few i
    ? * 3 - ?: l, few l
    -2147483648 * ?: l
    ? - 2147483648: l
    ? * ?: tiny, few small
    ? * ?: i, few i
    ? + ?: tiny, few tiny
    ? - ?: small, few tiny
    ? / ?: i, few i
    ? / ?: l, few l
    ? / ?: d, few d
    ? / ?: f, few i
    ? / ?: m, few i
    ? / ?: i, few m
    ? / ?: m, few m
    ? / ?: wide, few m
    ? / ?: huge, few huge
    ? / ?: m, few d
    ? / ?: s, few i
    ? % ?: i, few i
    ? % ?: l, few l
    ? % ?: d, few d
    ? % ?: f, few f
    ? % ?: m, few m
    ? % ?: m, few i
    ? % ?: wide, few m
    ? % ?: tiny, few l
    ? % ?: d, few m
    ? % ?: numtext, few i
    ? div ?: i, few i
    ? div ?: l, few l
    ? div ?: tiny, few small
    ? div ?: m, few i
    ? div ?: m, few m
    ? + ?: m, few m
    ? + ?: m, few wide
    ? - ?: wide, few wide
    ? + ?: huge, few huge
    ? - ?: m, few huge
    ? * ?: m, few m
    ? * ?: wide, few m
    ? * ?: wide, few wide
    ? * ?: huge, few huge
    ? * ?: huge, few m
    ? * ?: m, few i
    ? * ?: m, few l
    ? + ?: m, few i
    ? + ?: m, few d
    ? + ?: m, few f
    ? + ?: f, few i
    ? + ?: f, few f
    ? * ?: f, few d
    ? - ?: d, few f
    ? + ?: numtext, few i
    ? + ?: numtext, few numtext
    ? * ?: numtext, few m
    ? - ?: l, few d
    ? + ?: i, NULL
    ? + ?: m, NULL
    ? * ?: m, 2
    ? * ?: m, 2.50
    ? + ?: m, 1.5
    ? / ?: m, 3
    ? / ?: m, 0
    ? / ?: 1, m
    ? / ?: m, 0.00
    ? % ?: m, 0.3
    ? * ?: wide, 1.10
    ? + ?: l, 1.5
    ? & ?: i, few i
    ? | ?: l, few i
    ? ^ ?: tiny, few small
    ~?: i
    ~?: tiny
    ~?: l
    -?: tiny
    -?: i
    -?: l
    -?: d
    -?: f
    -?: m
    -?: wide
    -?: huge
    -?: numtext
    ? AND ?: flag, few flag
    ? OR ?: flag, few flag
    NOT ?: flag
    ? AND ?: flag, NULL
    ? || ?: s, few i
    ? || ?: d, few m
    ? || ?: flag, few f
  `),
  ...refusedEverywhere(
    overLines(`
    ? div ?: d, few i
    ? div ?: d, few d
    ? div ?: numtext, few i
    ? + ?: flag, 1
    ? + ?: flag, few flag
    ? & ?: d, few i
    ? & ?: m, 1
    ? | ?: numtext, 1
    ? & ?: flag, 1
    ~?: d
    -?: flag
    ? AND ?: flag, few i
    ? OR ?: s, flag
    NOT ?: i
    ? AND ?: flag, 'true'
    `),
  ),
])
