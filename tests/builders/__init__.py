"""Builders: each makes one record at the desk, complete enough to be published.

Give only what the test is about; everything else has a sensible default.
"""

import pytest

from tests.builders.claims import (
    make_answer,
    make_case,
    make_citation,
    make_claim,
    make_event,
    make_family,
    make_passage,
    make_rebuttal,
    make_rendition,
    make_statement,
    make_tension,
)
from tests.builders.evidence import (
    make_capture,
    make_device,
    make_edition,
    make_evidence,
    make_examination,
    make_indicator,
    make_listing,
    make_party,
    make_source,
    make_trace,
)
from tests.builders.publishing import (
    edit,
    everything_about,
    make_editor,
    proposed,
    publish,
    publish_all,
)
from tests.builders.saving import unique

BOTH = pytest.mark.django_db(databases=["default", "desk"])

__all__ = [
    "BOTH",
    "edit",
    "everything_about",
    "make_answer",
    "make_capture",
    "make_case",
    "make_citation",
    "make_claim",
    "make_device",
    "make_edition",
    "make_editor",
    "make_event",
    "make_evidence",
    "make_examination",
    "make_family",
    "make_indicator",
    "make_listing",
    "make_party",
    "make_passage",
    "make_rebuttal",
    "make_rendition",
    "make_source",
    "make_statement",
    "make_tension",
    "make_trace",
    "proposed",
    "publish",
    "publish_all",
    "unique",
]
