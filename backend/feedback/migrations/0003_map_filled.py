"""Numbers the points that there are and counts the public ones; from here on every point has its number."""

from django.db import migrations, models

from backend.feedback.grid import number_of

AT_ONCE = 2000
LEVELS = [6, 8, 10, 12, 14, 16, 18]
# As backend.feedback.services.map counts; it can be done again at any time by `manage.py recount_report_map`.
COUNT = """
    INSERT INTO feedback_mapcell (level, number, category_id, status, reports, latitudes, longitudes)
    SELECT level, z_order >> (2 * (24 - level)) AS number, category_id, coalesce(status, ''), count(*),
        sum(round(latitude * 1000000)), sum(round(longitude * 1000000))
    FROM feedback_report CROSS JOIN unnest(%s::int[]) AS level
    WHERE is_public AND z_order IS NOT NULL
    GROUP BY GROUPING SETS ((1, 2, category_id, status), (1, 2))
"""


NUMBER = """
    UPDATE feedback_report AS report SET z_order = numbered.z_order
    FROM unnest(%s::uuid[], %s::bigint[]) AS numbered (id, z_order) WHERE report.id = numbered.id
"""


def fill(apps, schema_editor):
    report = apps.get_model("feedback", "Report")
    placed = report.objects.filter(latitude__isnull=False).values_list("pk", "latitude", "longitude").order_by("pk")
    last = None
    with schema_editor.connection.cursor() as cursor:
        while rows := list((placed.filter(pk__gt=last) if last else placed)[:AT_ONCE]):
            ids, numbers = [row[0] for row in rows], [number_of(row[1], row[2]) for row in rows]
            cursor.execute(NUMBER, [ids, numbers])
            last = ids[-1]
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
