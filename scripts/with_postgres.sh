#!/usr/bin/env bash
# Runs a command with DATABASE_URL pointing to a PostgreSQL server of its own, which
# is thrown away afterwards. Exits as the command does.
#
#   scripts/with_postgres.sh .venv/bin/pytest
set -euo pipefail

if (($# == 0)); then
    echo "usage: scripts/with_postgres.sh COMMAND..." >&2
    exit 2
fi

# Debian keeps the server's programs off the PATH, one directory a version.
bin=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
if [[ ! -x $bin/initdb ]]; then
    initdb=$(command -v initdb) ||
        { echo "PostgreSQL's server is not installed: no initdb found" >&2; exit 1; }
    bin=${initdb%/*}
fi

# PostgreSQL refuses to run as root.
as_server=()
if [[ $EUID == 0 ]]; then
    as_server=(runuser -u postgres --)
fi

dir=$(mktemp -d)
cleanup() {
    if [[ -f $dir/data/postmaster.pid ]]; then
        (cd "$dir" && "${as_server[@]}" "$bin/pg_ctl" -D "$dir/data" -m immediate -s -w stop) ||
            true
    fi
    rm -rf "$dir"
}
trap cleanup EXIT
# A signal must reach the EXIT trap too.
trap 'exit 130' INT
trap 'exit 143' TERM
if [[ $EUID == 0 ]]; then
    chown postgres "$dir"
fi

# The kernel gives out a port that nobody uses just now.
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

# The server's user may not be able to enter the current directory, hence the `cd`.
# The data are thrown away, so nothing needs to be safe on disk.
if ! (
    cd "$dir"
    "${as_server[@]}" "$bin/initdb" -D "$dir/data" -U postgres -A trust -N \
        -E UTF8 --locale=C.UTF-8 >"$dir/log" &&
        "${as_server[@]}" "$bin/pg_ctl" -D "$dir/data" -l "$dir/server.log" -s -w start -o \
            "-c listen_addresses=127.0.0.1 -p $port -k $dir -c fsync=off \
            -c synchronous_commit=off -c full_page_writes=off"
); then
    echo "PostgreSQL did not start:" >&2
    cat "$dir"/*log >&2
    exit 1
fi

DATABASE_URL=postgres://postgres@127.0.0.1:$port/postgres "$@"
