"""Which roles a page is for: 403 beside it in the same kind of organisation, 404 outside."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from institutions.actors import SYSTEM, Actor
from institutions.enums import Role
from institutions.roles import require_role

ANSWERS: dict[tuple[Role, ...], dict[Role | None, type[Exception] | None]] = {
    (Role.COORDINATOR,): {
        Role.COORDINATOR: None,
        Role.SUPERVISOR: PermissionDenied,
        Role.TRAINEE: PermissionDenied,
        Role.SCHOOL_MENTOR: Http404,
        Role.SUBJECT_MENTOR: Http404,
        Role.ADMIN: PermissionDenied,
        None: PermissionDenied,
    },
    (Role.SCHOOL_MENTOR, Role.ADMIN): {
        Role.COORDINATOR: Http404,
        Role.SUPERVISOR: Http404,
        Role.TRAINEE: Http404,
        Role.SCHOOL_MENTOR: None,
        Role.SUBJECT_MENTOR: PermissionDenied,
        Role.ADMIN: None,
        None: PermissionDenied,
    },
    (Role.COORDINATOR, Role.SUBJECT_MENTOR): {
        Role.COORDINATOR: None,
        Role.SUPERVISOR: PermissionDenied,
        Role.TRAINEE: PermissionDenied,
        Role.SCHOOL_MENTOR: PermissionDenied,
        Role.SUBJECT_MENTOR: None,
        Role.ADMIN: PermissionDenied,
        None: PermissionDenied,
    },
}


@pytest.mark.parametrize("roles", ANSWERS, ids=str)
@pytest.mark.parametrize("role", [*Role, None], ids=str)
def test_each_role_is_let_in_told_or_left_outside(roles, role):
    expected, actor = ANSWERS[roles][role], Actor(user=None, role=role)
    if expected is None:
        require_role(actor, *roles)
    else:
        with pytest.raises(expected):
            require_role(actor, *roles)


def test_the_refusal_says_whom_the_page_is_for():
    with pytest.raises(PermissionDenied, match="stagecoördinator of stagebegeleider"):
        require_role(Actor(user=None, role=Role.TRAINEE), Role.COORDINATOR, Role.SUPERVISOR)


def test_the_system_is_nobody_on_a_page():
    with pytest.raises(PermissionDenied):
        require_role(SYSTEM, Role.ADMIN)
