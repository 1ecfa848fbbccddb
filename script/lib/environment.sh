# Finds Python, makes .venv/ and reads .env. Sourced from the repository's root.

suits() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

# Sets $python to a Python that can make the environment.
find_python() {
    local name
    for name in "${PYTHON:-python3}" python3.13 python3.12 python3.11 python3.14; do
        if suits "$name"; then
            python=$name
            return 0
        fi
    done
    return 1
}

need_python() {
    find_python && return 0
    # Debian's python3 comes without the part that makes environments.
    if install_packages python3 python3-venv && find_python; then return 0; fi
    fail "no Python 3.11 or newer with venv was found." \
        "Debian: sudo apt-get install python3 python3-venv" \
        "macOS:  brew install python@3.13" \
        "A Python elsewhere can be named: PYTHON=/path/to/python3 $0"
}

installed() { [ -x .venv/bin/python ] && [ "$(cat ".venv/.installed-$1" 2>/dev/null)" = "$2" ]; }

note_installed() { pins_of "$1" >".venv/.installed-$1"; }

pins_of() { cat requirements.txt "$1" | cksum; }

# make_environment requirements.txt|requirements-dev.txt
#
# The note that says what is installed is written last, so an interrupted run is
# carried on by the next one; .unfinished makes pip lay every file again then.
make_environment() {
    local again=""
    if installed "$1" "$(pins_of "$1")" && suits .venv/bin/python; then return 0; fi
    if ! suits .venv/bin/python || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        need_python
        say "Making the environment in .venv/ …"
        "$python" -m venv --clear .venv ||
            fail "the environment could not be made." "Remove .venv/ and try again."
    fi
    if [ -e .venv/.unfinished ]; then again=--force-reinstall; fi
    touch .venv/.unfinished
    say "Installing $1 into .venv/ (about a minute the first time) …"
    .venv/bin/python -m pip install -qq --no-input --disable-pip-version-check $again \
        -r "$1" || fail "the packages of $1 could not be installed." \
        "pip's own words are above. Most often the network is missing: try again."
    rm .venv/.unfinished
    note_installed requirements.txt
    note_installed "$1"
}

# Reads NAME=value lines of .env; what is already in the environment wins.
read_env_file() {
    local line name value
    [ -f .env ] || return 0
    while IFS= read -r line || [ -n "$line" ]; do
        case $line in '' | '#'*) continue ;; esac
        name=${line%%=*}
        value=${line#*=}
        case $name in '' | *[!A-Za-z0-9_]* | [0-9]*)
            fail ".env has a line that is not NAME=value: $line" "See .env.example." ;;
        esac
        [ "$name" != "$line" ] ||
            fail ".env has a line that is not NAME=value: $line" "See .env.example."
        case $value in
            \"*\") value=${value#\"} value=${value%\"} ;;
            \'*\') value=${value#\'} value=${value%\'} ;;
        esac
        if [ -z "${!name+set}" ]; then export "$name=$value"; fi
    done <.env
}

# A relative PEGASUS_VAR on the command line means: from where the command was given.
keep_var_absolute() {
    case ${PEGASUS_VAR:-/} in
        /*) ;;
        *) export PEGASUS_VAR="$1/$PEGASUS_VAR" ;;
    esac
}
