"""Reading public pages and answers again, as a reader would get them, inside this process."""

import html
import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from wsgiref.util import setup_testing_defaults

import orjson
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.utils.http import urlencode

from publishing.databases import in_record
from publishing.formats.serializers import shape_of
from publishing.formats.shapes import links_in
from publishing.models import Entry, Revision
from publishing.nouns import Key, noun, nouns
from publishing.reading import addresses
from publishing.reading.links import linking_to

TAG = re.compile(r"<[^<>]*>")
WORDS_ASKED = 8
FIXED = ("/", "/changes/", "/api/v1/changes/", "/api/v1/revisions/")
# What the site itself says on these pages is in no record.
VOICE = ("/about/", "/method/")


@dataclass(frozen=True)
class Answer:
    """What a reader gets at an address of this site."""

    address: str
    status: int
    body: str

    def texts(self) -> Iterator[str]:
        """Yield the texts of a page, tag by tag, or of an answer, value by value."""
        if self.body.startswith(("{", "[")):
            yield from _values(orjson.loads(self.body))
        else:
            yield from (html.unescape(text) for text in TAG.split(self.body))


def read(addresses: Iterable[str]) -> Iterator[Answer]:
    """Yield what a reader gets at each address, by the whole path of a request."""
    site: Any = WSGIHandler()
    for address in addresses:
        with in_record(), _silently():
            answer = site(_request(address), lambda status, headers: None)
            try:
                body = b"".join(answer)
            finally:
                answer.close()
        yield Answer(address, answer.status_code, body.decode("utf-8", "replace"))


@contextmanager
def _silently() -> Iterator[None]:
    """Let a failing answer be named in the report, not in the site's log."""
    logger = logging.getLogger("django.request")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)


def _request(address: str) -> dict[str, Any]:
    environ: dict[str, Any] = {}
    setup_testing_defaults(environ)
    path, _mark, query = address.partition("?")
    environ |= {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": _host()}
    if settings.SECURE_PROXY_SSL_HEADER:
        environ[settings.SECURE_PROXY_SSL_HEADER[0]] = settings.SECURE_PROXY_SSL_HEADER[1]
    return environ


def addresses_of(keys: Iterable[Key], words: Iterable[str]) -> list[str]:
    """Return where the words of some records could be read.

    Their own pages, versions, histories and answers, the pages and answers of the records
    around them, all lists, and the search for the words (in the API: its page repeats them).
    """
    own = list(keys)
    found = [*FIXED, *(addresses.list_address(one.kind) for one in nouns())]
    queries = [urlencode({"q": " ".join(line.split()[:WORDS_ASKED])}) for line in words]
    found += [f"{addresses.json_list_address(o.kind)}?{q}" for o in nouns() for q in queries]
    with in_record():
        found += [address for key in own for address in _of_record(*key)]
        for key in sorted(_around(own)):
            found += [addresses.address(*key), addresses.json_address(*key)]
    return list(dict.fromkeys(found))


def _of_record(kind: str, slug: str) -> Iterator[str]:
    yield addresses.address(kind, slug)
    yield addresses.history_address(kind, slug)
    yield addresses.json_address(kind, slug)
    yield f"{addresses.json_address(kind, slug)}versions/"
    lines = Revision.objects.filter(kind=kind, slug=slug)
    for seq, version in lines.values_list("pk", "version"):
        yield addresses.version_address(kind, slug, version)
        yield addresses.json_version_address(kind, slug, version)
        yield addresses.json_line_address(seq)


def _around(keys: list[Key]) -> set[Key]:
    """Return what links to these records, and what they link to in one step or two."""
    rows = [
        row
        for one in nouns()
        for row in one.model._default_manager.filter(slug__in=[s for k, s in keys if k == one.kind])
    ]
    near = set(linking_to(rows)) | _linked_from(keys)
    return (near | _linked_from(near)) - set(keys)


def _linked_from(keys: Iterable[Key]) -> set[Key]:
    found: set[Key] = set()
    for kind, slug in keys:
        entry = Entry.objects.readable().filter(kind=kind, slug=slug).first()
        if entry:
            links = links_in(orjson.loads(entry.document), shape_of(noun(kind).document))
            found |= {(target.kind, target.slug) for target in links if not target.part}
    return found


def _values(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _values(one)


def _host() -> str:
    """Return a name that this site answers to."""
    first = next((name for name in settings.ALLOWED_HOSTS if name != "*"), "localhost")
    return first.removeprefix(".")
