"""The project: settings, addresses and wiring. Domain code lives in the apps."""

from lerarenstage.celery import app as celery_app

__all__ = ["celery_app"]
