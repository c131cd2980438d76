"""The page "Hoe gaat het jaar?" of an administrator, its links and its files."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import date
from uuid import uuid4

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import MailState, Membership, OutgoingMail, User
from calendar_cfg import clock, heartbeat
from calendar_cfg.enums import Edge, EffectState, PhaseKind
from calendar_cfg.models import AcademicYear, EffectEntry
from matching.models import MatchingRun
from notices.models import Round
from notices.year_health import Split
from requests_app.models import Proposal
from tests.browsing import logged_in
from tests.factories import RequestFactory, SchoolFactory, SubjectFactory
from tests.factories_matching import MatchingRunFactory
from tests.notices.autumn import TODAY, Autumn
from tests.queries import Limit, check_page
from tests.requests_app.world import on

pytestmark = pytest.mark.django_db


@pytest.fixture
def autumn(
    year_2017: AcademicYear,
    coordinator: Membership,
    coordinator_elsewhere: Membership,
    mentor: Membership,
) -> Autumn:
    """All of it, by 25 September."""
    return Autumn.of(year_2017, coordinator, coordinator_elsewhere, mentor)


@pytest.fixture
def admin(administrator: User) -> Client:
    """The browser of an administrator."""
    return logged_in(administrator)


def page(client: Client, **asked: str) -> str:
    return html.unescape(client.get(reverse("year_health"), asked).content.decode())


def test_the_page_tells_the_year_in_words_and_tables(autumn: Autumn, admin: Client) -> None:
    with on(TODAY):
        text = page(admin)
        for words in (
            "Er zijn 8 stageaanvragen ingediend. Geheel of gedeeltelijk aanvaard: 2 (25,0 %).",
            "Van de 4 antwoorden van scholen kwamen er 3 (75,0 %) op tijd.",
            "De helft van de scholen antwoordde binnen 90 dagen.",
            "1 antwoord is nu te laat.",
            "Scholen weigerden 2 (40,0 %) van 5 stageactiviteiten.",
            "5 lesdagen te laat (verwacht tegen ma 18 september 2017)",
            "School Leuven",
        ):
            assert words in text
        assert "staat bij elk van beide" not in text
        assert "staat bij elk van beide" in page(admin, per="vak")
        assert "Vlaams-Brabant" in page(admin, per="provincie")
        assert "Hogeschool Eigen" in page(admin, per="onzin"), "what is no split is the first"


def test_a_figure_leads_to_the_rows_that_it_counts(autumn: Autumn, admin: Client) -> None:
    with on(TODAY):
        text = admin.get(reverse("year_health")).content.decode()
        links = {
            html.unescape(url): int(n)
            for url, n in re.findall(r'<a href="(/beheer/requests_app[^"]+)">(\d+)', text)
        }
        assert len(links) > 8
        for url, n in links.items():
            assert admin.get(url).context["cl"].result_count == n, url
        late = re.findall(r'<a href="(/aanvragen/\?[^"]*te-laat[^"]*)">(\d+)', text)
        assert [int(n) for _url, n in late] == [1]
        rows = admin.get(html.unescape(late[0][0])).context["table"].page.paginator.count
        assert rows == 1


def test_each_table_is_sorted_by_itself(autumn: Autumn, admin: Client) -> None:
    with on(TODAY):
        response = admin.get(reverse("year_health"), {"a-sort": "filed", "b-sort": "-put"})
    first, second, third = response.context["page"].tables
    names = [[row.record.name for row in table.rows] for table in (first, second, third)]
    assert names == [
        ["Hogeschool Elders", "Hogeschool Eigen"],
        ["Hogeschool Eigen", "Hogeschool Elders"],
        ["Hogeschool Eigen", "Hogeschool Elders"],
    ]


def test_the_files_hold_the_same_figures_and_no_formula(autumn: Autumn, admin: Client) -> None:
    institution = autumn.elsewhere.institution
    institution.name = "=Kanarie()"
    institution.save()
    with on(TODAY):
        sheets = admin.get(reverse("year_health_xlsx"))
        plain = admin.get(reverse("year_health_csv"), {"per": "lerarenopleiding"})
    assert "gezondheid-2017-2018-lerarenopleiding.csv" in plain["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(plain.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows] == [
        "Lerarenopleiding",
        "'=Kanarie()",
        "Hogeschool Eigen",
        "Samen",
    ]
    filed = rows[0].index("Ingediend")
    assert [row[filed] for row in rows[1:]] == ["3", "5", "8"]
    book = openpyxl.load_workbook(io.BytesIO(sheets.content))
    assert book.sheetnames == ["Per lerarenopleiding", "Per vak", "Per provincie"]
    found = [[str(c.value) for c in row][: filed + 1] for row in book.worksheets[0].rows]
    assert found == [row[: filed + 1] for row in rows]
    assert [row[1].value for row in book.worksheets[1].rows][-1] == 8


def test_it_tells_what_stands_still_and_where_it_is_done_again(
    year_2017: AcademicYear, admin: Client
) -> None:
    phase = year_2017.phases.get(kind=PhaseKind.ANSWERS)
    with on("2017-06-16"):
        text = page(admin)
        assert "liep nog nooit" in text
        assert "Er is in dit jaar nog geen stageaanvraag ingediend." in text
        assert "geen enkel is mislukt" in text
        heartbeat.beat()
        failed = EffectEntry.objects.create(
            phase=phase,
            edge=Edge.OPEN,
            effect="edge_recorded",
            scheduled_on=phase.opens_on,
            state=EffectState.FAILED,
            attempts=2,
            error="Traceback\nValueError: kapot",
        )
        for state in (MailState.FAILED, MailState.WITHHELD, MailState.SENT, MailState.SENT):
            OutgoingMail.objects.create(key=str(uuid4()), to="a@example.be", state=state)
        Round.objects.create(day=date(2017, 6, 15), done_at=clock.now(), told=12)
        MatchingRunFactory(year=year_2017)
        text = page(admin)
        assert "liep minder dan een minuut geleden" in text
        retry = reverse("effect_now", args=[2017, phase.pk, "open", failed.effect])
        assert retry in text
        assert "ValueError: kapot" in text
        assert "Traceback" not in text
        assert text.count("1 mail") == 2
        assert "12 herinneringen" in text
        assert MatchingRun.objects.get().get_state_display() in text
    with on("2017-06-16", hour=11):
        assert "liep 1 uur geleden" in page(admin)
        assert "Ze hoort elke minuut te lopen." in page(admin)


def test_the_dashboard_of_an_administrator_leads_to_it(
    year_2017: AcademicYear, admin: Client, coordinator: Membership
) -> None:
    with on(TODAY):
        assert reverse("year_health") in admin.get(reverse("dashboard")).content.decode()
        theirs = logged_in(coordinator)
        assert reverse("year_health") not in theirs.get(reverse("dashboard")).content.decode()
        for name in ("year_health", "year_health_xlsx", "year_health_csv"):
            assert theirs.get(reverse(name)).status_code == 404


def test_queries(autumn: Autumn, admin: Client) -> None:
    counts: dict[str, set[int]] = {}
    with on(TODAY):
        for number in range(2):
            for split in Split:
                url = f"{reverse('year_health')}?per={split.value}"
                count = check_page("year_health", admin, url, limit=Limit.DASHBOARD)
                counts.setdefault(split, set()).add(count)
            if number == 0:
                more(autumn)
    assert {len(found) for found in counts.values()} == {1}, counts


def more(autumn: Autumn) -> None:
    """Many more of each: institutions, subjects, requests that are late, mails and runs."""
    OutgoingMail.objects.bulk_create(
        OutgoingMail(key=f"meer-{n}", to="a@example.be", state=MailState.FAILED) for n in range(40)
    )
    MatchingRunFactory.create_batch(4, year=autumn.year, state="published")
    for n in range(12):
        subject, school = SubjectFactory(name=f"Vak {n}"), SchoolFactory()
        request = RequestFactory(
            year=autumn.year, state="proposed", filed_at=clock.now(), subject=subject
        )
        Proposal.objects.create(
            request=request, school=school, released_at=clock.now(), due_on=date(2017, 9, 18)
        )
