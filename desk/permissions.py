"""What the group “Editors” may do with each kind of record, as its noun says."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from publishing.databases import DESK
from publishing.formats.serializers import shape_of
from publishing.nouns import Noun, nouns

GROUP = "Editors"


def models_of(one: Noun) -> Iterator[type[models.Model]]:
    """Yield the model of a noun and those of its parts."""
    yield one.model
    for _name, child in shape_of(one.document).parts:
        yield child.model


def grant_for_new_kinds(using: str, **kwargs: Any) -> None:
    """Receive ``post_migrate``: let editors work with kinds that are new to their group.

    What an administrator took from the group stays taken: only a model of which the group has no
    permission at all is new.
    """
    if using != DESK:
        return
    group = apps.get_model("auth", "Group")._default_manager.using(using).filter(name=GROUP).first()
    if group is None:
        return
    for one in nouns():
        for model in models_of(one):
            content_type = _content_type(model, using)
            if not group.permissions.filter(content_type=content_type).exists():
                group.permissions.add(*_permissions(one, model, content_type, using))


def _content_type(model: type[models.Model], using: str) -> Any:
    types: Any = apps.get_model("contenttypes", "ContentType")._default_manager
    return types.db_manager(using).get_for_model(model)


def _permissions(
    one: Noun, model: type[models.Model], content_type: Any, using: str
) -> Iterator[Any]:
    """Find or make the permissions: Django makes those of a later app only after this."""
    found = apps.get_model("auth", "Permission")._default_manager.using(using)
    for action in one.permissions:
        name = f"Can {action} {model._meta.verbose_name_raw}"
        codename = f"{action}_{model._meta.model_name}"
        yield found.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )[0]
