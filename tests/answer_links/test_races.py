"""Real threads: a link against a mentor, two links, two who decide, two who hand on."""

from collections.abc import Iterator

import pytest

from accounts.models import Invitation, Membership, OutgoingMail, User
from answer_links import answering_by_link
from answer_links.acting import actor_of
from answer_links.answering_by_link import answer_by_link
from answer_links.deciding import confirm_registration, decline_registration
from answer_links.enums import Use
from answer_links.exceptions import LinkIsOver
from answer_links.handing_on import MOST, HandOver, hand_on
from answer_links.models import AnswerLink, LinkUse, SchoolRegistration
from answer_links.registering import Registrant, register_school
from calendar_cfg.models import AcademicYear
from institutions.actors import Actor
from institutions.enums import Role
from requests_app.answering import Answer, LineAnswer
from requests_app.invariants import broken_invariants
from requests_app.models import Proposal
from tests.answer_links.world import handed_on_to, link_for
from tests.factories import SchoolFactory, actor_for
from tests.requests_app.test_races import at_once, kinds
from tests.requests_app.world import NO, YES, answer, filed, on, proposal_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _open_day() -> Iterator[None]:
    with on("2017-09-11"):
        yield


@pytest.fixture
def proposal(coordinator: Membership, mentor: Membership, year_2017: AcademicYear) -> Proposal:
    return proposal_of(filed(coordinator, mentor, year_2017))


def by_link(link: AnswerLink, given: LineAnswer) -> Proposal:
    """Answer as the page does."""
    proposal = link.proposal
    lines = {line.activity_id: given for line in proposal.lines.all()}
    actor = actor_of(link, proposal.school)
    return answer_by_link(link=link, answer=Answer(lines), actor=actor, code=None)


def test_a_link_and_a_mentor_give_one_answer(proposal: Proposal, mentor: Membership):
    link = link_for(proposal)
    outcomes = at_once(lambda: by_link(link, YES), lambda: answer(proposal, mentor, NO))
    assert kinds(outcomes) in (["LinkIsOver", "Proposal"], ["Proposal", "StaleForm"])
    proposal.refresh_from_db()
    assert proposal.version == 2
    assert LinkUse.objects.filter(use=Use.ANSWERED).count() == (proposal.state == "accepted")
    assert broken_invariants() == {}


def test_two_links_give_one_answer(proposal: Proposal):
    links = [link_for(proposal), handed_on_to(proposal, "directie@school.example")]
    outcomes = at_once(
        *(
            lambda link=link, given=given: by_link(link, given)  # type: ignore[misc]
            for link, given in zip(links, (YES, NO), strict=True)
        )
    )
    assert kinds(outcomes) == ["LinkIsOver", "Proposal"]
    (late,) = (each for each in outcomes if isinstance(each, LinkIsOver))
    assert "School Eigen antwoordde op" in late.message
    assert LinkUse.objects.filter(use=Use.ANSWERED).count() == 1
    assert broken_invariants() == {}


def test_an_answer_is_not_corrected_through_a_link(proposal: Proposal):
    link = link_for(proposal)
    by_link(link, YES)
    with pytest.raises(LinkIsOver):
        by_link(link, NO)
    proposal.refresh_from_db()
    assert proposal.state == "accepted"


def test_with_the_guard_off_a_link_would_correct_an_answer(
    proposal: Proposal, monkeypatch: pytest.MonkeyPatch
):
    """The negative control."""
    monkeypatch.setattr(answering_by_link, "ANSWERED_STATES", ())
    link = link_for(proposal)
    by_link(link, YES)
    by_link(link, NO)
    proposal.refresh_from_db()
    assert proposal.state == "refused"


def test_one_link_answers_and_is_handed_on_at_once(proposal: Proposal):
    """Each waits for the other, and not both for each other."""
    link = link_for(proposal)
    outcomes = at_once(
        lambda: by_link(link, YES),
        lambda: hand_on(proposal_pk=proposal.pk, to=HandOver("p@x.example"), source=link),
    )
    assert kinds(outcomes) in (["AnswerLink", "Proposal"], ["LinkIsOver", "Proposal"])
    proposal.refresh_from_db()
    assert proposal.state == "accepted"


def test_it_is_not_handed_on_more_often_by_two_at_once(proposal: Proposal):
    link = link_for(proposal)
    for number in range(MOST - 1):
        hand_on(proposal_pk=proposal.pk, to=HandOver(f"c{number}@x.example"), source=link)
    outcomes = at_once(
        lambda: hand_on(proposal_pk=proposal.pk, to=HandOver("p@x.example"), source=link),
        lambda: hand_on(proposal_pk=proposal.pk, to=HandOver("q@x.example"), source=link),
    )
    assert kinds(outcomes) == ["AnswerLink", "DomainError"]
    assert OutgoingMail.objects.filter(kind="handed_on").count() == MOST


def test_one_decides_and_the_other_is_told(
    coordinator: Membership, year_2017: AcademicYear, administrator: User
):
    school = SchoolFactory()
    proposal = proposal_of(filed(coordinator, Membership(school=school), year_2017))
    link, by = link_for(proposal), Registrant("Nele", "Nieuw", "directeur")
    asked = at_once(*[lambda: register_school(link=link, by=by)] * 2)
    assert kinds(asked) == ["SchoolRegistration"] * 2
    found = SchoolRegistration.objects.get()
    outcomes = at_once(
        lambda: confirm_registration(pk=found.pk, actor=actor_for(coordinator)),
        lambda: decline_registration(
            pk=found.pk, reason="Nee", actor=Actor(administrator, Role.ADMIN)
        ),
    )
    assert kinds(outcomes) == ["AlreadyDecided", "SchoolRegistration"]
    found.refresh_from_db()
    declined = OutgoingMail.objects.filter(kind="registration_declined").count()
    assert (Invitation.objects.count(), declined) == (
        (1, 0) if found.state == "confirmed" else (0, 1)
    )
