"""What a page may quote: records whose words are still there, and the words of claims."""

from publishing.reading.records import Library, Record


def readable(library: Library, kind: str, slug: str | None) -> Record | None:
    """Return a record if it was loaded and was not redacted."""
    record = library.get(kind, slug)
    return record if record and record.is_readable else None


def quote_of(claim: Record, statement: Record | None) -> dict[str, str]:
    """Return a claim's words with their language, direction and source."""
    is_there = statement is not None and statement.is_readable
    for rendition in statement["renditions"] if statement and is_there else []:
        if rendition["id"] == claim["rendition"]:
            return {
                "text": claim["exact"],
                "language": rendition["language"],
                "dir": rendition["direction"],
                "source": rendition["source"],
            }
    return {"text": claim["exact"], "language": "", "dir": "auto", "source": ""}
