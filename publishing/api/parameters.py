"""Strictness: each parameter of an address is known, given once, and says something."""

from collections.abc import Collection

from django.http import QueryDict
from rest_framework.exceptions import ValidationError

from publishing.reading.parameters import malformed


class UnknownParameters(ValidationError):
    """Some parameters are unknown; the problem names those that are known, once."""

    def __init__(self, wrong: dict[str, list[str]], known: Collection[str]) -> None:
        super().__init__(wrong)
        self.members = {"known_parameters": sorted(known)}


def check_parameters(given: QueryDict, known: Collection[str]) -> None:
    """Raise a ValidationError that names the parameters that are malformed or unknown."""
    wrong = {name: [words] for name, words in malformed(given, known).items()}
    if not wrong:
        return
    if set(given) <= set(known):
        raise ValidationError(wrong)
    raise UnknownParameters(wrong, known)


def refuse(parameter: str, words: str) -> ValidationError:
    """Return the error that says what is wrong with one parameter."""
    return ValidationError({parameter: [words]})
