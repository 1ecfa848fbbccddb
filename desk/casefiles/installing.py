"""Publishing a case that comes with the installation, in change sets with honest reasons."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from desk.casefiles.exact_json import Unreadable, parsed, repeated_keys
from desk.casefiles.importing import AtDesk, rows_at_desk
from desk.casefiles.published import Public, public
from desk.casefiles.reading import CaseFiles, FileProblem, ImportRefused, problem_at
from desk.changesets.proposing import Proposal, propose
from desk.changesets.review import approve_installation
from desk.models import ChangeSet
from publishing.databases import at_desk
from publishing.formats.evolving import digest
from publishing.nouns import Key, noun, nouns
from publishing.publish import PublicationRefused
from values.canonical import canonical

PLAN = "publication.json"
IMPORTED_LAST = "imported-case"
KEYS = {"reason", "update_reason", "kinds"}


@dataclass(frozen=True)
class Step:
    """One part of the plan: which nouns, and the public reasons.

    ``reason`` is for records published for the first time, ``update_reason`` for those that an
    earlier release of the case published already.
    """

    reason: str
    kinds: tuple[str, ...]
    update_reason: str = ""


@dataclass
class Findings:
    """What publishing a case will do: rows by kind, and what it leaves alone."""

    new: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    updates: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    redacted: list[Key] = field(default_factory=list)
    corrected: list[Key] = field(default_factory=list)
    problems: list[FileProblem] = field(default_factory=list)


def note_import(folder: Path) -> None:
    """Remember which folder was imported last, for ``publish_case`` without a folder."""
    settings.VAR.mkdir(parents=True, exist_ok=True)
    (settings.VAR / IMPORTED_LAST).write_text(str(folder.resolve()), encoding="utf-8")


def imported_last() -> Path:
    """Return the folder that was imported last, or that of the case that is shipped."""
    noted = settings.VAR / IMPORTED_LAST
    if noted.exists():
        return Path(noted.read_text(encoding="utf-8"))
    return Path(settings.BASE_DIR) / "cases" / "pegasus-project"


def read_plan(folder: Path, reason: str = "") -> list[Step]:
    """Read in which change sets a case is published; raises ImportRefused if it is unsound.

    A folder without a plan is published whole, for *reason*.
    """
    path = folder / PLAN
    if reason.strip() and not path.exists():
        return [Step(reason.strip(), tuple(one.kind for one in nouns()), reason.strip())]
    try:
        given = parsed(path.read_text(encoding="utf-8"))
        for twice in repeated_keys(given):
            raise _unsound(_("“%s” is in one object twice") % twice.rpartition(".")[2])
        steps = [_step(one) for one in given]
    except FileNotFoundError as error:
        raise _unsound(_("is missing: a list of {reason, kinds}; or give --reason")) from error
    except (OSError, UnicodeDecodeError, Unreadable, KeyError, TypeError) as error:
        raise _unsound(_("has to be a JSON list of {reason, kinds}: %s") % error) from error
    for step in steps:
        _refuse_unsound(step)
    return steps


def _step(given: Any) -> Step:
    if unknown := set(given) - KEYS:
        raise TypeError(_("no such key: %s") % ", ".join(sorted(unknown)))
    reasons = [given["reason"], given.get("update_reason", "")]
    if not all(isinstance(words, str) for words in [*reasons, *given["kinds"]]):
        raise TypeError(_("reasons and kinds are texts"))
    return Step(reasons[0].strip(), tuple(given["kinds"]), reasons[1].strip())


def _refuse_unsound(step: Step) -> None:
    if not step.reason:
        raise _unsound(_("a step gives no reason"))
    if unknown := set(step.kinds) - {one.kind for one in nouns()}:
        raise _unsound(_("no such noun: %s") % ", ".join(sorted(unknown)))


def examine(case: CaseFiles) -> Findings:
    """Compare the files with the desk and the record, and return what there is to publish.

    Only what the desk holds word for word as the files do came with the installation.
    A draft, or what editors here made of a record, is theirs to propose.
    """
    lines = public(case.documents)
    with at_desk():
        rows = rows_at_desk(list(case.documents))
    findings = Findings()
    for key, document in case.documents.items():
        _place(key, canonical(document), rows.get(key), lines.get(key), findings)
    return findings


def _place(
    key: Key, text: str, there: AtDesk | None, line: Public | None, findings: Findings
) -> None:
    """Put one record where it belongs among the findings."""
    if line and line.redacted:
        findings.redacted.append(key)
    elif line and digest(text, noun(key[0])) == line.digest:
        return
    elif line and not line.installed and not (there and there.text == text):
        findings.corrected.append(key)
    elif words := _objection(text, there, line):
        findings.problems.append(problem_at(*key, "", words))
    elif there:
        (findings.updates if line else findings.new)[key[0]].append(there.row)


def _objection(text: str, there: AtDesk | None, line: Public | None) -> str:
    """Return why this record is not published as part of the installation; empty if it is."""
    if there is None:
        return _("is not at the desk; run import_case first")
    if there.text != text:
        return _(
            "differs at the desk from the files; run import_case,"
            " or propose the text of the desk there"
        )
    if line and not line.installed:
        words = _(
            "was changed here since it was installed (version %(version)d, %(approval)s);"
            " propose it at the desk, so that another editor can look at it"
        )
        return words % {"version": line.version, "approval": line.approval}
    if line and there.row.published_version != line.version:
        words = _("the desk does not know version %(version)d of it; run desk_from_record")
        return words % {"version": line.version}
    return ""


def publish_case(
    case: CaseFiles, plan: list[Step], findings: Findings | None = None
) -> Iterator[tuple[Step, ChangeSet, int]]:
    """Propose and publish what is new or changed, step by step; yield each change set.

    Raises ImportRefused, before anything is published, if a record is not as the files
    say; PublicationRefused if a gate fails, and then the steps before stay published.
    """
    findings = findings or examine(case)
    problems = [*findings.problems, *_without_reason(plan, findings)]
    if problems:
        raise ImportRefused(problems)
    for step in plan:
        waiting = [
            (step.reason, _taken(findings.new, step)),
            (step.update_reason, _taken(findings.updates, step)),
        ]
        for changeset in _proposed([(reason, rows) for reason, rows in waiting if rows]):
            yield step, changeset, len(approve_installation(changeset))


def _without_reason(plan: list[Step], findings: Findings) -> Iterator[FileProblem]:
    for step in plan:
        slugs = [row.slug for kind in step.kinds for row in findings.updates.get(kind, [])]
        if slugs and not step.update_reason:
            words = _("has no update_reason, and these were published before: %(slugs)s")
            place = _("step “%s”") % step.reason[:60]
            yield FileProblem(
                PLAN, place, "update_reason", words % {"slugs": ", ".join(slugs[:10])}
            )


def _taken(rows: dict[str, list[Any]], step: Step) -> list[Any]:
    """Take the rows of a step, so that a kind that is in two steps is published once."""
    return [row for kind in step.kinds for row in rows.pop(kind, [])]


def _proposed(waiting: list[tuple[str, list[Any]]]) -> Iterator[ChangeSet]:
    """Propose the sets of a step, each when what it links to is published.

    What is new may need a part that an update adds, or an update what is new: the
    one that fits goes first.
    """
    while waiting:
        refusals = []
        for one in waiting:
            try:
                changeset = propose([Proposal(row) for row in one[1]], one[0])
            except PublicationRefused as refusal:
                refusals.append(refusal)
                continue
            yield changeset
            break
        else:
            raise refusals[0]
        waiting = [other for other in waiting if other is not one]


def _unsound(words: str) -> ImportRefused:
    return ImportRefused([FileProblem(PLAN, "", "", words)])
