"""Real threads: two who sign for one party, and a change of the stage beside a signature."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import Membership
from agreements.enums import Party
from agreements.models import AgreementVersion, Signature
from agreements.versions import make_agreement
from calendar_cfg.exceptions import DomainError
from calendar_cfg.models import AcademicYear
from requests_app.agreed import change_period
from requests_app.invariants import broken_invariants
from tests.agreements.signing_world import sign
from tests.factories import MembershipFactory, actor_for
from tests.placements.world import new_placement
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 3


def at_once(*actions: Callable[[], object]) -> list[str]:
    """Run these at the same moment, each on its own connection; the kinds of what came out."""
    barrier = Barrier(len(actions))

    def run(action: Callable[[], object]) -> str:
        try:
            barrier.wait(timeout=10)
            return type(action()).__name__
        except DomainError as error:
            return type(error).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return sorted(pool.map(run, actions))


@pytest.fixture
def make(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership
) -> Iterator[Callable[[], AgreementVersion]]:
    """Makes a stage with its agreement."""

    def one() -> AgreementVersion:
        placement = new_placement(coordinator, mentor, year_2017)
        return make_agreement(placement_pk=placement.pk, actor=actor_for(coordinator))

    with on("2017-09-12"):
        yield one


def test_of_two_coordinators_one_signs_and_the_other_is_told(
    make: Callable[[], AgreementVersion], coordinator: Membership
):
    colleague = MembershipFactory(institution=coordinator.institution)
    for _round in range(ROUNDS):
        version = make()
        came = at_once(
            partial(sign, version, Party.INSTITUTION, coordinator),
            partial(sign, version, Party.INSTITUTION, colleague),
        )
        assert came == ["AlreadySigned", "Signature"]
        assert Signature.objects.filter(version=version).count() == 1


def test_a_double_click_is_one_signature(
    make: Callable[[], AgreementVersion], coordinator: Membership
):
    version = make()
    click = partial(sign, version, Party.INSTITUTION, coordinator)
    assert at_once(click, click, click) == ["Signature"] * 3
    assert Signature.objects.count() == 1


def test_a_signature_beside_a_change_is_under_the_version_that_was_read(
    make: Callable[[], AgreementVersion], coordinator: Membership, mentor: Membership
):
    for _round in range(ROUNDS):
        version = make()
        request = version.agreement.placement.request
        came = at_once(
            partial(sign, version, Party.SCHOOL, mentor),
            partial(
                change_period,
                request_pk=request.pk,
                start=date(2017, 10, 17),
                end=date(2017, 10, 27),
                reason="een dag later",
                actor=actor_for(coordinator),
            ),
        )
        assert came in (["NotInForce", "PlacementRequest"], ["PlacementRequest", "Signature"])
        new = AgreementVersion.objects.get(agreement=version.agreement, superseded_at=None)
        assert new.number == 2
        assert not new.signatures.exists()
        assert broken_invariants() == {}
