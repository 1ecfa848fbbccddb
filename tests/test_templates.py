"""Templates: what is compiled for them, and what is asked of their files."""

from pathlib import Path

import pytest
from django.template import Context, Template
from django.template.loader import get_template

from pegasus_tracker.template_loader import Loader, compact
from script.check_templates import faults, faults_of

pytestmark = pytest.mark.once

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("name", NAMES)
def test_every_template_is_loaded_compacted_and_compiles(name: str) -> None:
    template = get_template(name)

    assert isinstance(template.template.origin.loader, Loader)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("source", "sent"),
    [
        ("  <b>a</b>\n    <i>b</i>\n", "<b>a</b>\n<i>b</i>"),
        ("<div>\n  <p>\n    a\n  </p>\n</div>\n", "<div><p>a\n</p></div>"),
        ('<li id="{{ x }}" class="a">\n  a\n', '<li id="{{ x }}" class="a">a'),
        ("{% load i18n %}\n<p>a</p>\n", "{% load i18n %}<p>a</p>"),
        (
            "{% if a %}{% with b=c %}\n  d\n{% endwith %}{% endif %}\n",
            "{% if a %}{% with b=c %}d\n{% endwith %}{% endif %}",
        ),
        ('{% url "home" as home %}\na\n', '{% url "home" as home %}a'),
    ],
)
def test_white_space_that_shows_nowhere_is_not_sent(source: str, sent: str) -> None:
    assert compact(source) == sent


@pytest.mark.parametrize(
    "source",
    [
        "<b>a</b>\n<i>b</i>",
        "{{ a }}\n{{ b }}",
        '{% include "a.html" %}\n{% include "b.html" %}',
        '{% translate "a" %}\n{% translate "b" %}',
        "{% if a %}a{% endif %}\n{% if b %}b{% endif %}",
        "<p>a</p>\nb",
        "<span>\na",
        "{% if a %} b\n",
    ],
)
def test_white_space_between_words_is_sent(source: str) -> None:
    assert compact(source) == source.removesuffix("\n")


def test_the_words_of_the_record_keep_their_white_space() -> None:
    template = Template(compact("<div>\n  <textarea>\n    {{ words }}</textarea>\n</div>\n"))

    sent = template.render(Context({"words": "  a\n\n    b\n"}))

    assert sent == "<div><textarea>\n  a\n\n    b\n</textarea>\n</div>"


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("a" * 111, "111 characters; at most 110"),
        ("a\n" * 81, "more than 80 lines: move a part into another template"),
        ("<p>{% if a %}<b>{{ b }}{% endif %}</p>", "</p> closes b of line 1"),
        ("<div>\n<p>a</p>", "<div> is never closed"),
        ("a</div>", "</div> closes nothing of line 0"),
        (
            '{% records "claim" as a %}{% record "party" b %}',
            "{% record %} needs a name: “as party”; {% link_to %} writes a link",
        ),
    ],
)
def test_what_is_wrong_with_a_template_is_named(source: str, fault: str) -> None:
    assert fault in [words for _line, words in faults_of(source)]


@pytest.mark.parametrize(
    "source",
    [
        "“" * 110,
        "a\n" * 80,
        '<p{% if a > b %} class="c"{% endif %}>a<br><img alt="">{{ b }}</p>',
        "<h{{ level }}>a</h{{ level }}>",
        '{% record "party" b as c %}',
        "{# <div> #}",
    ],
)
def test_nothing_else_is_wrong_with_a_template(source: str) -> None:
    assert list(faults_of(source)) == []


def test_a_repeated_sentence_is_named_with_both_places(tmp_path: Path) -> None:
    first, second = tmp_path / "a" / "one.html", tmp_path / "a" / "two.html"
    first.parent.mkdir()
    first.write_text('{% translate "It stands here, and it stands there." %}')
    second.write_text(
        "{% blocktranslate trimmed %}\n  It stands here, and\n  it stands there.\n"
        '{% endblocktranslate %}{% translate "Sources" %}'
    )

    found = list(faults(first.parent))

    assert found == [
        "a/one.html, a/two.html: “It stands here, and it stands there.” "
        "stands more than once; include it"
    ]


def test_nothing_is_wrong_with_our_templates() -> None:
    assert list(faults(TEMPLATES)) == []
