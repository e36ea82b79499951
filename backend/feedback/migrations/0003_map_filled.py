"""Numbers the points that there are and counts the public ones; from here on every point has its number."""

from django.db import migrations, models

from backend.feedback.grid import number_of

AT_ONCE = 2000
LEVELS = [6, 8, 10, 12, 14, 16, 18]
# As backend.feedback.services.map counts; it can be done again at any time by `manage.py recount_report_map`.
COUNT = """
    INSERT INTO feedback_mapcell (level, number, category_id, status, reports, latitudes, longitudes)
    SELECT level, z_order >> (2 * (24 - level)), category_id, status, count(*),
        sum(round(latitude * 1000000)), sum(round(longitude * 1000000))
    FROM feedback_report CROSS JOIN unnest(%s::int[]) AS level
    WHERE is_public AND z_order IS NOT NULL
    GROUP BY 1, 2, 3, 4
"""


def fill(apps, schema_editor):
    report = apps.get_model("feedback", "Report")
    placed = report.objects.filter(latitude__isnull=False).only("id", "latitude", "longitude").order_by("pk")
    last = None
    while rows := list((placed.filter(pk__gt=last) if last else placed)[:AT_ONCE]):
        for row in rows:
            row.z_order = number_of(row.latitude, row.longitude)
        report.objects.bulk_update(rows, ["z_order"])
        last = rows[-1].pk
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(COUNT, [LEVELS])


def empty(apps, schema_editor):
    apps.get_model("feedback", "MapCell").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("feedback", "0002_map_of_public_reports")]

    operations = [
        migrations.RunPython(fill, empty),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("is_public", True)), fields=["z_order"], name="report_public_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude", None), ("z_order", None)),
                    models.Q(("latitude__isnull", False), ("z_order__isnull", False)),
                    _connector="OR",
                ),
                name="report_point_numbered",
            ),
        ),
    ]
