#!/bin/bash
# Brings both databases of Temporal to the schema of this version, and ends. On a schema that is there it changes
# nothing but what is missing, so that it can be run as often as one likes.
set -euo pipefail

export SQL_PLUGIN="$DB" SQL_HOST="$POSTGRES_SEEDS" SQL_PORT="$DB_PORT" SQL_USER="$POSTGRES_USER" SQL_PASSWORD="$POSTGRES_PWD"
if [ -n "${SQL_TLS:-}" ]; then
  # Compose starts it only once the database is ready. The driver takes only a key that no group can read.
  install -m 600 /run/certificates/key.pem "$SQL_TLS_KEY_FILE"
else
  healthcheck postgres-ready "$SQL_HOST" "$SQL_PORT"
fi

update() { # database schema
  SQL_DATABASE="$1" temporal-sql-tool update-schema --schema-name "postgresql/v12/$2"
}

prepare() { # database schema
  # An existing database first: setup-schema is not for one, and would fail on it.
  if update "$1" "$2" >"/tmp/$1.log" 2>&1; then
    echo "The schema of $1 was there and is up to date."
    return
  fi
  if { SQL_DATABASE="$1" temporal-sql-tool create-database && SQL_DATABASE="$1" temporal-sql-tool setup-schema -v 0.0 &&
    update "$1" "$2"; } >>"/tmp/$1.log" 2>&1; then
    echo "The schema of $1 was made."
    return
  fi
  cat "/tmp/$1.log" >&2
  echo "Expected the schema of $1 to be made, but it was not." >&2
  return 1
}

prepare "$DBNAME" temporal &
first=$!
prepare "$VISIBILITY_DBNAME" visibility
wait "$first"
