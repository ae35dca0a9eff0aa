#!/usr/bin/env bash
# Prepares the independent engines of the tests below .services/ (or MILLRACE_SERVICES): PySpark and PyIceberg in a
# Python environment, Iceberg's runtime for Spark with the JDBC drivers, Iceberg's REST catalog server, Trino.
# Does nothing for what is there already. Needs Python 3.9 or newer, Maven, Java 11 or 17 for Spark and the REST
# server, and Java 24 or newer for Trino. PostgreSQL comes from the system.
set -euo pipefail
cd "$(dirname "$0")/.."
services=$(mkdir -p "${MILLRACE_SERVICES:-.services}" && cd "${MILLRACE_SERVICES:-.services}" && pwd)
work=$(mktemp -d "$services/installing.XXXXXX")
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT

plugin=org.apache.maven.plugins:maven-dependency-plugin:3.8.1
trino=476
packages="pyspark==3.5.6 pyiceberg[sql-sqlite,sql-postgres,pyarrow]==0.12.0"
peers="dbt-core==1.9.11 dbt-duckdb==1.9.6 sqlmesh==0.236.4"
jars="org.apache.iceberg:iceberg-spark-runtime-3.5_2.12:1.9.2 org.xerial:sqlite-jdbc:3.50.3.0 org.postgresql:postgresql:42.7.7"

# One piece: does it again only where what it was made from has changed. It is made beside its place and then moved
# there, so that nothing ever sees half of it and two runs at once do not mix.
piece() { # folder, what it is made from, function that fills a folder
  [ "$(cat "$services/$1/installed" 2>/dev/null)" = "$2" ] && return
  echo "installing $1"
  mkdir "$work/$1"
  "$3" "$work/$1"
  echo "$2" >"$work/$1/installed"
  [ ! -e "$services/$1" ] || mv "$services/$1" "$work/$1.old"
  mv -T "$work/$1" "$services/$1"
}

# Not moved: an environment knows its own path.
python_environment() { # folder, its packages
  [ "$(cat "$services/$1/installed" 2>/dev/null)" = "$2" ] && return
  echo "installing $1"
  python3 -m venv "$services/$1"
  # shellcheck disable=SC2086
  "$services/$1/bin/pip" install --quiet --disable-pip-version-check $2
  echo "$2" >"$services/$1/installed"
}

maven() { mvn --batch-mode --quiet "$@"; }

fill_jars() {
  for jar in $jars; do maven "$plugin:copy" -Dartifact="$jar" -DoutputDirectory="$1"; done
}

fill_rest() {
  maven -f scripts/services/pom.xml "$plugin:copy-dependencies" -DoutputDirectory="$1"
}

# The first Java of 24 or newer: JAVA_HOME_TRINO, JAVA_HOME, what the system has.
new_java() {
  for home in "${JAVA_HOME_TRINO:-}" "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    [ -x "$home/bin/java" ] || continue
    version=$("$home/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p')
    case $version in 1.*) continue ;; esac
    if [ "${version%%.*}" -ge 24 ]; then readlink -f "$home"; return; fi
  done
  echo "Trino $trino needs Java 24 or newer: install one below /usr/lib/jvm or name its folder in JAVA_HOME_TRINO" >&2
  return 1
}

fill_trino() {
  # Both at once: together they are half a gigabyte.
  maven "$plugin:copy" -Dartifact="io.trino:trino-server-core:$trino:tar.gz" -DoutputDirectory="$work" &
  maven "$plugin:copy" -Dartifact="io.trino:trino-iceberg:$trino:zip" -DoutputDirectory="$work"
  wait $!
  tar -xzf "$work/trino-server-core-$trino.tar.gz" --strip-components=1 -C "$1"
  python3 -m zipfile -e "$work/trino-iceberg-$trino.zip" "$work"
  mv "$work/trino-iceberg-$trino" "$1/plugin/iceberg"
  cp "$services"/jars/sqlite-jdbc-*.jar "$1/plugin/iceberg/"
}

# Trino is started with the Java that this link names.
java_link() {
  [ -x "$services/trino-java/bin/java" ] || ln -sfn "$(new_java)" "$services/trino-java"
}

# Only the benchmark of that name wants them.
if [ "${1:-}" = peers ]; then
  python_environment peers "$peers"
  exit
fi

java_link
python_environment python "$packages" &
python_job=$!
# The first of them also fetches what Maven itself needs, which two at once would do twice.
piece jars "$jars" fill_jars
piece rest "$(cat scripts/services/pom.xml)" fill_rest
piece trino "$trino $jars" fill_trino
wait $python_job
