"""The next update of the site, tried out: a copy of the project in which published nouns grew.

A key of each sort is added, at each level, to nouns that every kept installation holds: to
records, to parts, to a part that two nouns have, and a whole new sort of part. They have names
that no noun will ever take, and follow whatever formats the nouns have by then.
"""

import shutil
from pathlib import Path

from tests.fingerprint import ROOT
from tests.processes import Site

LEFT_BEHIND = shutil.ignore_patterns(
    ".git", ".venv", "var", "node_modules", "__pycache__", ".*_cache", "bench", "docs", "browser"
)

# What the update appends to modules of the project, as if it were in the classes.
ADDED = {
    "evidence/models/source.py": """
from publishing.models import Part as _Part

Source.add_to_class("trial_shelf", LineField(max_length=60, blank=True, help_text="Its number."))
Source.add_to_class("trial_kept", models.BooleanField(default=False, help_text="Kept."))
Source.add_to_class(
    "trial_names", models.ManyToManyField(Party, blank=True, related_name="+", help_text="Whom.")
)
Source.parts = [*Source.parts, "trial_mirrors"]


class TrialMirror(_Part):
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="trial_mirrors")
    address = LineField(max_length=60, help_text="Where.")

    objects = models.Manager()
""",
    "evidence/models/evidence.py": """
Evidence.add_to_class("trial_scope", LanguageMapField(blank=True, help_text="How far it reaches."))
Evidence.add_to_class("trial_medium", LineField(max_length=60, default="paper", help_text="What."))
Evidence.add_to_class(
    "trial_seen_by",
    models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Who."
    ),
)
Edition.add_to_class("trial_language", LanguageField(blank=True, help_text="Of the edition."))
""",
    "evidence/models/__init__.py": """
from evidence.models.source import TrialMirror
""",
    "claims/models/citation.py": """
Citation.add_to_class("trial_page", LineField(max_length=20, default="not said", help_text="It."))
""",
    "evidence/documents.py": """
from dataclasses import replace as _replace

from evidence.models import TrialMirror as _Mirror
from publishing.nouns import noun as _noun


class TrialMirrorDocument(PartDocument):
    class Meta:
        model = _Mirror
        fields = ["id", "address"]


class GrownSource(SourceDocument):
    trial_mirrors = TrialMirrorDocument(many=True, required=False)

    class Meta(SourceDocument.Meta):
        trial = ["trial_shelf", "trial_kept", "trial_names", "trial_mirrors"]
        fields = [*SourceDocument.Meta.fields, *trial]


EvidenceDocument.Meta.fields += ["trial_scope", "trial_medium", "trial_seen_by"]
EditionDocument.Meta.fields.append("trial_language")
register(
    _replace(
        _noun("source"),
        document=GrownSource,
        grown=(
            *_noun("source").grown,
            {"trial_shelf": "", "trial_kept": False},
            {"trial_names": [], "trial_mirrors": []},
        ),
    ),
    _replace(
        _noun("evidence"),
        grown=(
            *_noun("evidence").grown,
            {"trial_scope": {}, "trial_medium": "paper", "trial_seen_by": None},
            {"editions.trial_language": ""},
        ),
    ),
)
""",
    "claims/documents.py": """
from dataclasses import replace as _replace

from publishing.nouns import noun as _noun

CitationDocument.Meta.fields.append("trial_page")
for _kind in ("claim", "rebuttal"):
    _one = _noun(_kind)
    register(_replace(_one, grown=(*_one.grown, {"citations.trial_page": "not said"})))
""",
}


def grow(folder: Path) -> Path:
    """Copy the project into a folder, let its nouns grow and write the migrations for that."""
    copy = folder / "project"
    shutil.copytree(ROOT, copy, ignore=LEFT_BEHIND)
    for name, code in ADDED.items():
        with (copy / name).open("a", encoding="utf-8") as file:
            file.write(code)
    done = Site(folder, {}, copy).manage("makemigrations", "evidence", "claims", "--name=grown")
    assert done.returncode == 0, done.stderr
    return copy
