"""Django's name for this app; gives the queue its rights behind each migrate, and listens to sign-ins."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from zweiklang.kernel.job_rights import APP_ROLE, SYSTEM_ROLE, protect_queue


class PeopleConfig(AppConfig):
    """Accounts and sign-in."""

    name = "zweiklang.people"
    verbose_name = "Personen"

    def ready(self) -> None:
        """After each migrate the rights on the queue and on the mails in it are what they should be; sign-ins are marked."""
        post_migrate.connect(_protect, sender=self, dispatch_uid="people.queue")
        from zweiklang.people import receivers  # noqa: PLC0415 - the registry is not ready at import
        from zweiklang.people.foreign_notes import note_tables  # noqa: PLC0415 - the registry is not ready at import

        receivers.connect()
        note_tables()


def _protect(sender: AppConfig, using: str, **_: Any) -> None:
    protect_queue(using=using)
    mails = sender.get_model("OutgoingMail")._meta.db_table
    with connections[using].cursor() as cursor:
        # Web processes put mails in. One-time codes in waiting mails are nothing they could read.
        cursor.execute(f"REVOKE ALL ON {mails} FROM PUBLIC, {APP_ROLE}")
        cursor.execute(f"GRANT INSERT ON {mails} TO {APP_ROLE}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {mails} TO {SYSTEM_ROLE}")
