"""Memberships without indexes that repeat the beginning of a longer one: three of eight, written with each membership and read by nobody."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def without(field: str, index: str, **to: object) -> migrations.SeparateDatabaseAndState:
    """The foreign key keeps its column and has no index of its own any more; nobody waits for that."""
    return migrations.SeparateDatabaseAndState(
        [
            migrations.RunSQL(
                f"DROP INDEX CONCURRENTLY IF EXISTS {index}",
                f"CREATE INDEX CONCURRENTLY {index} ON rooms_membership ({field}_id)",
            )
        ],
        [
            migrations.AlterField(
                "membership", field, models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, **to)
            )
        ],
    )


class Migration(migrations.Migration):
    """Drops them without holding the table."""

    atomic = False
    dependencies = [("rooms", "0012_wanted_words"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.SeparateDatabaseAndState(
            [
                migrations.RunSQL(
                    "DROP INDEX CONCURRENTLY IF EXISTS membership_room",
                    "CREATE INDEX CONCURRENTLY membership_room ON rooms_membership (room_id)",
                )
            ],
            [migrations.RemoveIndex("membership", "membership_room")],
        ),
        without("room", "rooms_membership_room_id_6917d899", related_name="+", to="rooms.room"),
        without("person", "rooms_membership_person_id_755bc616", related_name="memberships", to=settings.AUTH_USER_MODEL),
    ]
