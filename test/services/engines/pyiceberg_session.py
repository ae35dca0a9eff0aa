"""PyIceberg with a catalog, asked over standard input. Arguments: properties of the catalog as JSON."""
import json
import sys

import session

output = session.private_output()

import pyarrow as pa
from pyiceberg.catalog import load_catalog

from canonical import canonical_rows

catalog = load_catalog("millrace", **json.loads(sys.argv[1]))


def read(request):
    table = catalog.load_table(request["table"])
    options = {"row_filter": request["filter"]} if request.get("filter") else {}
    scan = table.scan(**options, snapshot_id=int(request["snapshotId"]) if request.get("snapshotId") else None)
    if request.get("ref"):
        scan = scan.use_ref(request["ref"])
    found = scan.to_arrow()
    return {"columns": found.column_names, "rows": canonical_rows(found)}


def run(request):
    """Runs Python code that finds `catalog` and `pa`; its `result`, where it sets one, is the answer."""
    scope = {"catalog": catalog, "pa": pa}
    exec(request["code"], scope)
    return scope.get("result")


session.serve(output, lambda request: run(request) if "code" in request else read(request))
