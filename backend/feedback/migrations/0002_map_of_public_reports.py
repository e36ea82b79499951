"""The counts of the map, and where each report stands along its curve."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_reports_categories_photos_history")]

    operations = [
        migrations.CreateModel(
            name="MapCell",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("level", models.PositiveSmallIntegerField()),
                ("number", models.BigIntegerField()),
                (
                    "category",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="feedback.reportcategory",
                    ),
                ),
                ("status", models.CharField(blank=True, max_length=16)),
                ("reports", models.PositiveIntegerField()),
                ("latitudes", models.BigIntegerField()),
                ("longitudes", models.BigIntegerField()),
            ],
            options={
                "verbose_name": "square of the map",
                "verbose_name_plural": "squares of the map",
                "ordering": ["level", "number", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("level", "number", "category", "status"), name="map_cell_once", nulls_distinct=False
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="report",
            name="z_order",
            field=models.BigIntegerField(editable=False, null=True),
        ),
    ]
