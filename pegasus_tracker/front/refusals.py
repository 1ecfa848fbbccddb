"""What the front answers by itself."""

HEADERS = [
    ("content-type", "text/plain; charset=utf-8"),
    ("cache-control", "no-store"),
    ("x-content-type-options", "nosniff"),
    ("cross-origin-resource-policy", "same-origin"),
    ("connection", "close"),
]
LATER = ("retry-after", "10")


class Refused(Exception):
    """A request that is not passed on; the words are for whoever sent it."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status
        self.words = f"{words}\n"
        self.headers = [*HEADERS, LATER] if status == 503 else HEADERS
