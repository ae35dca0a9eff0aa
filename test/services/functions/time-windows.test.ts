import { inZones, refusedEverywhere, refusedHere, statements, underAnsi } from './cases.ts'
import { compareWithSpark } from './compare.ts'

const t =
  "(SELECT * FROM VALUES (1, TIMESTAMP'2024-01-01 10:07:00'), (1, TIMESTAMP'2024-01-01 10:10:00'), (2, NULL), (2, TIMESTAMP'1969-12-31 23:59:59.5'), (3, TIMESTAMP'1969-12-31 23:59:59.5') AS v(a, ts)) t"

const answered = statements(`
  SELECT id, window(v, '10 minutes') FROM t_ts
  SELECT id, window(v, '7 days', '7 days', '4 days') AS w FROM t_ts
  SELECT id, window(v, '1 day', '7 hours', '-1 hour').start AS r FROM t_ts
  SELECT id, window(v, '1 week 3 days 1 millisecond', '2 days') AS r FROM t_ts
  SELECT id, window(v, '1 hour') AS r FROM t_ntz
  SELECT id, window(v, '1 day', '6 hours', '90 minutes') AS r FROM t_ntz
  SELECT id, window(v, '30 days') AS r FROM t_day
  SELECT window, count(*) c FROM ${t} GROUP BY window(ts, '10 minutes')
  SELECT a, window.start, window.end, count(*) c FROM ${t} GROUP BY a, window(ts, '10 minutes')
  SELECT window(ts, '10 minutes').start, max(a), count(*) c FROM ${t} GROUP BY window(ts, '10 minutes')
  SELECT window(ts, '10 minutes', '5 minutes') w, count(*) c FROM ${t} GROUP BY window(ts, '10 minutes', '5 minutes') HAVING count(*) > 0 ORDER BY w.start
  SELECT *, window(ts, '10 minutes', '4 minutes', '1 minute') FROM ${t}
  SELECT t.*, window(ts, 60000000, 30000000L) w FROM ${t} WHERE a < 3
  SELECT window(ts, '1 day') w, count(*) FROM ${t} GROUP BY 1
  SELECT window(ts, '1 day') w, count(*) FROM ${t} GROUP BY w
  SELECT window(ts, '1 day') w, count(DISTINCT a) FROM ${t} GROUP BY ALL ORDER BY w
  SELECT count(*) c FROM ${t} GROUP BY window(ts, '10 minutes') HAVING window.start > TIMESTAMP'2024-01-01'
  SELECT window(ts, 'interval 1 day') w, window(ts, 'interval 1 day').end e, window.start FROM ${t}
  SELECT a AS id, window(ts, '1 Hour') w, sum(a) OVER (PARTITION BY window(ts, '1 Hour') ORDER BY a) FROM ${t}
  SELECT w.start, max(a) FROM (SELECT a, window(ts, '10 minutes') w FROM ${t}) GROUP BY w
  SELECT w.end - INTERVAL '0.000001' SECOND AS at, window(w.end - INTERVAL '0.000001' SECOND, '1 hour') AS r FROM (SELECT window(ts, '10 minutes') w FROM ${t})
  SELECT DISTINCT window(ts, '1 day') FROM ${t}
  SELECT CAST(window(ts, '1 day', '12 hours') AS string), explode(array(1, 2)) FROM ${t}
  SELECT window(x.ts, '1 day').start, count(*) FROM ${t} JOIN (SELECT TIMESTAMP'2024-03-01 01:00:00' AS ts) x ON true GROUP BY window(x.ts, '1 day')
  SELECT window, g, sum(i), grouping(g) FROM t GROUP BY window(ts, '1 day'), g WITH ROLLUP
  SELECT window(ts, '1 day'), g, sum(i), grouping_id() FROM t GROUP BY CUBE(window(ts, '1 day'), g)
  SELECT window.start, g, sum(i) FROM t GROUP BY GROUPING SETS ((window(ts, '1 day', '12 hours'), g), ())
  SELECT id, (SELECT max(window(x.ts, '1 day').start) FROM t x WHERE x.id = t.id) r FROM t
  SELECT window(TIMESTAMP'2024-01-01 10:07:00', '1 hour', '20 minutes')
`)

const v =
  "(SELECT * FROM VALUES (1, 'a', TIMESTAMP'2024-01-01 10:00:00'), (1, 'a', TIMESTAMP'2024-01-01 10:04:00'), (2, 'a', TIMESTAMP'2024-01-01 10:09:00'), (2, 'b', TIMESTAMP'2024-01-01 10:09:00.000001'), (2, 'b', TIMESTAMP'2024-01-01 10:20:00'), (3, NULL, NULL), (3, NULL, TIMESTAMP'1969-12-31 23:59:59.5'), (3, 'a', TIMESTAMP'2024-01-01 10:20:00'), (1, 'a', TIMESTAMP'2024-01-01 10:04:00') AS v(a, g, ts)) t"

const inSessions = statements(`
  SELECT session_window(ts, '5 minutes') w, count(*) c FROM ${v} GROUP BY session_window(ts, '5 minutes')
  SELECT g, session_window, session_window.start s, sum(a) FROM ${v} GROUP BY g, session_window(ts, '5 minutes')
  SELECT session_window(ts, '5 minutes').end e, max(a), g FROM ${v} WHERE a < 3 GROUP BY session_window(ts, '5 minutes'), g HAVING count(*) > 1
  SELECT g, session_window(ts, CASE WHEN a = 1 THEN '5 minutes' WHEN a = 2 THEN '11 minutes 1 second' ELSE '-1 minute' END) w, count(DISTINCT a), sort_array(collect_list(a)) FROM ${v} GROUP BY 1, 2
  SELECT session_window(ts, '5 minutes') AS w, a % 2 AS k, count(*) FROM ${v} GROUP BY w, k
  SELECT count(*) FROM ${v} GROUP BY session_window(ts, '0 minutes')
  SELECT x.a, t.g, session_window, count(*) FROM ${v} JOIN (SELECT 1 AS a, 'z' AS g) x ON x.a = t.a GROUP BY x.a, t.g, session_window(t.ts, '5 minutes')
  SELECT a, session_window.start, count(*) FROM ${v} JOIN (SELECT 1 AS a, 'z' AS h) x USING (a) GROUP BY a, session_window(ts, '1 hour')
  SELECT session_window(ts, '5 minutes') w, a, count(*) c, sum(count(*)) OVER (ORDER BY a) s FROM ${v} GROUP BY ALL
  SELECT g, e, session_window w, count(*) FROM ${v} LATERAL VIEW explode(array(1, 2)) x AS e GROUP BY g, e, session_window(ts, '5 minutes')
  SELECT session_window(CAST(ts AS timestamp_ntz), '1 day 12 hours') w, count(*) FROM ${v} GROUP BY 1
  SELECT session_window(CAST(ts AS date), '5 minutes') w, count(*) FROM ${v} GROUP BY 1
  SELECT session_window, count(*), max(id) FROM t GROUP BY session_window(ts, '1000 days')
  SELECT g, session_window(ts, '90000 days'), count(i), avg(d) FROM t GROUP BY g, session_window(ts, '90000 days')
  SELECT session_window(w, '1 hour') s, count(*) FROM (SELECT window(ts, '10 minutes') w FROM ${v}) GROUP BY 1
`)

const ofWindows = statements(`
  SELECT window_time(w) q, window_time(w), c FROM (SELECT window(ts, '10 minutes') w, count(*) c FROM ${v} GROUP BY 1)
  SELECT window_time(session_window) q, c FROM (SELECT session_window, count(*) c FROM ${v} GROUP BY session_window(ts, '5 minutes'))
  SELECT window_time(window(ts, '1 hour')) FROM ${v}
  SELECT window(ts, '1 hour') w, window_time(window) FROM ${v}
  SELECT max(window_time(w)) FROM (SELECT window(ts, '1 hour') AS w FROM ${v}) WHERE window_time(w) > TIMESTAMP'2024-01-01'
  SELECT window_time(w), count(*) FROM (SELECT window(CAST(ts AS timestamp_ntz), '1 hour') AS w FROM ${v}) GROUP BY window_time(w)
  SELECT window(w, '1 hour') h, sum(c) FROM (SELECT window(ts, '10 minutes') w, count(*) c FROM ${v} GROUP BY 1) GROUP BY window(w, '1 hour')
  SELECT window(window_time(w), '1 hour') h, sum(c) FROM (SELECT window(ts, '10 minutes') w, count(*) c FROM ${v} GROUP BY 1) GROUP BY 1
`)

compareWithSpark('windows of time', [
  ...answered,
  ...inSessions,
  ...ofWindows,
  ...underAnsi([...inSessions.slice(0, 2), ...ofWindows.slice(0, 2)]),
  ...statements(`
    SELECT window('2024-01-01 10:00:00', '1 day')
  `),
  ...underAnsi(answered.slice(7, 12)),
  ...inZones(
    ['Europe/Berlin', '+05:30'],
    statements(`
    SELECT id, percentile_approx(ts, 0.5) OVER (ORDER BY id) r, window(ts, '7 days', '3 days', '1 hour') w FROM t
    SELECT id, window(ntz, '1 day') w, window.end FROM t
    SELECT id, window_time(w) r FROM (SELECT id, window(ts, '7 hours') w FROM t)
    SELECT percentile_approx(ts, array(0.1, 0.6)), percentile_approx(ntz, 0.7) r FROM t
    SELECT window(CAST(day AS timestamp), '1 day') FROM t
    `),
  ),
  ...refusedHere(
    inZones(
      ['Europe/Berlin'],
      statements(`
    SELECT window(day, '1 day') FROM t
    SELECT session_window(ts, '1 day'), count(*) FROM t GROUP BY 1
    `),
    ),
  ),
  ...refusedEverywhere(
    statements(`
    SELECT window(ts, '1 day') w, window(ts, '2 days') FROM ${t}
    SELECT window(ts, '1 month') FROM ${t}
    SELECT window(ts, INTERVAL 10 MINUTES) FROM ${t}
    SELECT window(ts, '1 hour', '2 hours') FROM ${t}
    SELECT window(ts, '1 hour', '1 hour', '1 hour') FROM ${t}
    SELECT window(ts, '0 hours') FROM ${t}
    SELECT window(a, '1 hour') FROM ${t}
    SELECT window(ts, 'an hour') FROM ${t}
    SELECT window_time(w) FROM (SELECT max(window(ts, '10 minutes')) w FROM ${t})
    SELECT window(w, '1 hour') FROM (SELECT coalesce(w, w) w FROM (SELECT window(ts, '10 minutes') w FROM ${t}))
    SELECT window_time(named_struct('start', ts, 'end', ts)) FROM ${t}
    SELECT window_time(window), count(*) FROM ${t} GROUP BY window(ts, '1 hour')
    SELECT window_time(w) x, count(*) FROM (SELECT window(ts, '1 hour') w FROM ${t}) GROUP BY w
    SELECT window(ts, '1 hour') w, window_time(w) FROM ${t}
    SELECT session_window(ts, '5 minutes'), window(ts, '5 minutes'), count(*) FROM ${t} GROUP BY 1, 2
    SELECT session_window(ts, '5 minutes'), session_window(ts, '6 minutes'), count(*) FROM ${t} GROUP BY 1, 2
    SELECT session_window(ts, INTERVAL 5 MINUTES) w, count(*) FROM ${t} GROUP BY 1
    SELECT window(ts, CAST(a AS string)) FROM ${t}
    SELECT count(*) c FROM ${t} GROUP BY window(ts, '10 minutes') HAVING window(ts, '10 minutes').start > TIMESTAMP'2024-01-01'
    `),
  ),
  ...refusedHere(
    statements(`
    SELECT a FROM ${t} WHERE window(ts, '1 day').start IS NOT NULL
    SELECT session_window(ts, '10 minutes') FROM ${t}
    SELECT session_window(ts, '1 month'), count(*) FROM ${t} GROUP BY 1
    SELECT session_window, collect_list(a) FROM ${t} GROUP BY session_window(ts, '1 day')
    SELECT w, count(*) FROM (SELECT session_window(ts, '5 minutes') w FROM ${t}) GROUP BY w
    SELECT window_time(w) FROM (SELECT window(ts, '1 day') w FROM ${t} UNION ALL SELECT window(ts, '1 day') w FROM ${t})
    `),
  ),
])
