# The checks that read the code without running it. Sourced.

check_style() {
    .venv/bin/python -m ruff check . && .venv/bin/python -m ruff format --check .
}

check_types() { .venv/bin/python -m mypy .; }

check_contracts() { .venv/bin/lint-imports --no-cache; }
