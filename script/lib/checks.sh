# The checks that read the code without running it. Sourced.

check_style() {
    .venv/bin/python -m ruff check . && .venv/bin/python -m ruff format --check .
}

# The settings want a data folder, and mypy ends without tidying up: give it one it has.
check_types() { PEGASUS_VAR="${PEGASUS_VAR:-$PWD/.mypy_cache}" .venv/bin/python -m mypy .; }

check_contracts() { .venv/bin/lint-imports --no-cache; }
