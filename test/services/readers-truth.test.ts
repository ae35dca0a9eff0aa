import { join } from 'node:path'
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { encodeCsv } from '../../src/stacks/mock/csv.ts'
import { feedOf } from '../../src/stacks/mock/feed.ts'
import { defaultOptions } from '../../src/stacks/mock/job.ts'
import { exampleProject, folder, millrace, write } from '../e2e/millrace.ts'
import { python, runPython } from './python.ts'

// Plain Python from CSV to answers: no code, engine or SQL text of the pipeline is shared with what it judges.
// Tables are masked row by row and loaded into SQLite, which then gets the reader's question.
const oracle = String.raw`
import csv, datetime, hashlib, json, re, sqlite3, sys
paths, questions = json.load(open(sys.argv[1]))
raw = []
for path in paths:
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            row.pop("")
            raw.append({k: v or None for k, v in row.items()})

def date(text):
    found = re.fullmatch("([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[ T].*)?", text or "")
    try: return datetime.date(*map(int, found.groups())) if found else None
    except ValueError: return None

def number(text):
    return int(text) if re.fullmatch("[0-9]+", text or "") else None

newest = {}
for row in raw:
    known = newest.get(row["cust_id"])
    if known is None or (row["modified_at"] or "") > (known["modified_at"] or ""): newest[row["cust_id"]] = row

def name(text): return re.fullmatch("[A-Za-z]{1,35}", text or "") is not None

def valid(row):
    score = row["cibil_score"]
    organisation = row["customer_type"] in ("Merchant", "Corporate")
    person = row["customer_type"] == "Personal"
    return (re.fullmatch("[0-9]{10}", row["cust_id"] or "") and name(row["cust_first_name"]) and name(row["cust_last_name"])
        and (row["cust_middle_name"] is None or name(row["cust_middle_name"]))
        and re.fullmatch("[a-z0-9.]+@[a-z]+[.][a-z]{2,3}", row["email_addr"] or "")
        and len(row["mobile_number1"] or "x" * 11) <= 10
        and row["country"] and row["state"] and row["country_code"] and row["cibil_check_date"]
        and score is not None and 300 <= score <= 900
        and row["cust_segment"] in ("Urban", "Semi-Urban", "Rural")
        and row["customer_status"] in ("Active", "Dormant", "Deceased")
        and row["customer_risk_category"] in ("Low", "Medium", "High") and row["afflunce_level"] in ("Low", "Medium", "High")
        and ((person and row["cust_dob"] and row["gender"] and row["minor_flag"] in ("Yes", "No")
              and row["senior_citizen_flag"] in ("Yes", "No"))
             or (organisation and row["gender"] is None and row["minor_flag"] is None)))

typed = [{**row, "cust_dob": date(row["cust_dob"]), "cibil_check_date": date(row["cibil_check_date"]),
          "cibil_score": number(row["cibil_score"])} for row in newest.values()]
customers = [row for row in typed if valid(row)]

def digest(value): return None if value is None else hashlib.sha256(value.encode()).hexdigest()

def quarter(value):
    if isinstance(value, str):
        value = date(value[:10]) if re.match("[0-9]{4}-[0-9]{2}-[0-9]{2}", value) else None
    return None if value is None else datetime.date(value.year, value.month - (value.month - 1) % 3, 1)

identity = ["cust_first_name", "cust_middle_name", "cust_last_name", "email_addr", "mobile_number1"]
digests, quarters = {c: digest for c in identity}, {"cust_dob": quarter}
def nothing(value): return None
users = {"auditor": {}, "trusted": {}, "nobody": {}, "support": digests, "analyst": quarters, "intern": {**digests, **quarters},
    "strictly nobody": {c: nothing for c in [*identity, "cust_dob"]}, "strictly support": {**digests, "cust_dob": nothing},
    "strictly auditor": {}}

def plain(value): return value.isoformat() if isinstance(value, datetime.date) else value

answers = {}
for user, masks in users.items():
    database = sqlite3.connect(":memory:")
    for table, rows in (("customer", customers), ("customer_raw", raw)):
        columns = list(rows[0])
        database.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
        database.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' for _ in columns)})",
            [[plain(masks[c](row[c]) if c in masks else row[c]) for c in columns] for row in rows])
    answers[user] = []
    for question in questions:
        cursor = database.execute(question)
        columns = [c[0] for c in cursor.description]
        answers[user].append([dict(zip(columns, row)) for row in cursor])
print(json.dumps(answers))
`

/** Questions whose words mean the same in SQLite and here. */
const questions: Readonly<Record<string, string>> = {
  'every column that is masked for somebody': `SELECT cust_id, cust_first_name, cust_middle_name, cust_last_name,
    email_addr, mobile_number1, cust_dob, city, cibil_score, country, cibil_check_date FROM customer`,
  'all versions, where dates are text': `SELECT cust_id, cust_first_name, cust_middle_name, cust_last_name, email_addr,
    mobile_number1, cust_dob, customer_addressline1, modified_at FROM customer_raw`,
  'groups of a masked column': 'SELECT cust_dob, count(*) AS n FROM customer GROUP BY cust_dob',
  'groups of masked text with a filter on the groups': `SELECT cust_last_name, count(*) AS n, min(cust_dob) AS first,
    max(cust_dob) AS last FROM customer GROUP BY cust_last_name HAVING count(*) > 5`,
  'distinct values': `SELECT count(DISTINCT email_addr) AS emails, count(DISTINCT cust_last_name) AS names,
    count(cust_middle_name) AS middles, count(DISTINCT cust_dob) AS days FROM customer_raw`,
  'extremes of masked text': `SELECT min(email_addr) AS a, max(email_addr) AS z, max(cust_first_name) AS m FROM customer`,
  'a join over masked columns': `SELECT c.cust_id, count(*) AS versions FROM customer c
    JOIN customer_raw r ON r.email_addr = c.email_addr AND r.cust_last_name = c.cust_last_name GROUP BY c.cust_id`,
  'a join of a table with itself': `SELECT a.cust_dob, count(*) AS pairs FROM customer a
    JOIN customer b ON a.cust_dob = b.cust_dob AND a.cust_id < b.cust_id GROUP BY a.cust_dob`,
  'an outer join where masks keep rows apart': `SELECT c.cust_id, r.cust_first_name FROM customer c
    LEFT JOIN customer_raw r ON r.cust_id = c.cust_id AND r.cust_first_name <> c.cust_first_name`,
  'a search that only sees masked values': `SELECT cust_id FROM customer
    WHERE email_addr IN (SELECT email_addr FROM customer_raw WHERE cust_segment = 'Urban' AND email_addr NOT LIKE '%1%')`,
  'a search by digest': `SELECT count(*) AS n FROM customer WHERE length(email_addr) = 64`,
  'a range over masked dates': `SELECT count(*) AS n FROM customer WHERE cust_dob < '1990-02-15'`,
  'dates that are not the first of a quarter': `SELECT count(*) AS n FROM customer_raw
    WHERE cust_dob IS NOT NULL AND substr(cust_dob, 6, 5) NOT IN ('01-01', '04-01', '07-01', '10-01')`,
  'a WITH over a subquery': `WITH latest AS (SELECT cust_id, max(modified_at) AS modified_at FROM customer_raw GROUP BY cust_id)
    SELECT r.cust_dob, r.cust_first_name FROM customer_raw r JOIN latest l ON l.cust_id = r.cust_id AND l.modified_at = r.modified_at`,
  'a scalar subquery and EXISTS': `SELECT cust_id, (SELECT count(*) FROM customer_raw r WHERE r.mobile_number1 = c.mobile_number1) AS n
    FROM customer c WHERE EXISTS (SELECT 1 FROM customer_raw r WHERE r.cust_first_name = c.cust_first_name AND r.cust_id <> c.cust_id)`,
  'a union': 'SELECT cust_last_name AS who FROM customer UNION SELECT cust_first_name FROM customer_raw',
  'a window over a masked order': `SELECT cust_id, row_number() OVER (PARTITION BY cust_last_name ORDER BY email_addr, cust_id) AS place
    FROM customer`,
  'expressions over masked columns': `SELECT cust_first_name || ' ' || coalesce(cust_middle_name || ' ', '') || cust_last_name AS name,
    CASE WHEN cust_dob IS NULL THEN 'unknown' ELSE 'known' END AS dob FROM customer`,
  'order and limit by a masked column': 'SELECT email_addr FROM customer ORDER BY email_addr LIMIT 7',
}

const users = `
  trusted: {tags: ["roles:id:pii-reader", "roles:id:restricted", "roles:id:dob-bucketing"]}
  intern: {tags: ["roles:id:restricted", "roles:id:dob-bucketing"]}
  nobody: {tags: []}
`

const text = async (): Promise<string> => {
  const options = { ...defaultOptions, semiUrbanSegment: 'Semi-Urban' }
  const feed = await feedOf({ entity: 'customer', rows: 1200, seed: 'readers', asOf: '2023-12-31', options })
  const chunks: Uint8Array[] = []
  for await (const chunk of encodeCsv(feed)) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** Well-formed CSV with what policies meet in raw data: odd dates, other scripts, quotes, and further versions. */
const more = (feed: string): string => {
  const [header = '', ...lines] = feed.trimEnd().split('\n')
  const names = header.split(',')
  const at = (name: string) => names.indexOf(name)
  const simple = lines.filter((line) => !line.includes('"')).slice(0, 150)
  const dates = [
    '2023-05-17 noon',
    '2023-5-7',
    '2023-02-30',
    '17/05/2023',
    'n/a',
    '',
    '1969-12-31',
    '2024-02-29',
  ]
  const first = ['Zoë', 'Ann1', '"Ann, ""the"" one"', '李 明', '', 'Anna', '🚢', "O'Neil"]
  const changed = simple.map((line, i) => {
    const cells = line.split(',')
    cells[at('modified_at')] = `2024-01-01 00:00:00.${100_000 + i}`
    cells[at('city')] = `"Town, ""${i}"""`
    if (i % 2 === 0) cells[at('cust_dob')] = dates[(i / 2) % dates.length] ?? ''
    if (i % 3 === 0) cells[at('cust_first_name')] = first[(i / 3) % first.length] ?? ''
    if (i % 5 === 0) cells[at('email_addr')] = i % 2 === 0 ? '' : `"Ä ${i},@x"`
    if (i % 7 === 0) cells[at('mobile_number1')] = ''
    return cells.join(',')
  })
  return `${[header, ...changed].join('\n')}\n`
}

type Rows = readonly Readonly<Record<string, unknown>>[]

describe.skipIf(python() === undefined)(
  'what a reader sees equals what plain Python makes of the files',
  () => {
    let place: string
    let expected: Readonly<Record<string, readonly Rows[]>>

    beforeAll(async () => {
      place = exampleProject()
      const project = readFileSync(join(place, 'millrace.yaml'), 'utf8')
        .replace('[manifests, policies]', '[manifests/customer.yaml, manifests/datasets.yaml, policies]')
        .replace(/\nusers:\n/, (section) => section + users.slice(1))
      write(join(place, 'millrace.yaml'), project)
      const feed = await text()
      const landing = join(place, '.millrace/landing/bank/customer')
      write(join(landing, 'customer.csv'), feed)
      write(join(landing, 'later.csv'), more(feed))
      const { code, stdout, stderr } = millrace(['apply'], { cwd: place })
      expect(code, stdout + stderr).toBe(0)
      const work = [
        ['customer.csv', 'later.csv'].map((name) => join(landing, name)),
        Object.values(questions),
      ]
      const input = folder({ 'work.json': JSON.stringify(work) })
      expected = JSON.parse(await runPython(oracle, [join(input, 'work.json')]))
    })

    const compare = (user: string, answers: string, asked: readonly string[]): void => {
      for (const [i, [name, question]] of Object.entries(questions).entries()) {
        if (!asked.includes(name)) continue
        const { code, stdout, stderr } = millrace(
          ['query', question, '--as', user, '--use', 'lake.financial_services', '-o', 'json'],
          { cwd: place },
        )
        expect(code, `${name}\n${stderr}`).toBe(0)
        const wanted = expected[answers]?.[i] ?? []
        expect({ name, ...difference(JSON.parse(stdout) as Rows, wanted) }).toEqual({
          name,
          missing: [],
          surplus: [],
        })
        expect(wanted.length, name).toBeGreaterThan(0)
      }
    }

    for (const user of ['auditor', 'trusted', 'nobody', 'support', 'analyst', 'intern'])
      test(`as ${user}`, () => compare(user, user, Object.keys(questions)))

    test('strict masking hides tagged columns from those whom no policy mentions', () => {
      const file = join(place, 'millrace.yaml')
      const project = readFileSync(file, 'utf8')
      write(file, `${project}\nmasking: {strict: true}\n`)
      for (const user of ['nobody', 'support', 'auditor'])
        compare(user, `strictly ${user}`, Object.keys(questions).slice(0, 5))
      write(file, project)
    })

    test('the readers do not see the same', () => {
      const first = (user: string) => JSON.stringify(expected[user]?.[0])
      expect(new Set(['auditor', 'support', 'analyst', 'intern'].map(first)).size).toBe(4)
      expect(first('trusted')).toBe(first('auditor'))
    })
  },
)

const difference = (
  found: Rows,
  wanted: Rows,
): { missing: readonly string[]; surplus: readonly string[] } => {
  const counts = new Map<string, number>()
  for (const row of wanted.map((each) => JSON.stringify(each))) counts.set(row, (counts.get(row) ?? 0) + 1)
  for (const row of found.map((each) => JSON.stringify(each))) counts.set(row, (counts.get(row) ?? 0) - 1)
  const having = (sign: 1 | -1) => [...counts].filter(([, n]) => n * sign > 0).map(([row]) => row)
  return { missing: having(1).slice(0, 5), surplus: having(-1).slice(0, 5) }
}
