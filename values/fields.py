"""Model fields of the record: plain text, language maps, fuzzy dates, word lists.

Everything a document holds as text is normalised to Unicode NFC when it is
saved, because the canonical form of a document is what gets hashed.
"""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Lookup
from django.utils.translation import gettext_lazy as _

from values.canonical import canonical, nfc, sha256
from values.fuzzydate import LONGEST, FuzzyDate, InvalidFuzzyDate
from values.validation import (
    validate_language,
    validate_language_map,
    validate_plain,
    validate_time_zone,
    validate_web_address,
)


class _NFC:
    """Give a text field its value in NFC, without spaces around it."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)  # type: ignore[misc]
        return nfc(value) if isinstance(value, str) else value

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        value = super().pre_save(instance, add)  # type: ignore[misc]
        if isinstance(value, str):
            value = nfc(value)
            setattr(instance, self.attname, value)  # type: ignore[attr-defined]
        return value


class LineField(_NFC, models.CharField[Any, Any]):
    """One line of plain text."""

    default_validators = [validate_plain]


class PassageField(_NFC, models.TextField[Any, Any]):
    """Plain text of any number of lines, kept exactly as it was entered."""

    default_validators = [validate_plain]

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"strip": False, **kwargs})


class WebAddressField(models.URLField[Any, Any]):
    """An address of the web: http or https, and nothing that a link could run."""

    default_validators = [validate_web_address]

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs


class LanguageField(models.CharField[Any, Any]):
    """The language of a text as a BCP 47 tag."""

    default_validators = [validate_language]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 16, **kwargs})


class ReadableJSON(DjangoJSONEncoder):
    """Write letters as themselves, so that a search in the column finds them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "ensure_ascii": False})


class LanguageMapField(models.JSONField):
    """Our own words in one or more languages: {"en": "…", "fr": "…", "ar": "…"}.

    ``longest`` limits each text to that many characters. A blank field may be
    an empty object; any other holds at least one language.
    """

    default_validators = [validate_language_map]

    def __init__(self, *args: Any, longest: int | None = None, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(*args, **{"default": dict, "encoder": ReadableJSON, **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if self.longest:
            kwargs["longest"] = self.longest
        return name, path, args, kwargs

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        for tag, text in (value or {}).items():
            if self.longest and isinstance(text, str) and len(text) > self.longest:
                raise ValidationError(
                    _("“%(tag)s” has %(length)d characters; at most %(limit)d fit."),
                    params={"tag": tag, "length": len(text), "limit": self.longest},
                    code="too_long",
                )

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        if isinstance(value, dict):
            return {tag: nfc(str(text)) for tag, text in value.items()}
        return value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self.get_prep_value(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


# No place's day begins earlier than in the first, and none ends later than in the second.
ANYWHERE = ("Etc/GMT-14", "Etc/GMT+12")


class FuzzyDateField(models.CharField[Any, Any]):
    """A date as precise as its source, as EDTF text; see values.fuzzydate.

    With ``bounds`` the model gets ``<name>_earliest`` and ``<name>_latest`` beside it, to sort
    and filter by; ``indexed`` puts an index on the earliest.
    """

    def __init__(
        self, *args: Any, bounds: bool = False, indexed: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"max_length": LONGEST, "blank": True, **kwargs})
        # Made here, so that they come right behind this field in the order of the model.
        self.bounds = [
            InstantField(of="", end="earliest", db_index=indexed),
            InstantField(of="", end="latest"),
        ][: 2 * bounds]

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        for bound in self.bounds:
            bound.of = name
            bound.contribute_to_class(cls, f"{name}_{bound.end}")

    def to_python(self, value: Any) -> str:
        """Return the text of a date; refuse what is not one in any time zone."""
        text = str(super().to_python(value) or "").strip()
        error = _refused(text, "") if text else None
        if error and all(_refused(text, zone) for zone in ANYWHERE):
            raise error
        return text

    def validate(self, value: Any, model_instance: Any) -> None:
        """Refuse what is not a date in the record's time zone.

        Its clocks may have skipped the day, or a day end before the moment that it begins with.
        """
        super().validate(value, model_instance)
        zone = getattr(model_instance, "time_zone", "")
        try:
            validate_time_zone(zone)
        except ValidationError:
            # Said at the zone itself.
            return
        if value and (error := _refused(value, zone)):
            raise error


def _refused(text: str, zone: str) -> ValidationError | None:
    try:
        FuzzyDate.parse(text, zone)
    except InvalidFuzzyDate as error:
        return ValidationError(str(error), code="date")
    return None


class InstantField(models.DateTimeField[Any, Any]):
    """The earliest or latest instant (UTC) that the fuzzy date ``of`` may mean.

    Derived when saved, for sorting and filtering; never in a document. A day
    counts in the zone of the record's ``time_zone``, UTC where it has none.
    """

    def __init__(self, *args: Any, of: str, end: str, **kwargs: Any) -> None:
        self.of, self.end = of, end
        kwargs.update(null=True, blank=True, editable=False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("null", "blank", "editable"):
            kwargs.pop(fixed, None)
        return name, path, args, {**kwargs, "of": self.of, "end": self.end}

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        text = getattr(model_instance, self.of)
        zone = getattr(model_instance, "time_zone", "")
        value = getattr(FuzzyDate.parse(text, zone), self.end) if text else None
        setattr(model_instance, self.attname, value)
        return value


class DigestField(models.CharField[Any, Any]):
    """The SHA-256 of the text in the field ``of`` (UTF-8, NFC); computed when saved."""

    def __init__(self, *args: Any, of: str, **kwargs: Any) -> None:
        self.of = of
        kwargs.update(max_length=64, blank=True, editable=False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("max_length", "blank", "editable"):
            kwargs.pop(fixed, None)
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = sha256(nfc(getattr(model_instance, self.of)))
        setattr(model_instance, self.attname, value)
        return value


class TimeZoneField(models.CharField[Any, Any]):
    """IANA name of the zone in which this record's days count; empty means UTC."""

    default_validators = [validate_time_zone]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 40, "blank": True, **kwargs})


class WordsField(models.TextField[Any, Any]):
    """A list of short words or lines, stored as “|one|two|”, so that SQL can search it.

    ``words`` may limit them to a fixed vocabulary. The lookup is ``__has``.
    """

    def __init__(self, *args: Any, words: list[str] | None = None, **kwargs: Any) -> None:
        self.words = words
        super().__init__(*args, **{"default": list, "blank": True, **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "words": self.words} if self.words else kwargs

    def from_db_value(self, value: str | None, *args: Any) -> list[str]:
        return [word for word in (value or "").split("|") if word]

    def to_python(self, value: Any) -> list[str]:
        if isinstance(value, list):
            return value
        return [word.strip() for word in re.split(r"[|\n,]", value or "") if word.strip()]

    def get_prep_value(self, value: Any) -> str:
        words = self.to_python(value)
        return f"|{'|'.join(nfc(word) for word in words)}|" if words else ""

    def value_from_object(self, obj: models.Model) -> str:
        return "\n".join(getattr(obj, self.attname))

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        for word in value:
            if not isinstance(word, str) or "|" in word or not word.strip():
                raise ValidationError(_("A line is empty or holds “|”."), code="words")
            validate_plain(word)
            if self.words and word not in self.words:
                raise ValidationError(
                    _("“%(word)s” is not one of: %(words)s."),
                    params={"word": word, "words": ", ".join(self.words)},
                    code="unknown_word",
                )


class SeqsField(models.TextField[Any, Any]):
    """Lines of the log by their numbers: rising, each once, stored as canonical JSON.

    A stored text of any other form is returned as it is, so that it never passes for a list.
    """

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def to_python(self, value: Any) -> Any:
        numbers = _numbers(value) if isinstance(value, str) else None
        return value if numbers is None else numbers

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return self.to_python(value)

    def get_prep_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else canonical(list(value))


def _numbers(text: str) -> list[int] | None:
    """Return the numbers of a stored list, or None if it is not exactly as it is written here."""
    if not re.fullmatch(r"\[([1-9][0-9]*(,[1-9][0-9]*)*)?\]", text, re.ASCII):
        return None
    numbers = [int(number) for number in text[1:-1].split(",") if number]
    return numbers if numbers == sorted(set(numbers)) else None


@WordsField.register_lookup
class Has(Lookup[Any]):
    """Match a WordsField that holds the given word."""

    lookup_name = "has"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        column, params = self.process_lhs(compiler, connection)
        escaped = re.sub(r"([\\%_])", r"\\\1", str(self.rhs))
        return f"{column} LIKE %s ESCAPE '\\'", [*params, f"%|{escaped}|%"]
