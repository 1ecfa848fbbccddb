# Starts a PostgreSQL server of the tests' own and stops it again. Sourced.
#
# It lives in a temporary folder, listens on a socket in that folder alone, keeps
# nothing safe on disk (fsync off), and belongs to an unprivileged user, since
# PostgreSQL refuses to run as root.

# Sets $postgres_bin to the folder of initdb and pg_ctl, the newest version there is.
find_postgres() {
    local folder
    postgres_bin=""
    for folder in "$(pg_config --bindir 2>/dev/null || true)" \
        /Applications/Postgres.app/Contents/Versions/latest/bin \
        /usr/local/opt/postgresql*/bin /opt/homebrew/opt/postgresql*/bin \
        /usr/lib/postgresql/*/bin; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ]; then postgres_bin=$folder; fi
    done
    [ -n "$postgres_bin" ]
}

need_postgres() {
    find_postgres && return 0
    if install_packages postgresql && find_postgres; then return 0; fi
    fail "PostgreSQL was not found; the tests run on it too." \
        "Debian: sudo apt-get install postgresql" \
        "macOS:  brew install postgresql@17" \
        "Or name a server: TEST_DATABASE_URL=postgres://user:password@host:5432/any" \
        "Without it: script/test quick"
}

# Runs a command as the user whom the server belongs to.
as_postgres() {
    if is_root; then
        runuser -u "$postgres_user" -- "$@"
    else
        "$@"
    fi
}

choose_postgres_user() {
    postgres_user=$(id -un)
    is_root || return 0
    command -v runuser >/dev/null 2>&1 ||
        fail "PostgreSQL refuses root, and there is no runuser." "Run this as another user."
    postgres_user=nobody
    if id postgres >/dev/null 2>&1; then postgres_user=postgres; fi
}

utf8_locale() { if [ "$(uname)" = Darwin ]; then echo en_US.UTF-8; else echo C.UTF-8; fi; }

make_server() {
    as_postgres "$postgres_bin/initdb" --pgdata="$postgres_home/data" --username=pegasus \
        --auth=trust --encoding=UTF8 --locale="$(utf8_locale)" --no-sync >/dev/null &&
        as_postgres "$postgres_bin/pg_ctl" --pgdata="$postgres_home/data" --wait --silent \
            --log="$postgres_home/log" --options="-c listen_addresses='' \
            -c unix_socket_directories='$postgres_home' -c fsync=off \
            -c synchronous_commit=off -c full_page_writes=off" start &&
        as_postgres "$postgres_bin/createdb" --host="$postgres_home" --username=pegasus record &&
        as_postgres "$postgres_bin/createdb" --host="$postgres_home" --username=pegasus desk
}

# Sets $postgres_home, $RECORD_URL and $DESK_URL. Goes to the server's folder first,
# since its user may not be able to read this one.
start_postgres() {
    choose_postgres_user
    # /tmp itself: the path of a socket may not be long.
    postgres_home=$(mktemp -d /tmp/pegasus-pg.XXXXXX)
    if is_root; then chown "$postgres_user" "$postgres_home"; fi
    if ! (cd "$postgres_home" && make_server); then
        cat "$postgres_home/log" >&2 2>/dev/null || true
        say "The PostgreSQL server of the tests could not be started." >&2
        return 1
    fi
    server_at "postgres://pegasus@/$postgres_home/any"
}

# server_at URL: two databases beside each other on the server of that URL.
server_at() {
    local options="" base=$1
    case $base in *\?*) options="?${base#*\?}" base=${base%%\?*} ;; esac
    RECORD_URL="${base%/*}/record$options"
    DESK_URL="${base%/*}/desk$options"
}

stop_postgres() {
    [ -n "${postgres_home:-}" ] || return 0
    if [ -f "$postgres_home/data/postmaster.pid" ]; then
        (cd "$postgres_home" && as_postgres "$postgres_bin/pg_ctl" \
            --pgdata="$postgres_home/data" --mode=immediate --silent stop) || true
    fi
    rm -rf "$postgres_home"
    postgres_home=""
}
