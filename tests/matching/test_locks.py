"""What administrators decide by hand holds in every run from then on."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from institutions.enums import Stance
from matching.exceptions import RunRefused
from matching.locks import fix_pair, forbid_pair, release_pair
from matching.models import MatchingRun, PairLock
from matching.running import work_through
from matching.starting import start_run
from tests.factories import SchoolFactory, SchoolYearFactory, SubjectFactory, actor_for
from tests.matching.world import ADMIN, looking, offering
from tests.requests_app.world import filed, on

pytestmark = pytest.mark.django_db


def matched(year: AcademicYear) -> dict[str, tuple[object, bool]]:
    """Where a run puts each request, and whether that lay fixed."""
    run = start_run(year=year, actor=ADMIN)
    work_through(run.pk)
    results = MatchingRun.objects.get(pk=run.pk).results.select_related("request", "school")
    return {row.request.reference: (row.school, row.is_fixed) for row in results}


def test_a_fixed_pair_holds_whatever_the_places_and_a_forbidden_one_never(
    year_2017: AcademicYear, coordinator: Membership
) -> None:
    french = SubjectFactory(name="Frans")
    best, other, without_places = (
        offering(year_2017, french),
        offering(year_2017, french),
        offering(year_2017, french, places=0),
    )
    with on("2017-06-06"):
        request = looking(coordinator, year_2017, french, best, other)
    forbid_pair(request=request, school=best, actor=ADMIN, reason="Afgesproken.")
    assert matched(year_2017) == {request.reference: (other, False)}
    fix_pair(request=request, school=other, actor=ADMIN)
    lock = fix_pair(request=request, school=without_places, actor=ADMIN)
    assert matched(year_2017) == {request.reference: (without_places, True)}
    for _twice in range(2):
        release_pair(lock=lock, actor=ADMIN)
    PairLock.objects.all().delete()
    assert matched(year_2017) == {request.reference: (best, False)}


def test_a_pair_is_fixed_only_where_the_school_can_be_asked_and_the_request_looks(
    year_2017: AcademicYear, coordinator: Membership, mentor: Membership
) -> None:
    no = SchoolFactory()
    SchoolYearFactory(school=no, year=year_2017, stance=Stance.NO)
    with on("2017-06-06"):
        request = looking(coordinator, year_2017, SubjectFactory())
    with pytest.raises(RunRefused, match="geen stagiairs"):
        fix_pair(request=request, school=no, actor=ADMIN)
    with pytest.raises(PermissionDenied):
        forbid_pair(request=request, school=no, actor=actor_for(coordinator))
    with on("2017-09-05"):
        proposed = filed(coordinator, mentor, year_2017)
        with pytest.raises(RunRefused, match="zoekt geen school meer"):
            forbid_pair(request=proposed, school=no, actor=ADMIN)
