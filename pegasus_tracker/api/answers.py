"""Models of the answers that say what went wrong, for the OpenAPI description."""

from typing import Any

from rest_framework import serializers


class WrongParameter(serializers.Serializer[Any]):
    """What is wrong with one parameter."""

    parameter = serializers.CharField(help_text="The name of the parameter.")
    detail = serializers.CharField(help_text="What is wrong with it, and what would be right.")


class Problem(serializers.Serializer[Any]):
    """What went wrong (RFC 9457)."""

    type = serializers.CharField(help_text="The kind of problem; about:blank where the title says.")
    title = serializers.CharField(help_text="The kind of problem in words.")
    status = serializers.IntegerField(help_text="The HTTP status.")
    detail = serializers.CharField(help_text="What went wrong this time.")
    instance = serializers.CharField(help_text="The address that was asked for.")
    errors = WrongParameter(  # type: ignore[assignment]
        many=True, required=False, help_text="The first 20 parameters that are wrong, and why."
    )
    known_parameters = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        help_text="The parameters that this address knows, if an unknown one was given.",
    )


class RedactedVersion(serializers.Serializer[Any]):
    """A version of such a record, by its hash."""

    version = serializers.IntegerField(help_text="The number of the version.")
    sha256 = serializers.CharField(help_text="The hash of its document, as the log has it.")


class RedactedProblem(Problem):
    """What is left of a record, or of a version of it, that was removed for legal reasons."""

    kind = serializers.CharField(help_text="The noun of the record.")
    slug = serializers.CharField(help_text="The permanent name of the record.")
    version = serializers.IntegerField(
        allow_null=True, help_text="The version that was asked for; null for the record."
    )
    reason = serializers.CharField(help_text="Why it was removed.")
    recorded_at = serializers.DateTimeField(help_text="When it was removed (UTC).")
    seq = serializers.IntegerField(help_text="The line of the log that erased it.")
    sha256 = serializers.CharField(
        help_text="The hash of the words that were erased: of that version, or of the last."
    )
    next_version = serializers.IntegerField(
        allow_null=True, help_text="The next version that can be read; null if there is none."
    )
    versions = RedactedVersion(many=True, help_text="The hashes of all its versions.")
