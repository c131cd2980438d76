"""The planning on paper: print page, PDF and workbook, each for who may read it."""

import io
import re
from datetime import date, time
from typing import Any

import openpyxl
import pypdf
import pytest
from django.urls import reverse

from accounts.models import Membership
from schedules.models import PlannedActivity
from schedules.visits import mark_visit
from tests.browsing import logged_in
from tests.factories import actor_for
from tests.queries import Limit, check_growing_page, check_page
from tests.requests_app.world import on
from tests.schedules.planned_world import Stage, new_stage

FORMULA = '=HYPERLINK("http://x.example","klik")'


@pytest.fixture
def stage(
    coordinator: Membership, colleague: Membership, mentor: Membership, year_2017: object
) -> Stage:
    """Three activities in two weeks, one of which was taken out, and a visit."""
    with on("2017-10-02"):
        stage = new_stage(coordinator, colleague, mentor, year_2017)
        lesson = stage.plan(
            stage.french,
            17,
            first_lesuur=2,
            last_lesuur=3,
            mentor=stage.vik,
            note="*Passé* #composé",
        )
        stage.plan(stage.cross, 24, 13, functional_wholes=[6], class_name=FORMULA, room="")
        removed = stage.plan(stage.maths, 18, class_name="WEGGENOMEN")
        PlannedActivity.objects.filter(pk=removed.pk).update(removed_at=removed.changed_at)
        mark_visit(planned_pk=lesson.pk, note="", actor=actor_for(stage.supervisor))
        return stage


def get(stage: Stage, name: str, who: Membership) -> bytes:
    answer = logged_in(who).get(reverse(name, args=[stage.placement.public_id]))
    assert answer.status_code == 200, (name, who)
    return answer.content


def words(content: bytes) -> str:
    """The text of a PDF, on one line."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_print_page_tells_all_weeks(stage: Stage):
    with on("2017-10-03"):
        page = get(stage, "schedule_print", stage.trainee).decode()

    plain = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "Week van ma 16 oktober – vr 20 oktober 2017" in plain
    assert "Week van ma 23 oktober – vr 27 oktober 2017" in plain
    assert "lesuren 2–3" in plain
    assert f"{stage.vik.user} (Frans)" in plain
    assert f"Bezoek van {stage.supervisor.user}" in plain
    assert "2 van 20 lesuren gepland: nog 18 te plannen" in plain
    assert "6 De leraar als partner van de ouders of verzorgers" in plain
    assert "Wacht op goedkeuring" in plain
    assert "WEGGENOMEN" not in plain


def test_the_pdf_is_tagged_dutch_a4_and_says_the_same(stage: Stage):
    with on("2017-10-03"):
        content = get(stage, "schedule_pdf", stage.trainee)

    reader = pypdf.PdfReader(io.BytesIO(content))
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"].value
    assert catalog["/Lang"] == "nl"
    assert b"pdfuaid" in catalog["/Metadata"].get_data()
    reference = stage.placement.reference
    assert reader.metadata.title == f"Stageplanning {reference}"
    for number, page in enumerate(reader.pages, 1):
        size = sorted((round(page.mediabox.width), round(page.mediabox.height)))
        assert size == [595, 842]
        text = " ".join(page.extract_text().split())
        assert reference in text
        assert f"pagina {number} van {len(reader.pages)}" in text
    text = words(content)
    for expected in (
        "Tine Geheimnaam", "School Eigen", "ma 16 oktober – vr 27 oktober 2017", "di 17 oktober",
        "9.00–9.50", "lesuren 2–3", "Actieve stage Frans", "3A, lokaal 12", "*Passé* #composé",
        "Wacht op goedkeuring", "nog 18 te plannen", "HYPERLINK",
    ):  # fmt: skip
        assert expected in text, expected
    assert "WEGGENOMEN" not in text
    assert {"/Table", "/TH", "/TD", "/H1", "/H2"} <= tags_of(catalog["/StructTreeRoot"])


def tags_of(node: object) -> set[str]:
    """The kinds of all elements of the structure tree."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return set().union(*(tags_of(child) for child in node))
    if not isinstance(node, dict):
        return set()
    return {str(node.get("/S", ""))} | tags_of(node.get("/K"))


def test_the_same_planning_gives_the_same_pdf(stage: Stage):
    with on("2017-10-03"):
        assert get(stage, "schedule_pdf", stage.vik) == get(stage, "schedule_pdf", stage.vik)


def test_the_workbook_has_dates_and_no_formula(stage: Stage):
    with on("2017-10-03"):
        content = get(stage, "schedule_xlsx", stage.vik)

    book = openpyxl.load_workbook(io.BytesIO(content))
    head, lesson, cross = book["Planning"].iter_rows(values_only=True)
    row = dict(zip(head, lesson, strict=True))
    assert row["dag"].date() == date(2017, 10, 17)
    assert (row["begint om"], row["eindigt om"]) == (time(9), time(9, 50))
    assert (row["van lesuur"], row["tot en met lesuur"], row["aantal lesuren"]) == (2, 3, 2)
    assert (row["klas"], row["lokaal"], row["vakmentor"]) == ("3A", "12", str(stage.vik.user))
    assert row["bezoek"] == f"Bezoek van {stage.supervisor.user}"
    assert dict(zip(head, cross, strict=True))["klas"] == f"'{FORMULA}"
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    facts = [row[:2] for row in book["Stage en lesuren"].iter_rows(values_only=True)]
    assert ("Kenmerk", stage.placement.reference) in facts
    assert ("Actieve stage Frans", 2) in facts


@pytest.mark.parametrize("name", ["schedule_print", "schedule_pdf", "schedule_xlsx"])
def test_a_school_reads_names_until_thirty_days_after_the_stage(stage: Stage, name: str):
    def text(who: Membership) -> str:
        content = get(stage, name, who)
        if name == "schedule_pdf":
            return words(content)
        if name == "schedule_print":
            return content.decode()
        book = openpyxl.load_workbook(io.BytesIO(content))
        return str([row for sheet in book for row in sheet.iter_rows(values_only=True)])

    with on("2017-11-26"):
        assert "Geheimnaam" in text(stage.mentor)
    with on("2017-11-27"):
        assert "Geheimnaam" not in text(stage.mentor)
        assert "1 stagiair" in text(stage.vik)
        assert "Geheimnaam" in text(stage.coordinator)


def test_nobody_else_gets_them(stage: Stage, mentor_elsewhere: Membership):
    with on("2017-10-03"):
        for name in ("schedule_print", "schedule_pdf", "schedule_xlsx", "schedule_approve"):
            url = reverse(name, args=[stage.placement.public_id])
            assert logged_in(mentor_elsewhere).get(url).status_code == 404


def test_pages_ask_the_same_for_any_number_of_activities(
    coordinator: Membership, colleague: Membership, mentor: Membership, year_2017: object
):
    with on("2017-10-02"):
        stage = new_stage(coordinator, colleague, mentor, year_2017)
    public_id = stage.placement.public_id
    with on("2017-10-03"):
        check_growing_page(
            "schedule_print",
            logged_in(stage.trainee),
            reverse("schedule_print", args=[public_id]),
            grow=stage.grow,
            limit=Limit.DETAIL,
        )
        approving = reverse("schedule_approve", args=[public_id])
        check_page("schedule_approve", logged_in(stage.vik), approving, limit=Limit.DETAIL)
