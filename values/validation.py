"""What a text, a slug, a language or a time zone may be, and the words for what is not one."""

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.utils.translation import gettext_lazy as _

from values.fuzzydate import FuzzyDate, InvalidFuzzyDate

LANGUAGE_TAG = re.compile(r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$")
TAG_BEGINS = re.compile(r"<[A-Za-z/!?]")
# Control characters, overrides of the writing direction, and letters without width.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
LONGEST_TEXT = 100_000

validate_slug = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*\Z",
    _("Use lower-case letters a–z, digits and single hyphens, for example “clm-never-a-client”."),
)
validate_sha256 = RegexValidator(r"^[0-9a-f]{64}\Z", _("A SHA-256 is 64 hexadecimal digits."))
validate_wikidata = RegexValidator(r"^Q[1-9][0-9]*\Z", _("A Wikidata id looks like Q42."))
validate_country = RegexValidator(
    r"^[A-Z]{2}\Z", _("Use the two-letter ISO 3166-1 code, for example MA, or EU.")
)
# What may become a link; anything else, such as “javascript:”, stays text, whoever stored it.
LINKABLE = re.compile(r"https?://|mailto:", re.IGNORECASE)


class WebAddressValidator(URLValidator):
    """Refuse an address that a browser would not simply open as a page."""

    schemes = ["http", "https"]
    message = _("Give an address that begins with https:// or http://.")


validate_web_address = WebAddressValidator()


def is_linkable(address: str) -> bool:
    """Tell whether an address may become a link, by its scheme."""
    return LINKABLE.match(address) is not None


def validate_plain(text: str) -> None:
    """Refuse text that is too long, HTML, and control characters."""
    if len(text) > LONGEST_TEXT:
        raise ValidationError(
            _("At most %(limit)d characters; this has %(length)d."),
            params={"limit": LONGEST_TEXT, "length": len(text)},
            code="too_long",
        )
    tag = _html_tag(text)
    if tag:
        raise ValidationError(
            _("HTML is not allowed: remove “%(tag)s”."), params={"tag": tag[:40]}, code="html"
        )
    control = CONTROL.search(text)
    if control:
        raise ValidationError(
            _("Remove the invisible control character U+%(code)s."),
            params={"code": f"{ord(control[0]):04X}"},
            code="control",
        )


def _html_tag(text: str) -> str:
    """Return the first HTML tag of a text, or nothing."""
    begins = TAG_BEGINS.search(text)
    end = text.find(">", begins.end()) if begins else -1
    return text[begins.start() : end + 1] if begins and end >= 0 else ""


def validate_language(tag: str) -> None:
    """Refuse anything but a language tag such as fr, ar or zh-Hant (BCP 47)."""
    if not LANGUAGE_TAG.fullmatch(tag):
        raise ValidationError(
            _("“%(tag)s” is not a language tag. Use one such as en, fr or ar."),
            params={"tag": tag},
            code="language",
        )


def validate_language_map(value: Any) -> None:
    """Refuse anything but an object of language tag → non-empty plain text."""
    if not isinstance(value, Mapping):
        raise ValidationError(_('Give texts by language, for example {"en": "…"}.'), code="map")
    for tag, text in value.items():
        validate_language(tag)
        if not isinstance(text, str) or not text.strip():
            raise ValidationError(
                _("The text for “%(tag)s” is empty."), params={"tag": tag}, code="empty"
            )
        validate_plain(text)


def validate_time_zone(name: str) -> None:
    """Refuse anything but an IANA time zone name."""
    try:
        FuzzyDate.parse("2021-07-19", name)
    except InvalidFuzzyDate as error:
        raise ValidationError(str(error), code="time_zone") from error
