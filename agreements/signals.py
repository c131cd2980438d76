"""Hears of stages: what was agreed changed, so the stageovereenkomst is made anew.

A stage that ends needs nothing: that its agreement has lapsed is read from the stage itself.
"""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from agreements.versions import renew
from institutions.actors import Actor
from placements.changes import agreed_changed
from placements.models import Placement


@receiver(agreed_changed)
def follow(placement: Placement, actor: Actor, why: str, **_kwargs: Any) -> None:
    """Write a new version in the same transaction, when there is an agreement."""
    renew(placement=placement, actor=actor, why=why)
