"""Reading pages as a reader does."""

import re

from django.test import Client


def read(client: Client, address: str, status: int = 200) -> str:
    """Return a page, which has to answer with this status."""
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def words_of(page: str) -> str:
    """Return what a page says, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())
