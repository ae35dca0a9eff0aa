import { lines, refusedEverywhere, refusedHere } from './cases.ts'
import { compareWithSpark } from './compare.ts'

compareWithSpark('functions of arrays', [
  ...lines(`
    array_contains: ints, few i
    array_contains: doubles, few d
    array_contains: strs, few s
    array_contains: nested, few ints
    array_position: ints, few i
    array_position: doubles, few d
    array_remove: ints, few i
    array_remove: doubles, few d
    array_remove: strs, few s
    array_append: ints, few i
    array_prepend: strs, few s
    array_prepend: ints, few l
    array_insert: strs, 3, few s
    array_insert: ints, -2, few i
    array_insert: ints, -5, few i
    array_insert: ints, 7, 1
    array_distinct: ints
    array_distinct: strs
    array_distinct: doubles
    array_distinct: nested
    array_union: ints, few ints
    array_union: strs, few strs
    array_union: nested, few nested
    array_intersect: ints, few ints
    array_intersect: strs, few strs
    array_except: ints, few ints
    array_except: strs, few strs
    array_except: nested, few nested
    array_union: doubles, few doubles
    array_intersect: doubles, few doubles
    array_except: doubles, few doubles
    arrays_overlap: ints, few ints
    arrays_overlap: strs, few strs
    arrays_overlap: doubles, few doubles
    arrays_overlap: nested, few nested
    # Sets of fractions tell 0.0 from -0.0, and have one NaN.
    SELECT arrays_overlap(a, b) AS r, a, b FROM VALUES (array(-0.0D), array(0.0D)), (array(-0.0D, NULL), array(0.0D)), (array(-0.0D, 1.0D), array(0.0D, 1.0D)), (array(double('NaN')), array(double('NaN'))) AS t(a, b)
    arrays_overlap(array(float(-0.0D)), array(float(0.0D), float('NaN')))
    SELECT id, arrays_zip(ints, strs) AS r FROM t
    SELECT id, arrays_zip(ints) AS r FROM t
    array_join: strs, ','
    array_join: strs, few s
    array_join: strs, ',', few s
    array_join: ints, ', ', 'NULL'
    array_join: doubles, ','
    array_max: ints
    array_max: strs
    array_max: doubles
    array_max: nested
    array_min: ints
    array_min: strs
    array_min: doubles
    array_min: nested
    array_compact: ints
    array_size: ints
    size: ints
    size: nested
    slice: strs, -2, 2
    slice: ints, 2, 2147483647
    slice: ints, -3, 9
    sort_array: ints
    sort_array: ints, false
    sort_array: strs
    sort_array: strs, false
    sort_array: doubles
    sort_array: doubles, false
    sort_array: nested
    sort_array: nested, false
    array_sort: ints
    array_sort: strs
    array_sort: doubles
    array_sort: nested
    flatten: nested
    array_repeat: few i, 3
    array_repeat: ints, 2
    sequence: few tiny, 5
    sequence: 3, few tiny
    reverse: ints
    reverse: strs
    concat: ints, few ints
    concat: strs, few ints
    concat: nested, few nested
    element_at: ints, 1
    element_at: ints, -1
    element_at: ints, 9
    try_element_at: strs, 2
    get: ints, few i
    get: ints, few l
    get: strs, few tiny
    ?[?]: ints, few i
    ?[?]: ints, few l
    ?[?]: strs, 0
    array_contains(array(1), 1.5)
    array_append(array(1), NULL)
    array_append(array(), 1)
    array_position(array(1), NULL)
    array_remove(array(1), NULL)
    array_insert(array(1,2), 5, 9)
    array_insert(array(1,2), -5, 9)
    array_insert(array(1,2), -1, 9)
    get(array(1), 0L)
    array(1)[4294967296L]
    size(NULL)
    array()
    array(NULL)
    array(1, 'a')
    array(1, 2.5, NULL)
    array_except(array(1,1,NULL,NULL), array(2))
    array_except(array(1,1,NULL,NULL), array(NULL,1))
    array_intersect(array(1,1,NULL,NULL), array(NULL,1))
    array_intersect(array(0.0D,-0.0D), array(-0.0D))
    array_union(array(0.0D), array(-0.0D))
    arrays_overlap(array(), array(NULL))
    arrays_zip(array(1,2), array('a'))
    array_join(array(1,2), ',')
    array_join(array(1,NULL), ',', NULL)
    array_join(array(1.50, NULL), ',', 'q')
    array_join(array(true, NULL, false), '/', '-')
    array_repeat('a', -1)
    array_repeat('a', NULL)
    flatten(array(array(1), NULL))
    slice(array(1,2,3), -5, 2)
    slice(array(1,2,3), 2, 2147483647)
    sequence(1, 1, 0)
    sequence(1Y, 5L)
    sequence(1, NULL)
    reverse(array(1,NULL))
    concat(array(1), array('a'))
    concat(array(1), array(2.5))
    CAST(array(1,NULL) AS STRING)
    CAST(array() AS STRING)
    array_compact(array(1,NULL))
    array_size(NULL)
    array_min(array(NULL))
    array_min(array())
    array_prepend(array(1), NULL)
    sequence(DATE'2024-01-01', DATE'2024-01-05')
    sequence(DATE'2024-01-05', DATE'2024-01-01')
    sequence(DATE'2024-01-31', DATE'2024-06-30', INTERVAL 1 MONTH)
    sequence(DATE'2024-01-01', DATE'2024-01-20', INTERVAL 7 DAYS)
    sequence(DATE'2024-01-01', DATE'2024-01-20', INTERVAL 1 WEEK)
    sequence(DATE'2024-01-01', DATE'2030-01-20', INTERVAL 1 YEAR)
    sequence(DATE'2024-06-30', DATE'2024-01-31', INTERVAL -1 MONTH)
    sequence(DATE'2024-01-20', DATE'2024-01-01', INTERVAL -7 DAYS)
    sequence(DATE'2024-01-01', CAST(NULL AS DATE))
    sequence(DATE'2024-01-01', CAST(NULL AS DATE), INTERVAL 1 DAY)
    SELECT id, sequence(day, date_add(day, 40), INTERVAL 1 MONTH) a, sequence(day, date_add(day, 3)) b, sequence(day, date_sub(day, 400), INTERVAL -2 MONTHS) c FROM t WHERE day < DATE'9990-01-01' AND day > DATE'0003-01-01'
    SELECT explode(sequence(to_date('2018-01-01'), to_date('2018-03-01'), interval 1 month)) AS d
    sequence(TIMESTAMP'2024-01-01 00:00:00', TIMESTAMP'2024-01-01 05:00:00', INTERVAL 2 HOURS)
    sequence(TIMESTAMP'2024-01-01 00:00:00', TIMESTAMP'2024-01-03 05:00:00')
    sequence(DATE'2024-01-01', TIMESTAMP'2024-01-03 05:00:00')
    array_distinct(array(1.0F, CAST('NaN' AS FLOAT), CAST('NaN' AS FLOAT)))
    array_contains(array(0.0D), -0.0D)
  `),
  ...refusedEverywhere(
    lines(`
    array_insert: ints, few tiny, few i
    slice: ints, few tiny, 2
    slice: ints, 2, few tiny
    flatten: ints
    array_repeat: few s, few tiny
    sequence: few tiny, 20, 3
    sequence: 10, few tiny, -4
    element_at: ints, few small
    array_contains(array(1), NULL)
    array_contains(array(1), 'a')
    array_append(array(1), 'a')
    array_append(array(1), 2.5)
    array_append(NULL, 1)
    array_insert(array(1,2), 0, 1)
    array_insert(array(1,2), NULL, 9)
    array_insert(array(1,2), 1L, 9)
    array_insert(array(1,2), 1, 'a')
    element_at(array(1), 1L)
    element_at(array(1), '1')
    element_at(array(1), 0)
    try_element_at(array(1), 0)
    get(array(1), '0')
    array(1)['0']
    size('a')
    array(1, true)
    sort_array(array(3,1,2), NULL)
    sort_array(array(3,1,2), 1=1)
    array_union(array(1), array('a'))
    array_union(array(1,1,NULL,NULL), array(2.5))
    array_union(array(1), NULL)
    arrays_overlap(array(1), array('1'))
    array_join(array(array(1)), ',')
    array_repeat('a', '2')
    flatten(array(1))
    slice(array(1,2,3), 0, 1)
    slice(array(1,2,3), 2, -1)
    sequence(1, 5, 0)
    sequence(5, 1, 1)
    sequence(1, 5, -1)
    sequence(1, 3.5)
    sequence('1', '3')
    concat(array(1), NULL)
    CAST(array(1.5D, DATE'2024-01-01') AS STRING)
    array_prepend(array(1), 'a')
    array_distinct('a')
    sequence(DATE'2024-01-20', DATE'2024-01-01', INTERVAL 7 DAYS)
    sequence(DATE'2024-01-01', DATE'2024-01-20', INTERVAL 0 DAYS)
  `),
  ),
  ...refusedHere(
    lines(`
    arrays_zip()
    # Two fields of one name.
    arrays_zip: ints, few strs
    arrays_zip(array(1), NULL)
    shuffle(array(1))
  `),
  ),
])
