# Help texts alone: no column changes.

import django.db.models.deletion
import values.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0002_words_of_the_source'),
    ]

    operations = [
        migrations.AlterField(
            model_name='edition',
            name='changed',
            field=values.fields.LanguageMapField(default=dict, encoder=values.fields.ReadableJSON, help_text='What this edition changed from the one before.', verbose_name='what changed'),
        ),
        migrations.AlterField(
            model_name='evidence',
            name='quote_source',
            field=models.ForeignKey(blank=True, help_text='The source that contains the quoted words.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='quoted_evidence', to='evidence.source', verbose_name='source of the quote'),
        ),
        migrations.AlterField(
            model_name='source',
            name='authors',
            field=values.fields.WordsField(blank=True, default=list, help_text='One author per line, as printed.', verbose_name='authors'),
        ),
        migrations.AlterField(
            model_name='source',
            name='published',
            field=values.fields.FuzzyDateField(blank=True, help_text='When it was published, as precisely as it states.', max_length=80, verbose_name='published'),
        ),
    ]
