#!/bin/bash
# Makes the data folder where there is none, then becomes the server. POSTGRES_PASSWORD is that of user postgres.
set -euo pipefail

if [ ! -e "$PGDATA" ]; then
  # Under another name until it is whole: a start that was cut short is begun anew.
  rm -rf "$PGDATA.partial"
  initdb -D "$PGDATA.partial" --username=postgres --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C --no-sync --no-instructions --set dynamic_shared_memory_type=mmap \
    >/dev/null
  echo 'host all all all scram-sha-256' >>"$PGDATA.partial/pg_hba.conf"
  mv "$PGDATA.partial" "$PGDATA"
fi
unset POSTGRES_PASSWORD
exec postgres -c listen_addresses='*' -c unix_socket_directories= -c max_connections=100 -c shared_buffers=64MB \
  -c dynamic_shared_memory_type=mmap "$@"
