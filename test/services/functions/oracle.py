"""Spark as the truth about functions: runs statements over Parquet tables, and compares with what another wrote.

One request a line on stdin, one answer a line on stdout. It ends with its input.
{"tables": folder, "held"?: whether the tables are kept in memory, "settings"?: {name: value}, "cases": [{"sql", "ansi"?, "file"?, "show"?, "ordered"?}]} -> {"value": [verdict]}
A verdict: {"error", "stage", "named"?: the error class} where Spark refuses (stage analysis) or fails (stage run), or where the answers cannot be
compared (stage compare), else {"columns", "types",
"count", "rows"?: the first ones} and, for a file, {"fileNames", "fileTypes", "fileCount", "differing", "differences", "fileRows"?, "disordered"?: the
first place where a row stands elsewhere than in Spark, of an ordered case}.
"""
import datetime
import decimal
import json
import math
import os
import re
import sys
import time
import traceback

os.environ['TZ'] = 'UTC'
time.tzset()

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import SparkSession


def start():
    spark = (SparkSession.builder.master('local[1]')
        .config('spark.ui.enabled', 'false')
        .config('spark.driver.memory', '1200m')
        .config('spark.sql.shuffle.partitions', '1')
        .config('spark.sql.session.timeZone', 'UTC')
        .config('spark.sql.parquet.datetimeRebaseModeInRead', 'CORRECTED')
        .config('spark.sql.parquet.int96RebaseModeInRead', 'CORRECTED')
        # Small statements, each of them once: the better compiler would never get to what it compiles.
        .config('spark.driver.extraJavaOptions', '-Duser.timezone=UTC -XX:TieredStopAtLevel=1 -XX:+UseSerialGC')
        .getOrCreate())
    spark.sparkContext.setLogLevel('OFF')
    return spark


# What Arrow calls a type, in Spark's words. NULL has no type in Parquet, so DuckDB's choice for it says nothing.
def spark_type(kind):
    if pa.types.is_decimal(kind): return 'decimal(%d,%d)' % (kind.precision, kind.scale)
    if pa.types.is_timestamp(kind): return 'timestamp' if kind.tz else 'timestamp_ntz'
    if pa.types.is_map(kind): return 'map<%s,%s>' % (spark_type(kind.key_type), spark_type(kind.item_type))
    if pa.types.is_list(kind) or pa.types.is_large_list(kind): return 'array<%s>' % spark_type(kind.value_type)
    if pa.types.is_struct(kind):
        return 'struct<%s>' % ','.join('%s:%s' % (f.name, spark_type(f.type)) for f in kind)
    names = {'bool': 'boolean', 'int8': 'tinyint', 'int16': 'smallint', 'int32': 'int', 'int64': 'bigint',
        'float': 'float', 'double': 'double', 'date32[day]': 'date', 'string': 'string', 'large_string': 'string',
        'binary': 'binary', 'large_binary': 'binary', 'null': 'void'}
    return names.get(str(kind), str(kind))


def chunks(column):
    return [cell for chunk in column.chunks for cell in cells(chunk)]


# Plain Python values; days and microseconds as numbers, since Python has no dates beyond the year 9999.
def cells(array):
    kind = array.type
    if pa.types.is_date32(kind): return array.cast(pa.int32()).to_pylist()
    if pa.types.is_timestamp(kind): return array.cast(pa.timestamp('us', kind.tz)).cast(pa.int64()).to_pylist()
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        raw = array.cast(pa.large_binary()).to_pylist()
        return [None if v is None else v.decode('utf-8', 'surrogateescape') for v in raw]
    if pa.types.is_map(kind):
        keys, items, ends = cells(array.keys), cells(array.items), array.offsets.to_pylist()
        return [pairs(keys, items, ends[i], ends[i + 1]) if valid else None for i, valid in enumerate(present(array))]
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        flat, ends = cells(array.values), array.offsets.to_pylist()
        return [flat[ends[i]:ends[i + 1]] if valid else None for i, valid in enumerate(present(array))]
    if pa.types.is_struct(kind):
        members = [cells(array.field(i)) for i in range(kind.num_fields)]
        return [tuple(m[i] for m in members) if valid else None for i, valid in enumerate(present(array))]
    return array.to_pylist()


def present(array):
    return array.is_valid().to_pylist()


# The entries of a map have no order.
def pairs(keys, items, start, end):
    return list(sorted(((keys[i], items[i]) for i in range(start, end)), key=lambda p: sort_key(p[0])))


# Numbers to eight digits, as engines round otherwise; of those that are alike, all digits decide.
def row_key(row):
    return sort_key(row), sort_key(row, 17)


def sort_key(value, digits=8):
    if value is None: return (0,)
    if isinstance(value, bool): return (1, value)
    if isinstance(value, float): return (2, 2, 0) if math.isnan(value) else (2, 1, float('%.*g' % (digits, value)) + 0.0)
    if isinstance(value, (int, decimal.Decimal)): return (3, value)
    if isinstance(value, str): return (4, value.encode('utf-8', 'surrogateescape'))
    if isinstance(value, bytes): return (5, value)
    return (6, tuple(sort_key(v, digits) for v in value))


# What these take away from each other leaves a noise where nothing should be left, by the order of the rows.
CANCELLING = re.compile(r'\b(?:covar_|corr|regr_)', re.I)


def equal(a, b, noise=0.0):
    if a is None or b is None: return a is b
    if isinstance(a, float) and isinstance(b, float):
        if a == b or (math.isnan(a) and math.isnan(b)): return True
        return math.isfinite(a) and math.isfinite(b) and abs(a - b) <= max(noise, 1e-9 * max(abs(a), abs(b)))
    if isinstance(a, (list, tuple)):
        return isinstance(b, (list, tuple)) and len(a) == len(b) and all(equal(x, y, noise) for x, y in zip(a, b))
    return type(a) is type(b) and a == b


def shown(value, kind):
    if value is None: return 'NULL'
    if pa.types.is_date32(kind):
        days = value
        return str(datetime.date(1970, 1, 1) + datetime.timedelta(days)) if -719162 <= days <= 2932896 else 'day %d' % days
    if pa.types.is_timestamp(kind):
        if not -62135596800000000 <= value <= 253402300799999999: return 'microsecond %d' % value
        return str(datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=value))
    if pa.types.is_map(kind):
        return '{%s}' % ', '.join('%s: %s' % (shown(k, kind.key_type), shown(v, kind.item_type)) for k, v in value)
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return '[%s]' % ', '.join(shown(v, kind.value_type) for v in value)
    if pa.types.is_struct(kind):
        return '(%s)' % ', '.join('%s: %s' % (f.name, shown(v, f.type)) for f, v in zip(kind, value))
    return str(value) if isinstance(value, (bool, int, decimal.Decimal)) else repr(value)


def rows_of(table):
    return list(zip(*[chunks(table.column(i)) for i in range(table.num_columns)])) if table.num_columns else []


def shown_row(row, table):
    return [shown(value, field.type) for value, field in zip(row, table.schema)]


# Rows are a multiset; where the first column is an id, rows of the same id are set against each other.
def differences(theirs, ours, theirs_table, ours_table, noise):
    theirs, ours = sorted(theirs, key=row_key), sorted(ours, key=row_key)
    keyed = theirs_table.schema.names[0].lower() == 'id'
    found, i, j = [], 0, 0
    while i < len(theirs) or j < len(ours):
        a = theirs[i] if i < len(theirs) else None
        b = ours[j] if j < len(ours) else None
        if a is not None and b is not None and (not keyed or equal(a[0], b[0])):
            if not equal(a, b, noise): found.append((a, b))
            i, j = i + 1, j + 1
        elif b is None or (a is not None and sort_key(a[0]) < sort_key(b[0])):
            found.append((a, None))
            i += 1
        else:
            found.append((None, b))
            j += 1
    spread = found if len(found) <= 12 else [found[k * len(found) // 12] for k in range(12)]
    return len(found), [{
        'id': shown((a or b)[0], theirs_table.schema.field(0).type) if keyed else None,
        'spark': None if a is None else shown_row(a, theirs_table),
        'ours': None if b is None else shown_row(b, ours_table),
    } for a, b in spread]


# As Spark Connect does it: without another analysis for other names, and without a job where the optimizer knows the rows.
def collect(spark, frame):
    from pyspark.sql.pandas.types import to_arrow_type
    jvm, done = spark._jvm, frame._jdf.queryExecution()
    rows = done.executedPlan().executeCollect()
    names = frame.columns
    if len(rows) == 0:
        empty = [pa.array([], to_arrow_type(field.dataType)) for field in frame.schema]
        return pa.table(empty, names=['c%d' % i for i in range(len(names))]).rename_columns(names)
    converters = getattr(getattr(jvm.org.apache.spark.sql.execution.arrow, 'ArrowConverters$'), 'MODULE$')
    batches = converters.toBatchWithSchemaIterator(
        jvm.scala.Predef.genericWrapArray(rows).iterator(), done.analyzed().schema(), 1 << 20, 1 << 30, 'UTC', False)
    parts = []
    while batches.hasNext(): parts.append(pa.ipc.open_stream(batches.next()).read_all())
    return pa.concat_tables(parts)


# The rows as Spark read them, so that each statement needs no job to read them again.
def hold(spark, frame):
    jvm, done = spark._jvm, frame._jdf.queryExecution()
    rows = jvm.scala.Predef.genericWrapArray(done.executedPlan().executeCollect()).toSeq()
    relation = jvm.org.apache.spark.sql.catalyst.plans.logical.LocalRelation(done.analyzed().output(), rows, False)
    return jvm.org.apache.spark.sql.Dataset.ofRows(spark._jsparkSession, relation)


def make_views(spark, folder, held):
    for name in sorted(os.listdir(folder)):
        if not name.endswith('.parquet'): continue
        frame = spark.read.parquet('file://' + os.path.join(folder, name))
        view = hold(spark, frame) if held else frame._jdf
        view.createOrReplaceTempView(name[:-len('.parquet')])


# Without the plan, which follows the sentence, and of several exceptions the innermost.
def message(error):
    return str(error).split('Caused by: ')[-1].split('\n\tat ')[0].split("\n'")[0].split('\n+-')[0][:600]


def verdict_of(spark, case):
    try:
        return judge(spark, case)
    except Exception as error:
        # A type that Arrow or this program does not know must not take the other cases with it.
        return {'error': message(error), 'stage': 'compare'}


def judge(spark, case):
    spark.conf.set('spark.sql.ansi.enabled', 'true' if case.get('ansi') else 'false')
    try:
        frame = spark.sql(case['sql'])
        types = [field.dataType.simpleString() for field in frame.schema]
    except Exception as error:
        return {'error': message(error), 'stage': 'analysis'}
    verdict = {'columns': frame.columns, 'types': types}
    try:
        table = collect(spark, frame)
    except Exception as error:
        named = re.findall(r'\[([A-Z_]+(?:\.[A-Z_]+)?)\]', str(error))
        return {**verdict, 'error': message(error), 'stage': 'run', 'named': named[-1] if named else None}
    theirs = rows_of(table)
    show = case.get('show', 0)
    verdict.update(count=table.num_rows, rows=[shown_row(r, table) for r in sorted(theirs, key=row_key)[:show]])
    if 'file' not in case: return verdict
    written = pq.ParquetFile(case['file']).read()
    ours = rows_of(written)
    verdict.update(fileTypes=[spark_type(f.type) for f in written.schema], fileCount=written.num_rows, fileNames=written.schema.names,
        fileRows=[shown_row(r, written) for r in sorted(ours, key=row_key)[:show]])
    if written.num_columns == table.num_columns:
        noise = 1e-6 if CANCELLING.search(case['sql']) else 0.0
        verdict['differing'], verdict['differences'] = differences(theirs, ours, table, written, noise)
        if case.get('ordered') and not verdict['differing']:
            moved = [i for i, (a, b) in enumerate(zip(theirs, ours)) if not equal(a, b, noise)]
            if moved: verdict['disordered'] = moved[0]
    return verdict


def main():
    # Spark's own lines must not come between the answers.
    answers = os.fdopen(os.dup(1), 'w')
    os.dup2(2, 1)
    spark = start()
    answers.write('{}\n')
    answers.flush()
    seen = None
    for line in sys.stdin:
        try:
            request = json.loads(line)
            wanted = (request['tables'], request.get('held', False))
            if wanted != seen:
                make_views(spark, *wanted)
                seen = wanted
            settings = request.get('settings', {})
            # A setting that Spark refuses must not leave those before it.
            try:
                for name, value in settings.items(): spark.conf.set(name, value)
                answer = {'value': [verdict_of(spark, case) for case in request['cases']]}
            finally:
                for name in settings: spark.conf.unset(name)
        except Exception as error:
            answer = {'error': str(error), 'trace': traceback.format_exc()}
        answers.write(json.dumps(answer) + '\n')
        answers.flush()
    spark.stop()


main()
