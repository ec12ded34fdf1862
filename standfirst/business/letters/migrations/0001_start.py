import standfirst.business.letters.models
import wagtail.models.preview
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AskSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asking', models.BooleanField(default=True, help_text='Ask readers whose browser leaves the ads out, once a visit at most and three times ever. Without a letter of your own, Standfirst’s is sent.')),
                ('counting', models.CharField(choices=[('on', 'Count'), ('given', 'Count only where a page says that consent was given'), ('off', 'Count nothing')], default='on', help_text='Sums of a day: offered, shown, dismissed, allowed, supported. Never who.', max_length=5)),
                ('support', models.CharField(blank=True, help_text='Where readers can support you in another way.', max_length=300, validators=[standfirst.business.letters.models.valid_way])),
                ('newsletter', models.CharField(blank=True, help_text='Where readers can have your newsletter.', max_length=300, validators=[standfirst.business.letters.models.valid_way])),
            ],
            options={
                'verbose_name': 'Letters to readers',
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='For you, to tell it from others. Readers never see it.', max_length=80)),
                ('language', models.CharField(choices=[('en', 'English'), ('ar', 'العربية'), ('de', 'Deutsch'), ('es', 'Español'), ('fr', 'Français'), ('he', 'עברית'), ('uk', 'Українська')], default='en', max_length=3)),
                ('salutation', models.CharField(help_text='Such as: Dear reader,', max_length=120)),
                ('body', models.TextField(help_text="What you say, paragraphs parted by an empty line. It stands in an ad's space: be brief.")),
                ('sign_off', models.CharField(help_text='Such as: With thanks,', max_length=120, verbose_name='sign-off')),
                ('signature', models.CharField(help_text='Who writes: a name, or the editors.', max_length=120)),
                ('running', models.BooleanField(default=False, help_text='Readers get it. Several running letters in one language are compared: each is shown equally often.')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                'ordering': ['language', 'name'],
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
    ]
