"""Reading a list page by page."""

from django.test import Client

from publishing.models import Publishable


def slugs_on_all_pages(client: Client, address: str, *mine: Publishable) -> list[str]:
    """Return the slugs of these records in the order of the list, which may hold others too."""
    wanted = {record.slug for record in mine}
    found: list[str] = []
    following = address
    while following:
        response = client.get(following)
        assert response.status_code == 200
        found += [record.slug for record in response.context["records"]]
        after = response.context["next"]
        following = f"{address}?after={after}" if after else ""
    assert len(found) == len(set(found))
    return [slug for slug in found if slug in wanted]
