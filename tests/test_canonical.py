"""Canonical JSON by RFC 8785, and texts in NFC, so that the same words give the same hash."""

import hashlib
import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from claims.models import Claim
from desk.casefiles.importing import import_case, read_case
from evidence.models import Party, Source
from publishing.databases import at_desk
from publishing.formats.checking import problems_of
from publishing.formats.serializers import document_of
from publishing.models import Entry, RevisionBody
from publishing.nouns import noun
from tests.builders import (
    BOTH,
    make_claim,
    make_party,
    make_source,
    make_statement,
    publish,
    publish_all,
)
from values.canonical import canonical, nfc, sha256

pytestmark = pytest.mark.once

# RFC 8785, appendix B: IEEE 754 doubles and how they are written.
NUMBERS = {
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333",
    "41b3de4355555556": "333333333.3333334",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}

# RFC 8785, section 3.2.3: keys are sorted by their UTF-16 code units.
UNSORTED = """{
  "\\u20ac": "Euro Sign", "\\r": "Carriage Return", "\\ufb33": "Hebrew Letter Dalet With Dagesh",
  "1": "One", "\\ud83d\\ude00": "Emoji: Grinning Face", "\\u0080": "Control",
  "\\u00f6": "Latin Small Letter O With Diaeresis"
}"""
SORTED = [
    "Carriage Return",
    "One",
    "Control",
    "Latin Small Letter O With Diaeresis",
    "Euro Sign",
    "Emoji: Grinning Face",
    "Hebrew Letter Dalet With Dagesh",
]

COMPOSED, DECOMPOSED = "Général", unicodedata.normalize("NFD", "Général")
ASTRAL = "𝔘𝔫𝔡 😀"


@pytest.mark.parametrize(("bits", "written"), NUMBERS.items())
def test_numbers_are_written_as_the_rfc_says(bits: str, written: str) -> None:
    import struct

    [number] = struct.unpack(">d", bytes.fromhex(bits))

    assert canonical(number) == written


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 2**53])
def test_numbers_that_json_cannot_keep_are_refused(number: float) -> None:
    with pytest.raises(ValueError, match=r"domain|representable"):
        canonical(number)


def test_keys_are_sorted_by_their_utf_16_code_units() -> None:
    text = canonical(json.loads(UNSORTED))

    assert list(json.loads(text).values()) == SORTED


def test_the_example_of_the_rfc() -> None:
    given = r"""{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }"""
    expected = (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )

    assert canonical(json.loads(given)) == expected


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("\b\t\n\f\r", '"\\b\\t\\n\\f\\r"'),
        ("\x00\x1f", '"\\u0000\\u001f"'),
        ("\x7f\u2028\u2029", '"\x7f\u2028\u2029"'),
        ("</script>", '"</script>"'),
        (ASTRAL, f'"{ASTRAL}"'),
        ("الأمن", '"الأمن"'),
    ],
)
def test_only_what_must_be_escaped_is(text: str, written: str) -> None:
    assert canonical(text) == written


def test_half_a_character_is_refused() -> None:
    with pytest.raises(ValueError, match="UTF-8"):
        canonical("\ud83d")


def test_the_hash_is_of_the_texts_utf_8() -> None:
    assert sha256("é😀") == hashlib.sha256(b"\xc3\xa9\xf0\x9f\x98\x80").hexdigest()


def test_nfc_composes() -> None:
    assert nfc(DECOMPOSED) == COMPOSED != DECOMPOSED


@BOTH
def test_a_decomposed_language_map_is_stored_composed() -> None:
    party = make_party(name={"fr": DECOMPOSED})

    with at_desk():
        assert Party.objects.get(slug=party.slug).name == {"fr": COMPOSED}


@BOTH
def test_a_decomposed_language_map_is_composed_by_an_update_too() -> None:
    party = make_party()

    with at_desk():
        Party.objects.filter(slug=party.slug).update(name={"fr": DECOMPOSED})

        assert Party.objects.get(slug=party.slug).name == {"fr": COMPOSED}


@BOTH
@pytest.mark.parametrize("field", ["title", "publisher_name"])
def test_a_decomposed_line_is_stored_composed(field: str) -> None:
    source = make_source(**{field: DECOMPOSED})

    with at_desk():
        assert getattr(Source.objects.get(slug=source.slug), field) == COMPOSED


@BOTH
def test_a_decomposed_word_in_a_list_is_stored_composed() -> None:
    source = make_source(authors=[DECOMPOSED])

    with at_desk():
        assert Source.objects.get(slug=source.slug).authors == [COMPOSED]


@BOTH
def test_a_decomposed_quote_is_stored_and_found_composed() -> None:
    claim = make_claim(make_statement(f"Le {COMPOSED} nie."), exact=DECOMPOSED)

    with at_desk():
        assert Claim.objects.get(slug=claim.slug).exact == COMPOSED


@BOTH
def test_the_same_words_give_the_same_hash_however_they_were_typed() -> None:
    one = make_party(slug="one", name={"fr": COMPOSED})
    other = make_party(slug="other", name={"fr": DECOMPOSED})
    party = noun("party").document

    with at_desk():
        texts = [document_of(record, party).replace("other", "one") for record in (one, other)]

    assert sha256(texts[0]) == sha256(texts[1])


@BOTH
def test_what_is_hashed_is_the_canonical_document_in_nfc() -> None:
    party = make_party(name={"fr": DECOMPOSED, "ar": "المغرب", "en": ASTRAL})

    [revision] = publish(party)

    stored = RevisionBody.objects.get(pk=revision.seq)
    body, salt = stored.body, bytes.fromhex(str(stored.salt))
    assert body == canonical(json.loads(body)) == nfc(body)
    assert revision.sha256 == hashlib.sha256(salt + body.encode()).hexdigest()
    assert Entry.objects.get(pk=revision.seq).document == body


@BOTH
def test_offsets_count_code_points() -> None:
    claim = make_claim(make_statement(f"{ASTRAL}: never a client."), exact="never a client")

    publish_all(claim)

    published = Claim.objects.get(slug=claim.slug)
    assert (published.start, published.end) == (len(ASTRAL) + 2, len(ASTRAL) + 16)
    assert published.rendition.text[published.start : published.end] == "never a client"


@BOTH
def test_offsets_in_utf_16_units_are_refused() -> None:
    from publishing.publish import PublicationRefused

    statement = make_statement(f"{ASTRAL}: never a client.")
    utf16 = len(f"{ASTRAL}: ".encode("utf-16-le")) // 2
    claim = make_claim(statement, start=utf16, end=utf16 + 14)

    with pytest.raises(PublicationRefused, match="never a client"):
        publish_all(claim)


@BOTH
def test_a_decomposed_file_is_imported_composed_with_its_offsets(tmp_path: Path) -> None:
    statement = make_statement(f"Le {COMPOSED} nie tout.")
    claim = make_claim(statement, exact=f"{COMPOSED} nie")
    with at_desk():
        document = json.loads(document_of(claim, noun("claim").document))
        Claim.objects.get(slug=claim.slug).delete()
    text = json.dumps([document], ensure_ascii=False)
    (tmp_path / "claims.json").write_text(unicodedata.normalize("NFD", text), encoding="utf-8")

    import_case(read_case(tmp_path))

    with at_desk():
        imported = Claim.objects.get(slug=claim.slug)
        assert imported.rendition.text[imported.start : imported.end] == imported.exact


def _party(**changes: Any) -> dict[str, Any]:
    return {"kind": "party", "slug": "p", "type": "ngo", "name": {"en": "P"}, **changes}


@pytest.mark.parametrize("text", ["half \ud83d a character", "\udc00", "\x00"])
def test_text_that_cannot_be_hashed_is_refused_by_its_field(text: str) -> None:
    found = problems_of(_party(name={"en": text}), noun("party").document)

    assert [field for field, _words in found] == ["name.en"]


def test_a_faulty_document_leaves_no_trace_in_what_is_checked_next() -> None:
    format_ = noun("party").document

    first = problems_of(_party(unknown=1), format_)
    second = problems_of(_party(type="no such type"), format_)

    assert [field for field, _words in first] == ["unknown"]
    assert [field for field, _words in second] == ["type"]
    assert problems_of(_party(), format_) == []
