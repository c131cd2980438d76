"""Two runs side by side."""

import pytest

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from matching.comparing import Figure, Moved, compare
from matching.locks import forbid_pair
from matching.models import MatchingRun
from matching.running import work_through
from matching.starting import start_run
from tests.factories import SubjectFactory
from tests.matching.world import ADMIN, looking, offering
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db


def ready(year: AcademicYear) -> MatchingRun:
    """A run that is ready."""
    run = start_run(year=year, actor=ADMIN)
    work_through(run.pk)
    return MatchingRun.objects.get(pk=run.pk)


def test_what_differs_between_two_runs_is_told_by_figure_and_by_request(
    year_2017: AcademicYear, coordinator: Membership
) -> None:
    french = SubjectFactory(name="Frans")
    first = offering(year_2017, french, name="Eerste school")
    second = offering(year_2017, french, name="Tweede school")
    with on("2017-06-06"):
        request = looking(coordinator, year_2017, french, first, second)
        looking(coordinator, year_2017, french, second, other_schools=False)
    before = ready(year_2017)
    same = compare(before, ready(year_2017))
    assert (same.moved, same.same_input) == ((), True)
    assert {figure.difference for figure in same.figures if figure.before is not None} == {0}
    forbid_pair(request=request, school=first, actor=ADMIN)
    new = compare(before, ready(year_2017))
    assert not new.same_input
    assert new.moved[0] == Moved(request.reference, (("", "Eerste school"),), (("", ""),))
    placed = next(figure for figure in new.figures if figure.name == "placed")
    assert placed == Figure("placed", 2, 1)
    assert placed.difference == -1
    assert [figure.name for figure in new.ranks] == ["1", "2", "3", "4", "5", "6"]
