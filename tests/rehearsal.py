"""The next update of the site, tried out: a copy of the project in which published nouns grew.

A key of each sort is added, at each level, to nouns that every kept installation holds: to
records, to parts, to a part that two nouns have, and a whole new sort of part.
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

Source.add_to_class("docket", LineField(max_length=60, blank=True, help_text="Its number."))
Source.add_to_class("archived", models.BooleanField(default=False, help_text="Kept."))
Source.add_to_class(
    "mentions", models.ManyToManyField(Party, blank=True, related_name="+", help_text="Whom.")
)
Source.parts = [*Source.parts, "mirrors"]


class Mirror(_Part):
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="mirrors")
    address = LineField(max_length=60, help_text="Where.")

    objects = models.Manager()
""",
    "evidence/models/evidence.py": """
Evidence.add_to_class("scope", LanguageMapField(blank=True, help_text="How far it reaches."))
Evidence.add_to_class("medium", LineField(max_length=60, default="paper", help_text="Of what."))
Evidence.add_to_class(
    "seen_by",
    models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Who."
    ),
)
Edition.add_to_class("language", LanguageField(blank=True, help_text="Of the edition."))
""",
    "evidence/models/__init__.py": """
from evidence.models.source import Mirror
""",
    "claims/models/citation.py": """
Citation.add_to_class("page", LineField(max_length=20, default="not said", help_text="Where."))
""",
    "evidence/documents.py": """
from dataclasses import replace as _replace

from evidence.models import Mirror as _Mirror
from publishing.nouns import noun as _noun


class MirrorDocument(PartDocument):
    class Meta:
        model = _Mirror
        fields = ["id", "address"]


class GrownSource(SourceDocument):
    mirrors = MirrorDocument(many=True, required=False)

    class Meta(SourceDocument.Meta):
        fields = [*SourceDocument.Meta.fields, "docket", "archived", "mentions", "mirrors"]


EvidenceDocument.Meta.fields += ["scope", "medium", "seen_by"]
EditionDocument.Meta.fields.append("language")
register(
    _replace(
        _noun("source"),
        document=GrownSource,
        grown=({"docket": "", "archived": False}, {"mentions": [], "mirrors": []}),
    ),
    _replace(
        _noun("evidence"),
        grown=({"scope": {}, "medium": "paper", "seen_by": None, "editions.language": ""},),
    ),
)
""",
    "claims/documents.py": """
from dataclasses import replace as _replace

from publishing.nouns import noun as _noun

CitationDocument.Meta.fields.append("page")
for _kind in ("claim", "rebuttal"):
    register(_replace(_noun(_kind), grown=({"citations.page": "not said"},)))
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
