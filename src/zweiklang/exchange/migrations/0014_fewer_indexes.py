"""Notices and deliveries without indexes that repeat the beginning of a longer one: an announcement writes 100,000 of both."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def without(model: str, field: str, index: str, **to: object) -> migrations.SeparateDatabaseAndState:
    """The foreign key keeps its column and has no index of its own any more; nobody waits for that."""
    return migrations.SeparateDatabaseAndState(
        [
            migrations.RunSQL(
                f"DROP INDEX CONCURRENTLY IF EXISTS {index}",
                f"CREATE INDEX CONCURRENTLY {index} ON exchange_{model} ({field}_id)",
            )
        ],
        [
            migrations.AlterField(
                model, field, models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, **to)
            )
        ],
    )


class Migration(migrations.Migration):
    """Drops them without holding the tables."""

    atomic = False
    dependencies = [("exchange", "0013_words_or_rooms_first"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        without("notice", "person", "exchange_notice_person_id_c00006b0", related_name="+", to=settings.AUTH_USER_MODEL),
        without("delivery", "person", "exchange_delivery_person_id_fd1bbdcb", related_name="+", to=settings.AUTH_USER_MODEL),
        without("delivery", "announcement", "exchange_delivery_announcement_id_fe11a5ea", related_name="deliveries", to="exchange.announcement"),
    ]
