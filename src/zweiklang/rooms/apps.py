"""Django's name for this app; hooks the policies behind each migrate."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RoomsConfig(AppConfig):
    """Rooms and row-level security."""

    name = "zweiklang.rooms"
    verbose_name = "Räume"

    def ready(self) -> None:
        """After each migrate of the last app the policies are applied."""
        post_migrate.connect(_protect, dispatch_uid="rooms.policies")


def _protect(sender: AppConfig, using: str, **_: Any) -> None:
    from django.apps import apps  # noqa: PLC0415 - the registry is not ready at import

    from zweiklang.rooms.policies import apply_policies  # noqa: PLC0415

    if sender is list(apps.get_app_configs())[-1]:
        apply_policies(using=using)
