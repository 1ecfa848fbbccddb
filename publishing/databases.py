"""The desk and the record: which database a query goes to, and who may write.

Editors work at the *desk*; everything public reads the *record* (Django's ``default`` database).
Code that forgets to say which gets the record, so a slip shows published data, never a draft. The
record's connections are kept read-only by the database itself; only ``publish()`` (the door) and
migrations lift that.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Literal

from django.conf import settings
from django.db import Error, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

Place = Literal["record", "desk", "door"]

RECORD = "default"
DESK = "desk"
RECORD_ONLY_MODELS = {"head", "revision", "revisionbody", "entry"}
DOMAIN_APPS = {"publishing", "evidence", "claims"}

_place: ContextVar[Place] = ContextVar("place", default="record")


class RecordIsClosed(RuntimeError):
    """Something tried to write to the record without going through publish()."""


@contextmanager
def at_desk() -> Iterator[None]:
    """Let models live at the desk inside this block.

    Querysets are lazy: one made here and evaluated outside reads the record.
    """
    token = _place.set("desk")
    try:
        yield
    finally:
        _place.reset(token)


@contextmanager
def in_record() -> Iterator[None]:
    """Let models live in the record inside this block, even below at_desk()."""
    token = _place.set("record")
    try:
        yield
    finally:
        _place.reset(token)


@contextmanager
def open_door() -> Iterator[None]:
    """Open the record for writing. For publish(), rebuild_record and nothing else."""
    if settings.PUBLIC_ONLY:
        raise RecordIsClosed("A public process reads the record and never writes it.")
    connection = connections[RECORD]
    token = _place.set("door")
    try:
        unlock_record(connection)
        yield
    finally:
        _place.reset(token)
        close_door(connection)


def current_database() -> str:
    """Return the alias that domain models are read from here and now."""
    return DESK if _place.get() == "desk" else RECORD


def is_at_desk() -> bool:
    """Tell whether at_desk() is in force."""
    return _place.get() == "desk"


def close_door(connection: BaseDatabaseWrapper) -> None:
    """Lock the connection again; drop one that does not obey, so that it is made anew, locked."""
    try:
        lock_record(connection)
    except Error:
        connection.close()


@contextmanager
def one_moment() -> Iterator[None]:
    """Let every query on the record inside this block see it as it is at one moment."""
    connection = connections[RECORD]
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic(using=RECORD):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def lock_record(connection: BaseDatabaseWrapper) -> None:
    """Make the database itself refuse writes on this connection."""
    _set_read_only(connection, True)


def unlock_record(connection: BaseDatabaseWrapper) -> None:
    """Let this connection write; a transaction already begun stays as it was."""
    _set_read_only(connection, False)


def _set_read_only(connection: BaseDatabaseWrapper, closed: bool) -> None:
    if connection.vendor == "sqlite":
        statement = f"PRAGMA query_only = {'ON' if closed else 'OFF'}"
        # BEGIN IMMEDIATE asks for the right to write, which a closed connection does not have.
        connection.transaction_mode = "DEFERRED" if closed else "IMMEDIATE"  # type: ignore[attr-defined]
    else:
        statement = f"SET default_transaction_read_only = {'on' if closed else 'off'}"
    with connection.cursor() as cursor:
        cursor.execute(statement)


def lock_new_connection(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Receive ``connection_created``: each connection to the record starts closed."""
    if connection.alias == RECORD and _place.get() != "door":
        lock_record(connection)


class Router:
    """Send domain models to the place in force, and desk-only apps to the desk."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        if not _is_domain(model):
            return DESK
        if model._meta.model_name in RECORD_ONLY_MODELS:
            return RECORD
        instance = hints.get("instance")
        if instance is not None and instance._state.db:
            return str(instance._state.db)
        return current_database()

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        if not _is_domain(model):
            return DESK
        place = _place.get()
        if place == "desk" and model._meta.model_name not in RECORD_ONLY_MODELS:
            return DESK
        if place == "door":
            return RECORD
        raise RecordIsClosed(
            f"{model._meta.label} cannot be written here: the record changes only through"
            " publish(). Work at the desk: with at_desk(): …"
        )

    def allow_relation(self, obj1: Model, obj2: Model, **hints: Any) -> bool | None:
        return obj1._state.db == obj2._state.db or None

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        if db == RECORD:
            return app_label in DOMAIN_APPS
        return None


def _is_domain(model: type[Model]) -> bool:
    return model._meta.app_label in DOMAIN_APPS
