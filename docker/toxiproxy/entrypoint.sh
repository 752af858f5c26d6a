#!/bin/bash
# Becomes toxiproxy-server: its API and the two links to databases listen on the backend network only, whose address is
# what `toxiproxy-api` stands for. The links of workers are added through the API.
set -euo pipefail

read -r address _ < <(getent ahostsv4 toxiproxy-api)
proxy() { # name port upstream
  printf '{"name":"%s","listen":"%s:%s","upstream":"%s","enabled":true}' "$1" "$address" "$2" "$3"
}
printf '[%s,%s]\n' "$(proxy database@temporal 5432 postgresql:5432)" \
  "$(proxy database@supabase 5433 supabase-db:5432)" >/tmp/toxiproxy.json
exec toxiproxy-server -host "$address" -port 8474 -config /tmp/toxiproxy.json -proxy-metrics "$@"
