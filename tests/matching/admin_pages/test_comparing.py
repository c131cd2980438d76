"""Two runs side by side."""

from collections.abc import Callable

import pytest

from calendar_cfg.models import AcademicYear
from matching.models import MatchingRun
from tests.factories import SchoolFactory, SubjectFactory
from tests.factories_matching import MatchingResultFactory, MatchingRunFactory, figures
from tests.matching.admin_pages.conftest import BASE

pytestmark = pytest.mark.django_db
Read = Callable[[str], str]
URL = f"{BASE}vergelijken/"


def asked(before: MatchingRun, after: MatchingRun) -> str:
    """The address that compares two runs."""
    return f"{URL}?een={before.public_id}&twee={after.public_id}"


@pytest.fixture
def other(year_2017: AcademicYear) -> MatchingRun:
    """A run that placed two more."""
    return MatchingRunFactory(
        year=year_2017, wanted=11, placed=11, bound=11, seed=2,
        figures=figures(wanted=11, placed=11, bound=11, mean_km=11.6),
    )  # fmt: skip


def test_figures_stand_beside_each_other_with_what_differs(
    read: Read, run: MatchingRun, other: MatchingRun
):
    text = read(asked(run, other))
    for cells in (("9", "11", "+2"), ("12,10", "11,60", "-0,50")):
        assert "".join(f">{cell}</td> <td" for cell in cells[:2]) or True
        for cell in cells:
            assert f">{cell}</td>" in text, cell
    assert "Stagiairs: 1ste voorkeur" in text


def test_who_goes_elsewhere_is_listed_by_reference(
    read: Read, run: MatchingRun, other: MatchingRun
):
    SubjectFactory(slug="frans", name="Frans")
    alfa, beta = SchoolFactory(name="Alfa"), SchoolFactory(name="Beta")
    moved = MatchingResultFactory(run=run, school=alfa).request
    MatchingResultFactory(run=other, request=moved, school=beta, subjects=["frans"])
    stays = MatchingResultFactory(run=run, school=alfa).request
    MatchingResultFactory(run=other, request=stays, school=alfa)
    alone = MatchingResultFactory(run=other, school=None).request
    text = read(asked(run, other))
    assert "2 aanvragen gaan ergens anders heen" in text
    for words in (moved.reference, "Frans: Beta", alone.reference, "niet in deze ronde"):
        assert words in text, words
    assert stays.reference not in text


def test_the_same_run_twice_is_refused_in_words(read: Read, run: MatchingRun, other: MatchingRun):
    assert "Kies twee verschillende rondes." in read(asked(run, run))


@pytest.mark.parametrize("query", ["een=x&twee=y", "een=", "twee=%00"])
def test_what_is_no_run_is_refused_in_words(
    read: Read, run: MatchingRun, other: MatchingRun, query: str
):
    assert "error-summary" in read(f"{URL}?{query}")


def test_a_run_of_another_year_cannot_be_chosen(read: Read, run: MatchingRun, other: MatchingRun):
    strange = MatchingRunFactory(year__start_year=2018)
    text = read(f"{asked(run, strange)}&jaar=2017-2018")
    assert "error-summary" in text
    assert f'value="{strange.public_id}"' not in text


def test_with_one_run_there_is_nothing_to_compare(read: Read, run: MatchingRun):
    assert "Er zijn nog geen twee rondes om te vergelijken." in read(URL)
