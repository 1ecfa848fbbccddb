"""Finds the newest line that the desk published without reading every frozen document."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0004_older_fingerprint'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='changesetitem',
            index=models.Index(fields=['seq'], name='desk_item_seq'),
        ),
    ]
