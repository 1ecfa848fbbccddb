"""System checks: what the publishing path relies on in the models."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.db.models import PROTECT

from publishing.models import Part, Publishable


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
