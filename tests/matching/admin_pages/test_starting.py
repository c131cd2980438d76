"""The list of runs, and starting one."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from calendar_cfg.models import AcademicYear
from matching.models import MatchingRun
from tests.browsing import logged_in
from tests.factories import InstitutionFactory, UserFactory
from tests.factories_matching import MatchingRunFactory
from tests.matching.admin_pages.conftest import BASE, of

pytestmark = pytest.mark.django_db
NEW = f"{BASE}nieuw/"
PLAIN = {"scope": "all", "seconds": "60", "effort": "400", "seed": "1"}
Read = Callable[[str], str]


def test_the_list_says_what_each_run_was_and_how_good(
    read: Read, run: MatchingRun, year_2017: AcademicYear, administrator: User
):
    MatchingRunFactory(
        year=year_2017, scope="trimester", trimester=2, started_by=administrator, bound=12,
        is_optimal=False, state="published",
    )  # fmt: skip
    MatchingRunFactory(year=year_2017, trigger="effect", placed=None, bound=None, state="failed")
    text = read(BASE)
    for words in (
        "9 van 10 stagiairs", "bewezen best", "hoogstens 3 stagiairs meer", "Trimester 2",
        str(administrator), "De opening van “Matchen en beantwoorden”", "Mislukt",
        "3 matchingrondes",
    ):  # fmt: skip
        assert words in text, words
    assert text.count("btn-primary") == 1
    assert "Twee rondes vergelijken" in text


def test_small_rounds_of_one_request_are_left_out_of_the_list_unless_asked(
    read: Read, run: MatchingRun, year_2017: AcademicYear
):
    MatchingRunFactory(year=year_2017, scope="looking", trigger="request", state="published")
    assert "1 matchingronde" in read(BASE)
    text = read(f"{BASE}?alles=1")
    assert "2 matchingrondes" in text
    assert "Een aanvraag die meteen een school zocht" in text


def test_runs_of_another_year_are_not_in_the_list(read: Read, year_2017: AcademicYear):
    MatchingRunFactory(year__start_year=2018)
    assert "Er is nog geen matchingronde voor dit jaar." in read(f"{BASE}?jaar=2017-2018")


def test_a_run_is_started_with_what_was_chosen(
    client: Client, administrator: User, year_2017: AcademicYear
):
    institution = InstitutionFactory()
    answer = client.post(
        NEW,
        {**PLAIN, "scope": "institution", "institution": str(institution.public_id),
         "trimester": "2", "seconds": "5", "effort": "7", "seed": "11"},
    )  # fmt: skip
    run = MatchingRun.objects.get()
    assert answer.headers["Location"] == of(run)
    assert (run.scope, run.institution, run.trimester) == ("institution", institution, None)
    assert (run.seconds_limit, run.effort_limit, run.seed) == (5, 7, 11)
    assert (run.state, run.trigger, run.started_by) == ("queued", "admin", administrator)
    assert not run.publishes_itself


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"scope": "trimester"}, "Kies het trimester."),
        ({"scope": "institution"}, "Kies de lerarenopleiding."),
        ({"scope": "looking"}, "geldige keuze"),
        ({"scope": "trimester", "trimester": "4"}, "geldige keuze"),
        ({"scope": "institution", "institution": "x"}, "geldige UUID"),
        ({"seconds": "0"}, "minstens 1 is"),
        ({"seconds": "901"}, "hoogstens 900"),
        ({"seed": "99999999999"}, "hoogstens"),
        ({"effort": "veel"}, "geheel getal"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_starts(
    client: Client, year_2017: AcademicYear, typed: dict[str, str], said: str
):
    text = client.post(NEW, {**PLAIN, **typed}).content.decode()
    assert "error-summary" in text
    assert said in text, text[text.index("error-summary") :][:600]
    assert not MatchingRun.objects.exists()


def test_what_is_wrong_in_the_folded_part_opens_it(client: Client, year_2017: AcademicYear):
    assert (
        '<details class="more" open>' in client.post(NEW, {**PLAIN, "effort": ""}).content.decode()
    )
    assert '<details class="more" open>' not in client.get(NEW).content.decode()


def test_a_second_run_is_refused_with_who_runs_what_since_when(
    client: Client, year_2017: AcademicYear
):
    other = logged_in(UserFactory(first_name="Bert", is_staff=True, is_superuser=True))
    other.post(NEW, PLAIN)
    text = " ".join(client.post(NEW, PLAIN).content.decode().split())
    assert MatchingRun.objects.count() == 1
    assert "loopt al een matchingronde (Bert" in text
    assert "di 12 september 2017 om" in text


def test_pressing_twice_starts_one(client: Client, year_2017: AcademicYear):
    client.post(NEW, PLAIN)
    again = client.post(NEW, PLAIN, follow=True)
    run = MatchingRun.objects.get()
    assert again.redirect_chain == [(of(run), 302)]
    assert "loopt al een matchingronde" in again.content.decode()


def test_again_starts_from_the_same_choices(client: Client, read: Read, year_2017: AcademicYear):
    run = MatchingRunFactory(
        year=year_2017, scope="trimester", trimester=3, seconds_limit=33, seed=5
    )
    text = read(of(run, "opnieuw/"))
    assert 'value="33"' in text
    assert '<option value="3" selected>' in text
    client.post(of(run, "opnieuw/"), {**PLAIN, "scope": "trimester", "trimester": "3"})
    again = MatchingRun.objects.exclude(pk=run.pk).get()
    assert (again.based_on, again.trimester, again.state) == (run, 3, "queued")


def test_looking_changes_nothing(client: Client, run: MatchingRun):
    for rest in ("", "resultaten/", "bekendmaken/", "weggooien/", "opnieuw/", "bellen/"):
        client.get(of(run, rest))
    client.get(NEW)
    before = run.version
    run.refresh_from_db()
    assert (run.state, run.version) == ("ready", before)
    assert MatchingRun.objects.count() == 1
