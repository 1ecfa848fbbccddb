"""The log, the published documents, and what makes a model publishable."""

from publishing.models.entry import Entry, State
from publishing.models.head import GENESIS, Head, newest_seq
from publishing.models.publishable import (
    Part,
    Publishable,
    PublishableQuerySet,
    PublishedStays,
)
from publishing.models.revision import (
    ONLY_LOSES_WORDS,
    Action,
    Approval,
    Revision,
    RevisionBody,
)

__all__ = [
    "GENESIS",
    "ONLY_LOSES_WORDS",
    "Action",
    "Approval",
    "Entry",
    "Head",
    "Part",
    "Publishable",
    "PublishableQuerySet",
    "PublishedStays",
    "Revision",
    "RevisionBody",
    "State",
    "newest_seq",
]
