"""Django's name for this app; hooks the policies behind each migrate."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RoomsConfig(AppConfig):
    """Rooms and row-level security."""

    name = "zweiklang.rooms"
    verbose_name = "Räume"

    def ready(self) -> None:
        """After each migrate, when all tables are there, the policies are applied (Django sends the signal once per app; this one's is enough)."""
        post_migrate.connect(_protect, sender=self, dispatch_uid="rooms.policies")


def _protect(sender: AppConfig, using: str, **_: Any) -> None:
    from zweiklang.kernel.clock import today  # noqa: PLC0415 - the registry is not ready at import
    from zweiklang.rooms.looks import rotate_looks  # noqa: PLC0415 - the registry is not ready at import
    from zweiklang.rooms.policies import apply_policies, make_triggers_binding  # noqa: PLC0415 - the registry is not ready at import

    apply_policies(using=using)
    make_triggers_binding(using=using)
    rotate_looks(today(), using=using)
