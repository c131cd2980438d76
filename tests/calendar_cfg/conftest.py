"""Shared by the tests of the calendar."""

import pytest
from hypothesis import settings

from accounts.models import User
from institutions.actors import Actor
from institutions.enums import Role
from tests.calendar_cfg.effect_doubles import leave_out_effects_of_apps

# Property tests here check laws, not speed: a busy machine must not fail them.
settings.register_profile("calendar", deadline=None)
settings.load_profile("calendar")


@pytest.fixture
def only_our_effects(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the records of edges are registered, and what a test adds."""
    leave_out_effects_of_apps(monkeypatch)


@pytest.fixture
def admin_actor(administrator: User) -> Actor:
    """An administrator who acts."""
    return Actor(user=administrator, role=Role.ADMIN)
