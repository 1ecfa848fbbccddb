# How the scripts speak. Sourced; works with the bash 3.2 that macOS has.

say() { printf '%s\n' "$*"; }

# fail MESSAGE [WHAT TO DO …]: one line each, then exit.
fail() {
    printf '\nError: %s\n' "$1" >&2
    shift
    while [ $# -gt 0 ]; do
        printf '  %s\n' "$1" >&2
        shift
    done
    exit 1
}
