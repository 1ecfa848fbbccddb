"""What the keys of documents can hold, beyond what DRF knows: maps of languages, dates, links."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from publishing.models import Part
from values.fields import FuzzyDateField, LanguageMapField, WordsField
from values.validation import validate_slug


class LanguageMap(serializers.DictField):
    """Texts by language tag."""

    child = serializers.CharField(trim_whitespace=False)

    def __init__(self, **kwargs: Any) -> None:
        self.model_field: LanguageMapField = kwargs.pop("model_field")
        super().__init__(**{**kwargs, "allow_empty": self.model_field.blank})

    def run_validation(self, data: Any = serializers.empty) -> Any:
        value = super().run_validation(data)
        if value:
            as_drf(self.model_field.clean, value, None)
        return value


class WordList(serializers.ListField):
    """A list of short words or lines."""

    child = serializers.CharField()

    def __init__(self, **kwargs: Any) -> None:
        self.model_field: WordsField = kwargs.pop("model_field")
        super().__init__(**kwargs)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        value = super().run_validation(data)
        as_drf(self.model_field.validate, value, None)
        return value


class FuzzyDateText(serializers.CharField):
    """A date as EDTF text, empty where it is not known."""

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        return str(as_drf(FuzzyDateField().to_python, text))


class Link(serializers.CharField):
    """A link to another record by its slug."""

    def __init__(self, *, kind: str, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(**{"max_length": 100, "validators": [validate_slug], **kwargs})

    def to_representation(self, value: Any) -> str:
        return str(value.slug)


class Links(serializers.ListField):
    """Links to other records: a set, sorted by slug."""

    def __init__(self, *, kind: str, **kwargs: Any) -> None:
        self.kind = kind
        child = serializers.CharField(max_length=100, validators=[validate_slug])
        super().__init__(**{"child": child, **kwargs})

    def get_attribute(self, instance: models.Model) -> Any:
        return sorted(record.slug for record in getattr(instance, str(self.source)).all())

    def to_internal_value(self, data: Any) -> list[str]:
        slugs = super().to_internal_value(data)
        twice = {slug for slug in slugs if slugs.count(slug) > 1}
        if twice:
            raise serializers.ValidationError(
                _("Listed more than once: %(slugs)s.") % {"slugs": ", ".join(sorted(twice))}
            )
        return sorted(slugs)


class PartLink(serializers.UUIDField):
    """A link to a part of another record by its UUID."""

    def __init__(self, *, part: type[Part], **kwargs: Any) -> None:
        self.part = part
        super().__init__(**kwargs)

    def get_attribute(self, instance: models.Model) -> Any:
        return getattr(instance, f"{self.source}_id")


def as_drf(check: Callable[..., Any], *args: Any) -> Any:
    """Call a Django validation and raise its errors as DRF's."""
    try:
        return check(*args)
    except ValidationError as error:
        raise serializers.ValidationError(error.messages) from error
