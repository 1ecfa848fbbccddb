"""The whole site: every address answers, and no draft is ever seen."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from desk.models import Note
from publishing.databases import at_desk
from publishing.models import Entry
from publishing.nouns import nouns
from tests import builders
from tests.builders import BOTH, make_editor, proposed
from tests.crawling import Visit, crawl, routes
from values.fields import LanguageMapField, LineField, PassageField, WordsField

pytestmark = BOTH

CANARY = "kanarienvogelxq"


def plant_drafts() -> None:
    """Put a draft of every model on the desk, with the canary in every text."""
    statement = builders.make_statement(f"{CANARY} was never a client.")
    claim = builders.make_claim(statement, exact=CANARY)
    builders.make_passage(claim, CANARY)
    evidence = builders.make_evidence()
    edition = builders.make_edition(evidence)
    builders.make_examination(evidence)
    builders.make_capture(evidence.sources.using("desk").all()[0])
    rebuttal = builders.make_rebuttal(claim, evidence=[evidence])
    family = builders.make_family()
    builders.make_tension(family, claim, builders.make_claim(statement, exact=CANARY))
    builders.make_listing(builders.make_indicator(), edition)
    builders.make_trace(builders.make_device())
    builders.make_event(evidence=[evidence], statements=[statement])
    for model in _models():
        _sing(model)
    Note.objects.create(kind="claim", slug=claim.slug, author=make_editor(), text=CANARY)
    proposed(*builders.everything_about(rebuttal), reason=CANARY)


def _models() -> list[type[Any]]:
    """Return every model that a document is written from."""
    from publishing.formats.serializers import shape_of

    shapes = [shape_of(one.document) for one in nouns()]
    parts = [child.model for shape in shapes for _name, child in shape.parts]
    return [*(one.model for one in nouns()), *dict.fromkeys(parts)]


def _sing(model: type[Any]) -> None:
    """Write the canary into every text of the model's newest draft and of a published row."""
    with at_desk():
        rows = list(model._default_manager.order_by("pk"))
        assert rows, model
        for row in (rows[0], rows[-1]):
            for field in model._meta.concrete_fields:
                value = _song(field, row)
                if value is not None:
                    setattr(row, field.attname, value)
            if hasattr(row, "quote_language"):
                row.quote_language = "en"
            if hasattr(row, "quote_source_id"):
                row.quote_source = row.sources.all()[0]
            row.save()


def _song(field: Any, row: Any) -> Any:
    if isinstance(field, LanguageMapField):
        return {"en": CANARY}
    if isinstance(field, WordsField):
        return None if field.words else [CANARY]
    if isinstance(field, LineField | PassageField):
        unique = field.name == "value"
        keeps_its_words = field.name in ("text", "exact", "prefix", "suffix")
        return None if keeps_its_words else f"{CANARY} {row.pk}" if unique else CANARY
    return None


@pytest.mark.once
def test_every_address_answers_and_no_draft_is_seen(client: Client) -> None:
    plant_drafts()
    visited: list[Visit] = []

    for visit in crawl(client, skip=r"^/(static|desk)/"):
        assert visit.status == 200, f"{visit.address} answers {visit.status}: {visit.found_on}"
        assert CANARY not in visit.body, f"a draft is seen at {visit.address}"
        assert visit.cookies == [], f"a cookie is set at {visit.address}"
        visited.append(visit)

    addresses = {visit.address for visit in visited}
    for entry in Entry.objects.exclude(state="redacted"):
        one = next(one for one in nouns() if one.kind == entry.kind)
        assert f"/{one.plural}/{entry.slug}/" in addresses
        assert f"/{one.plural}/{entry.slug}/history/" in addresses


@pytest.mark.parametrize(
    "address",
    [
        f"/search/?q={CANARY}",
        *[f"/api/v1/{plural}/?page_size=100" for plural in (
            "cases", "parties", "sources", "evidence", "devices", "indicators", "statements",
            "claims", "families", "rebuttals", "events",
        )],
        "/api/v1/revisions/?page_size=100",
        "/api/v1/changes/?since=0&page_size=100",
    ],
)  # fmt: skip
def test_no_list_or_search_shows_a_draft(client: Client, address: str) -> None:
    plant_drafts()

    # A search says again what was asked for, and nothing else.
    for page in _all_pages(client, address):
        asked = page.count(f'value="{CANARY}"') + page.count(f"<title>{CANARY}")
        assert page.count(CANARY) == asked


def _all_pages(client: Client, address: str) -> Iterator[str]:
    following: str | None = address
    while following:
        response = client.get(following)
        assert response.status_code == 200, following
        yield response.content.decode()
        is_json = response.headers["Content-Type"].startswith("application/json")
        following = response.json().get("next") if is_json else None


def test_every_kind_of_address_is_known_to_these_tests() -> None:
    """A new address has to be taught here, or linked from somewhere."""
    taught = {f"{one.plural}/" for one in nouns()}
    unknown = [
        route
        for route in routes(get_resolver())
        if not route.startswith(("desk/", "api/v1/", *taught))
        and route not in ("", "about/", "method/", "search/", "changes/")
    ]

    assert unknown == []


# Facts of the first article, and the words under which a reader would look for them.
FACTS = {
    "the embassy's reply of 17 July 2021": ("embassy", "17 July 2021"),
    "the communiqué of 19 July 2021": ("never acquired computer software", "19 July 2021"),
    "the press release of 20 July 2021": ("surreal stories", "20 July 2021"),
    "NSO's release of 21 July 2021": ("Enough", "21 July 2021"),
    "the phone of Edwy Plenel": ("Edwy Plenel", "Plenel"),
    "the phone of François de Rugy": ("Francois de Rugy", "de Rugy"),
    "the phone of Claude Mangin": ("Claude Mangin", "Mangin"),
    "the phone of Omar Radi": ("Omar Radi", "Radi"),
    "the list of 50,000 numbers": ("50,000", "50,000"),
    "more than half of the phones": ("more than half", "half"),
    "Citizen Lab in 2018": ("Hide and Seek", "2018"),
    "Citizen Lab on 2018 to 2021": ("Citizen Lab active in France", "2018"),
    "Emmanuel Macron": ("Macron", "Macron"),
    "Mohammed VI": ("Mohammed VI", "Mohammed VI"),
    "Pavel Durov": ("Durov", "Durov"),
    "Jamal Khashoggi's relatives": ("Khashoggi relatives", "Khashoggi"),
    "the independent validation": ("peer review", "Citizen Lab"),
    "the two sentences of the embassy": ("any relationship between Morocco", "Morocco"),
    "no longer answering": ("will no longer", "no longer"),
}


@pytest.mark.parametrize("fact", FACTS)
def test_every_fact_of_the_first_article_can_be_found(client: Client, fact: str) -> None:
    query, words = FACTS[fact]

    results = client.get("/search/", {"q": query}).content.decode()

    links = re.findall(r'href="(/(?:\w+)/[a-z0-9-]+/)"', results)
    pages = [client.get(link).content.decode() for link in dict.fromkeys(links)]
    assert any(words in _text(page) for page in pages), f"{fact}: {len(pages)} pages looked at"


def _text(page: str) -> str:
    main = page.partition("<main")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).replace("\xa0", " ")
