"""Canonical JSON (RFC 8785) and the hashes of documents and log lines."""

import hashlib
import secrets
import unicodedata
from datetime import UTC, datetime
from typing import Any

import rfc8785

from values.marks import in_canonical_order


def canonical(value: Any) -> str:
    """Return *value* as canonical JSON text, as RFC 8785 defines it."""
    return rfc8785.dumps(value).decode("utf-8")


def sha256(text: str) -> str:
    """Return the SHA-256 of *text* in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def new_salt() -> str:
    """Return 16 random bytes as 32 hexadecimal digits."""
    return secrets.token_bytes(16).hex()


def salted_sha256(salt: str, text: str) -> str:
    """Return the SHA-256 of the bytes of *salt* (hexadecimal digits) followed by *text*.

    Without a salt it is that of the text alone: the hash of lines of the first form.
    """
    return hashlib.sha256(bytes.fromhex(salt) + text.encode("utf-8")).hexdigest()


def instant(moment: datetime) -> str:
    """Return *moment* in UTC with microseconds, as hashed: 2026-11-24T10:00:00.000000Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def nfc(text: str) -> str:
    """Return *text* in Unicode normalisation form C, the form that is hashed."""
    return unicodedata.normalize("NFC", in_canonical_order(text))
