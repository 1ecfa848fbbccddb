"""The docs name what there is: settings, commands, addresses, fields, words, libraries."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import override_settings

from publishing.nouns import nouns
from script import data_dictionary
from tests import documentation as docs
from tests.growing import grown

pytestmark = pytest.mark.once

DEPLOYMENT, ARCHITECTURE = "docs/deployment.md", "docs/architecture.md"
MODEL, GLOSSARY, API = "docs/data-model.md", "docs/glossary.md", "docs/api.md"
LIBRARIES = "docs/decisions/0007-libraries.md"
PAGES = docs.pages()


def names_of(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(docs.ROOT)) for path in paths]


def settings() -> set[str]:
    return (
        docs.settings_read_by(docs.read("pegasus_tracker/settings.py"))
        | docs.settings_read_by(docs.scripts())
        | docs.settings_read_by_script(docs.scripts())
        | set(re.findall(r"^#?([A-Z_]+)=", docs.read(".env.example"), re.MULTILINE))
    )


def of_the_api(addresses: list[str]) -> list[str]:
    return [one for one in addresses if one.startswith("/api/v1/")]


def of_pages(addresses: list[str]) -> list[str]:
    return [one for one in addresses if not one.startswith("/api/v1/")]


def test_every_setting_is_documented() -> None:
    assert not docs.missing(settings(), docs.read(DEPLOYMENT))
    assert {"DATABASE_URL", "PEGASUS_VAR", "PORT"} <= settings()


def test_no_setting_is_documented_that_nothing_reads() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \|", docs.read(DEPLOYMENT), re.MULTILINE)
    assert not set(rows) - settings()


def test_every_command_is_documented() -> None:
    assert not docs.missing(docs.commands(), docs.read(ARCHITECTURE))
    assert {"import_case", "verify_log"} <= docs.commands().keys()


def test_every_option_of_a_command_is_documented() -> None:
    text = docs.read(ARCHITECTURE)
    found = {option for code in docs.commands().values() for option in docs.options(code)}
    assert not docs.missing(found, text)
    assert "--dry-run" in found


def test_every_public_address_is_documented() -> None:
    found = of_pages(docs.addresses())
    assert not docs.undocumented(found, docs.read(ARCHITECTURE))
    assert {"/", "/<plural>/<>/", "/<plural>/<>/v<>/", "/search/"} <= set(found)


def test_every_endpoint_is_documented() -> None:
    found = of_the_api(docs.addresses())
    assert (docs.ROOT / API).exists()
    assert not docs.undocumented(found, docs.read(API))
    assert {"/api/v1/<plural>/", "/api/v1/revisions/"} <= set(found)


def test_every_kind_is_named_with_its_address() -> None:
    plurals = [one.plural for one in nouns()]
    assert not docs.missing(plurals, docs.read(ARCHITECTURE))


def test_the_tables_of_fields_are_fresh() -> None:
    text = docs.read(MODEL)
    renewed = data_dictionary.renewed(text)
    assert renewed == text, "run .venv/bin/python script/data_dictionary.py"


def test_every_model_and_field_is_documented() -> None:
    text = docs.read(MODEL)
    common = docs.section(text, "Fields of every record and part")
    for model in docs.models():
        own = docs.section(text, model._meta.label)
        names = [f.name for f in (*model._meta.fields, *model._meta.many_to_many)]
        keys = {"id"} if model._meta.auto_field else set()
        assert not docs.missing(set(names) - keys, own + common), model._meta.label
        assert own, model._meta.label


def test_the_tables_say_since_which_format_a_key_is_there() -> None:
    with grown("rebuttal", {"citations.quote": ""}), grown("claim", {}, {"citations.quote": ""}):
        citation = docs.section(data_dictionary.dictionary(), "claims.Citation")

    assert '| claim 3<br>rebuttal 2 | `""` | ' in citation
    assert re.search(r"^\| `locator` .* \| 1 \|  \|", citation, re.MULTILINE)


def test_every_field_has_a_help_text() -> None:
    silent = [row for row in docs.read(MODEL).splitlines() if re.match(r"^\| `.*\|\s*\|$", row)]
    assert not silent


def test_the_glossary_has_every_model() -> None:
    text = docs.read(GLOSSARY).lower()
    names = {str(model._meta.verbose_name).lower() for model in docs.models()}
    assert not [one for one in sorted(names) if not re.search(rf"\*\*[^*]*\b{one}\b", text)]


def test_the_glossary_has_every_allowed_word() -> None:
    assert not docs.missing(docs.words(), docs.read(GLOSSARY))


def test_every_library_is_explained() -> None:
    pinned = docs.pins(docs.read("requirements.txt", "requirements-dev.txt"))
    assert not docs.missing(pinned, docs.read(LIBRARIES))


def test_every_decision_is_listed_and_numbered_in_order() -> None:
    files = sorted((docs.DOCS / "decisions").glob("*.md"))
    index = docs.read("docs/README.md")
    assert [int(path.name[:4]) for path in files] == list(range(1, len(files) + 1))
    assert not [path.name for path in files if f"(decisions/{path.name})" not in index]


def test_every_document_is_in_the_index() -> None:
    index = docs.read("docs/README.md")
    here = [path.name for path in docs.DOCS.glob("*.md") if path.name != "README.md"]
    assert not [name for name in here if f"({name})" not in index]


@pytest.mark.parametrize("page", PAGES, ids=names_of(PAGES))
def test_relative_links_lead_somewhere(page: Path) -> None:
    assert not docs.broken_links(page, page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=names_of(PAGES))
def test_no_document_names_a_folder_of_one_machine(page: Path) -> None:
    assert not docs.machine_paths(page.read_text(encoding="utf-8"))


# Each of the above can fail.


@pytest.mark.parametrize("name", sorted(settings()))
def test_a_setting_that_is_left_out_is_missed(name: str) -> None:
    assert docs.missing([name], docs.read(DEPLOYMENT).replace(f"`{name}`", "")) == [name]


@pytest.mark.parametrize(
    "code",
    [
        'env.str("NEW_ONE", default="")',
        'env.int(\n    "NEW_ONE"\n)',
        '_database("NEW_ONE", "x")',
        'os.environ.get("NEW_ONE")',
        'os.environ["NEW_ONE"]',
    ],
)
def test_a_new_setting_is_seen(code: str) -> None:
    assert docs.settings_read_by(code) == {"NEW_ONE"}


@pytest.mark.parametrize("code", ["${NEW_ONE:-8000}", '[ -z "${NEW_ONE:-}" ]', "${NEW_ONE+set}"])
def test_a_new_setting_of_a_script_is_seen(code: str) -> None:
    assert docs.settings_read_by_script(code) == {"NEW_ONE"}


def test_a_command_that_is_left_out_is_missed() -> None:
    text = re.sub(r"`verify_log`", "", docs.read(ARCHITECTURE))
    assert docs.missing(docs.commands(), text) == ["verify_log"]


@pytest.mark.parametrize(
    ("choose", "page"), [(of_pages, ARCHITECTURE), (of_the_api, API)], ids=["pages", "API"]
)
def test_an_address_that_is_left_out_is_missed(
    choose: Callable[[list[str]], list[str]], page: str
) -> None:
    for address in choose(docs.addresses()):
        if docs.CATCH_ALL not in address:
            assert docs.undocumented([address], without(address, docs.read(page))) == [address]


def without(address: str, text: str) -> str:
    """Return a text without the lines that name an address."""
    named = re.compile(r"/[\w<>{}./-]+|(?<=`)/(?=`)")
    lines = text.splitlines()
    return "\n".join(row for row in lines if address not in map(docs.normal, named.findall(row)))


@override_settings(ROOT_URLCONF="tests.test_docs")
def test_a_new_address_is_seen() -> None:
    assert docs.undocumented(docs.addresses(), docs.read(ARCHITECTURE)) == ["/brand-new/<>/"]


def urlpatterns_for_a_test() -> list[object]:
    from django.urls import path

    from pegasus_tracker import pages

    return [path("brand-new/<slug:slug>/", pages.home)]


urlpatterns = urlpatterns_for_a_test()


def test_a_field_that_is_left_out_is_missed() -> None:
    text = docs.section(docs.read(MODEL), "claims.Citation")
    assert docs.missing(["strength"], text.replace("`strength`", "")) == ["strength"]


def test_stale_tables_are_noticed() -> None:
    text = docs.read(MODEL).replace("Optional.", "", 1)
    assert data_dictionary.renewed(text) != text


def test_a_word_that_is_left_out_is_missed() -> None:
    text = docs.read(GLOSSARY).replace("`undercuts`", "")
    assert docs.missing(docs.words(), text) == ["undercuts"]


@pytest.mark.parametrize("link", ["nowhere.md", "glossary.md#no-such-heading", "#no-such-heading"])
def test_a_broken_link_is_noticed(link: str) -> None:
    assert docs.broken_links(docs.DOCS / "README.md", f"[x]({link})") == [link]


@pytest.mark.parametrize("folder", ["root/x", "home/me/y", "Users/me", "tmp/x/y"])
def test_a_folder_of_one_machine_is_noticed(folder: str) -> None:
    assert docs.machine_paths(f"see /{folder}.")
