"""Forms as a browser would send them: every field of a page with the value it shows."""

from html.parser import HTMLParser
from typing import Any

from django.http import QueryDict
from django.test import Client

Fields = dict[str, list[str]]


class _Forms(HTMLParser):
    """Collects the fields of each form of a page, by the form's id or address."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: dict[str, Fields] = {}
        self.fields: Fields | None = None
        self.area = ""
        self.text: list[str] | None = None
        self.select = ""
        self.option: tuple[str, bool] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.fields = self.forms.setdefault(given.get("id") or given.get("action", ""), {})
        elif self.fields is None:
            return
        elif tag == "input":
            self._input(given)
        elif tag == "textarea":
            self.area, self.text = given.get("name", ""), []
        elif tag == "select":
            self.select = given.get("name", "")
            self.fields.setdefault(self.select, [])
        elif tag == "option" and self.select and "selected" in given:
            self.fields[self.select].append(given.get("value", ""))

    def _input(self, given: dict[str, str]) -> None:
        kind, name = given.get("type", "text"), given.get("name", "")
        if not name or kind in ("submit", "button", "image"):
            return
        if kind in ("checkbox", "radio") and "checked" not in given:
            return
        assert self.fields is not None
        default = "on" if kind == "checkbox" else ""
        self.fields.setdefault(name, []).append(given.get("value", default))

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.text is not None and self.fields is not None:
            # A browser drops the first line end of a text area, and sends CR LF for others.
            text = "".join(self.text).removeprefix("\n").replace("\n", "\r\n")
            self.fields.setdefault(self.area, []).append(text)
            self.text = None
        elif tag == "select":
            self.select = ""
        elif tag == "form":
            self.fields = None


def forms_of(html: str) -> dict[str, Fields]:
    """Return the fields of every form of a page."""
    parser = _Forms()
    parser.feed(html)
    return parser.forms


def form_at(client: Client, address: str, form: str) -> Fields:
    """Return the fields of one form of the page at *address*."""
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return forms_of(response.content.decode())[form]


def send(client: Client, address: str, fields: Fields, **changed: Any) -> Any:
    """Send a form with some of its fields changed; the page that follows is not fetched."""
    data = QueryDict(mutable=True)
    for name, values in {**fields, **_as_lists(changed)}.items():
        data.setlist(name, values)
    return client.post(address, data.urlencode(), content_type="application/x-www-form-urlencoded")


def _as_lists(changed: dict[str, Any]) -> Fields:
    return {
        name: [str(one) for one in value] if isinstance(value, list) else [str(value)]
        for name, value in changed.items()
    }
