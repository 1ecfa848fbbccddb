"""Publishing a case that comes with the installation, in change sets with honest reasons."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from desk.importing import CaseFiles, ImportRefused, Problem
from desk.models import ChangeSet
from desk.proposing import Proposal, propose
from desk.review import approve_installation
from publishing.databases import at_desk
from publishing.registry import noun, nouns

PLAN = "publication.json"


@dataclass(frozen=True)
class Step:
    """One change set of the plan: which nouns, and the public reason."""

    reason: str
    kinds: tuple[str, ...]


def read_plan(folder: Path) -> list[Step]:
    """Read in which change sets a case is published; raises ImportRefused if it is unsound."""
    path = folder / PLAN
    known = {one.kind for one in nouns()}
    try:
        steps = [
            Step(str(step["reason"]).strip(), tuple(step["kinds"]))
            for step in json.loads(path.read_text(encoding="utf-8"))
        ]
    except FileNotFoundError as error:
        raise _unsound(_("is missing: a list of {reason, kinds}")) from error
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise _unsound(_("has to be a JSON list of {reason, kinds}: %s") % error) from error
    for step in steps:
        if not step.reason:
            raise _unsound(_("a step gives no reason"))
        if unknown := set(step.kinds) - known:
            raise _unsound(_("no such noun: %s") % ", ".join(sorted(unknown)))
    return steps


def publish_case(case: CaseFiles, plan: list[Step]) -> Iterator[tuple[Step, ChangeSet, int]]:
    """Propose and publish what is new or changed, step by step; yield each change set.

    Raises PublicationRefused if a gate fails; the steps before it stay published.
    """
    for step in plan:
        proposals = [Proposal(record) for record in _to_publish(case, step)]
        if proposals:
            changeset = propose(proposals, step.reason)
            yield step, changeset, len(approve_installation(changeset))


def _to_publish(case: CaseFiles, step: Step) -> list[Any]:
    with at_desk():
        return [
            record
            for kind in step.kinds
            for record in noun(kind).model._default_manager.filter(
                slug__in=[slug for one, slug in case.documents if one == kind]
            )
            if record.state_at_desk != "unchanged"
        ]


def _unsound(words: str) -> ImportRefused:
    return ImportRefused([Problem(PLAN, "", "", words)])
