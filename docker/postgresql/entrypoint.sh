#!/bin/bash
# Makes the data folder where there is none, then becomes the server. POSTGRES_PASSWORD is that of user postgres. With a
# certificate in /run/certificates it speaks TLS, and asks for one of everyone but itself.
set -euo pipefail

if [ ! -e "$PGDATA" ]; then
  # Under another name until it is whole: a start that was cut short is begun anew.
  rm -rf "$PGDATA.partial"
  initdb -D "$PGDATA.partial" --username=postgres --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") \
    --auth=scram-sha-256 --encoding=UTF8 --locale=C --no-sync --no-instructions --set dynamic_shared_memory_type=mmap \
    >/dev/null
  if [ -e /run/certificates ]; then
    echo 'hostssl all all all scram-sha-256 clientcert=verify-ca' >>"$PGDATA.partial/pg_hba.conf"
  else
    echo 'host all all all scram-sha-256' >>"$PGDATA.partial/pg_hba.conf"
  fi
  mv "$PGDATA.partial" "$PGDATA"
fi
unset POSTGRES_PASSWORD
if [ -e /run/certificates ]; then
  # It takes only a key that no group can read.
  install -m 600 /run/certificates/key.pem /tmp/key.pem
  set -- -c ssl=on -c ssl_ca_file=/run/certificates/ca.pem -c ssl_cert_file=/run/certificates/cert.pem \
    -c ssl_key_file=/tmp/key.pem "$@"
fi
exec postgres -c listen_addresses='*' -c unix_socket_directories= -c max_connections=100 -c shared_buffers=64MB \
  -c dynamic_shared_memory_type=mmap "$@"
