"""Write the tables of docs/data-model.md from the help texts of the models.

    .venv/bin/python script/data_dictionary.py

The part between the two markers is written anew; a test fails while it is out of date.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "docs" / "data-model.md"
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pegasus_tracker.settings")
django.setup()

from django.apps import apps  # noqa: E402
from django.db import models  # noqa: E402

from publishing.formats.evolving import since  # noqa: E402
from publishing.formats.serializers import shape_of  # noqa: E402
from publishing.formats.shapes import Shape  # noqa: E402
from publishing.models import Part, Publishable  # noqa: E402
from publishing.nouns import Noun, nouns  # noqa: E402
from values import fields  # noqa: E402

BEGIN = "<!-- generated: script/data_dictionary.py -->"
END = "<!-- end of the generated part -->"
OURS = ("evidence", "claims", "publishing", "desk")
COMMON = {"slug", "entry", "published_version", "published_sha256", "document_sha256", "position"}

HEAD = "| field | type | allowed words | meaning |\n|---|---|---|---|"
HEAD_OF_DOCUMENTS = (
    "| field | type | allowed words | since | default | meaning |\n|---|---|---|---|---|---|"
)
Place = tuple[Noun, Shape, str]

# The first class that fits names the type: a subclass comes before its parent.
TYPES: list[tuple[type[models.Field[Any, Any]], str]] = [
    (fields.LanguageMapField, "language map"),
    (fields.FuzzyDateField, "fuzzy date"),
    (fields.TimeZoneField, "time zone"),
    (fields.LanguageField, "language"),
    (fields.DigestField, "SHA-256"),
    (fields.WordsField, "list of words"),
    (fields.LineField, "line"),
    (fields.PassageField, "text"),
    (fields.InstantField, "instant"),
    (models.URLField, "URL"),
    (models.UUIDField, "UUID"),
    (models.JSONField, "JSON"),
    (models.DateTimeField, "instant"),
    (models.BooleanField, "yes or no"),
    (models.TextField, "text"),
    (models.CharField, "line"),
    (models.IntegerField, "number"),
]


def dictionary() -> str:
    """Return the generated part of the data dictionary."""
    common = [HEAD, *_common_rows()]
    sections = [_section("Fields of every record and part", "", common, 3)]
    for one in nouns():
        sections.append(_model(one.model, f"`{one.kind}`, in `/{one.plural}/`. ", 3))
        parts = (one.model._meta.get_field(name).related_model for name in one.model.parts)
        sections += [_model(part, "", 4) for part in parts if not _is_shared(part, one.model)]
    sections += [_model(model, "", 3) for model in _others()]
    return "\n".join(sections)


def _is_shared(part: Any, owner: Any) -> bool:
    """A part that two records have is listed under the one whose foreign key comes first."""
    owners = [f.related_model for f in part._meta.fields if f.is_relation and _is_owner(f)]
    return bool(owners[0] is not owner)


def _is_owner(field: Any) -> bool:
    return bool(field.remote_field.on_delete is models.CASCADE)


def _others() -> Iterator[Any]:
    """Yield the models that are neither record nor part: the log, the desk."""
    for label in ("publishing", "desk"):
        for model in apps.get_app_config(label).get_models():
            if not issubclass(model, Publishable | Part):
                yield model


def _model(model: Any, before: str, level: int) -> str:
    lead = before + " ".join((model.__doc__ or "").replace("``", "`").split())
    places = list(places_of(model))
    rows = [_row(field, places) for field in fields_of(model)]
    head = HEAD_OF_DOCUMENTS if places else HEAD
    return _section(str(model._meta.label), lead, [head, *rows] if rows else [], level)


def _section(title: str, lead: str, rows: list[str], level: int) -> str:
    body = [*rows, ""] if rows else []
    return "\n".join([f"{'#' * level} {title}", "", *([lead, ""] if lead else []), *body])


def places_of(model: Any) -> Iterator[Place]:
    """Yield where documents hold the fields of a model: noun, shape, and path of the keys."""
    for one in nouns():
        whole = shape_of(one.document)
        if whole.model is model:
            yield one, whole, ""
        yield from ((one, child, f"{name}.") for name, child in whole.parts if child.model is model)


def fields_of(model: Any) -> list[Any]:
    """Return a model's own fields."""
    common = COMMON if issubclass(model, Publishable | Part) else set()
    own = [*model._meta.fields, *model._meta.many_to_many]
    return [f for f in own if f.name not in common and not _is_key(f)]


def _is_key(field: Any) -> bool:
    return isinstance(field, models.AutoField) or (
        field.name == "id" and issubclass(field.model, Part)
    )


def _common_rows() -> Iterator[str]:
    for name in ("slug", "entry", "published_version", "published_sha256", "document_sha256"):
        # Of any record: the abstract model does not know yet what it links to.
        yield _row(nouns()[0].model._meta.get_field(name))
    yield "| `id` | UUID |  | Of a part: its key everywhere, kept for ever. |"
    yield _row(Part._meta.get_field("position"))


def _row(field: Any, places: list[Place] | None = None) -> str:
    middle = [_type(field), _words(field)]
    if places:
        middle += [_since(field.name, places), _default(field.name, places[0][1])]
    return " | ".join([f"| `{field.name}`", *middle, f"{_meaning(field)} |"])


def _since(name: str, places: list[Place]) -> str:
    """Return the format that a key came with; by noun, if a part of two came with different
    ones."""
    formats = {
        one.kind: since(one, path + name) for one, shape, path in places if name in shape.keys
    }
    if len(set(formats.values())) > 1:
        return "<br>".join(f"{kind} {number}" for kind, number in formats.items())
    return str(next(iter(formats.values()), ""))


def _default(name: str, shape: Shape) -> str:
    if name not in shape.defaults:
        return ""
    return f"`{json.dumps(shape.defaults[name], ensure_ascii=False)}`"


def _type(field: Any) -> str:
    if field.is_relation:
        return f"{'links' if field.many_to_many else 'link'} to {_target(field)}"
    if field.choices:
        return "one word"
    named = next(words for kind, words in TYPES if isinstance(field, kind))
    longest = getattr(field, "longest", None) or _longest_of_line(field)
    return f"{named}, at most {longest}" if longest else named


def _target(field: Any) -> str:
    options = field.related_model._meta
    return str(options.label) if options.app_label in OURS else "an editor's account"


def _longest_of_line(field: Any) -> int | None:
    plain = isinstance(field, fields.LineField | models.URLField) or field.name == "slug"
    return field.max_length if plain else None


def _words(field: Any) -> str:
    if field.choices:
        return "<br>".join(f"`{value}` {label}" for value, label in field.choices)
    return "<br>".join(f"`{word}`" for word in getattr(field, "words", None) or [])


def _meaning(field: Any) -> str:
    if isinstance(field, fields.InstantField):
        return f"Derived: the {field.end} instant that `{field.of}` may mean (UTC)."
    if field.primary_key and not field.help_text:
        return "The key of the row."
    more = " Optional." if _is_optional(field) else ""
    if issubclass(field.model, Part) and field.is_relation and _is_owner(field):
        more = " Not in the document: the part stands inside it."
    return f"{field.help_text}{more}"


def _is_optional(field: Any) -> bool:
    """Whether an editor may leave it empty; an object of texts has a default and still needs
    one."""
    if not field.editable or not issubclass(field.model, Publishable | Part):
        return False
    return bool(field.blank or (field.has_default() and not hasattr(field, "longest")))


def renewed(text: str) -> str:
    """Return the file's text with the part between the markers written anew."""
    before, rest = text.split(BEGIN)
    _old, after = rest.split(END)
    return f"{before}{BEGIN}\n\n{dictionary()}\n{END}{after}"


def main() -> None:
    """Write the file, and say so."""
    FILE.write_text(renewed(FILE.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"Wrote the tables of {FILE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
