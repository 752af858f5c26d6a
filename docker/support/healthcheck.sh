#!/bin/bash
# Docker's health check of every server: `healthcheck <probe> [argument…]`; exits 0 where the server answers.
#
# Until a server has answered for the first time in this life of its container it is asked again and again within one
# check, so that Docker hears of it at once. From then on a check waits before it asks, so that looking costs nothing.
set -u
marker=/tmp/.has-been-healthy # /tmp is a tmpfs: a container that is started again finds it empty

say() { # host port bytes: opens file descriptor 3 and writes the bytes
  exec 3<>"/dev/tcp/$1/$2" && printf "$3" >&3
}

http-ok() { # host port path
  local status
  (say "$1" "$2" "GET $3 HTTP/1.1\r\nHost: $1\r\nConnection: close\r\n\r\n" &&
    IFS=' ' read -r -t 2 -u 3 _ status _ && [ "$status" = 200 ]) 2>/dev/null
}

postgres-ready() { # host port
  # A startup message for user postgres: the first byte of the answer is R where it goes on to ask for a password.
  (say "$1" "$2" '\0\0\0\x17\0\x03\0\0user\0postgres\0\0' && read -r -n 1 -t 2 -u 3 answer && [ "$answer" = R ]) 2>/dev/null
}

temporal-ready() { # frontend, matching, persistence and visibility
  http-ok 127.0.0.1 7243 /api/v1/namespaces/temporal-system/workflow-count &&
    http-ok 127.0.0.1 7243 /api/v1/namespaces/temporal-system/task-queues/durable-chaos-readiness
}

if [ -e "$marker" ]; then
  sleep 5
  "$@"
else
  until "$@"; do
    [ "$SECONDS" -lt 55 ] || exit 1
    sleep 0.05
  done
  : >"$marker"
fi
