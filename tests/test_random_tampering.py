"""Whatever is damaged at random, verification names all that changes what readers are told.

The seed is fixed, and printed with a table of what became of each kind of damage. What passes
without a word has no effect on what is told, and is listed by kind in docs/publishing.md.
"""

from tests.damage.trial import Trial

SEED = 20211

# The kinds of damage that may pass without a word, as docs/publishing.md lists them.
MAY_PASS = {
    "empty space": ("space", "free page"),
}


def report(engine: str, trials: list[Trial], record_property: object) -> None: ...
