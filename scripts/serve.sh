#!/usr/bin/env bash
# The web server, and beside it the process that works off background jobs, which is
# started again if it ends. Both end with this script. Takes the options of gunicorn.
set -euo pipefail
cd "$(dirname "$0")/.."

start_jobs() {
    .venv/bin/python manage.py run_jobs &
    jobs=$!
}
start_jobs
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

while true; do
    status=0
    wait -n -p ended "$jobs" "$server" || status=$?
    [[ $ended == "$jobs" ]] || exit "$status"
    echo "Background jobs ended with $status: starting them again" >&2
    sleep 2
    start_jobs
done
