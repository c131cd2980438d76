"""The lesuren of a school: its own page, the usual ones until then, who may change them."""

import re
from datetime import time

import pytest
from django.urls import reverse

from accounts.models import Membership
from schedules.lesson_hours import lesuren_of_school
from schedules.lesuren import USUAL, Lesuur
from schedules.models import LessonHour
from tests.browsing import logged_in

pytestmark = pytest.mark.django_db
URL = "/onze-school/lesuren/"
TWO = (Lesuur(1, time(8, 0), time(8, 50)), Lesuur(2, time(8, 50), time(9, 40)))


def typed(*lesuren: tuple[str, str], stamp: str = "") -> dict[str, str]:
    """The form as the page sends it; rows that are left out are empty."""
    data = {"lesuur-TOTAL_FORMS": "12", "lesuur-INITIAL_FORMS": "12", "stamp": stamp}
    for number in range(12):
        start, end = lesuren[number] if number < len(lesuren) else ("", "")
        data |= {f"lesuur-{number}-start": start, f"lesuur-{number}-end": end}
    return data


def stamp_on(page: str) -> str:
    """The stamp in the form."""
    (stamp,) = re.findall(r'name="stamp" value="(\w+)"', page)
    return stamp


@pytest.fixture
def opened(mentor: Membership, year_2017: object) -> str:
    """The page as it opens, and the school's tabs lead to it."""
    client = logged_in(mentor)
    assert f'href="{URL}"' in client.get(reverse("school_data")).content.decode()
    return client.get(URL).content.decode()


def test_until_a_school_says_otherwise_the_usual_hours_hold(opened: str, mentor: Membership):
    assert 'name="lesuur-0-start" value="08:30"' in opened
    assert "nog geen eigen lesuren" in opened
    assert lesuren_of_school(mentor.school) == USUAL


def test_a_schoolmentor_says_them_and_saving_twice_is_harmless(opened: str, mentor: Membership):
    client, data = logged_in(mentor), typed(("8:00", "8.50"), ("08:50", "09:40"))
    for _twice in range(2):
        assert client.post(URL, data | {"stamp": stamp_on(opened)}).status_code == 302
    assert lesuren_of_school(mentor.school) == TWO
    assert LessonHour.objects.count() == 2
    assert 'value="08:50"' in logged_in(mentor).get(URL).content.decode()


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("08:30", "09:20"), ("09:00", "09:50")], "begint voor lesuur 1 eindigt (8.30–9.20)"),
        ([("09:20", "08:30")], "moet beginnen voor het eindigt"),
        ([("08:30", "")], "Vul beide uren in"),
        ([("half negen", "09:20")], "geldige tijd"),
    ],
)
def test_what_cannot_be_is_refused_and_stays_typed(
    opened: str, mentor: Membership, rows: list[tuple[str, str]], words: str
):
    answer = logged_in(mentor).post(URL, typed(*rows, stamp=stamp_on(opened))).content.decode()
    assert words in answer
    assert "error-summary" in answer
    assert f'value="{rows[-1][0]}"' in answer
    assert not LessonHour.objects.exists()


def test_who_comes_second_is_told_and_loses_nothing(opened: str, mentor: Membership):
    client = logged_in(mentor)
    client.post(URL, typed(("08:00", "08:50"), stamp=stamp_on(opened)))
    late = client.post(URL, typed(("07:45", "08:35"), stamp=stamp_on(opened)))
    shown = late.content.decode()
    assert late.status_code == 409
    assert "Iemand bewaarde intussen andere lesuren" in shown
    assert "1: 8.00–8.50" in shown
    assert 'value="07:45"' in shown
    assert client.post(URL, typed(("07:45", "08:35"), stamp=stamp_on(shown))).status_code == 302
    assert lesuren_of_school(mentor.school) == (Lesuur(1, time(7, 45), time(8, 35)),)


def test_a_vakmentor_reads_them(subject_mentor: Membership, year_2017: object):
    shown = logged_in(subject_mentor).get(URL).content.decode()
    assert "8.30–9.20" in shown
    assert "<input" not in shown.split("<main")[1]
