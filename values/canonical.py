"""Canonical JSON (RFC 8785) and the hashes of documents and log lines."""

import hashlib
import unicodedata
from typing import Any

import rfc8785


def canonical(value: Any) -> str:
    """Return *value* as canonical JSON text, as RFC 8785 defines it."""
    return rfc8785.dumps(value).decode("utf-8")


def sha256(text: str) -> str:
    """Return the SHA-256 of *text* in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def nfc(text: str) -> str:
    """Return *text* in Unicode normalisation form C, the form that is hashed."""
    return unicodedata.normalize("NFC", text)
