"""Which database a query goes to, and who may write where."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model

from desk.models import ChangeSet
from evidence.models import Party, Source
from publishing.databases import (
    RecordIsClosed,
    Router,
    at_desk,
    current_database,
    in_record,
    is_at_desk,
    open_door,
)
from publishing.models import Entry, Head, Revision, RevisionBody
from tests.builders import (
    BOTH,
    make_editor,
)

RECORD_ONLY: list[Any] = [Entry, Head, Revision, RevisionBody]
DESK_ONLY: list[Any] = [ChangeSet, get_user_model()]

router = Router()


def test_domain_models_are_read_from_the_record_by_default() -> None:
    assert router.db_for_read(Party) == "default"


def test_domain_models_are_read_and_written_at_the_desk_below_at_desk() -> None:
    with at_desk():
        assert (router.db_for_read(Party), router.db_for_write(Party)) == ("desk", "desk")


@pytest.mark.parametrize("model", RECORD_ONLY)
def test_the_log_is_read_from_the_record_also_at_the_desk(model: Any) -> None:
    with at_desk():
        assert router.db_for_read(model) == "default"


@pytest.mark.parametrize("model", [Party, Source.authors.field.model, *RECORD_ONLY])
def test_the_record_is_not_written_outside_the_door(model: Any) -> None:
    with pytest.raises(RecordIsClosed, match=r"changes only through publish\(\)"):
        router.db_for_write(model)


@pytest.mark.parametrize("model", RECORD_ONLY)
def test_the_log_is_not_written_at_the_desk_either(model: Any) -> None:
    with at_desk(), pytest.raises(RecordIsClosed):
        router.db_for_write(model)


@BOTH
@pytest.mark.parametrize("model", [Party, *RECORD_ONLY])
def test_everything_of_the_record_is_written_there_with_the_door_open(model: Any) -> None:
    with open_door():
        assert router.db_for_write(model) == "default"


@pytest.mark.parametrize("model", DESK_ONLY)
def test_what_is_the_desks_alone_is_always_there(model: Any) -> None:
    assert (router.db_for_read(model), router.db_for_write(model)) == ("desk", "desk")


def test_a_row_knows_where_it_came_from() -> None:
    party = Party(slug="p")
    party._state.db = "desk"

    assert router.db_for_read(Party, instance=party) == "desk"


def test_places_nest_and_end_with_their_blocks() -> None:
    places = [current_database()]
    with at_desk():
        places.append(current_database())
        with in_record():
            places.append(current_database())
        places.append(current_database())
    places.append(current_database())

    assert places == ["default", "desk", "default", "desk", "default"]


def test_the_desk_is_left_after_an_exception_too() -> None:
    with pytest.raises(ZeroDivisionError), at_desk():
        _fail()

    assert not is_at_desk()


@BOTH
def test_the_door_is_closed_after_an_exception_too() -> None:
    with pytest.raises(ZeroDivisionError), open_door():
        _fail()

    with pytest.raises(RecordIsClosed):
        router.db_for_write(Party)


def test_the_door_is_closed_when_it_could_not_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publishing.databases.unlock_record", lambda connection: _fail())
    monkeypatch.setattr("publishing.databases.lock_record", lambda connection: None)

    with pytest.raises(ZeroDivisionError), open_door():
        pass

    with pytest.raises(RecordIsClosed):
        router.db_for_write(Party)


def _fail() -> None:
    raise ZeroDivisionError


def test_rows_of_two_databases_are_not_linked() -> None:
    one, other = Party(slug="one"), Party(slug="other")
    one._state.db, other._state.db = "desk", "default"

    assert not router.allow_relation(one, other)


@BOTH
def test_the_editors_account_is_at_the_desk() -> None:
    assert make_editor()._state.db == "desk"
