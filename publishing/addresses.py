"""Where records are found: their pages, versions and JSON twins."""

from django.urls import get_script_prefix

from publishing.registry import noun


def list_address(kind: str) -> str:
    """Return the path of the list of all records of a kind."""
    return f"{get_script_prefix()}{noun(kind).plural}/"


def address(kind: str, slug: str) -> str:
    """Return the path of a record's page."""
    return f"{list_address(kind)}{slug}/"


def version_address(kind: str, slug: str, version: int) -> str:
    """Return the path of one version of a record, which stays for ever."""
    return f"{address(kind, slug)}v{version}/"


def history_address(kind: str, slug: str) -> str:
    """Return the path of a record's history."""
    return f"{address(kind, slug)}history/"


def json_address(kind: str, slug: str) -> str:
    """Return the path of a record in the API."""
    return f"{get_script_prefix()}api/v1/{noun(kind).plural}/{slug}/"
