"""What the desk calls a record, and where its pages at the desk are."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from publishing.models import Publishable
from values.languages import chosen

NAMES = ("name", "title", "label", "one_line", "summary", "value")
LONGEST = 90


def label_of(row: Any) -> str:
    """Return what to call a record or a part in lists and choices."""
    if not isinstance(row, Publishable):
        return str(row)
    text = next((found for name in NAMES if (found := _text(getattr(row, name, "")))), "")
    return f"{shortened(text)} · {row.slug}" if text else row.slug


def name_of(row: Publishable) -> str:
    """Return a record's own name without its slug; the slug where it has none."""
    return next((found for name in NAMES if (found := _text(getattr(row, name, "")))), row.slug)


def shortened(text: str, longest: int = LONGEST) -> str:
    """Return a text cut at *longest* characters, which says that it was cut."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def change_address(row: Any) -> str:
    """Return the path of the page on which a row is edited."""
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])


def _text(value: Any) -> str:
    return chosen(value).text if isinstance(value, Mapping) else str(value or "")
