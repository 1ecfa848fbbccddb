"""The first page: what it says of the newest changes."""

from django.test import Client

from tests.builders import BOTH, make_party, publish, publish_all
from tests.pages import read, words_of

pytestmark = BOTH


def test_the_last_four_sets_are_listed_with_their_true_counts(client: Client) -> None:
    for length, reason in ((1, "The first."), (130, "The second."), (120, "The third.")):
        publish(*[make_party() for _number in range(length)], reason=reason)
    one = make_party()
    publish(one, reason="The fourth.")
    publish(one, reason="The fifth.")

    sets = client.get("/").context["sets"]

    assert [(row["line"].reason, row["count"]) for row in sets] == [
        ("The fifth.", 1),
        ("The fourth.", 1),
        ("The third.", 120),
        ("The second.", 130),
    ]


def test_a_set_says_what_it_did_to_how_many_records(client: Client) -> None:
    publish_all(make_party())

    assert "Published 1 record," in words_of(read(client, "/"))
