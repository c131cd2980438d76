"""The school says who guides: one stage with its history, many at once, and what that does."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Membership
from institutions.enums import ActivityKind, Role
from institutions.models import Subject
from placements.changes import agreed_changed
from placements.guides import assign_mentors
from placements.models import Placement
from tests.browsing import logged_in
from tests.factories import ActivityFactory, MentorFactory, SubjectFactory, actor_for
from tests.placements.conftest import Make
from tests.placements.world import fresh, new_placement
from tests.queries import Limit, check, check_page, queries_of
from tests.requests_app.world import NO, YES, draft, filed, on, two_lines

FIELD = "mentors-frans"


@pytest.fixture
def nora(mentor: Membership) -> Membership:
    """Another vakmentor of the school."""
    return MentorFactory(
        user__first_name="Nora",
        role=Role.SUBJECT_MENTOR,
        school=mentor.school,
        handles_requests=False,
    )


def address(placement: Placement) -> str:
    return reverse("placement_mentors", args=[placement.public_id])


def guiding(placement: Placement) -> set[tuple[str, str]]:
    rows = placement.guides.current().filter(role="subject_mentor")
    return {(str(row.subject), row.member.user.first_name) for row in rows}


def send(who: Membership, placement: Placement, **data: Any) -> Any:
    return logged_in(who).post(address(placement), {"version": placement.version, **data})


class TestOneStage:
    def test_it_shows_who_guides_and_keeps_the_history(
        self, mentor: Membership, nora: Membership, placement: Placement
    ) -> None:
        with on("2017-10-20"):
            page = logged_in(mentor).get(address(placement)).content.decode()
            assert "Kies de vakmentoren voor Lotte Peeters" in page
            assert page.count("checked") == 1
            answer = send(
                mentor, placement, **{FIELD: [str(nora.public_id)], "reason": "Vik is ziek"}
            )
            assert answer.url == reverse("placement", args=[placement.public_id])
            assert guiding(placement) == {("Frans", "Nora")}
            placement = fresh(placement)
            page = logged_in(mentor).get(address(placement)).content.decode()
            assert "Eerder Vik" in page
        assert placement.proposal.accepted[0].subject_mentor_id == nora.pk
        assert placement.guides.get(member__user__first_name="Vik").reason == "Vik is ziek"

    def test_two_subjects_in_one_go_are_one_change(
        self,
        mentor: Membership,
        nora: Membership,
        subject_mentor: Membership,
        coordinator: Membership,
        year_2017: Any,
    ) -> None:
        with on("2017-10-02"):
            request = draft(coordinator, mentor, year_2017)
            first, second = two_lines(request)
            ActivityFactory(
                request=request,
                subject=None,
                kind=ActivityKind.CROSS_CLASS,
                functional_wholes=[8],
                position=2,
            )
            from requests_app.filing import file_request
            from tests.placements.world import placed

            filed_one = file_request(request_pk=request.pk, actor=actor_for(coordinator))
            placement = placed(filed_one, mentor, coordinator)
        heard: list[Any] = []

        def hear(placement: Placement, **_more: Any) -> None:
            heard.append(placement.pk)

        agreed_changed.connect(hear)
        try:
            with on("2017-10-03"):
                send(
                    mentor,
                    placement,
                    **{
                        f"mentors-{first.slug}": [str(nora.public_id)],
                        f"mentors-{second.slug}": [
                            str(nora.public_id),
                            str(subject_mentor.public_id),
                        ],
                        "mentors-klasoverstijgend": [str(mentor.public_id)],
                    },
                )
        finally:
            agreed_changed.disconnect(hear)
        assert heard == [placement.pk]
        assert guiding(placement) == {
            (first.name, "Nora"),
            (second.name, "Nora"),
            (second.name, "Vik"),
            ("None", "Mona"),
        }
        assert fresh(placement).version == placement.version + 1

    def test_a_stale_form_keeps_what_was_ticked_and_says_what_changed(
        self, mentor: Membership, nora: Membership, placement: Placement, frans: Subject
    ) -> None:
        with on("2017-10-20"):
            assign_mentors(
                placement_pk=placement.pk, subject=frans, members=[mentor], actor=actor_for(mentor)
            )
            answer = send(mentor, placement, **{FIELD: [str(nora.public_id)]})
            page = answer.content.decode()
            assert answer.status_code == 409
            assert "intussen gewijzigd" in page
            assert "Mona" in page
            assert guiding(placement) == {("Frans", "Mona")}
            again = send(mentor, fresh(placement), **{FIELD: [str(nora.public_id)]})
            assert again.status_code == 302
        assert guiding(placement) == {("Frans", "Nora")}

    def test_a_double_click_and_the_same_again_change_nothing(
        self, mentor: Membership, nora: Membership, placement: Placement
    ) -> None:
        with on("2017-10-20"):
            for _click in range(2):
                answer = send(mentor, placement, **{FIELD: [str(nora.public_id)]})
                assert answer.status_code == 302
        assert fresh(placement).version == placement.version + 1
        assert placement.guides.filter(role="subject_mentor").count() == 2

    def test_nobody_of_another_school_and_nobody_who_does_not_answer(
        self,
        mentor: Membership,
        mentor_elsewhere: Membership,
        subject_mentor: Membership,
        coordinator: Membership,
        placement: Placement,
    ) -> None:
        with on("2017-10-20"):
            answer = send(mentor, placement, **{FIELD: [str(mentor_elsewhere.public_id)]})
            assert "Kies iemand van uw school." in answer.content.decode()
            for who, status in ((subject_mentor, 403), (mentor_elsewhere, 404), (coordinator, 404)):
                assert send(who, placement, **{FIELD: []}).status_code == status
        assert guiding(placement) == {("Frans", "Vik")}

    def test_queries(self, mentor: Membership, nora: Membership, placement: Placement) -> None:
        with on("2017-10-20"):
            client = logged_in(mentor)
            check_page("placement_mentors", client, address(placement), limit=Limit.DETAIL)
            data = {"version": placement.version, FIELD: [str(nora.public_id)]}
            asked = queries_of(lambda: client.post(address(placement), data))
            assert guiding(placement) == {("Frans", "Nora")}
            check("placement_mentors POST", asked, Limit.POST)


class TestTogether:
    def test_the_ticked_without_one_get_it_and_the_others_stay(
        self,
        coordinator: Membership,
        mentor: Membership,
        nora: Membership,
        make: Make,
        year_2017: Any,
        frans: Subject,
    ) -> None:
        guided = make()
        with on("2017-10-02"):
            bare, bare_too = (
                new_placement(coordinator, mentor, year_2017, YES, subject=frans) for _n in "12"
            )
            other = new_placement(
                coordinator, mentor, year_2017, subject=SubjectFactory(name="Wiskunde")
            )
        with on("2017-10-03"):
            client, url = logged_in(mentor), reverse("school_placements") + "?vakmentor=zonder"
            page = client.get(url).content.decode()
            assert "3 stages" in page
            assert guided.reference not in page
            ticked = [str(row.public_id) for row in (guided, bare, bare_too, other)]
            data = {"stage": ticked, "vak": "frans", "mentor": str(nora.public_id)}
            send_to = reverse("assign_mentors_together") + "?vakmentor=zonder"
            answer = client.post(send_to, data, follow=True)
            told = answer.content.decode()
            assert answer.redirect_chain[0][0].endswith("?vakmentor=zonder")
        assert "begeleidt nu 2 stages." in told
        assert f"bleven zoals ze waren: {guided.reference}." in told
        assert f"hoort niet bij deze stages: {other.reference}." in told
        assert guiding(bare) == guiding(bare_too) == {("Frans", "Nora")}
        assert guiding(guided) == {("Frans", "Vik")}
        assert guiding(other) == set()

    def test_what_is_missing_is_said_and_the_ticks_stay(
        self, coordinator: Membership, mentor: Membership, year_2017: Any, frans: Subject
    ) -> None:
        with on("2017-10-02"):
            bare = new_placement(coordinator, mentor, year_2017, YES, subject=frans)
            url = reverse("assign_mentors_together")
            answer = logged_in(mentor).post(url, {"stage": [str(bare.public_id)], "vak": "frans"})
        page = answer.content.decode()
        assert "Kies wie begeleidt." in page
        assert f'id="kies-{bare.public_id}" checked' in page
        assert guiding(bare) == set()

    def test_stages_elsewhere_and_refused_ones_are_not_there(
        self,
        coordinator: Membership,
        mentor: Membership,
        mentor_elsewhere: Membership,
        nora: Membership,
        year_2017: Any,
        frans: Subject,
    ) -> None:
        with on("2017-10-02"):
            foreign = new_placement(coordinator, mentor_elsewhere, year_2017, YES, subject=frans)
            request = filed(coordinator, mentor, year_2017, subject=frans)
            from tests.requests_app.world import answer, proposal_of

            answer(proposal_of(request), mentor, NO)
            client = logged_in(mentor)
            page = client.get(reverse("school_placements")).content.decode()
            data = {"stage": [str(foreign.public_id)], "vak": "frans", "mentor": "x"}
            told = client.post(reverse("assign_mentors_together"), data).content.decode()
        assert "Er zijn nog geen stages in dit jaar." in page
        assert foreign.reference not in page + told
        assert guiding(foreign) == set()
