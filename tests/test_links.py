"""No stored address becomes a link unless it is one of the web or of mail."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.test import Client

from publishing.databases import at_desk, open_door
from publishing.formats.checking import problems_of
from publishing.formats.serializers import shape_of
from publishing.models import Entry
from publishing.nouns import noun, nouns
from publishing.publish import PublicationRefused
from publishing.templatetags.reading import outlink
from tests.builders import (
    BOTH,
    make_claim,
    make_editor,
    make_source,
    make_statement,
    publish,
    publish_all,
)
from values.fields import WebAddressField
from values.validation import is_linkable, validate_web_address

pytestmark = BOTH

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
LINKS = {"href", "src", "action", "formaction", "poster", "data", "cite", "xlink:href", "ping"}
# What a browser skips in front of an address.
BEFORE_A_SCHEME = "".join(map(chr, range(33)))
SAFE = {"", "http", "https", "mailto"}
HARMFUL = [
    "javascript:alert(1)", "JavaScript://x%0Aalert(1)", " javascript:alert(1)",
    "\tjavascript:alert(1)", "java\nscript:alert(1)", "\x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>", "vbscript:x", "ftp://example.org/",
    "ftps://example.org/", "file:///etc/passwd", "blob:https://x", "//example.org/",
    "httpsx://example.org", "view-source:https://example.org", "tel:1", "mailto", "https:x", "",
]  # fmt: skip


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in LINKS and value]


def schemes_in(page: str) -> set[str]:
    """Return the schemes of all links of a page, as a browser reads them."""
    parser = _Links()
    parser.feed(page)
    bare = [re.sub(r"[\t\n\r]", "", link).lstrip(BEFORE_A_SCHEME) for link in parser.found]
    return {urlsplit(link).scheme.lower() for link in bare}


@pytest.mark.parametrize("address", HARMFUL)
def test_an_address_of_another_scheme_stays_text(address: str) -> None:
    assert not is_linkable(address)
    assert "href" not in outlink(address)


@pytest.mark.parametrize(
    "address", ["https://example.org/", "HTTP://example.org", "mailto:a@example.org"]
)
def test_an_address_of_the_web_or_of_mail_is_a_link(address: str) -> None:
    assert f'href="{address}"' in outlink(address)


def test_what_an_address_holds_does_not_leave_its_attribute() -> None:
    assert schemes_in(outlink('https://x/" href="javascript:alert(1)')) == {"https"}


@pytest.mark.parametrize("address", [one for one in HARMFUL if one])
def test_a_document_with_such_an_address_is_refused(address: str) -> None:
    document = {**_stored(), "url": address}

    assert [name for name, _words in problems_of(document, noun("source").document)] == ["url"]
    with pytest.raises(ValidationError):
        validate_web_address(address)


def _stored() -> dict[str, object]:
    entry = Entry.objects.filter(kind="source").first()
    assert entry
    return dict(json.loads(entry.document))


def test_a_draft_with_such_an_address_is_not_published() -> None:
    with pytest.raises(PublicationRefused, match="begins with https"):
        publish(make_source(url="ftp://example.org/list"))


def test_every_address_that_a_document_holds_is_one_of_the_web() -> None:
    shapes = [shape_of(one.document) for one in nouns()]
    tables = [shape.model for shape in shapes]
    tables += [child.model for shape in shapes for _name, child in shape.parts]
    fields = [field for table in tables for field in table._meta.concrete_fields]

    addresses = [field for field in fields if isinstance(field, models.URLField)]
    assert addresses
    assert not [field for field in addresses if not isinstance(field, WebAddressField)]


def test_no_page_makes_a_link_of_what_was_stored_past_the_forms(client: Client) -> None:
    source = make_source(url="https://example.org/a", original_url="https://example.org/b")
    source.original_url_seen = "seen"
    source.save(using="desk")
    statement = make_statement(sources=[source])
    publish_all(make_claim(statement))
    entry = Entry.objects.get(kind="source", slug=source.slug)
    words = entry.document.replace("https://example.org/a", "javascript:alert(1)//")
    words = words.replace("https://example.org/b", "ftp://example.org/b")
    with open_door():
        Entry.objects.filter(pk=entry.pk).update(document=words)

    own = f"/sources/{source.slug}/"
    found = f"/search/?q={source.slug}"
    for address in (own, f"{own}history/", f"/statements/{statement.slug}/", found, "/"):
        page = client.get(address)
        assert page.status_code == 200, address
        assert schemes_in(page.content.decode()) <= SAFE, address
    seen = client.get(own).content.decode()
    assert "javascript:alert(1)//" in seen
    assert "ftp://example.org/b" in seen


def test_the_desk_makes_no_link_of_it_either(client: Client) -> None:
    client.force_login(make_editor())
    for address in ("javascript:alert(1)", "ftp://example.org/", "data:text/html,x"):
        source = make_source(url=address)
        with at_desk():
            pk = type(source).objects.get(slug=source.slug).pk
        for place in (
            f"/desk/evidence/source/{pk}/change/",
            "/desk/evidence/source/",
            f"/desk/preview/sources/{source.slug}/",
        ):
            response = client.get(place)
            assert response.status_code == 200, place
            assert schemes_in(response.content.decode()) <= SAFE, place


def test_templates_link_to_nothing_but_addresses_that_are_made_here() -> None:
    attribute = re.compile(rf'\b(?:{"|".join(LINKS)})="(\{{\{{[^"]*)"')
    made_here = re.compile(
        r"\{\{ (?:request\.(?:path|scheme)|json|here|list|tools\.\w+|[\w.|]*address) \}\}"
    )

    values = [
        (path.name, value)
        for path in TEMPLATES.rglob("*.html")
        for value in attribute.findall(path.read_text(encoding="utf-8"))
    ]
    assert len(values) > 20
    assert not [found for found in values if not made_here.match(found[1])]
