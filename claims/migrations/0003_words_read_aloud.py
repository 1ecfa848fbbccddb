# Help texts alone: no column changes.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0002_words_of_the_source'),
        ('evidence', '0003_words_read_aloud'),
    ]

    operations = [
        migrations.AlterField(
            model_name='citation',
            name='strength',
            field=models.CharField(choices=[('direct', 'direct'), ('indirect', 'indirect'), ('background', 'background')], help_text='Direct: it shows the point itself. Indirect: it requires an inference.', max_length=10, verbose_name='strength'),
        ),
        migrations.AlterField(
            model_name='claim',
            name='rendition',
            field=models.ForeignKey(help_text='The text of the statement that contains the quote.', on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='claims.rendition', verbose_name='rendition'),
        ),
        migrations.AlterField(
            model_name='event',
            name='cases',
            field=models.ManyToManyField(help_text='The cases in whose timelines it appears.', related_name='events', to='claims.case', verbose_name='cases'),
        ),
        migrations.AlterField(
            model_name='passage',
            name='rendition',
            field=models.ForeignKey(help_text='The text that contains the span.', on_delete=django.db.models.deletion.PROTECT, related_name='passages', to='claims.rendition', verbose_name='rendition'),
        ),
        migrations.AlterField(
            model_name='rebuttal',
            name='source',
            field=models.ForeignKey(blank=True, help_text='The document that contains it. Needed unless it is our own observation.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rebuttals', to='evidence.source', verbose_name='source'),
        ),
        migrations.AlterField(
            model_name='statement',
            name='cases',
            field=models.ManyToManyField(help_text='The cases in whose timelines it appears.', related_name='statements', to='claims.case', verbose_name='cases'),
        ),
    ]
