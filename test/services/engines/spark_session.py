"""PySpark with an Iceberg catalog, asked over standard input. Arguments: settings of the session as JSON."""
import json
import sys

import session

output = session.private_output()

import pyarrow as pa
from pyspark.sql import SparkSession

from canonical import canonical_rows

builder = SparkSession.builder.master("local[2]")
for name, value in json.loads(sys.argv[1]).items():
    builder = builder.config(name, value)
spark = builder.getOrCreate()
spark.sparkContext.setLogLevel("ERROR")


def answer(request):
    # Iceberg's JDBC catalog leaves a result open when it looks for its tables. On SQLite that keeps a read transaction:
    # the connection never sees what others commit. So every statement gets a catalog with new connections.
    spark._jsparkSession.sessionState().catalogManager().reset()
    if "code" in request:
        exec(request["code"], {"spark": spark})
        return None
    frame = spark.sql(request["sql"])
    batches = frame._collect_as_arrow()
    return {"columns": frame.columns, "rows": canonical_rows(pa.Table.from_batches(batches)) if batches else []}


session.serve(output, answer)
