"""Results one by one: found, sorted, explained, fixed and forbidden."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from calendar_cfg.models import AcademicYear
from matching.models import MatchingResult, MatchingRun, PairLock
from requests_app.models import PlacementRequest
from tests.factories import ActivityFactory, InstitutionFactory, SchoolFactory, SubjectFactory
from tests.factories_matching import MatchingResultFactory, MatchingRunFactory, PairLockFactory
from tests.matching.admin_pages.conftest import BASE, of

pytestmark = pytest.mark.django_db
Read = Callable[[str], str]
MOMENT = "2017-09-01T10:00Z"


@pytest.fixture
def results(run: MatchingRun) -> list[MatchingResult]:
    """Frans at Alfa and Chemie at Beta, and one without a place."""
    frans, chemie = SubjectFactory(name="Frans"), SubjectFactory(name="Chemie")
    alfa, beta = SchoolFactory(name="Alfa", number=41), SchoolFactory(name="Beta", number=42)
    own = InstitutionFactory(short_name="EIGEN")
    return [
        MatchingResultFactory(
            run=run, school=alfa, rank=1, hectometres=57, request__subject=frans,
            request__state="submitted", request__filed_at=MOMENT, request__reference="2017-AAA",
            explanation={
                "request": "2017-AAA", "school": 41, "higher_in_all": 1, "left": 0,
                "higher": [{"school": 42, "rank": 1, "hectometres": 3, "full": "frans"}],
            },
        ),
        MatchingResultFactory(
            run=run, school=beta, request__subject=chemie, request__trimester=2,
            request__state="submitted", request__filed_at=MOMENT, request__reference="2017-BBB",
            request__institution=own, explanation={},
        ),
        MatchingResultFactory(
            run=run, school=None, request__subject=frans, request__reference="2017-CCC",
            explanation={
                "request": "2017-CCC", "kind": "no_school",
                "excluded": [["TOO_FAR", 31], ["NO_OFFER", 4]],
                "helps": [{"kind": "place", "subject": "frans", "schools": [41, 42]},
                          {"kind": "distance", "kilometres": 25}],
            },
        ),
    ]  # fmt: skip


def references(text: str) -> list[str]:
    """The references in the order of the rows."""
    import re

    return re.findall(r">(2017-[A-Z]{3})</a>", text)


def test_each_result_says_where_how_good_and_why(read: Read, run: MatchingRun, results: object):
    text = read(of(run, "resultaten/"))
    for words in (
        "3 resultaten", "1ste voorkeur", "5,7 km", "1 school stond hoger: Beta (vol: Frans).",
        "Geen enkele school past (te ver: 31, biedt dit niet aan: 4).",
        "één plaats meer (Frans) bij Alfa, Beta; tot 25 km ver", "Zonder plaats", "Gepland",
    ):  # fmt: skip
        assert words in text, words


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("zoek=bbb", ["2017-BBB"]),
        ("toestand=without_place", ["2017-CCC"]),
        ("vak=frans", ["2017-AAA", "2017-CCC"]),
        ("trimester=2", ["2017-BBB"]),
        ("school=alf", ["2017-AAA"]),
        ("school=42", ["2017-BBB"]),
        ("school=%00", ["2017-AAA", "2017-BBB", "2017-CCC"]),
        ("sort=-who", ["2017-CCC", "2017-BBB", "2017-AAA"]),
        ("sort=-rank", ["2017-CCC", "2017-BBB", "2017-AAA"]),
        ("sort=onzin&page=99", ["2017-AAA", "2017-BBB", "2017-CCC"]),
        ("page=-3", ["2017-AAA", "2017-BBB", "2017-CCC"]),
    ],
)
def test_filters_and_order(
    read: Read, run: MatchingRun, results: object, query: str, found: list[str]
):
    assert references(read(f"{of(run, 'resultaten/')}?{query}")) == found


def test_by_institution(read: Read, run: MatchingRun, results: list[MatchingResult]):
    own = results[1].request.institution.public_id
    assert references(read(f"{of(run, 'resultaten/')}?opleiding={own}")) == ["2017-BBB"]


def test_the_part_of_a_split_request_counts_under_its_own_subject(read: Read, run: MatchingRun):
    frans, chemie = SubjectFactory(name="Frans"), SubjectFactory(name="Chemie")
    part = MatchingResultFactory(
        run=run, subjects=["frans"], request__subject=frans, request__reference="2017-DDD"
    )
    ActivityFactory(request=part.request, subject=chemie)
    assert references(read(f"{of(run, 'resultaten/')}?vak=frans")) == ["2017-DDD"]
    assert references(read(f"{of(run, 'resultaten/')}?vak=chemie")) == []


def test_pairs_are_fixed_after_saying_why(
    client: Client, administrator: User, run: MatchingRun, results: list[MatchingResult]
):
    ticked = [str(one.public_id) for one in results]
    sent = {"wat": "vastzetten", "resultaat": ticked}
    question = client.post(of(run, "vastzetten/"), sent).headers["Location"]
    for _ in range(2):
        assert "Zet 2 paren vast" in client.get(question).content.decode()
    assert not PairLock.objects.exists()
    refused = client.post(of(run, "vastzetten/"), {**sent, "bevestigen": "1", "reason": " "})
    assert "error-summary" in refused.content.decode()
    done = {**sent, "bevestigen": "1", "reason": "Zo afgesproken"}
    for _ in range(2):
        answer = client.post(of(run, "vastzetten/"), done)
        assert answer.headers["Location"] == of(run, "resultaten/")
    locks = PairLock.objects.order_by("request__reference")
    assert [(lock.request, lock.school, lock.kind, lock.reason) for lock in locks] == [
        (one.request, one.school, "fixed", "Zo afgesproken") for one in results[:2]
    ]
    assert {lock.made_by for lock in locks} == {administrator}


def test_a_pair_that_cannot_be_locked_is_named_and_stops_no_other(
    client: Client, read: Read, run: MatchingRun, results: list[MatchingResult]
):
    PlacementRequest.objects.filter(reference="2017-AAA").update(state="proposed")
    sent = {"wat": "verbieden", "resultaat": [str(one.public_id) for one in results]}
    client.post(of(run, "vastzetten/"), {**sent, "bevestigen": "1", "reason": "Nee"})
    lock = PairLock.objects.get()
    assert (lock.request.reference, lock.kind) == ("2017-BBB", "forbidden")
    text = read(of(run, "resultaten/"))
    assert "1 paar is verboden." in text
    assert "2017-AAA: Deze aanvraag zoekt geen school meer." in text
    assert '<span class="badge">verboden</span>' in text


@pytest.mark.parametrize(
    "sent",
    [{}, {"wat": "vastzetten"}, {"wat": "opeten", "resultaat": "x"},
     {"wat": "verbieden", "resultaat": "geen-id"}],
)  # fmt: skip
def test_nothing_ticked_is_said(client: Client, read: Read, run: MatchingRun, sent: dict[str, str]):
    assert client.post(of(run, "vastzetten/"), sent).status_code == 302
    assert "Vink eerst aan welke paren u bedoelt." in read(of(run, "resultaten/"))
    assert not PairLock.objects.exists()


def test_results_of_another_run_are_not_locked_from_here(
    client: Client, run: MatchingRun, results: list[MatchingResult]
):
    other = MatchingRunFactory(year=run.year)
    sent = {"wat": "vastzetten", "resultaat": str(results[0].public_id), "bevestigen": "1"}
    client.post(of(other, "vastzetten/"), {**sent, "reason": "x"})
    assert not PairLock.objects.exists()


def test_a_published_run_locks_nothing(read: Read, run: MatchingRun, results: object):
    MatchingRun.objects.update(state="published")
    assert 'name="resultaat"' not in read(of(run, "resultaten/"))


def test_locks_are_listed_and_let_go(
    client: Client, read: Read, year_2017: AcademicYear, administrator: User
):
    first, second = (
        PairLockFactory(request__year=year_2017, made_by=administrator) for _ in range(2)
    )
    PairLockFactory(request__year__start_year=2018, reason="Van een ander jaar")
    text = read(f"{BASE}vastgezet/")
    assert "2 beslissingen" in text
    assert "Afgesproken aan de telefoon" in text
    assert "Van een ander jaar" not in text
    for _ in range(2):
        client.post(f"{BASE}vastgezet/loslaten/", {"slot": [str(first.public_id), "onzin"]})
    assert list(PairLock.objects.filter(request__year=year_2017)) == [second]


def test_nothing_to_let_go_is_said(client: Client, read: Read, year_2017: AcademicYear):
    client.post(f"{BASE}vastgezet/loslaten/")
    text = read(f"{BASE}vastgezet/")
    assert "Vink eerst aan wat u wilt loslaten." in text
    assert "Er is niets vastgezet of verboden." in text
