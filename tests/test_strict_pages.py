"""Pages are as strict as the API, and drop what only says where a reader came from."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publishing.models import Entry
from publishing.nouns import noun, nouns
from publishing.reading.parameters import MOST_NAMED
from publishing.reading.strictness import TRACKING, TRACKING_PREFIXES
from tests.builders import BOTH, make_party, publish
from tests.pages import read, words_of

pytestmark = BOTH

CASE = "/cases/pegasus-project/"
NAMES = [
    f"{one.kind}{suffix}" for one in nouns() for suffix in ("", "-list", "-version", "-history")
] + ["home", "about", "method", "search", "changes", "api:docs"]


def address_of(name: str) -> str:
    """Return the address of a page: its list, or that of some published record."""
    kind, _dash, what = name.partition("-")
    if kind not in {one.kind for one in nouns()} or what == "list":
        return reverse(name)
    slug = Entry.objects.filter(kind=kind).values_list("slug", flat=True)[0]
    return reverse(name, kwargs={"slug": slug} | ({"version": 1} if what == "version" else {}))


def names_in(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
        elif str(pattern.pattern) != "desk/":
            yield from names_in(pattern, f"{pattern.namespace}:" if pattern.namespace else space)


def test_these_tests_know_every_public_page() -> None:
    pages = {name for name in names_in(get_resolver()) if not name.startswith("api:")}

    assert pages | {"api:docs"} == set(NAMES)


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_refuses_what_it_does_not_know(client: Client, name: str, method: str) -> None:
    response = getattr(client, method)(f"{address_of(name)}?nonsense=1")

    assert response.status_code == 400
    assert dict(response.context["wrong"]) == {"nonsense": "There is no such parameter here."}


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_drops_where_its_reader_came_from(client: Client, name: str, method: str) -> None:
    address = address_of(name)

    response = getattr(client, method)(f"{address}?utm_source=x&as_of=2021-07-21&fbclid=a%20b")

    assert (response.status_code, response.headers["Location"]) == (
        301,
        f"{address}?as_of=2021-07-21",
    )
    assert client.get(response.headers["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("?utm_source=a&utm_medium=b", ""),
        ("?mc_cid=1&q=a%2Bb+c&mc_eid=2", "?q=a%2Bb+c"),
        ("?q=%C3%A9t%C3%A9&gclid=", "?q=%C3%A9t%C3%A9"),
        ("?q=", ""),
        ("?q=&kind=claim", "?kind=claim"),
        ("?kind=+&q=x", "?q=x"),
        ("?utm%5Fsource=x&q=x", "?q=x"),
        ("?utm_source=x&nonsense=1", "?nonsense=1"),
        ("?gclid=https://evil.example/&q=//evil.example", "?q=//evil.example"),
    ],
)
def test_the_rest_of_an_address_stays_as_it_was_sent(client: Client, sent: str, kept: str) -> None:
    response = client.get(f"/search/{sent}")

    assert response.status_code == 301
    assert response.headers["Location"] == f"/search/{kept}"


@pytest.mark.parametrize("path", ["//evil.example/", "//evil.example/claims", "///about/", "//"])
def test_no_address_leads_to_another_host(client: Client, path: str) -> None:
    response = client.get("/", PATH_INFO=path, QUERY_STRING="utm_source=x")

    assert response.status_code == 404


@pytest.mark.parametrize(
    ("address", "name", "said"),
    [
        ("/search/?kind=nonsense&q=x", "kind", "“nonsense” is not one of: "),
        ("/search/?q=" + "a" * 201, "q", "At most 12 words and 200 characters."),
        ("/search/?q=" + "+".join("abcdefghijklm"), "q", "At most 12 words and 200 characters."),
        ("/search/?q=%21%21", "q", "This contains no word to search for."),
        ("/search/?q=%00", "q", "This contains a control character"),
        ("/search/?q=%ff", "q", "This contains a control character or bytes that are not UTF-8."),
        ("/search/?q=a&q=b", "q", "Give this parameter once."),
        ("/search/?q=a&after=b", "after", "There is no such parameter here."),
        ("/statements/?after=no-such-slug", "after", "No record in this list is called"),
        ("/statements/?after=No+Slug", "after", "It takes the name of a record"),
        ("/families/?after=zzz", "after", "No record in this list is called “zzz”."),
        ("/statements/?after=le-monde", "after", "No record in this list is called “le-monde”."),
        ("/statements/?as_of=2021-02-30", "as_of", "It takes a day such as 2021-07-21"),
        ("/about/?as_of=yesterday", "as_of", "It takes a day such as 2021-07-21"),
        ("/changes/?before=x", "before", "It takes the number of a line of the log."),
        ("/changes/?before=0", "before", "It takes the number of a line of the log."),
        (f"{CASE}?speaker=unknown", "speaker", "“unknown” is not one of: "),
        (f"{CASE}?speaker=No", "speaker", "It takes the name of a record"),
        (f"{CASE}?topic=unknown", "topic", "“unknown” is not one of: procedure,"),
        (f"{CASE}?topic=" + "a" * 501, "topic", "At most 500 characters; this has 501."),
        ("/parties/le-monde/?speaker=x", "speaker", "There is no such parameter here."),
    ],
)
def test_what_is_meaningless_is_named_with_what_would_be_right(
    client: Client, address: str, name: str, said: str
) -> None:
    response = client.get(address)

    assert response.status_code == 400
    assert list(response.context["wrong"]) == [name]
    words = words_of(response.content.decode())
    assert f"{name} {said}" in words.replace("&quot;", '"')


def test_a_refusal_names_the_parameters_of_a_page(client: Client) -> None:
    timeline = words_of(read(client, f"{CASE}?x=1", 400))
    about = words_of(read(client, "/about/?x=1", 400))

    assert "This page knows: as_of , speaker , topic ." in timeline
    assert "This page knows no parameters." in about


def test_all_that_is_wrong_is_named_at_once(client: Client) -> None:
    response = client.get(f"{CASE}?topic=x&speaker=No&y=1")

    assert set(response.context["wrong"]) == {"topic", "speaker", "y"}


def test_a_speaker_who_said_nothing_here_leads_to_an_empty_timeline(client: Client) -> None:
    silent = make_party()
    publish(silent)

    response = client.get(f"{CASE}?speaker={silent.slug}")

    assert response.status_code == 200
    assert not response.context["months"]


def test_a_name_is_shown_without_what_cannot_be_seen(client: Client) -> None:
    page = read(client, "/about/?%E2%80%AEelif%00%3Cb%3E=1", 400)

    assert "\ufffdelif\ufffd&lt;b&gt;" in page


def test_a_refusal_is_bounded_whatever_was_asked(client: Client) -> None:
    asked = "&".join(f"n{number}=1" for number in range(5000))

    response = client.get(f"/search/?{asked}")

    assert response.status_code == 400
    assert len(response.context["wrong"]) == MOST_NAMED
    assert len(response.content) < 20_000


def test_more_parameters_than_an_address_can_have_are_refused_with_words(client: Client) -> None:
    assert "There are too many parameters." in read(client, "/search/?" + "a=&" * 20_001, 400)


def test_no_page_takes_what_marks_a_reader() -> None:
    taken = {"as_of", "after", "before", "speaker", "topic", "q", "kind"}

    assert not [name for name in taken if name in TRACKING or name.startswith(TRACKING_PREFIXES)]


def test_the_desk_keeps_its_own_parameters(client: Client) -> None:
    assert client.get("/desk/login/?next=/desk/&utm_source=x").status_code == 200


def test_forms_of_pages_lead_somewhere_when_left_empty(client: Client) -> None:
    page: Any = client.get(f"{CASE}?speaker=&topic=&as_of=", follow=True)

    assert page.redirect_chain == [(CASE, 301)]
    assert page.status_code == 200


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from(["/search/", "/changes/", f"/{noun('claim').plural}/", CASE, "/about/"]),
    st.text(alphabet=st.characters(codec="ascii"), max_size=60),
)
def test_no_query_leads_elsewhere_or_breaks(client: Client, path: str, query: str) -> None:
    response = client.get(path, QUERY_STRING=query)

    assert response.status_code in (200, 301, 400)
    assert response.headers.get("Location", path).startswith(path)


def test_an_unknown_parameter_is_refused_although_it_is_empty(client: Client) -> None:
    page = words_of(read(client, "/claims/?colour=", 400))

    assert "colour" in page
