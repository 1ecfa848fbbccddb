"""Says what the fingerprint of all formats is still for."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0003_second_envelope'),
    ]

    operations = [
        migrations.AlterField(
            model_name='changeset',
            name='formats',
            field=models.CharField(editable=False, help_text='Of sets frozen before each item named its format: a fingerprint of all formats, which their seal is over.', max_length=64, verbose_name='formats'),
        ),
    ]
