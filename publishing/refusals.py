"""Why something is not published, in words for an editor."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from publishing.formats.gates import Failure


class PublicationRefused(Exception):
    """A change set cannot be published; ``failures`` says everything that prevents it."""

    def __init__(self, failures: Iterable[Failure]) -> None:
        self.failures = list(failures)
        super().__init__("\n".join(str(failure) for failure in self.failures))


class ClockRefused(PublicationRefused):
    """A clock is wrong, so nothing can be recorded now; the set itself may be in order."""

    def __init__(self, words: str) -> None:
        super().__init__([Failure(_("clock"), "", "", words)])


def refuse(failures: Iterable[Failure]) -> None:
    """Raise PublicationRefused if there is any failure."""
    found = list(failures)
    if found:
        raise PublicationRefused(found)
