"""What a reader chose to see of a timeline: one speaker, one topic, one day's knowledge."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from claims.quoted import readable
from publishing.reading.as_of import as_public
from publishing.reading.records import Library, Record


@dataclass(frozen=True)
class Viewpoint:
    """The choices in the address: ``?speaker=``, ``?topic=`` and ``?as_of=``."""

    speaker: str = ""
    topic: str = ""
    as_of: str = ""

    @classmethod
    def of(cls, parameters: Mapping[str, Any]) -> "Viewpoint":
        """Read the choices, which the page has checked."""
        return cls(**{name: str(parameters.get(name, "")) for name in cls.__match_args__})

    @property
    def is_everything(self) -> bool:
        """Whether nothing was chosen."""
        return not (self.speaker or self.topic or self.as_of)

    def seen(self, library: Library) -> Library:
        """Return the part of a library that is seen from here."""
        if self.is_everything:
            return library
        return Library(list(self._about(as_public(library, self.as_of))))

    def _about(self, library: Library) -> Iterator[Record]:
        """Yield the records that the chosen speaker and topic lead to."""
        if not self.speaker and not self.topic:
            yield from library
            return
        claims = [claim for claim in library.of_kind("claim") if self._is_chosen(claim, library)]
        slugs = {claim.slug for claim in claims}
        statements = {claim["statement"] for claim in claims}
        answers = [
            rebuttal
            for rebuttal in library.of_kind("rebuttal")
            if slugs & {answer["claim"] for answer in rebuttal["answers"]}
        ]
        cited = {part["evidence"] for record in (*answers, *claims) for part in record["citations"]}
        yield from (*claims, *answers, *library.of_kind("party"))
        yield from (one for one in library.of_kind("statement") if one.slug in statements)
        yield from (one for one in library.of_kind("evidence") if one.slug in cited)
        for event in library.of_kind("event"):
            if statements & set(event["statements"]) or cited & set(event["evidence"]):
                yield event

    def _is_chosen(self, claim: Record, library: Library) -> bool:
        statement = readable(library, "statement", claim["statement"])
        if statement is None or (self.speaker and statement["speaker"] != self.speaker):
            return False
        return not self.topic or self.topic in claim["topics"]
