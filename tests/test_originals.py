"""What the tests' databases are copied from: made once, whole, and anew when it has to be."""

import sqlite3
import uuid
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests import stores
from tests.fingerprint import State, fingerprint, loaded, state_of_the_code
from tests.originals import Original, copied
from tests.postgresql import (
    drop_what_this_run_made,
    name_in,
    name_this_run,
    names_beginning,
    of_this_run,
    on_postgresql,
    on_server,
)

STATE: State = {
    "claims/models.py": "a",
    "claims/pages.py": "b",
    "cases/one.json": "c",
    "tests/test_pages.py": "d",
}
HAD_A_PART = ["claims/models.py"]
Make = Callable[[dict[str, str]], list[str]]


@pytest.fixture(autouse=True)
def _apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what these tests make apart from what this run needs and later runs find."""
    monkeypatch.setenv("PEGASUS_TEST_KEEP", "")
    monkeypatch.setattr(stores, "FOLDER", tmp_path / "originals")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder to copy into."""
    made = tmp_path / "copy"
    made.mkdir()
    return made


def write(url: str, word: str) -> None:
    """Write a word into a database, in a table that may be there already."""
    statements = [
        "CREATE TABLE IF NOT EXISTS words (word text)",
        f"INSERT INTO words VALUES ('{word}')",
    ]
    if on_postgresql():
        on_server(*statements, database=name_in(url))
        return
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database, database:
        for statement in statements:
            database.execute(statement)


def words_in(url: str) -> list[str]:
    statement = "SELECT word FROM words"
    if on_postgresql():
        return [word for [word] in on_server(statement, database=name_in(url))]
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database:
        return [word for [word] in database.execute(statement)]


def makes(word: str) -> Make:
    """Return how to make an original that holds a word in both of its databases."""

    def make(urls: dict[str, str]) -> list[str]:
        for url in urls.values():
            write(url, word)
        return ["manage.py"]

    return make


def original(make: Make, base: Original | None = None) -> Original:
    return Original(f"test{uuid.uuid4().hex[:8]}", make, base)


def fails(urls: dict[str, str]) -> list[str]:
    makes("half")(urls)
    raise ZeroDivisionError


def test_a_copy_holds_what_the_original_holds(folder: Path) -> None:
    urls = copied(original(makes("one")), folder)

    assert [words_in(url) for url in urls.values()] == [["one"], ["one"]]


def test_an_original_is_made_once_and_what_is_written_to_a_copy_stays_there(folder: Path) -> None:
    given = original(makes("one"))
    write(copied(given, folder)["DATABASE_URL"], "written to the first copy")
    unwilling = Original(given.name, fails)

    urls = copied(unwilling, folder)

    assert words_in(urls["DATABASE_URL"]) == ["one"]


def test_an_original_begins_with_what_its_base_holds(folder: Path) -> None:
    urls = copied(original(makes("two"), base=original(makes("one"))), folder)

    assert words_in(urls["DATABASE_URL"]) == ["one", "two"]


def test_what_was_half_made_is_never_copied(folder: Path) -> None:
    given = original(fails)
    with pytest.raises(ZeroDivisionError):
        copied(given, folder)

    urls = copied(Original(given.name, makes("whole")), folder)

    assert words_in(urls["DATABASE_URL"]) == ["whole"]


def test_an_original_is_made_again_if_the_code_changed_meanwhile(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = iter([STATE, STATE, {**STATE, "claims/models.py": "saved"}])
    last = {**STATE, "claims/models.py": "saved"}
    monkeypatch.setattr("tests.originals.state_of_the_code", lambda: next(states, last))
    made: list[str] = []

    def make(urls: dict[str, str]) -> list[str]:
        made.append("once more")
        return HAD_A_PART

    copied(original(make), folder)

    assert len(made) == 2


@pytest.mark.skipif(on_postgresql(), reason="databases on a server go away with their run")
def test_the_files_that_were_used_last_are_kept_and_no_more(folder: Path) -> None:
    for _number in range(stores.KEPT + 2):
        last = original(makes("one"))
        copied(last, folder)

    kept = [path.name for path in stores.FOLDER.iterdir() if path.is_dir()]
    assert len(kept) == stores.KEPT
    assert any(name.startswith(last.name) for name in kept)


@pytest.mark.skipif(not on_postgresql(), reason="files go away with their folder")
def test_databases_go_away_with_their_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEGASUS_TEST_RUN", "")
    name_this_run(keep=False)
    copied(original(makes("one")), folder)
    before = names_beginning(of_this_run())

    drop_what_this_run_made()

    assert len(before) == 4
    assert names_beginning(of_this_run()) == []


def test_another_module_that_had_a_part_is_another_fingerprint() -> None:
    changed = {**STATE, "claims/models.py": "changed"}

    assert fingerprint(changed, HAD_A_PART) != fingerprint(STATE, HAD_A_PART)


@pytest.mark.parametrize("name", ["claims/pages.py", "tests/test_pages.py"])
def test_a_module_that_had_no_part_changes_no_fingerprint(name: str) -> None:
    assert fingerprint({**STATE, name: "changed"}, HAD_A_PART) == fingerprint(STATE, HAD_A_PART)


def test_every_module_of_the_site_counts_as_long_as_nobody_knows_which_had_a_part() -> None:
    changed = {**STATE, "claims/pages.py": "changed"}

    assert fingerprint(changed, None) != fingerprint(STATE, None)


@pytest.mark.parametrize("name", ["cases/one.json", "claims/migrations/0002_new.py"])
def test_the_case_and_the_names_of_modules_always_count(name: str) -> None:
    assert fingerprint({**STATE, name: "new"}, HAD_A_PART) != fingerprint(STATE, HAD_A_PART)


def test_the_state_of_the_code_has_its_modules_and_the_case() -> None:
    state = state_of_the_code()

    assert {"publishing/publish.py", "cases/pegasus-project/claims.json"} <= state.keys()
    assert {"requirements.txt", "tests/settings.py"} <= state.keys()
    assert not [name for name in state if name.startswith((".venv", "var"))]


def test_what_is_loaded_is_part_of_the_state_of_the_code() -> None:
    assert "tests/test_originals.py" in loaded()
    assert set(loaded()) <= state_of_the_code().keys()
