"""Where records are found: their pages, versions and JSON twins."""

from django.urls import ResolverMatch, get_script_prefix

from publishing.nouns import listed_nouns, noun

OWN_TWINS = {"home": "", "changes": "changes"}


def list_address(kind: str) -> str:
    """Return the path of the list of all records of a kind."""
    return f"{get_script_prefix()}{noun(kind).plural}/"


def address(kind: str, slug: str) -> str:
    """Return the path of a record's page; of its lines in the log, where it has no page."""
    if not noun(kind).listed:
        return f"{_json_list('revisions')}?kind={kind}&slug={slug}"
    return f"{list_address(kind)}{slug}/"


def version_address(kind: str, slug: str, version: int) -> str:
    """Return the path of one version of a record, which stays for ever."""
    return f"{address(kind, slug)}v{version}/"


def history_address(kind: str, slug: str) -> str:
    """Return the path of a record's history."""
    return f"{address(kind, slug)}history/"


def json_list_address(kind: str) -> str:
    """Return the path in the API of the list of all records of a kind."""
    return _json_list(noun(kind).plural)


def json_address(kind: str, slug: str) -> str:
    """Return the path of a record in the API."""
    return f"{_json_list(noun(kind).plural)}{slug}/"


def json_version_address(kind: str, slug: str, version: int) -> str:
    """Return the path of one version of a record in the API."""
    return f"{json_address(kind, slug)}versions/{version}/"


def json_line_address(seq: int) -> str:
    """Return the path of a line of the log in the API."""
    return f"{_json_list('revisions')}{seq}/"


def twin_of(match: ResolverMatch | None) -> str:
    """Return the path in the API of what a page shows, or nothing if the API has no such thing."""
    if match is None or match.namespaces or not match.url_name:
        return ""
    if match.url_name in OWN_TWINS:
        return _json_list(OWN_TWINS[match.url_name])
    kind, _dash, what = match.url_name.partition("-")
    if kind not in {one.kind for one in listed_nouns()}:
        return ""
    if what == "list":
        return _json_list(noun(kind).plural)
    slug = match.kwargs["slug"]
    if what == "version":
        return json_version_address(kind, slug, match.kwargs["version"])
    return json_address(kind, slug) + ("versions/" if what == "history" else "")


def _json_list(name: str) -> str:
    return f"{get_script_prefix()}api/v1/{name}/" if name else f"{get_script_prefix()}api/v1/"
