"""Which rebuttals need another look, because their evidence changed."""

from typing import Any

from django.core.management import call_command
from django.test import Client

from claims.derived.answers import Answers
from claims.models import Rebuttal
from desk.models import Operation
from evidence.models import Evidence
from publishing.models import Entry, Revision
from publishing.proving.rebuilding import rebuild
from publishing.reading.records import load
from tests.builders import (
    BOTH,
    edit,
    make_edition,
    make_evidence,
    make_rebuttal,
    publish,
    publish_all,
)

pytestmark = BOTH


def test_a_rebuttal_needs_another_look_when_its_evidence_was_corrected() -> None:
    evidence = make_evidence()
    rebuttal = make_rebuttal(evidence=[evidence])
    publish_all(rebuttal)

    publish(edit(evidence, summary={"en": "Something else was found."}))

    assert rebuttal.slug in _needing_another_look()


def test_a_rebuttal_needs_another_look_when_its_evidence_has_a_new_edition() -> None:
    evidence = make_evidence()
    rebuttal = make_rebuttal(evidence=[evidence])
    publish_all(rebuttal)
    make_edition(evidence)

    publish(evidence)

    assert rebuttal.slug in _needing_another_look()


def test_evidence_that_is_published_again_with_the_same_words_flags_nobody() -> None:
    evidence = make_evidence()
    rebuttal = make_rebuttal(evidence=[evidence])
    publish_all(rebuttal)

    publish(evidence, reason="The same once more.")

    assert rebuttal.slug not in _needing_another_look()
    assert _changed_under(rebuttal, evidence) == []


def test_the_same_words_published_again_do_not_end_a_need_for_another_look() -> None:
    evidence = make_evidence()
    rebuttal = make_rebuttal(evidence=[evidence])
    publish_all(rebuttal)
    publish(edit(evidence, summary={"en": "Something else was found."}))

    publish(evidence, reason="The same once more.")

    assert rebuttal.slug in _needing_another_look()
    assert _changed_under(rebuttal, evidence) == [evidence.slug]


def test_the_same_words_again_after_the_rebuttals_own_change_set_flag_nobody() -> None:
    evidence = make_evidence()
    rebuttal = make_rebuttal(evidence=[evidence])
    publish_all(rebuttal)
    publish(edit(evidence, summary={"en": "Better words."}), edit(rebuttal, one_line={"en": "So."}))

    publish(evidence, reason="The same once more.")

    assert rebuttal.slug not in _needing_another_look()


def test_since_when_a_record_says_so_is_proved_and_rebuilt(capsys: Any) -> None:
    evidence = make_evidence()
    publish_all(evidence)
    publish(edit(evidence, summary={"en": "Something else was found."}))
    publish(evidence, reason="The same once more.")
    publish(evidence, reason="And once more.")

    call_command("verify_log")
    rebuild(compare=True)

    entry = Entry.objects.get(kind="evidence", slug=evidence.slug)
    changed = Revision.objects.get(kind="evidence", slug=evidence.slug, version=2)
    assert (entry.version, entry.changed_seq) == (4, changed.seq)
    assert entry.changed_in == changed.changeset


def test_the_rebuttals_own_change_set_does_not_count() -> None:
    evidence = make_evidence()
    rebuttal = make_rebuttal(evidence=[evidence])
    publish_all(rebuttal)

    publish(edit(evidence, summary={"en": "Better words."}), edit(rebuttal, one_line={"en": "So."}))

    assert rebuttal.slug not in _needing_another_look()


def test_publishing_the_rebuttal_again_ends_the_need_for_another_look() -> None:
    evidence = make_evidence()
    rebuttal = make_rebuttal(evidence=[evidence])
    publish_all(rebuttal)
    publish(evidence, operation=Operation.WITHDRAW)
    assert rebuttal.slug in _needing_another_look()

    publish(rebuttal, reason="Looked at again: it stands without that evidence.")

    assert rebuttal.slug not in _needing_another_look()


def test_restoring_a_withdrawn_rebuttal_is_no_look_at_it() -> None:
    evidence = make_evidence()
    rebuttal = make_rebuttal(evidence=[evidence])
    publish_all(rebuttal)
    publish(edit(evidence, summary={"en": "Something else was found."}))

    publish(rebuttal, operation=Operation.WITHDRAW)
    publish(rebuttal, operation=Operation.RESTORE)

    assert rebuttal.slug in _needing_another_look()
    assert _changed_under(rebuttal, evidence) == [evidence.slug]


def test_only_the_newest_version_needs_another_look(client: Client) -> None:
    evidence = make_evidence()
    rebuttal = make_rebuttal(evidence=[evidence])
    publish_all(rebuttal)
    publish(edit(rebuttal, one_line={"en": "In better words."}))
    publish(edit(evidence, summary={"en": "Something else was found."}))

    said = [
        b"Needs another look" in client.get(f"/rebuttals/{rebuttal.slug}/{version}").content
        for version in ("v1/", "v2/", "")
    ]

    assert said == [False, True, True]


def _needing_another_look() -> set[str]:
    return set(Rebuttal.objects.needing_another_look().values_list("slug", flat=True))


def _changed_under(rebuttal: Rebuttal, evidence: Evidence) -> list[str]:
    library = load(Evidence.objects.filter(slug=evidence.slug), Rebuttal.objects.all())
    record = library.get("rebuttal", rebuttal.slug)
    assert record is not None
    return [one.slug for one in Answers(library).changed_under(record)]
