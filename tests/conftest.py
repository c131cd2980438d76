"""Actors and years that all tests share. Time is frozen where a date matters."""

import gc
from collections.abc import Iterator

import pytest
import pytest_django
from django.core.cache import cache
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations

from accounts.models import Membership, User
from calendar_cfg.models import AcademicYear
from institutions.enums import Role
from tests.emptying import delete_all
from tests.factories import (
    InstitutionFactory,
    MembershipFactory,
    MentorFactory,
    SchoolFactory,
    UserFactory,
    YearFactory,
)

# Files that take minutes, the longest first. The suite is dealt out by file (`make test`): a long
# file that came last would keep one process busy while the others have nothing left.
LONG_FILES = (
    "tests/walk/",
    "tests/browser/",
    "tests/rights/",
    "tests/infra/test_demo",
    "tests/broker/",
    "tests/benchmarks/",
)


@pytest.hookimpl(trylast=True)  # after what puts the tests of a file in their order
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Deal out the long files first; within a file, and among the others, the order stays."""
    items.sort(key=lambda item: _place_of(item.nodeid))


def _place_of(nodeid: str) -> int:
    """How early a test comes: the place of its file among the long ones, else after them."""
    places = [place for place, file in enumerate(LONG_FILES) if nodeid.startswith(file)]
    return places[0] if places else len(LONG_FILES)


def pytest_collection_finish() -> None:
    """Look for garbage among what the tests make, and not so often.

    What was imported and collected stays until the end, and is much to go over again and again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    """End what still holds the test database when it goes: a thread of the last live server."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", delete_all)
        yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def _fresh_cache(request: pytest.FixtureRequest) -> None:
    """Rate limits live in the cache: forget them between tests."""
    if "db" in request.fixturenames or "transactional_db" in request.fixturenames:
        cache.clear()


@pytest.fixture
def year_2017(db: None) -> AcademicYear:
    """2017-2018 exactly as the source has it."""
    from calendar_cfg.year_2017_2018 import PLAN_2017_2018
    from calendar_cfg.years_admin import save_plan

    return save_plan(PLAN_2017_2018)


@pytest.fixture
def year(db: None) -> AcademicYear:
    """2017-2018 without phases."""
    return YearFactory()


@pytest.fixture
def coordinator(db: None) -> Membership:
    """The stagecoördinator of the institution that the test is about."""
    return MembershipFactory(
        user__first_name="Cora", institution=InstitutionFactory(name="Hogeschool Eigen")
    )


@pytest.fixture
def colleague(coordinator: Membership) -> Membership:
    """A stagebegeleider of the same institution."""
    return MembershipFactory(
        user__first_name="Bea", role=Role.SUPERVISOR, institution=coordinator.institution
    )


@pytest.fixture
def coordinator_elsewhere(db: None) -> Membership:
    """A coordinator of another institution, who must never see ours."""
    return MembershipFactory(
        user__first_name="Vreemd", institution=InstitutionFactory(name="Hogeschool Elders")
    )


@pytest.fixture
def mentor(db: None) -> Membership:
    """The schoolmentor who answers for the school that the test is about."""
    return MentorFactory(user__first_name="Mona", school=SchoolFactory(name="School Eigen"))


@pytest.fixture
def subject_mentor(mentor: Membership) -> Membership:
    """A vakmentor of the same school."""
    return MentorFactory(
        user__first_name="Vik",
        role=Role.SUBJECT_MENTOR,
        school=mentor.school,
        handles_requests=False,
    )


@pytest.fixture
def mentor_elsewhere(db: None) -> Membership:
    """A schoolmentor of another school, who must never see ours."""
    return MentorFactory(user__first_name="Ander", school=SchoolFactory(name="School Elders"))


@pytest.fixture
def administrator(db: None) -> User:
    """An administrator of the platform."""
    return UserFactory(
        email="beheer@example.be", first_name="Ada", is_staff=True, is_superuser=True
    )
