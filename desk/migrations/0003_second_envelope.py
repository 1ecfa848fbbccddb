"""Keeps with a change set what its lines in the log say, salts and seqs included."""

import values.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0002_editors'),
    ]

    operations = [
        migrations.AddField(
            model_name='changeset',
            name='envelope',
            field=models.PositiveSmallIntegerField(editable=False, help_text='The form of its lines in the log; empty for the first form.', null=True, verbose_name='envelope'),
        ),
        migrations.AddField(
            model_name='changeset',
            name='link',
            field=models.CharField(blank=True, editable=False, help_text='The link of its last line in the log, kept to repeat its lines.', max_length=64, verbose_name='link'),
        ),
        migrations.AddField(
            model_name='changeset',
            name='recorded_at',
            field=models.DateTimeField(editable=False, help_text='The moment that its lines in the log say (UTC), kept to repeat them.', null=True, verbose_name='recorded at'),
        ),
        migrations.AddField(
            model_name='changesetitem',
            name='erases',
            field=values.fields.SeqsField(blank=True, default=list, editable=False, help_text='The lines of this record whose documents go when this is published.', verbose_name='erases'),
        ),
        migrations.AddField(
            model_name='changesetitem',
            name='format',
            field=models.PositiveIntegerField(default=1, editable=False, help_text='The number of the format that the document is written in.', verbose_name='format'),
        ),
        migrations.AddField(
            model_name='changesetitem',
            name='salt',
            field=models.CharField(blank=True, editable=False, help_text='16 random bytes that are hashed before the document; erased with it.', max_length=32, verbose_name='salt'),
        ),
        migrations.AddField(
            model_name='changesetitem',
            name='seq',
            field=models.BigIntegerField(editable=False, help_text='The line of the log that it became.', null=True, verbose_name='seq'),
        ),
        migrations.AlterField(
            model_name='changesetitem',
            name='sha256',
            field=models.CharField(blank=True, help_text='The SHA-256 of the salt and the document, as the log will show it.', max_length=64, verbose_name='SHA-256'),
        ),
    ]
