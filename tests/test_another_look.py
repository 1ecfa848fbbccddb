"""Which rebuttals need another look, because their evidence changed."""

import random
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from claims.derived.answers import Answers
from claims.models import Rebuttal
from desk.models import Operation
from evidence.models import Evidence
from publishing.formats.recorded import last_change
from publishing.models import Entry, Revision
from publishing.proving.rebuilding import rebuild
from publishing.proving.verifying import breaks
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


def test_restoring_a_withdrawn_rebuttal_does_not_count_as_a_look() -> None:
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


def test_a_correction_that_only_erases_words_flags_nobody() -> None:
    evidence = make_evidence()
    rebuttal = make_rebuttal(evidence=[evidence])
    publish_all(rebuttal)

    publish(edit(evidence, summary={"en": "[removed]"}), erases=(_first_line(evidence),))

    assert rebuttal.slug not in _needing_another_look()
    assert rebuttal.slug not in _needing_by_python()


def test_a_correction_before_the_erasing_one_still_counts() -> None:
    evidence = make_evidence()
    rebuttal = make_rebuttal(evidence=[evidence])
    publish_all(rebuttal)
    publish(edit(evidence, summary={"en": "Something else was found."}))

    publish(edit(evidence, summary={"en": "[removed]"}), erases=(_first_line(evidence),))

    assert rebuttal.slug in _needing_another_look()
    assert rebuttal.slug in _needing_by_python()


def test_an_answer_that_only_loses_words_was_not_looked_at() -> None:
    evidence = make_evidence()
    rebuttal = make_rebuttal(evidence=[evidence])
    publish_all(rebuttal)
    publish(edit(evidence, summary={"en": "Something else was found."}))

    publish(edit(rebuttal, one_line={"en": "[removed]"}), erases=(_first_line(rebuttal),))

    assert rebuttal.slug in _needing_another_look()
    assert rebuttal.slug in _needing_by_python()


def test_redacted_evidence_counts() -> None:
    evidence = make_evidence()
    rebuttal = make_rebuttal(evidence=[evidence])
    publish_all(rebuttal)

    publish(evidence, operation=Operation.REDACT)

    assert rebuttal.slug in _needing_another_look()
    assert rebuttal.slug in _needing_by_python()


@pytest.mark.parametrize("seed", range(12))
def test_sql_and_python_agree_whatever_happened(seed: int) -> None:
    chance = random.Random(seed)
    evidence = [make_evidence() for _ in range(3)]
    rebuttals = [make_rebuttal(evidence=chance.sample(evidence, 2)) for _ in range(3)]
    publish_all(*evidence, *rebuttals)

    for step in range(8):
        _something_happens(chance, [*evidence, *rebuttals], step)

    assert _needing_another_look() == _needing_by_python()
    for one in evidence:
        entry = Entry.objects.get(kind="evidence", slug=one.slug)
        assert last_change(Revision.objects.get(seq=entry.seq)).seq == entry.changed_seq


def _something_happens(chance: random.Random, records: list[Any], step: int) -> None:
    """Correct, erase, withdraw or restore one record or two, as their states allow."""
    chosen = chance.sample(records, chance.choice([1, 1, 2]))
    states = {Entry.objects.get(kind=one.kind, slug=one.slug).state for one in chosen}
    if states == {"withdrawn"}:
        publish(*chosen, operation=Operation.RESTORE)
    elif states == {"live"} and chance.random() < 0.3:
        publish(*chosen, operation=Operation.WITHDRAW)
    elif states == {"live"}:
        erased = chance.random() < 0.4 and len(chosen) == 1
        lines = (_last_line(chosen[0]),) if erased else ()
        publish(*[edit(one, note={"en": f"Step {step}."}) for one in chosen], erases=lines)


def _lines_of(record: Any) -> Any:
    return Revision.objects.filter(kind=record.kind, slug=record.slug).order_by("seq")


def _first_line(record: Any) -> int:
    return int(_lines_of(record).first().seq)


def _last_line(record: Any) -> int:
    return int(_lines_of(record).last().seq)


def _needing_by_python() -> set[str]:
    library = load(Rebuttal.objects.all(), Evidence.objects.all())
    answers = Answers(library)
    return {one.slug for one in library.of_kind("rebuttal") if answers.changed_under(one)}


def _needing_another_look() -> set[str]:
    return set(Rebuttal.objects.needing_another_look().values_list("slug", flat=True))


def _changed_under(rebuttal: Rebuttal, evidence: Evidence) -> list[str]:
    library = load(Evidence.objects.filter(slug=evidence.slug), Rebuttal.objects.all())
    record = library.get("rebuttal", rebuttal.slug)
    assert record is not None
    return [one.slug for one in Answers(library).changed_under(record)]


def test_since_when_a_record_says_so_is_told_from_what_the_log_still_holds() -> None:
    evidence = make_evidence()
    publish_all(evidence)
    [again] = publish(evidence, reason="The same once more.")

    publish(edit(evidence, summary={"en": "[removed]"}), erases=(_first_line(evidence),))

    assert Entry.objects.get(kind="evidence", slug=evidence.slug).changed_seq == again.seq
    assert list(breaks()) == []
