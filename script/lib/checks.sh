# The checks that read the code without running it. Sourced.

check_style() {
    .venv/bin/python -m ruff check . && .venv/bin/python -m ruff format --check .
}

check_templates() {
    .venv/bin/python -m djhtml --check --tabwidth 2 templates &&
        .venv/bin/python script/check_templates.py
}

# The settings want a data folder, and mypy ends without tidying up: give it one it has.
check_types() { PEGASUS_VAR="${PEGASUS_VAR:-$PWD/.mypy_cache}" .venv/bin/python -m mypy .; }

check_contracts() { .venv/bin/lint-imports --no-cache; }
