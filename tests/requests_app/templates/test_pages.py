"""The pages of templates, by owner, colleague, stranger, mentor and nobody."""

import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership
from calendar_cfg.models import AcademicYear
from calendar_cfg.year_2017_2018 import plan_for
from calendar_cfg.years_admin import save_plan
from institutions.models import Programme
from requests_app.models import PlacementRequest, RequestTemplate, TemplateActivity, Trainee
from tests.browsing import logged_in
from tests.factories import (
    ProgrammeFactory,
    SubjectFactory,
    TemplateFactory,
    TraineeFactory,
)
from tests.queries import Limit, check, check_growing_page, check_page, queries_of
from tests.requests_app.world import on

LIST, NEW = "/sjablonen/", "/sjablonen/nieuw/"
pytestmark = pytest.mark.usefixtures("in_may")


def page_of(name: str, template: RequestTemplate) -> str:
    return reverse(name, args=[template.public_id])


def read_by_staff(template: RequestTemplate) -> list[str]:
    return [LIST, page_of("template", template), page_of("attach_trainees", template)]


def edited_by_coordinators(template: RequestTemplate) -> list[str]:
    names = ("edit_template", "copy_template", "delete_template")
    return [NEW, *(page_of(name, template) for name in names)]


def text(response: Any) -> str:
    return response.content.decode()


def is_ticked(response: Any, trainee: Trainee) -> bool:
    return bool(re.search(rf'id="t-{trainee.public_id}"\s+checked', text(response)))


class TestWho:
    def test_a_coordinator_reads_and_edits(
        self, coordinator: Membership, template: RequestTemplate
    ) -> None:
        client = logged_in(coordinator)
        for url in [*read_by_staff(template), *edited_by_coordinators(template)]:
            assert client.get(url).status_code == 200, url
        assert "Kanarie" in text(client.get(LIST))

    def test_a_supervisor_reads_and_attaches(
        self, colleague: Membership, template: RequestTemplate
    ) -> None:
        client = logged_in(colleague)
        for url in read_by_staff(template):
            assert client.get(url).status_code == 200, url
        for url in edited_by_coordinators(template):
            assert client.get(url).status_code == 403, url
            assert client.post(url).status_code == 403, url
        page = text(client.get(page_of("template", template)))
        assert "Stagiairs koppelen" in page
        assert "Verwijderen" not in page

    def test_another_institution_sees_nothing(
        self, coordinator_elsewhere: Membership, template: RequestTemplate
    ) -> None:
        client = logged_in(coordinator_elsewhere)
        assert "Kanarie" not in text(client.get(LIST))
        own = [url for url in read_by_staff(template) if url != LIST]
        own += [url for url in edited_by_coordinators(template) if url != NEW]
        own += [page_of("attached_trainees", template), reverse("template", args=[uuid4()])]
        for url in own:
            assert client.get(url).status_code == 404, url
            assert client.post(url).status_code in (404, 405), url

    def test_a_school_finds_no_such_page(
        self, mentor: Membership, subject_mentor: Membership, template: RequestTemplate
    ) -> None:
        for member in (mentor, subject_mentor):
            for url in [*read_by_staff(template), *edited_by_coordinators(template)]:
                assert logged_in(member).get(url).status_code == 404, url

    def test_a_visitor_logs_in_first(self, client: Client, template: RequestTemplate) -> None:
        for url in [*read_by_staff(template), *edited_by_coordinators(template)]:
            response = client.get(url)
            assert response["Location"].startswith(reverse("account_login")), url


class TestWhen:
    @pytest.mark.parametrize(
        ("day", "message"),
        [
            ("2017-05-01", "Sjablonen voor 2017-2018 kunnen vanaf di 2 mei 2017 gemaakt worden."),
            ("2018-07-04", "konden tot en met di 3 juli 2018 gewijzigd worden."),
        ],
    )
    def test_a_closed_year_is_read_only_and_says_why(
        self,
        coordinator: Membership,
        template: RequestTemplate,
        typed: dict[str, Any],
        day: str,
        message: str,
    ) -> None:
        with on(day):
            client = logged_in(coordinator)
            for url in read_by_staff(template)[:2]:
                page = text(client.get(url))
                assert message in page, url
                assert "Sjabloon maken" not in page
                assert "Wijzigen" not in page
            assert client.get(NEW)["Location"] == f"{reverse('templates')}?jaar={template.year}"
            assert client.get(page_of("edit_template", template)).status_code == 302
            page = text(client.get(page_of("attach_trainees", template)))
            assert "batch-bar" not in page
            refused = client.post(NEW, typed)
            assert refused.status_code == 200
            assert "2 mei 2017" in text(refused) or "3 juli 2018" in text(refused)
            assert 'value="Actieve stage 1"' in text(refused)
            not_deleted = client.post(page_of("delete_template", template))
            assert "2 mei 2017" in text(not_deleted) or "3 juli 2018" in text(not_deleted)
        assert RequestTemplate.objects.count() == 1

    def test_an_empty_list_says_what_opens_it_and_when(
        self, coordinator: Membership, year_2017: AcademicYear
    ) -> None:
        client = logged_in(coordinator)
        assert "Er zijn nog geen sjablonen voor 2017-2018." in text(client.get(LIST))
        with on("2017-04-20"):
            assert "vanaf di 2 mei 2017" in text(client.get(LIST))


class TestList:
    def test_it_is_of_one_year(self, coordinator: Membership, template: RequestTemplate) -> None:
        other = save_plan(plan_for(2018))
        TemplateFactory(institution=coordinator.institution, year=other, name="Van volgend jaar")
        client = logged_in(coordinator)
        assert "Van volgend jaar" not in text(client.get(LIST))
        page = text(client.get(LIST + "?jaar=2018-2019"))
        assert "Van volgend jaar" in page
        assert "Kanarie" not in page

    def test_it_finds_by_name_programme_and_trimester(
        self, coordinator: Membership, template: RequestTemplate, year_2017: AcademicYear
    ) -> None:
        TemplateFactory(
            institution=coordinator.institution, year=year_2017, name="Ander", trimester=2
        )
        client = logged_in(coordinator)
        for query in ("?zoek=kanarie+stage", "?opleiding=Educatieve+bachelor", "?trimester=1"):
            page = text(client.get(LIST + query))
            assert "Kanarie actieve stage" in page, query
            assert ">Ander</a>" not in page, query
            assert "1 sjabloon" in page
        assert "Geen sjabloon voldoet" in text(client.get(LIST + "?zoek=niets"))

    @pytest.mark.parametrize(
        "query",
        [
            "?page=-1",
            "?page=x",
            "?sort=-period",
            "?sort=raar",
            "?zoek=%00",
            "?trimester=9",
            "?opleiding=%00",
            "?jaar=1066-1067",
        ],
    )
    def test_an_absurd_address_is_no_fault(
        self, coordinator: Membership, template: RequestTemplate, query: str
    ) -> None:
        assert logged_in(coordinator).get(LIST + query).status_code == 200


class TestMake:
    def test_a_template_is_made_and_shown(
        self, coordinator: Membership, typed: dict[str, Any]
    ) -> None:
        response = logged_in(coordinator).post(NEW, typed, follow=True)
        made = RequestTemplate.objects.get()
        assert response.redirect_chain == [(page_of("template", made), 302)]
        assert (made.institution, made.trimester, made.nets) == (
            coordinator.institution,
            1,
            ["go"],
        )
        first, second = made.activities.all()
        assert (str(first), first.hours, first.graad) == ("Actieve stage Frans", 20, 2)
        assert (second.kind, second.functional_wholes) == ("cross_class", [4, 7])
        page = text(response)
        for words in ("GO! (Gemeenschapsonderwijs)", "Hoogstens 25 km", "2de graad", "ma 16"):
            assert words in page, words
        assert (made.other_schools, made.may_split, made.onward) == (True, True, "automatic")
        assert "De vakken mogen naar verschillende scholen." in page

    def test_a_double_click_makes_one(self, coordinator: Membership, typed: dict[str, Any]) -> None:
        client = logged_in(coordinator)
        first, second = client.post(NEW, typed), client.post(NEW, typed)
        assert first["Location"] == second["Location"]
        assert RequestTemplate.objects.count() == 1

    def test_a_line_is_added_and_removed_without_losing_what_was_typed(
        self, coordinator: Membership, typed: dict[str, Any]
    ) -> None:
        client = logged_in(coordinator)
        half = {**typed, "name": "", "period_start": "31/02/2017", "lines-1-hours": "veel"}
        more = client.post(NEW, {**half, "add_line": "1"})
        page = text(more)
        assert len(more.context["formset"].forms) == 3
        assert "error-summary" not in page
        for words in ('value="31/02/2017"', 'value="veel"', "De stagiairs komen eerst kennismaken"):
            assert words in page, words
        less = client.post(NEW, {**half, "remove_line": "0"})
        [left] = less.context["formset"].forms
        assert left["kind"].value() == "cross_class"
        assert not RequestTemplate.objects.exists()

    def test_empty_lines_do_not_count(self, coordinator: Membership, typed: dict[str, Any]) -> None:
        empty = {"lines-1-kind": "", "lines-1-functional_wholes": [], "lines-1-hours": ""}
        logged_in(coordinator).post(NEW, {**typed, **empty})
        assert RequestTemplate.objects.get().activities.count() == 1

    @pytest.mark.parametrize(
        ("field", "value", "message"),
        [
            ("name", "", "Geef het sjabloon een naam."),
            ("name", "x" * 10_000, "niet meer dan 120 tekens"),
            ("name", "a\x00b", "Null-tekens zijn niet toegestaan"),
            ("programme", "999999999999999999999", "Kies een opleiding van uw"),
            ("supervisor", "999999", "Kies een stagebegeleider van uw opleiding"),
            ("supervisor", "x\x00", "Null-tekens|Kies een stagebegeleider"),
            ("trimester", "4", "Selecteer een geldige keuze"),
            ("period_start", "2017-02-31", "geldige datum"),
            ("period_start", "0000-00-00", "geldige datum"),
            ("period_end", "9999-12-31", "buiten trimester 1"),
            ("period_end", "2017-10-15", "eindigt voor ze begint"),
            ("period_end", "", "Vul beide dagen"),
            ("max_distance_km", "0", "1"),
            ("max_distance_km", "99999999999999999999", "250"),
            ("nets", ["raar"], "Selecteer een geldige keuze"),
            ("text_for_school", "x" * 10_000, "niet meer dan 4000 tekens"),
            ("lines-0-subject", "bestaat-niet", "Kies een vak uit de lijst"),
            ("lines-0-kind", "", "Kies de soort van deze stageactiviteit"),
            ("lines-0-hours", "501", "500"),
            ("lines-0-remark", "x" * 10_000, "niet meer dan 500 tekens"),
            ("lines-1-subject", "frans", "heeft geen vak"),
            ("lines-0-functional_wholes", ["1"], "horen bij een klasoverstijgende"),
            ("lines-0-functional_wholes", ["11"], "Selecteer een geldige keuze"),
            ("lines-TOTAL_FORMS", "x", "niet goed aangekomen"),
            ("lines-TOTAL_FORMS", "31", "hoogstens 30 stageactiviteiten"),
        ],
    )
    def test_what_cannot_be_is_said_and_nothing_is_lost(
        self, coordinator: Membership, typed: dict[str, Any], field: str, value: Any, message: str
    ) -> None:
        response = logged_in(coordinator).post(NEW, {**typed, field: value})
        page = text(response)
        assert response.status_code == 200
        assert "error-summary" in page
        assert any(part in page for part in message.split("|"))
        assert "kennismaken" in page or field == "text_for_school"
        assert not RequestTemplate.objects.exists()

    def test_what_is_anothers_is_unknown(
        self,
        coordinator: Membership,
        coordinator_elsewhere: Membership,
        typed: dict[str, Any],
    ) -> None:
        there = ProgrammeFactory(
            institution=coordinator_elsewhere.institution, name="Vreemde opleiding"
        )
        foreign = {"programme": there.pk, "supervisor": coordinator_elsewhere.pk}
        page = text(logged_in(coordinator).post(NEW, {**typed, **foreign}))
        assert "Kies een opleiding van uw lerarenopleiding." in page
        assert "Kies een stagebegeleider van uw opleiding." in page
        assert "Vreemd" not in page
        assert not RequestTemplate.objects.exists()

    def test_a_text_that_looks_personal_is_kept_and_warned_about(
        self, coordinator: Membership, typed: dict[str, Any]
    ) -> None:
        client = logged_in(coordinator)
        assert "Schrijf niets over de gezondheid" in text(client.get(NEW))
        text_typed = {"text_for_school": "Lotte, 98.05.12-123.45"}
        response = client.post(NEW, {**typed, **text_typed}, follow=True)
        assert "rijksregisternummer lijkt" in text(response)
        assert RequestTemplate.objects.get().text_for_school == "Lotte, 98.05.12-123.45"


class TestEdit:
    def test_a_change_is_stored(
        self, coordinator: Membership, template: RequestTemplate, typed: dict[str, Any]
    ) -> None:
        url, client = page_of("edit_template", template), logged_in(coordinator)
        shown = client.get(url)
        assert shown.context["form"]["period_start"].value() == date(2017, 10, 16)
        assert len(shown.context["formset"].forms) == 1
        client.post(url, {**typed, "version": 1})
        template.refresh_from_db()
        assert (template.name, template.version, template.activities.count()) == (
            "Actieve stage 1",
            2,
            2,
        )

    def test_a_form_that_comes_too_late_keeps_what_was_typed_and_shows_what_changed(
        self, coordinator: Membership, template: RequestTemplate, typed: dict[str, Any]
    ) -> None:
        url, client = page_of("edit_template", template), logged_in(coordinator)
        client.post(url, {**typed, "version": 1, "lines-0-hours": "30"})
        late = client.post(
            url, {**typed, "version": 1, "trimester": "2", "period_start": "", "period_end": ""}
        )
        labels = [change.label for change in late.context["changes"]]
        assert labels == [
            "Trimester",
            "Eerste dag van de stageperiode",
            "Laatste dag van de stageperiode",
            "Stageactiviteiten",
        ]
        page = text(late)
        assert "Trimester 2: ma 8 januari" in page
        assert "30 lesuren" in page
        assert "intussen gewijzigd" in page
        template.refresh_from_db()
        assert template.trimester == 1
        again = {**typed, "version": late.context["form"]["version"].value(), "name": "Toch"}
        client.post(url, again)
        template.refresh_from_db()
        assert template.name == "Toch"

    def test_lines_that_were_left_as_they_were_stay(
        self, coordinator: Membership, template: RequestTemplate, typed: dict[str, Any]
    ) -> None:
        url, client = page_of("edit_template", template), logged_in(coordinator)
        for version, name in ((1, "Eerst"), (2, "Daarna")):
            client.post(url, {**typed, "version": version, "name": name})
        template.refresh_from_db()
        assert template.name == "Daarna"
        assert [line.hours for line in template.activities.all()] == [20, 5]

    def test_a_name_in_use_is_said_at_the_field(
        self, coordinator: Membership, template: RequestTemplate, typed: dict[str, Any]
    ) -> None:
        TemplateFactory(
            institution=coordinator.institution, year=template.year, name="Actieve stage 1"
        )
        url = page_of("edit_template", template)
        response = logged_in(coordinator).post(url, {**typed, "version": 1})
        assert "Er is al een sjabloon met deze naam" in str(response.context["form"].errors["name"])


class TestCopyAndDelete:
    def test_it_is_copied_to_the_year_that_opened(
        self, coordinator: Membership, template: RequestTemplate
    ) -> None:
        save_plan(plan_for(2018))
        url = page_of("copy_template", template)
        closed = logged_in(coordinator).get(url).context["form"]
        assert list(closed.years) == ["2017-2018"]
        with on("2018-05-02"):
            client = logged_in(coordinator)
            opened = client.get(url).context["form"]
            assert list(opened.years) == ["2018-2019", "2017-2018"]
            assert opened["year"].value() == "2018-2019"
            response = client.post(url, {"year": "2018-2019", "name": "Zelfde"}, follow=True)
        copy = RequestTemplate.objects.get(name="Zelfde")
        assert (copy.year.name, copy.copied_from) == ("2018-2019", template)
        assert "De stageperiode is verplaatst van ma 16 oktober" in text(response)

    def test_a_year_that_is_not_open_cannot_be_chosen(
        self, coordinator: Membership, template: RequestTemplate
    ) -> None:
        save_plan(plan_for(2018))
        url = page_of("copy_template", template)
        for year in ("2018-2019", "", "\x00"):
            response = logged_in(coordinator).post(url, {"year": year, "name": "x"})
            assert response.status_code == 200
        with on("2019-08-01"):
            page = text(logged_in(coordinator).get(url))
        assert "Vandaag kan voor geen enkel academiejaar een sjabloon gemaakt worden." in page
        assert RequestTemplate.objects.count() == 1

    def test_it_is_deleted_after_a_confirmation(
        self, coordinator: Membership, template: RequestTemplate
    ) -> None:
        url, client = page_of("delete_template", template), logged_in(coordinator)
        assert "verwijderen?" in text(client.get(url))
        assert RequestTemplate.objects.count() == 1
        response = client.post(url, follow=True)
        assert "is verwijderd" in text(response)
        assert not RequestTemplate.objects.exists()

    def test_one_that_requests_came_from_says_so(
        self, coordinator: Membership, template: RequestTemplate, trainees: list[Trainee]
    ) -> None:
        client = logged_in(coordinator)
        chosen = {"trainees": [trainees[0].public_id], "how": "elk"}
        client.post(page_of("attach_trainees", template), chosen)
        url = page_of("delete_template", template)
        for response in (client.get(url), client.post(url)):
            page = text(response)
            assert "Dit sjabloon kan niet weg" in page
            assert "btn-danger" not in page


class TestAttach:
    def test_each_gets_a_draft_and_the_confirmation_lists_them(
        self, colleague: Membership, template: RequestTemplate, trainees: list[Trainee]
    ) -> None:
        client, url = logged_in(colleague), page_of("attach_trainees", template)
        chosen = {"trainees": [one.public_id for one in trainees[:2]], "how": "elk"}
        first = client.post(url, chosen)
        page = text(client.get(first["Location"]))
        drafts = PlacementRequest.objects.all()
        assert len(drafts) == 2
        assert "2 stageaanvragen in ontwerp" in page
        for draft in drafts:
            assert draft.reference in page
        assert str(trainees[2]) not in page
        again = client.post(url, chosen)
        assert again["Location"] == first["Location"]
        assert PlacementRequest.objects.count() == 2
        assert f"heeft al {drafts[0].reference} uit dit sjabloon" in text(client.get(url))

    def test_who_had_one_already_is_told_and_left_out(
        self, coordinator: Membership, template: RequestTemplate, trainees: list[Trainee]
    ) -> None:
        client, url = logged_in(coordinator), page_of("attach_trainees", template)
        client.post(url, {"trainees": [trainees[0].public_id], "how": "elk"})
        everybody = {"trainees": [one.public_id for one in trainees], "how": "elk"}
        page = text(client.post(url, everybody, follow=True))
        assert "1 aanvraag uit dit sjabloon bestond al" in page
        assert "2 stageaanvragen in ontwerp" in page

    def test_one_groepsstage(
        self, coordinator: Membership, template: RequestTemplate, trainees: list[Trainee]
    ) -> None:
        client, url = logged_in(coordinator), page_of("attach_trainees", template)
        alone = client.post(url, {"trainees": [trainees[0].public_id], "how": "groep"})
        assert "minstens twee stagiairs" in text(alone)
        assert is_ticked(alone, trainees[0])
        everybody = {"trainees": [one.public_id for one in trainees], "how": "groep"}
        page = text(client.post(url, everybody, follow=True))
        assert "1 stageaanvraag in ontwerp" in page
        assert PlacementRequest.objects.get().is_group

    def test_the_list_is_of_active_trainees_first_of_the_programme(
        self, coordinator: Membership, template: RequestTemplate, trainees: list[Trainee]
    ) -> None:
        other = TraineeFactory(institution=coordinator.institution, last_name="Elders")
        Trainee.objects.filter(pk=trainees[0].pk).update(is_active=False)
        client, url = logged_in(coordinator), page_of("attach_trainees", template)
        page = text(client.get(url))
        assert "2 stagiairs" in page
        assert other.last_name not in page
        assert "3 stagiairs" in text(client.get(url + "?opleiding="))
        assert not any(is_ticked(client.get(url), one) for one in trainees)
        all_of_them = client.get(url + "?alles=1")
        assert [is_ticked(all_of_them, one) for one in trainees] == [False, True, True]
        assert not PlacementRequest.objects.exists()

    @pytest.mark.parametrize(
        "value", ["x", "\x00", "", "00000000-0000-4000-8000-000000000000", "1" * 5000]
    )
    def test_whom_one_cannot_choose_is_refused(
        self,
        coordinator: Membership,
        coordinator_elsewhere: Membership,
        template: RequestTemplate,
        trainees: list[Trainee],
        value: str,
    ) -> None:
        foreign = TraineeFactory(
            institution=coordinator_elsewhere.institution, last_name="Vreemdeling"
        )
        client, url = logged_in(coordinator), page_of("attach_trainees", template)
        for chosen in (value, str(foreign.public_id)):
            both = {"trainees": [str(trainees[0].public_id), chosen], "how": "elk"}
            response = client.post(url, both)
            page = text(response)
            assert response.status_code == 200
            assert "Kies stagiairs uit de lijst van uw lerarenopleiding." in page
            assert is_ticked(response, trainees[0])
            assert "Vreemdeling" not in page
        assert "Vink minstens één stagiair aan." in text(client.post(url, {"how": "elk"}))
        assert not PlacementRequest.objects.exists()

    def test_an_absurd_confirmation_leads_back(
        self, coordinator: Membership, template: RequestTemplate
    ) -> None:
        client, url = logged_in(coordinator), page_of("attached_trainees", template)
        assert client.get(url + "?van=%00&tot=x").status_code == 302
        assert "Hier staan geen stageaanvragen" in text(client.get(url + "?van=a&tot=b"))

    def test_all_that_came_from_a_template_is_one_list(
        self,
        coordinator: Membership,
        colleague: Membership,
        template: RequestTemplate,
        trainees: list[Trainee],
    ) -> None:
        client, url = logged_in(coordinator), page_of("attach_trainees", template)
        for one in trainees[:2]:
            client.post(url, {"trainees": [one.public_id], "how": "elk"})
        everything = page_of("attached_trainees", template)
        assert everything in text(client.get(page_of("template", template)))
        assert "2 stageaanvragen uit" in text(client.get(everything))
        assert "Hier staan geen stageaanvragen" in text(logged_in(colleague).get(everything))


def test_the_list_asks_the_same_with_1_10_and_100_templates(
    coordinator: Membership, programme: Programme, year_2017: AcademicYear
) -> None:
    subject = SubjectFactory()

    def grow(size: int) -> None:
        for _more in range(size - RequestTemplate.objects.count()):
            made = TemplateFactory(
                institution=coordinator.institution, programme=programme, year=year_2017
            )
            TemplateActivity.objects.create(template=made, kind="active", subject=subject)

    check_growing_page("templates", logged_in(coordinator), LIST, grow=grow, limit=Limit.LIST)


def test_picking_asks_the_same_with_1_10_and_100_trainees(
    coordinator: Membership, template: RequestTemplate
) -> None:
    def grow(size: int) -> None:
        for _more in range(size - Trainee.objects.count()):
            made = TraineeFactory(institution=coordinator.institution, programme=template.programme)
            made.subjects.add(SubjectFactory(name="Frans"))

    url, client = page_of("attach_trainees", template), logged_in(coordinator)
    check_growing_page("attach_trainees", client, url, grow=grow, limit=Limit.LIST)
    counts = set()
    everybody = list(Trainee.objects.order_by("pk"))
    for chosen in (everybody[:1], everybody[1:11], everybody[11:]):
        data = {"trainees": [one.public_id for one in chosen], "how": "elk"}
        response = None

        def post(data: dict[str, Any] = data) -> None:
            nonlocal response
            response = client.post(url, data)

        counts.add(check("attach_trainees POST", queries_of(post), Limit.POST))
        made = response["Location"]
        check_page("attached_trainees", client, made, limit=Limit.LIST)
    assert len(counts) == 1


def test_one_template_costs_few_queries(
    coordinator: Membership, template: RequestTemplate, typed: dict[str, Any]
) -> None:
    client = logged_in(coordinator)
    for name, limit in (
        ("template", Limit.DETAIL),
        ("copy_template", Limit.DETAIL),
        ("delete_template", Limit.DETAIL),
        ("edit_template", Limit.LIST),
    ):
        check_page(name, client, page_of(name, template), limit=limit)
    check_page("new_template", client, NEW, limit=Limit.LIST)
    check("new_template POST", queries_of(lambda: client.post(NEW, typed)), Limit.POST)
    changed = {**typed, "name": "Anders", "version": 1}
    url = page_of("edit_template", template)
    check("edit_template POST", queries_of(lambda: client.post(url, changed)), Limit.POST)
    url = page_of("copy_template", template)
    copied = {"year": "2017-2018", "name": "Kopie"}
    check("copy_template POST", queries_of(lambda: client.post(url, copied)), Limit.POST)
