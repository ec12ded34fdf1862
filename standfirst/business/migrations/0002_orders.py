from django.db import migrations


class Migration(migrations.Migration):
    """Campaigns are called orders, by everybody who sells."""

    dependencies = [("business", "0001_start")]

    operations = [
        migrations.RenameModel("Campaign", "Order"),
        migrations.RenameField("Flight", "campaign", "order"),
        migrations.RenameField("Flight", "views_bought", "goal"),
    ]
