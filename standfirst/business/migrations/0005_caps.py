import django.core.validators
from django.db import migrations, models


def carry_over(apps, schema_editor):
    """What a paper said stays what it said."""
    for rules in apps.get_model("business", "HouseRules").objects.all():
        rules.device_memory = "on" if rules.device_memory_was else "off"
        rules.save(update_fields=["device_memory"])


class Migration(migrations.Migration):
    dependencies = [("business", "0004_counts_by_section")]

    operations = [
        migrations.RenameField("houserules", "device_memory", "device_memory_was"),
        migrations.AddField(
            "houserules",
            "device_memory",
            models.CharField(choices=[("given", "Where a page says that consent was given"), ("on", "Always"), ("off", "Never")], default="given", help_text='Lets a reader\'s device keep how often it saw a flight with a cap on that, for as long as the cap looks back. Nothing is sent anywhere. In many countries this needs the reader\'s consent, which your consent tool says by data-consent="given" on the page’s html element.', max_length=5, verbose_name="devices may count"),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RemoveField("houserules", "device_memory_was"),
        migrations.AddField(
            "houserules",
            "usual_views",
            models.PositiveSmallIntegerField(default=3, help_text="Of a standard flight that says nothing of its own. 0: no cap.", validators=[django.core.validators.MaxValueValidator(1000)], verbose_name="usual views a device"),
        ),
        migrations.AddField(
            "houserules",
            "usual_hours",
            models.PositiveSmallIntegerField(default=24, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(720)], verbose_name="within hours"),
        ),
        migrations.AlterField(
            model_name='flight',
            name='frequency_views',
            field=models.PositiveSmallIntegerField(blank=True, help_text="At most so many on one device, which counts them itself. Empty: the paper's usual (Settings, Advertising) for a standard flight without a share of voice, none for others. 0: none.", null=True, validators=[django.core.validators.MaxValueValidator(1000)], verbose_name='views a device'),
        ),
    ]
