"""Notes with each entry since when its record says what it says."""

from django.db import migrations, models
from django.db.models import F


def note_changes(apps, schema_editor):
    alias = schema_editor.connection.alias
    entries = apps.get_model("publishing", "Entry").objects.using(alias)
    entries.update(changed_seq=F("seq"), changed_in=F("changeset"))
    lines = apps.get_model("publishing", "Revision").objects.using(alias)
    corrected = lines.filter(pk__in=entries.filter(version__gt=1).values("seq"), action="corrected")
    for newest in corrected.iterator():
        changed = _last_change(lines, newest)
        entries.filter(seq=newest.seq).update(changed_seq=changed.seq, changed_in=changed.changeset)


def _last_change(lines, line):
    """All documents are of the first format by now, so the same text is the same document."""
    earlier = lines.filter(kind=line.kind, slug=line.slug, version__lt=line.version)
    for before in earlier.order_by("-version"):
        if line.action != "corrected" or line.erases or _text(line) != _text(before):
            break
        line = before
    return line


def _text(line):
    body = getattr(line, "body", None)
    return body.body if body else line.pk


class Migration(migrations.Migration):
    dependencies = [("publishing", "0003_second_envelope")]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="changed_seq",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="entry",
            name="changed_in",
            field=models.UUIDField(null=True),
        ),
        migrations.RunPython(note_changes, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="entry",
            name="changed_seq",
            field=models.BigIntegerField(help_text="The newest log line that changed what the document says or whether it stands; the same words published again, in whatever format, change nothing."),
        ),
        migrations.AlterField(
            model_name="entry",
            name="changed_in",
            field=models.UUIDField(help_text="The change set of that line."),
        ),
    ]
