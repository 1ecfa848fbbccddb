"""The fingerprint of the document formats, so that frozen sets are not read by other rules."""

from functools import cache
from typing import Any

from publishing.formats.serializers import shape_of
from publishing.formats.shapes import Shape
from publishing.nouns import nouns
from values.canonical import canonical, sha256


@cache
def format_fingerprint() -> str:
    """Return the SHA-256 over the fields of every document format."""
    return sha256(canonical({noun.kind: _outline(shape_of(noun.document)) for noun in nouns()}))


def _outline(shape: Shape) -> dict[str, Any]:
    return {
        "plain": sorted(shape.plain),
        "links": sorted(map(list, shape.links)),
        "many": sorted(map(list, shape.many)),
        "part_links": sorted([name, part.__name__] for name, part in shape.part_links),
        "parts": {name: _outline(child) for name, child in shape.parts},
    }
