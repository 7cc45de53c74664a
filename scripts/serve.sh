#!/usr/bin/env bash
# The web server, and the process that works off background jobs beside it. Each ends
# with the other and with this script. Takes the options of gunicorn.
set -euo pipefail
cd "$(dirname "$0")/.."

.venv/bin/python manage.py run_jobs &
jobs=$!
.venv/bin/gunicorn perftargets.wsgi "$@" &
server=$!

cleanup() {
    kill "$jobs" "$server" 2>/dev/null || true
    wait "$jobs" "$server" 2>/dev/null || true
}
trap cleanup EXIT
# A signal must reach the EXIT trap too.
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

status=0
wait -n "$jobs" "$server" || status=$?
exit "$status"
