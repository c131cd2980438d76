"""The services of templates: make, change, copy, delete and attach, and what is refused."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Membership
from calendar_cfg import clock
from calendar_cfg.exceptions import DomainError, PhaseClosed
from calendar_cfg.models import AcademicYear
from calendar_cfg.year_2017_2018 import plan_for
from calendar_cfg.years_admin import save_plan
from institutions.exceptions import StaleVersion
from institutions.models import Programme, Subject
from requests_app.attaching import attach
from requests_app.models import PlacementRequest, RequestTemplate, Trainee
from requests_app.request_templates import (
    change_template,
    copy_template,
    delete_template,
    make_template,
)
from tests.factories import (
    ProgrammeFactory,
    RequestFactory,
    SubjectFactory,
    TemplateFactory,
    TraineeFactory,
    actor_for,
)
from tests.queries import Limit, queries_of
from tests.requests_app.world import on


def wishes(programme: Programme | None, **other: Any) -> dict[str, Any]:
    return {
        "name": "Actieve stage 1",
        "programme": programme,
        "supervisor": None,
        "trimester": 1,
        "period_start": date(2017, 10, 16),
        "period_end": date(2017, 10, 27),
        "max_distance_km": 25,
        "nets": ["go"],
        "education_forms": ["aso"],
        "text_for_school": "",
        **other,
    }


def line(subject: Subject, position: int = 0, **other: Any) -> dict[str, Any]:
    return {
        "position": position,
        "kind": "active",
        "subject": subject,
        "functional_wholes": [],
        "graad": None,
        "education_form": "",
        "finality": "",
        "hours": 20,
        "remark": "",
        **other,
    }


@pytest.fixture
def next_year(year_2017: AcademicYear) -> AcademicYear:
    """2018-2019, whose templates open on 2 May 2018."""
    return save_plan(plan_for(2018))


class TestMake:
    def test_a_coordinator_makes_one_with_its_lines(
        self, coordinator: Membership, programme: Programme, in_may: AcademicYear
    ) -> None:
        frans = SubjectFactory(name="Frans")
        made = make_template(
            year=in_may,
            actor=actor_for(coordinator),
            lines=[line(frans), line(frans, 1, kind="observation")],
            **wishes(programme),
        )
        assert (made.institution, made.created_by) == (coordinator.institution, coordinator.user)
        assert [row.kind for row in made.activities.all()] == ["active", "observation"]

    def test_nobody_else_does(
        self,
        colleague: Membership,
        mentor: Membership,
        programme: Programme,
        in_may: AcademicYear,
    ) -> None:
        for member in (colleague, mentor):
            with pytest.raises(PermissionDenied):
                make_template(year=in_may, actor=actor_for(member), **wishes(programme))

    @pytest.mark.parametrize(
        ("day", "message"),
        [("2017-05-01", "kan vanaf di 2 mei 2017"), ("2018-07-04", "tot en met di 3 juli 2018")],
    )
    def test_only_while_its_phase_is_open(
        self,
        coordinator: Membership,
        programme: Programme,
        year_2017: AcademicYear,
        day: str,
        message: str,
    ) -> None:
        with on(day), pytest.raises(PhaseClosed, match=message):
            make_template(year=year_2017, actor=actor_for(coordinator), **wishes(programme))
        assert not RequestTemplate.objects.exists()

    def test_the_same_one_sent_twice_is_one(
        self, coordinator: Membership, programme: Programme, in_may: AcademicYear
    ) -> None:
        lines = [line(SubjectFactory(name="Frans"))]
        once, again = (
            make_template(
                year=in_may, actor=actor_for(coordinator), lines=lines, **wishes(programme)
            )
            for _time in range(2)
        )
        assert once == again
        assert once.activities.count() == 1

    def test_a_name_is_used_once_a_year(
        self, coordinator: Membership, template: RequestTemplate, in_may: AcademicYear
    ) -> None:
        with pytest.raises(DomainError, match="met deze naam voor 2017-2018") as refused:
            make_template(
                year=in_may,
                actor=actor_for(coordinator),
                **wishes(template.programme, name=template.name),
            )
        assert refused.value.field == "name"

    @pytest.mark.parametrize(
        ("first", "last", "field", "message"),
        [
            (date(2017, 10, 27), date(2017, 10, 16), "period_end", "eindigt voor ze begint"),
            (date(2017, 8, 28), date(2017, 9, 8), "period_start", "vr 1 september 2017"),
            (date(2017, 12, 18), date(2018, 1, 12), "period_end", "vr 22 december 2017"),
            (date(1, 1, 1), date(9999, 12, 31), "period_start", "buiten trimester 1"),
            (date(2017, 10, 16), None, "period_end", "Vul beide dagen"),
            (None, date(2017, 10, 16), "period_start", "Vul beide dagen"),
        ],
    )
    def test_a_period_lies_in_its_trimester(
        self,
        coordinator: Membership,
        programme: Programme,
        in_may: AcademicYear,
        first: date | None,
        last: date | None,
        field: str,
        message: str,
    ) -> None:
        with pytest.raises(DomainError, match=message) as refused:
            make_template(
                year=in_may,
                actor=actor_for(coordinator),
                **wishes(programme, period_start=first, period_end=last),
            )
        assert refused.value.field == field

    def test_programme_and_supervisor_are_the_institutions_own(
        self,
        coordinator: Membership,
        coordinator_elsewhere: Membership,
        programme: Programme,
        in_may: AcademicYear,
    ) -> None:
        actor = actor_for(coordinator)
        with pytest.raises(DomainError, match="opleiding van uw lerarenopleiding"):
            make_template(year=in_may, actor=actor, **wishes(ProgrammeFactory()))
        foreign = wishes(programme, supervisor=coordinator_elsewhere)
        with pytest.raises(DomainError, match="stagebegeleider van uw opleiding"):
            make_template(year=in_may, actor=actor, **foreign)


class TestChange:
    def test_it_replaces_wishes_and_lines(
        self, coordinator: Membership, template: RequestTemplate, in_may: AcademicYear
    ) -> None:
        new = [line(SubjectFactory(name="Engels"))]
        change_template(
            template_pk=template.pk,
            actor=actor_for(coordinator),
            expected_version=1,
            lines=new,
            **wishes(template.programme),
        )
        template.refresh_from_db()
        assert (template.name, template.version) == ("Actieve stage 1", 2)
        assert [str(row) for row in template.activities.all()] == ["Actieve stage Engels"]

    def test_who_comes_too_late_writes_nothing_unless_it_is_the_same(
        self, coordinator: Membership, template: RequestTemplate, in_may: AcademicYear
    ) -> None:
        actor = actor_for(coordinator)
        lines = [line(SubjectFactory(name="Engels"))]
        theirs, mine = wishes(template.programme), wishes(template.programme, name="Van mij")
        for _twice in range(2):
            change_template(
                template_pk=template.pk, actor=actor, expected_version=1, lines=lines, **theirs
            )
        with pytest.raises(StaleVersion, match="intussen gewijzigd"):
            change_template(
                template_pk=template.pk, actor=actor, expected_version=1, lines=lines, **mine
            )
        template.refresh_from_db()
        assert (template.name, template.version) == ("Actieve stage 1", 2)

    def test_not_in_a_closed_year(
        self, coordinator: Membership, template: RequestTemplate, year_2017: AcademicYear
    ) -> None:
        with on("2018-07-04"), pytest.raises(PhaseClosed):
            change_template(
                template_pk=template.pk,
                actor=actor_for(coordinator),
                expected_version=1,
                **wishes(template.programme),
            )

    def test_requests_that_came_from_it_stay_as_they_are(
        self,
        coordinator: Membership,
        template: RequestTemplate,
        trainees: list[Trainee],
        in_may: AcademicYear,
    ) -> None:
        actor = actor_for(coordinator)
        made = attach(template=template, trainees=trainees[:1], as_group=False, actor=actor)
        change_template(
            template_pk=template.pk,
            actor=actor,
            expected_version=1,
            **wishes(template.programme, text_for_school="Anders"),
        )
        draft = PlacementRequest.objects.get(pk=made.made[0].pk)
        assert (draft.text_for_school, draft.activities.count()) == ("Welkom.", 1)


class TestCopy:
    def test_to_next_year_it_takes_the_same_place_in_the_trimester(
        self, coordinator: Membership, template: RequestTemplate, next_year: AcademicYear
    ) -> None:
        with on("2018-05-02"):
            copy = copy_template(
                template=template, year=next_year, name="Zelfde", actor=actor_for(coordinator)
            )
        made = copy.template
        assert (made.year, made.copied_from, made.trimester) == (next_year, template, 1)
        assert (made.period_start, made.period_end) == (date(2018, 10, 15), date(2018, 10, 26))
        assert [str(row) for row in made.activities.all()] == ["Actieve stage Frans"]
        [note] = copy.notes
        assert "van ma 16 oktober – vr 27 oktober 2017 naar ma 15 oktober – vr 26" in note
        template.refresh_from_db()
        assert template.period_start == date(2017, 10, 16)

    def test_it_tells_what_could_not_come_along(
        self,
        coordinator: Membership,
        colleague: Membership,
        template: RequestTemplate,
        next_year: AcademicYear,
    ) -> None:
        template.supervisor = colleague
        template.save()
        colleague.is_active = False
        colleague.save()
        Programme.objects.update(is_active=False)
        next_year.trimesters.all().delete()
        template.refresh_from_db()
        with on("2018-05-02"):
            copy = copy_template(
                template=template, year=next_year, name="Zelfde", actor=actor_for(coordinator)
            )
        made = copy.template
        assert (made.programme, made.supervisor, made.period_start) == (None, None, None)
        assert len(copy.notes) == 3

    def test_within_the_year_the_period_stays(
        self, coordinator: Membership, template: RequestTemplate, in_may: AcademicYear
    ) -> None:
        copy = copy_template(
            template=template, year=in_may, name="Tweede", actor=actor_for(coordinator)
        )
        assert (copy.template.period_start, copy.notes) == (template.period_start, [])

    def test_copying_twice_gives_one_copy(
        self, coordinator: Membership, template: RequestTemplate, in_may: AcademicYear
    ) -> None:
        once, again = (
            copy_template(
                template=template, year=in_may, name="Tweede", actor=actor_for(coordinator)
            )
            for _time in range(2)
        )
        assert once.template == again.template
        assert RequestTemplate.objects.count() == 2

    def test_not_to_a_closed_year_and_not_anothers(
        self,
        coordinator: Membership,
        coordinator_elsewhere: Membership,
        template: RequestTemplate,
        in_may: AcademicYear,
        next_year: AcademicYear,
    ) -> None:
        with pytest.raises(PhaseClosed):
            copy_template(template=template, year=next_year, name="x", actor=actor_for(coordinator))
        with pytest.raises(PermissionDenied):
            copy_template(
                template=template, year=in_may, name="x", actor=actor_for(coordinator_elsewhere)
            )


class TestDelete:
    def test_one_that_nothing_came_from_goes(
        self, coordinator: Membership, template: RequestTemplate, in_may: AcademicYear
    ) -> None:
        delete_template(template_pk=template.pk, actor=actor_for(coordinator))
        assert not RequestTemplate.objects.exists()

    def test_one_with_requests_stays_whatever_became_of_them(
        self, coordinator: Membership, template: RequestTemplate, in_may: AcademicYear
    ) -> None:
        made = RequestFactory(institution=coordinator.institution, year=in_may, template=template)
        PlacementRequest.objects.filter(pk=made.pk).update(state="withdrawn")
        with pytest.raises(DomainError, match="er komt 1 stageaanvraag uit voort"):
            delete_template(template_pk=template.pk, actor=actor_for(coordinator))

    def test_not_in_a_closed_year_and_not_anothers(
        self,
        coordinator: Membership,
        coordinator_elsewhere: Membership,
        template: RequestTemplate,
        in_may: AcademicYear,
    ) -> None:
        with pytest.raises(PermissionDenied):
            delete_template(template_pk=template.pk, actor=actor_for(coordinator_elsewhere))
        with on("2018-07-04"), pytest.raises(PhaseClosed):
            delete_template(template_pk=template.pk, actor=actor_for(coordinator))


class TestAttach:
    def test_each_gets_a_draft_with_the_wishes_and_lines(
        self,
        colleague: Membership,
        template: RequestTemplate,
        trainees: list[Trainee],
        in_may: AcademicYear,
    ) -> None:
        attached = attach(
            template=template, trainees=trainees, as_group=False, actor=actor_for(colleague)
        )
        assert attached.had == []
        drafts = PlacementRequest.objects.order_by("pk")
        assert list(drafts) == attached.made
        assert [list(draft.trainees.all()) for draft in drafts] == [[one] for one in trainees]
        for draft in drafts:
            assert (draft.state, draft.template, draft.prepared_by) == (
                "draft",
                template,
                colleague.user,
            )
            assert draft.text_for_school == "Welkom."
            assert [str(row) for row in draft.activities.all()] == ["Actieve stage Frans"]
            assert [event.action for event in draft.events.all()] == ["prepare"]

    def test_a_groepsstage_is_one_draft_for_all(
        self,
        coordinator: Membership,
        template: RequestTemplate,
        trainees: list[Trainee],
        in_may: AcademicYear,
    ) -> None:
        actor = actor_for(coordinator)
        attached = attach(template=template, trainees=trainees, as_group=True, actor=actor)
        [draft] = attached.made
        assert draft.is_group
        assert set(draft.trainees.all()) == set(trainees)
        one = TraineeFactory(institution=coordinator.institution)
        with pytest.raises(DomainError, match="minstens twee"):
            attach(template=template, trainees=[one], as_group=True, actor=actor)

    def test_twice_makes_nothing_twice(
        self,
        coordinator: Membership,
        template: RequestTemplate,
        trainees: list[Trainee],
        in_may: AcademicYear,
    ) -> None:
        actor = actor_for(coordinator)
        first = attach(template=template, trainees=trainees[:2], as_group=False, actor=actor)
        again = attach(template=template, trainees=trainees[:2], as_group=False, actor=actor)
        assert (again.made, again.to_show) == ([], first.made)
        more = attach(template=template, trainees=trainees, as_group=False, actor=actor)
        assert (len(more.made), more.had) == (1, first.made)
        assert PlacementRequest.objects.count() == 3

    def test_whose_request_came_to_nothing_may_get_another(
        self,
        coordinator: Membership,
        template: RequestTemplate,
        trainees: list[Trainee],
        in_may: AcademicYear,
    ) -> None:
        actor = actor_for(coordinator)
        for state, made in [("accepted", 0), ("proposed", 0), ("refused", 1), ("withdrawn", 1)]:
            attach(template=template, trainees=trainees[:1], as_group=False, actor=actor)
            PlacementRequest.objects.update(state=state, route="wishes", filed_at=clock.now())
            again = attach(template=template, trainees=trainees[:1], as_group=False, actor=actor)
            assert len(again.made) == made, state

    def test_only_ones_own_trainees_to_ones_own_template(
        self,
        coordinator: Membership,
        coordinator_elsewhere: Membership,
        template: RequestTemplate,
        trainees: list[Trainee],
        in_may: AcademicYear,
    ) -> None:
        foreign = TraineeFactory(institution=coordinator_elsewhere.institution)
        for actor, chosen in (
            (actor_for(coordinator), [foreign]),
            (actor_for(coordinator_elsewhere), [foreign]),
            (actor_for(coordinator_elsewhere), trainees),
        ):
            with pytest.raises(PermissionDenied):
                attach(template=template, trainees=chosen, as_group=False, actor=actor)
        assert not PlacementRequest.objects.exists()

    def test_not_before_templates_open_and_not_after_requesting_ends(
        self,
        coordinator: Membership,
        template: RequestTemplate,
        trainees: list[Trainee],
        year_2017: AcademicYear,
    ) -> None:
        for day in ("2017-05-01", "2018-07-04"):
            with on(day), pytest.raises(PhaseClosed):
                attach(
                    template=template,
                    trainees=trainees,
                    as_group=False,
                    actor=actor_for(coordinator),
                )

    def test_a_hundred_trainees_cost_as_many_queries_as_one(
        self, coordinator: Membership, programme: Programme, in_may: AcademicYear
    ) -> None:
        counts = set()
        for size in (1, 10, 100):
            template = TemplateFactory(
                institution=coordinator.institution, programme=programme, year=in_may
            )
            chosen = TraineeFactory.create_batch(
                size, institution=coordinator.institution, programme=programme
            )
            counts.add(
                len(
                    queries_of(
                        lambda t=template, c=chosen: attach(
                            template=t, trainees=c, as_group=False, actor=actor_for(coordinator)
                        )
                    )
                )
            )
        assert len(counts) == 1
        assert counts.pop() <= Limit.POST
