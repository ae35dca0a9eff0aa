#!/usr/bin/env bash
# Prepares the independent oracles of the tests below .services/: a Python environment with PySpark and PyIceberg.
# Does nothing where it is there already. Needs Python 3.9 or newer and, for Spark, Java 8, 11 or 17.
set -euo pipefail
cd "$(dirname "$0")/.."
environment=.services/python
wanted="pyspark==3.5.6 pyiceberg[sql-sqlite,pyarrow]==0.12.0"
if [ "$(cat "$environment/installed" 2>/dev/null)" = "$wanted" ]; then exit 0; fi
python3 -m venv --clear "$environment"
# shellcheck disable=SC2086
"$environment/bin/pip" install --quiet --disable-pip-version-check $wanted
echo "$wanted" >"$environment/installed"
