/** A customer feed that nobody would send on purpose and everybody sends some day. Cells are text of the CSV file. */
export type HostileFeed = {
  /** The first delivery: two files, one with Windows line ends. */
  readonly files: Readonly<Record<string, string>>
  /** A later delivery: newer versions, older ones, and some that were there before. */
  readonly later: Readonly<Record<string, string>>
}

type Row = Readonly<Record<string, string>>

/**
 * The same text every time. No customer has two versions with one `modified_at`, so that the newest is known, but for
 * rows that are equal throughout.
 */
export const hostileFeed = (): HostileFeed => {
  const single = Object.entries(variants).flatMap(([column, cells]) =>
    cells.map((cell) => ({ [column]: cell })),
  )
  const several = Array.from({ length: 400 }, (_, i) => combination(i))
  const garbled = Array.from({ length: 900 }, (_, i) => garbledCells(i))
  const rows = [...single, ...several, ...garbled].map((changes, i): Row => ({ ...customer(i), ...changes }))
  const versions = rows.slice(0, 90).map((row, i) => newer(row, i))
  const half = Math.ceil(rows.length / 2)
  const first = [...rows.slice(0, half).map(line), ...brokenLines]
  const second = [...rows.slice(half), ...versions.slice(0, 60)].map(line)
  const third = [...versions.slice(60), ...rows.slice(0, 40).filter((row) => row['modified_at'] !== '')].map(
    line,
  )
  return {
    files: {
      'a.csv': [header, ...first, ''].join('\n'),
      'b.csv': [header, ...second, ''].join('\r\n'),
    },
    later: { 'c.csv': [header, ...third].join('\n') },
  }
}

export const columns = `
  cust_id cust_dob cust_first_name cust_last_name cust_middle_name cust_segment cust_title customer_category
  customer_privelege customer_type email_addr gender marital_status minor_flag mobile_number1 nationality occupation
  senior_citizen_flag sourcing_channel customer_risk_category afflunce_level customer_status customer_addressline1
  customer_addressline2 customer_addressline3 city state country pin created_at modified_at cibil_check_date
  cibil_score country_code`
  .trim()
  .split(/\s+/)

// Names that the step's functions have to tidy.
const header = ['', ...columns]
  .map((name) => name.replace('cust_dob', 'cust dob').replace('gender', 'Gender').replace('city', 'CITY'))
  .join(',')

const line = (row: Row, index: number): string =>
  [`${index}`, ...columns.map((name) => row[name] ?? '')].join(',')

const customer = (i: number): Row => ({
  cust_id: `${2_000_000_000 + i}`,
  cust_dob: `19${50 + (i % 50)}-0${1 + (i % 9)}-${10 + (i % 19)}`,
  cust_first_name: ['Anna', 'Bo', 'Chandrika'][i % 3] ?? '',
  cust_last_name: ['Rao', 'Lee'][i % 2] ?? '',
  cust_middle_name: ['', 'Jo'][i % 2] ?? '',
  cust_segment: ['Urban', 'Semi', 'Semi-Urban'][i % 3] ?? '',
  cust_title: 'Dr',
  customer_category: 'Non Resident',
  customer_privelege: 'Yes',
  customer_type: 'Personal',
  email_addr: `anna.rao${i}@gmail.com`,
  gender: 'Male',
  marital_status: 'Single',
  minor_flag: 'No',
  mobile_number1: `${2_100_000_000 + i}`,
  nationality: 'Indian',
  occupation: 'Salaried',
  senior_citizen_flag: 'No',
  sourcing_channel: 'Branch',
  customer_risk_category: 'High',
  afflunce_level: 'Low',
  customer_status: 'Active',
  customer_addressline1: `Plot ${i}`,
  customer_addressline2: 'Ring Road',
  customer_addressline3: '',
  city: 'Chennai',
  state: ['Tamil Nadu', 'Kerala', 'Goa'][i % 3] ?? '',
  country: ['India', 'Norway'][i % 2] ?? '',
  pin: '600001',
  created_at: '2023-10-01 10:00:00',
  modified_at: `2023-10-0${1 + (i % 9)} ${10 + (i % 14)}:${10 + (i % 50)}:${10 + (i % 49)}.${100_000 + i}`,
  cibil_check_date: `2023-10-${10 + (i % 20)}`,
  cibil_score: `${300 + (i % 601)}`,
  country_code: '+91',
})

/** A further version: mostly a later one, sometimes an earlier one, sometimes one that breaks a rule of validity. */
const newer = (row: Row, i: number): Row => ({
  ...row,
  modified_at: i % 7 === 3 ? `2022-01-01 00:00:00.${100_000 + i}` : `2023-12-01 00:00:00.${100_000 + i}`,
  city: `Town ${i}`,
  ...(i % 5 === 2 ? { cibil_score: '950' } : {}),
})

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHI'
const moments = [
  '',
  '""',
  ' 2023-10-01 10:00:00 ',
  '"  2023-10-01 10:00:00  "',
  '2023-10-01',
  '2023-10-01T10:00:00Z',
  '2023-10-01T10:00:00.5Z',
  '2023-10-01 10:00:00.123456',
  '2023-10-01 10:00:00.1234567',
  '2023-10-01 10:00:00.123456789123',
  '2023-10-01 10:00:00+05:30',
  '2023-10-01 10:00:00 -8',
  '2023-10-01 10:00:00 Europe/Paris',
  '2023-10-01 10:00:00 UTC+3',
  '2023-10-01 10:00',
  '2023-10-01 10',
  '2023-10-01T',
  '2023-10',
  '2023',
  '2023-1-2 3:4:5',
  '2023-5-7',
  '2023-02-30',
  '2023-02-29 10:00:00',
  '2024-02-29 10:00:00',
  '2023-10-01 24:00:00',
  '2023-10-01 23:59:60',
  '2023-10-01 23:60:00',
  '2023-10-01  10:00:00',
  '2023-10-01 10:00:00 x',
  '2023-13-01 10:00:00',
  '0001-01-01 00:00:00',
  '0000-01-01',
  '-0001-01-01 00:00:00',
  '1582-10-10 10:00:00',
  '1969-12-31 23:59:59.999999',
  '9999-12-31 23:59:59.999999',
  '10000-01-01 00:00:00',
  '+12023-05-06 01:02:03',
  '20231001',
  '01/02/2023',
  '1696154400',
  'epoch',
  'today',
  'abc',
  '２０２３-10-01',
]
const names = [
  'Ann1',
  'Ann Marie',
  'Zoë',
  "O'Neil",
  '"O""Neil"',
  '"Ann"',
  'Ann-Lee',
  ' Ann',
  'Ann ',
  '"Ann "',
  letters,
  `${letters}J`,
  'Ann\u2028',
  'Ann\u0085',
  'Ann\\',
  'ſara',
  '\u212Aim',
  'Ann\tLee',
  '李',
  'null',
  'NULL',
  '""',
  '',
]
const places = [
  '',
  '""',
  'a/b',
  'x=y',
  '50%',
  '%41',
  '..',
  "o'k",
  'São Paulo',
  '"Korea, South"',
  ' lead',
  'trail ',
  '#1',
  '?a&b',
  '漢字',
  'NaN',
  '__HIVE_DEFAULT_PARTITION__',
]

const zones = [
  '',
  'Z',
  '+05:30',
  'z',
  '+5',
  '+0530',
  '-18:00',
  '+18:01',
  ' UTC',
  ' GMT+1',
  'UTC+01:00',
  ' EST',
  ' PST',
  ' Asia/Kolkata',
  'America/New_York',
  ' +01',
  '+01:30:15',
  '+1:3',
  ' Etc/GMT+5',
  ' Mars/Phobos',
  ' ',
  '+05 :30',
  ' CET',
  'BST',
  ' Japan',
  ' Etc/GMT-14',
  '-01:30:15',
  '+013015',
  ' UTC+1:3',
  '+18:00',
  ' Europe/paris',
  ' utc',
]

/** Column by column what a cell may look like. Those that validity rules do not ask about reach the last table. */
const variants: Readonly<Record<string, readonly string[]>> = {
  cust_id: [
    '123456789',
    '12345678901',
    '',
    '""',
    'abcdefghij',
    '" 12345678"',
    ' 123456789',
    '１２３４５６７８９０',
    '12345678😀9',
    '12345678e\u0301',
    '1234567-90',
  ],
  cust_dob: moments,
  cust_first_name: names,
  cust_last_name: names,
  cust_middle_name: names,
  customer_addressline1: [
    '"Flat 3, ""The Gate"", Ring Road"',
    '"a,b"',
    '"he said ""hi"""',
    'a"b',
    '"tail" x',
    '"open',
    "'single'",
    '""""',
    'back\\slash',
    '"back\\"',
    '\ttab\t',
    '🏠 14',
  ],
  city: places,
  state: places,
  country: places,
  created_at: [...moments, ...zones.map((zone) => `2023-10-01 10:00:00${zone}`)],
  modified_at: moments,
  cibil_check_date: moments,
  cibil_score: [
    '712.9',
    ' 712',
    '712 ',
    '" 712 "',
    '7e2',
    '+712',
    '-712',
    '0712',
    '00000000712',
    'abc',
    '',
    '""',
    '99999999999',
    '2147483648',
    '712.',
    '.712',
    '712L',
    '712d',
    '7_12',
    '0x2C8',
    'NaN',
    'Infinity',
    '７１２',
    '"712"',
    '299',
    '300',
    '900',
    '901',
    '1000',
    '899.999',
    '712,5',
    '"712,5"',
    'true',
    '712\u00A0',
    '712\t',
  ],
  country_code: ['', '""', '"+1,+2"', ' '],
  email_addr: ['', 'A@b.c', '"a,b"@c.de', 'a@b.c', "'; DROP TABLE x; --"],
  gender: ['', 'I Prefer not to say'],
  customer_type: ['Merchant', 'corporate', ''],
}

// Lines that have too few cells, too many, none, or only blanks.
const brokenLines = [
  '900,3000000001',
  '901',
  `${line({ ...customer(0), cust_id: '3000000002' }, 902)},more,"and, more"`,
  '',
  '   ',
  `${line({ ...customer(1), cust_id: '3000000003' }, 903)},`,
]

/** Three cells changed at once, never both halves of the key: equal keys would leave the newest version to chance. */
const combination = (i: number): Row => {
  const open = Object.keys(variants).filter((name) => name !== (i % 2 === 0 ? 'cust_id' : 'modified_at'))
  return Object.fromEntries(
    [0, 1, 2].map((k) => {
      const column = open[(i * 7 + k * 5 + ((i * i) % 11)) % open.length] ?? ''
      const cells = variants[column] ?? []
      return [column, cells[(i * 13 + k * 3 + (i >> 3)) % cells.length] ?? '']
    }),
  )
}

/** Times, days and numbers put together from parts, most of them usual ones, some of them not. */
const garbledCells = (i: number): Row => {
  const dice = die(i + 1)
  const day = () => dice(years) + dice(dashes) + dice(months) + dice(dashes) + dice(days)
  const moment = () =>
    day() +
    dice(joints) +
    dice(hours) +
    ':' +
    dice(minutes) +
    ':' +
    dice(seconds) +
    dice(fractions) +
    dice(zones)
  const score = dice(signs) + dice(wholes) + dice(decimals) + dice(exponents) + dice(suffixes)
  switch (i % 3) {
    case 0:
      return { cust_dob: day(), created_at: moment() }
    case 1:
      return { cust_dob: moment(), created_at: day(), cibil_check_date: moment() }
    default:
      return { created_at: moment(), cibil_score: score }
  }
}

/** Picks from a list: one of the first three, or in one of eight times any. */
const die = (seed: number) => {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0
  const next = (below: number) => {
    state = (Math.imul(state ^ (state >>> 15), 0x85ebca6b) + 0x6d2b79f5) >>> 0
    return (state >>> 7) % below
  }
  return (of: readonly string[]): string => of[next(next(8) === 0 ? of.length : 3)] ?? ''
}

const years = [
  '2023',
  '1999',
  '2024',
  '0004',
  '12023',
  '23',
  '-2023',
  '+2023',
  ' 2023',
  '2 023',
  '',
  '0000',
  '294246',
  '1500',
]
const dashes = ['-', '-', '-', '/', '', ' - ', '.']
const months = ['10', '02', '1', '13', '00', '2 ', '012', 'Oct']
const days = ['01', '28', '9', '29', '30', '31', '32', '00', '029', '1x', '15 ', '']
const joints = [' ', 'T', ' ', '  ', 't', '_', '', 'T ', '\t']
const hours = ['10', '07', '0', '23', '24', '007', '', '-1', '1 ']
const minutes = ['00', '59', '5', '60', '005', '']
const seconds = ['00', '59', '5', '60', '005', '']
const fractions = ['', '.5', '.123456', '.1234567', '.999999999', '.', '.12x', ',5']
const signs = ['', '+', '', '-', '--', ' ', '\u00A0']
const wholes = ['712', '0712', '300', '7', '899', '900', '901', '7_12', '７12', '']
const decimals = ['', '.9', '.', '.99999999999999999999', '.5.5', ',5']
const exponents = ['', 'e0', 'E2', 'e1', 'e-1', 'e+00', 'e400', 'e', 'e 1']
const suffixes = ['', '', ' ', 'L', 'd', 'f', 'D', 'F', 'B', 'S', 'Y', '%', '\t', '\u2003']
