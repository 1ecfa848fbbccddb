"""Gives the log's lines their second envelope; lines that are there stay of the first."""

import values.fields
from django.db import migrations, models

from publishing.append_only import AlterLog


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0002_append_only_log'),
    ]

    operations = [
        AlterLog(
            [
                migrations.AddField(
                    model_name='revision',
                    name='envelope',
                    field=models.PositiveSmallIntegerField(help_text='The form of this line; empty for the first form.', null=True),
                ),
                migrations.AddField(
                    model_name='revision',
                    name='format',
                    field=models.PositiveIntegerField(help_text="The number of the document's format, which grows with its keys.", null=True),
                ),
                migrations.AddField(
                    model_name='revision',
                    name='author',
                    field=models.PositiveIntegerField(help_text='The public number of the editor who proposed it, if it has one.', null=True),
                ),
                migrations.AddField(
                    model_name='revision',
                    name='approver',
                    field=models.PositiveIntegerField(help_text='The public number of the editor who approved it, if it has one.', null=True),
                ),
                migrations.AddField(
                    model_name='revision',
                    name='signature',
                    field=models.CharField(help_text='The SHA-256 of the evidence of the approval, if it was signed.', max_length=64, null=True),
                ),
                migrations.AddField(
                    model_name='revision',
                    name='erases',
                    field=values.fields.SeqsField(help_text='The lines of this record whose documents this line erases, by their seq.', null=True),
                ),
                migrations.AlterField(
                    model_name='revision',
                    name='sha256',
                    field=models.CharField(blank=True, help_text='The SHA-256 of the salt and the canonical document, in lines of the first form of the document alone; empty for a redaction.', max_length=64),
                ),
                migrations.AddField(
                    model_name='revisionbody',
                    name='salt',
                    field=models.CharField(help_text='16 random bytes in hexadecimal digits that are hashed before the document, so that the hash of an erased one confirms no guess; empty for lines of the first form.', max_length=32, null=True),
                ),
            ],
            before=1,
            after=2,
        ),
        migrations.AddField(
            model_name='entry',
            name='salt',
            field=models.CharField(help_text='What is hashed before the document; empty for lines of the first form.', max_length=32, null=True),
        ),
        migrations.AlterField(
            model_name='entry',
            name='sha256',
            field=models.CharField(help_text='The hash of the newest version.', max_length=64),
        ),
    ]
