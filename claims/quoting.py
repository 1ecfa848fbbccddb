"""The words of a claim, with the language and direction that they are written in."""

from publishing.reading import Record


def quote_of(claim: Record, statement: Record | None) -> dict[str, str]:
    """Return a claim's words with their language, direction and source."""
    for rendition in statement["renditions"] if statement else []:
        if rendition["id"] == claim["rendition"]:
            return {
                "text": claim["exact"],
                "language": rendition["language"],
                "dir": rendition["direction"],
                "source": rendition["source"],
            }
    return {"text": claim["exact"], "language": "", "dir": "auto", "source": ""}
