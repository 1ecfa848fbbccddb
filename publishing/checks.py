"""System checks: what the publishing path relies on in the models and their formats."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.db.models import PROTECT

from publishing.formats.evolving import late_keys, since
from publishing.formats.serializers import shape_of
from publishing.formats.shapes import part_of
from publishing.models import Part, Publishable
from publishing.nouns import Noun, every_noun
from values.canonical import canonical


@register
def links_are_protected(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Demand PROTECT for every link to a record or to a part of another record.

    Deleting must never reach across records: what was published stays.
    """
    return [
        Error(
            f"{field} deletes across records: give it on_delete=PROTECT.",
            obj=model,
            id="publishing.E001",
        )
        for model in apps.get_models()
        if issubclass(model, Publishable | Part)
        for field in model._meta.concrete_fields
        if field.is_relation and _is_unprotected(model, field)
    ]


def _is_unprotected(model: type[Any], field: Any) -> bool:
    target = field.related_model
    is_owner = issubclass(model, Part) and field.remote_field.name in getattr(target, "parts", [])
    points_at_record = issubclass(target, Publishable | Part)
    return points_at_record and not is_owner and field.remote_field.on_delete is not PROTECT


@register
def formats_grow_by_constants(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Demand of each later key that it may be missing and then means one constant.

    Documents without it are in the log for ever, and have to say the same for ever.
    """
    return [
        Error(f"The format of {one.kind} grew by “{path}”: {words}", obj=one.model, id=number)
        for one in every_noun()
        for path, number, words in [*_unsound_keys(one), *_unequal_parts(one)]
    ]


def _unsound_keys(one: Noun) -> Iterator[tuple[str, str, str]]:
    for path, (_format, default) in late_keys(one).items():
        *above, name = path.split(".")
        shape = part_of(shape_of(one.document), above)
        if shape is None or name not in shape.keys:
            yield path, "publishing.E002", "its documents have no such key."
        elif name not in shape.defaults:
            words = "it has to have a constant default and may not be required or derived."
            yield path, "publishing.E003", words
        elif canonical(shape.defaults[name]) != canonical(default):
            words = f"its default is {default!r} there and {shape.defaults[name]!r} in the model."
            yield path, "publishing.E004", words
    listed = [path for added in one.grown for path in added]
    for path in sorted({path for path in listed if listed.count(path) > 1}):
        yield path, "publishing.E005", "it is listed in two formats."


def _unequal_parts(one: Noun) -> Iterator[tuple[str, str, str]]:
    """A part that two nouns hold has one shape, so a key is later in both or in neither."""
    for name, child in shape_of(one.document).parts:
        for other in every_noun():
            twins = [n for n, shape in shape_of(other.document).parts if shape is child]
            for key in child.keys:
                path, twin = f"{name}.{key}", f"{twins[0]}.{key}" if twins else ""
                if twins and since(one, path) > 1 and since(other, twin) == 1:
                    words = f"that of {other.kind} has the same part and did not."
                    yield path, "publishing.E006", words
