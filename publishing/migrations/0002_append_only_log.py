"""Makes the log append-only and writes its head."""

from django.db import migrations

from publishing.append_only import create_triggers, drop_triggers


def protect(apps, schema_editor):
    head = apps.get_model("publishing", "Head")
    head.objects.using(schema_editor.connection.alias).get_or_create(pk=1)
    create_triggers(schema_editor.connection, form=1)


def unprotect(apps, schema_editor):
    drop_triggers(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("publishing", "0001_initial")]
    operations = [migrations.RunPython(protect, unprotect)]
