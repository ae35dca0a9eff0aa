import type { Sql } from '../../../quote.ts'
import { define } from './define-macro.ts'

/*
 * Java 17 does not find the shortest digits of many powers of two: below them the next number is half as far away as above,
 * and it takes the smaller distance for both. What it writes was read off Spark for each of them.
 */

/** One bit for each power from 2^-1074 on, four in a digit, the lowest first: those that have all seventeen digits. */
const seventeen = [
  '00000000000000e1c0008000006002c000000420870308000010008e000004000842008c3010220f008100000f40ede00000',
  'c381048f100000002004320f00f10472000001c0030c70200020000000000000020080008c0fd1400004000002000440c000',
  '810000f0000800000000100cf10002804701c008d000e10003c003000600804000000000000000000000080081c2081878d1',
  '47008ef3e1042c100e10000000008000001083100000e000000001c000000081000d1e0008000000000f0000870810032000',
  '0c10700900089000d10000000000000000600040810600f000000e3086000800000083180001000810002800008f400ce020',
  '0008104fbdf670004020806',
].join('')

/** Powers of two with digits that neither rule gives, and the same of FLOAT. */
const doubles = `
  -1060:8.0948e-320 -1057:6.47582e-319 -1053:1.0361308e-317 -1048:3.31561842e-316 -1045:2.652494739e-315
  -1040:8.4879831639e-314 -1036:1.358077306218e-312 -1033:1.0864618449742e-311 -1030:8.6916947597938e-311
  -1025:2.781342323134002e-309 -854:8.324989663719589e-258 -701:9.505457831475799e-212 -698:7.604366265180639e-211
  -595:7.711743568329229e-180 -555:8.479151723804769e-168 -369:8.316327812515919e-112 -143:8.968310171678829e-44
  -113:9.629649721936179e-35 119:6.646139978924579e35 129:6.805647338418769e38 146:8.920298079412249e43
  395:8.069530869021589e118 591:8.104522595470689e177 754:9.475818434452569e226 807:8.535058474086213e242
  910:8.655577598126739e273 953:7.613526571406249e286 960:9.745314011399999e288 963:7.796251209119999e289
  970:9.979201547673599e291 973:7.983361238138879e292`
const floats = `
  -140:7.175e-43 -136:1.14794e-41 -133:9.18355e-41 -126:1.17549435e-38 -96:1.26217745e-29 -95:2.5243549e-29
  -94:5.0487098e-29 -93:1.00974196e-28 -92:2.0194839e-28 -91:4.0389678e-28 -90:8.0779357e-28 -84:5.1698788e-26
  -83:1.03397577e-25 -38:3.6379788e-12 -37:7.2759576e-12 -27:7.4505806e-9 -12:2.4414062e-4 65:3.6893488e19
  66:7.3786976e19 83:9.6714065e24 87:1.54742505e26 90:1.23794004e27 97:1.58456325e29`

/** Between words, so that 2^-1 is not found in 2^-12. */
const table = (text: string): string => ` ${text.trim().split(/\s+/).join(' ')} `

const exponent = 'CASE WHEN x <> 0 AND isfinite(x) THEN CAST(round(log2(abs(x))) AS INTEGER) END'
const found = (text: string): string =>
  `nullif(split_part(split_part('${table(text)}', ' ' || power_e || ':', 2), ' ', 1), '')`

/** The digits of x, where it is one of these powers and not negative; NULL for all other numbers. */
export const powerMacros: readonly Sql[] = [
  define(
    'spark_power_of_two(x)',
    `list_transform([${exponent}], lambda power_e: CASE WHEN x = pow(2::DOUBLE, power_e)
      THEN CASE WHEN ((strpos('0123456789abcdef', substring('${seventeen}', (power_e + 1074) // 4 + 1, 1)) - 1) >> ((power_e + 1074) % 4)) & 1 = 1
        THEN printf('%.16e', x) ELSE ${found(doubles)} END END)[1]`,
  ),
  define(
    'spark_float_power_of_two(x)',
    `list_transform([${exponent}], lambda power_e: CASE WHEN x = pow(2::DOUBLE, power_e) THEN ${found(floats)} END)[1]`,
  ),
]
