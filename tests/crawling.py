"""Walking the site as a reader would: every link of every page, once."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

from django.test import Client
from django.urls import URLPattern, URLResolver


@dataclass(frozen=True)
class Visit:
    """One answer of the site."""

    address: str
    status: int
    body: str
    found_on: str
    headers: dict[str, str]
    cookies: list[str]


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src", "action") and value:
                self.found.append(value)


def links_of(address: str, body: str) -> list[str]:
    """Return the absolute addresses that a page links to, without fragments."""
    parser = _Links()
    parser.feed(body)
    return [urldefrag(urljoin(f"http://testserver{address}", link))[0] for link in parser.found]


def crawl(client: Client, start: str = "/", *, skip: str = r"^/static/") -> Iterator[Visit]:
    """Yield every page and answer that can be reached from *start*, each once.

    Raises AssertionError at a link to a page's own resource on another host.
    """
    waiting, seen = deque([(start, "")]), {start}
    while waiting:
        address, found_on = waiting.popleft()
        response = client.get(address)
        body = b"".join(response) if response.streaming else response.content
        text = body.decode("utf-8", "replace")
        headers, cookies = dict(response.headers), list(response.cookies)
        yield Visit(address, response.status_code, text, found_on, headers, cookies)
        if "text/html" not in response.headers.get("Content-Type", ""):
            continue
        for link in links_of(address, text):
            path = link.removeprefix("http://testserver")
            if path.startswith("/") and path not in seen and not re.search(skip, path):
                seen.add(path)
                waiting.append((path, address))


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Yield the patterns of all addresses, as they are written, without the first slash."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from routes(pattern, route)
