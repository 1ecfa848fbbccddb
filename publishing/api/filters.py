"""One way of filtering for all nouns: what each parameter may say, and which rows it selects."""

import re
import uuid
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, cast

import django_filters
from django import forms
from django.db.models import Model, Q, QuerySet
from django.db.models.constants import LOOKUP_SEP
from drf_spectacular.drainage import set_override

from publishing.models import Entry, State
from publishing.reading.parameters import LONGEST_QUERY, a_query, words_of
from values.validation import LANGUAGE_TAG, validate_slug

Records = QuerySet[Any]
NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)


class ParsedField(forms.CharField):
    """A form field that turns the words of a parameter into a value, or says why it cannot."""

    def __init__(self, *, parse: Callable[[str], Any], **kwargs: Any) -> None:
        self.parse = parse
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return self.parse(text) if text else None


class Parameter(django_filters.Filter):  # type: ignore[misc]
    """A parameter of a list: ``path`` leads to the column that has to equal its value."""

    schema: dict[str, Any] = {"type": "string"}
    field_class = ParsedField

    def __init__(self, path: str, help_text: str, **kwargs: Any) -> None:
        super().__init__(field_name=path, help_text=help_text, parse=self.parse, **kwargs)
        set_override(self, "field", {**self.described_schema(), "description": help_text})

    def described_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the value, for the OpenAPI description."""
        return dict(self.schema)

    def parse(self, text: str) -> Any:
        """Return the value that the text means."""
        return text

    def filter(self, qs: Records, value: Any) -> Records:
        if value is None:
            return qs
        return self.select(qs, value)

    def select(self, rows: Records, value: Any) -> Records:
        """Return the rows that fit the value."""
        return matching(rows, self.field_name, value)


def matching(rows: Records, path: str, value: Any) -> Records:
    """Return the rows with this value at the end of *path*, each once."""
    condition = {path: value}
    if not leads_to_many(cast(Any, rows.model), path):
        return rows.filter(**condition)
    found = rows.model._default_manager.filter(**condition)
    return rows.filter(pk__in=found.order_by().values("pk"))


@cache
def leads_to_many(model: type[Model], path: str) -> bool:
    """Tell whether a path passes a relation to many, where a join would repeat rows."""
    options: Any = model._meta
    for name in path.split(LOOKUP_SEP):
        if name == "pk" or name not in {f.name for f in options.get_fields()}:
            return False
        field: Any = options.get_field(name)
        if field.many_to_many or field.one_to_many:
            return True
        if not field.related_model:
            return False
        options = field.related_model._meta
    return False


class Slug(Parameter):
    """A link to another record, by its slug; ``kind`` is the noun of that record."""

    schema = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 100}

    def __init__(self, path: str, kind: str, help_text: str) -> None:
        self.kind = kind
        super().__init__(path, help_text)

    def parse(self, text: str) -> str:
        validate_slug(text)
        if len(text) > 100:
            raise forms.ValidationError("A slug has at most 100 characters.")
        return text

    def is_of(self, slug: str) -> Q:
        """Return the condition for the entry that the slug names."""
        return Q(slug=slug, kind=self.kind) if self.kind else Q(slug=slug)


class SlugByAnyPath(Slug):
    """A link to another record that may be found in several ways."""

    def __init__(self, paths: Iterable[str], kind: str, help_text: str) -> None:
        self.paths = list(paths)
        super().__init__(self.paths[0], kind, help_text)

    def select(self, rows: Records, value: str) -> Records:
        every = rows.model._default_manager
        condition = Q()
        for path in self.paths:
            condition |= Q(pk__in=every.filter(**{path: value}).order_by().values("pk"))
        return rows.filter(condition)


class Choice(Parameter):
    """One word of a fixed vocabulary."""

    def __init__(self, path: str, words: Iterable[str], help_text: str) -> None:
        self.words = list(words)
        super().__init__(path, help_text)

    def described_schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": self.words}

    def parse(self, text: str) -> str:
        if text not in self.words:
            raise forms.ValidationError(f"“{text[:60]}” is not one of: {', '.join(self.words)}.")
        return text


class ChoiceBy(Choice):
    """One word of a vocabulary, given to a method of the QuerySet: ``answered_as("concedes")``."""

    def select(self, rows: Records, value: str) -> Records:
        return cast(Records, getattr(rows, self.field_name)(value))


class Language(Parameter):
    """A language tag."""

    schema = {"type": "string", "pattern": LANGUAGE_TAG.pattern}

    def parse(self, text: str) -> str:
        if not LANGUAGE_TAG.fullmatch(text):
            raise forms.ValidationError(
                f"“{text[:60]}” is not a language tag. Use one such as en, fr or ar."
            )
        return text


class Country(Parameter):
    """A country by its two letters."""

    schema = {"type": "string", "pattern": "^[A-Z]{2}$"}

    def parse(self, text: str) -> str:
        if not re.fullmatch("[A-Z]{2}", text):
            raise forms.ValidationError("Use the two-letter ISO 3166-1 code, for example MA.")
        return text


class Identifier(Parameter):
    """A UUID."""

    schema = {"type": "string", "format": "uuid"}

    def parse(self, text: str) -> uuid.UUID:
        try:
            return uuid.UUID(text)
        except ValueError:
            raise forms.ValidationError("This is not a UUID.") from None


class Number(Parameter):
    """A whole number from 0."""

    schema = {"type": "integer", "minimum": 0}

    def parse(self, text: str) -> int:
        if not NUMBER.fullmatch(text):
            raise forms.ValidationError("Give a whole number from 0, for example 120.")
        return int(text)


class YesNo(Parameter):
    """``true`` or ``false``, compared with a column."""

    schema = {"type": "boolean"}

    def parse(self, text: str) -> bool:
        if text not in ("true", "false"):
            raise forms.ValidationError("Say true or false.")
        return text == "true"


class SelectedBy(YesNo):
    """``true`` selects what a method of the QuerySet selects, ``false`` all the others."""

    def select(self, rows: Records, value: bool) -> Records:
        if value:
            return cast(Records, getattr(rows, self.field_name)())
        told = getattr(rows.model._default_manager.all(), self.field_name)()
        return rows.exclude(pk__in=told.order_by().values("pk"))


class Holds(Parameter):
    """Words that the stored document must hold, whatever their accents or case."""

    schema = {"type": "string", "maxLength": LONGEST_QUERY}

    def parse(self, text: str) -> list[str]:
        wrong = a_query(text)
        if wrong:
            raise forms.ValidationError(wrong)
        return words_of(text)

    def select(self, rows: Records, value: list[str]) -> Records:
        for word in value:
            rows = rows.filter(**{f"{self.field_name}__contains": word})
        return rows


class FilterSet(django_filters.FilterSet):  # type: ignore[misc]
    """The parameters of one list."""

    def linked_slugs(self) -> dict[str, tuple[Slug, str]]:
        """Return the slugs that the parameters name, by parameter."""
        cleaned = self.form.cleaned_data
        return {
            name: (one, cleaned[name])
            for name, one in self.filters.items()
            if isinstance(one, Slug) and cleaned.get(name)
        }

    def nowhere(self) -> list[str]:
        """Return the parameters whose slug no record has, in one query."""
        named = self.linked_slugs()
        if not named:
            return []
        condition = Q()
        for one, slug in named.values():
            condition |= one.is_of(slug)
        found = set(Entry.objects.filter(condition).values_list("kind", "slug"))
        slugs = {slug for _kind, slug in found}
        return [
            name
            for name, (one, slug) in named.items()
            if ((one.kind, slug) not in found if one.kind else slug not in slugs)
        ]


class RecordFilters(FilterSet):
    """The filters of every noun."""

    q = Holds(
        "entry__search_text",
        "Records whose document holds all these words, whatever their accents or case.",
    )
    state = Choice(
        "entry__state",
        [State.LIVE.value, State.WITHDRAWN.value],
        "Only live or only withdrawn records; without it, both.",
    )
    since = Number(
        "entry__seq__gt", "Records whose newest version came after this line of the log (a seq)."
    )
