"""The end of the log."""

from django.db import models

GENESIS = "0" * 64


class Head(models.Model):
    """The newest line of the log; publish() locks this one row, so ``seq`` has no gaps."""

    seq = models.BigIntegerField(
        default=0, help_text="The newest sequence number of the log; 0 while it is empty."
    )
    link = models.CharField(
        max_length=64, default=GENESIS, help_text="The link of the newest line of the log."
    )

    objects: models.Manager["Head"] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="publishing_head_is_single")
        ]

    def __str__(self) -> str:
        return f"{self.seq}"


def newest_seq() -> int:
    """Return the newest sequence number of the log, the version of the whole site."""
    return Head.objects.values_list("seq", flat=True).first() or 0
