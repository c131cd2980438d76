"""The project itself as an app: its system checks, commands and template tags."""

from django.apps import AppConfig


class LerarenstageConfig(AppConfig):
    """Registers the system checks."""

    name = "lerarenstage"
    verbose_name = "lerarenstage"

    def ready(self) -> None:
        from lerarenstage import checks  # noqa: F401 -- importing it registers the checks
