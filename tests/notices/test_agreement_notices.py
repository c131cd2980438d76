"""A version waits for whoever has to sign it, until it is signed, replaced or of no use."""

from collections.abc import Iterable
from datetime import date

import pytest

from accounts.models import Membership
from agreements.enums import Party
from agreements.frameworks import make_framework
from agreements.models import AgreementVersion
from agreements.versions import make_agreement
from calendar_cfg.models import AcademicYear
from notices.hearing.agreements import still_to_sign
from placements.models import Placement
from requests_app.agreed import change_period
from requests_app.answering import mark_answer_seen
from requests_app.ending import cancel_request
from tests.agreements.signing_world import account_of, framework_of, sign, version_of
from tests.factories import TraineeFactory, actor_for
from tests.notices.stage_world import CANARY, Side, mailed, of_own_side, side, told
from tests.queries import queries_of
from tests.requests_app.world import YES, answer, filed, on, proposal_of

pytestmark = pytest.mark.django_db
Sides = tuple[Side, Side]
TO_SIGN, REMINDER, SIGNED = "agreement_to_sign", "agreement_still_to_sign", "agreement_signed"


def made(own: Side) -> AgreementVersion:
    """The stageovereenkomst, made by the coordinator."""
    return make_agreement(placement_pk=own.placement.pk, actor=actor_for(own.coordinator))


def sign_all(version: AgreementVersion, own: Side) -> None:
    """All three sign, the school last."""
    sign(version, Party.INSTITUTION, own.coordinator)
    sign(version, Party.TRAINEE, own.trainee)
    sign(version, Party.SCHOOL, own.mentor)


def addresses(*members: Membership) -> list[str]:
    """Their addresses, sorted."""
    return sorted(member.user.email for member in members)


def who(kind: str) -> list[str]:
    """Who was told of a kind and waits for the mail."""
    return [to for to, _kind in told(kind)]


def test_the_other_parties_are_asked_and_who_signed_in_the_meantime_is_not_mailed(
    sides: Sides,
) -> None:
    own, other = sides
    with on("2017-10-03"):
        version = made(own)
        made(other)
        people = (own.mentor, own.trainee, other.mentor, other.trainee)
        assert who(TO_SIGN) == addresses(*people)
        sign(version, Party.TRAINEE, own.trainee)
    mails = mailed("2017-10-04")
    assert sorted(mails) == addresses(own.mentor, other.mentor, other.trainee)
    assert "School Eigen wacht op uw handtekening" in mails[own.mentor.user.email]
    assert "nog 8 lesdagen (tot ma 16 oktober 2017)" in mails[own.mentor.user.email].lower()
    assert of_own_side(mails, sides)


def test_a_new_version_takes_the_place_of_the_one_before(sides: Sides) -> None:
    own = sides[0]
    with on("2017-10-03"):
        sign_all(made(own), own)
        change_period(
            request_pk=own.placement.request.pk,
            start=date(2017, 10, 16),
            end=date(2017, 11, 3),
            reason="Studiedag.",
            actor=actor_for(own.mentor),
        )
        assert who(TO_SIGN) == addresses(own.mentor, own.trainee, own.trainee, own.coordinator)
    mails = mailed("2017-10-04")
    assert "nieuwe versie wacht op uw handtekening" in mails[own.trainee.user.email]
    assert mails[own.trainee.user.email].count("wacht op uw handtekening") == 1
    assert not any("ondertekend." in text for text in mails.values())  # the old one was, by all
    assert own.mentor.user.email not in mails  # who changed it reads it on the page


def test_the_last_signature_is_told_to_who_signed_before(sides: Sides) -> None:
    own = sides[0]
    with on("2017-10-03"):
        version = made(own)
        sign(version, Party.INSTITUTION, own.coordinator)
        sign(version, Party.TRAINEE, own.trainee)
        assert who(SIGNED) == []
        sign(version, Party.SCHOOL, own.mentor)
        sign(version, Party.SCHOOL, own.mentor)
        assert who(SIGNED) == addresses(own.coordinator, own.trainee)
    mails = mailed("2017-10-04")
    assert sorted(mails) == addresses(own.coordinator, own.trainee)
    assert all("door allen ondertekend" in text for text in mails.values())


def test_a_raamovereenkomst_waits_for_both_and_for_nobody_else(
    sides: Sides, colleague: Membership
) -> None:
    own = sides[0]
    with on("2017-10-03"):
        make_framework(
            school=own.placement.school,
            valid_from=date(2017, 9, 1),
            valid_until=date(2018, 6, 29),
            actor=actor_for(own.coordinator),
        )
        assert who(TO_SIGN) == addresses(own.mentor)
    text = mailed("2017-10-04")[own.mentor.user.email]
    assert "raamovereenkomst tussen Hogeschool Eigen en School Eigen" in text


def test_who_has_not_signed_is_reminded_once_after_five_lesdagen_and_once_before_the_stage(
    sides: Sides,
) -> None:
    own, other = sides
    for one in sides:
        with on("2017-09-25"):
            version_of(one.placement)
    with on("2017-09-26"):
        sign_all(AgreementVersion.objects.get(agreement__placement=other.placement), other)
        version = AgreementVersion.objects.get(agreement__placement=own.placement)
        sign(version, Party.SCHOOL, own.mentor)
    rounds = {day: remind(day) for day in ("2017-09-29", "2017-10-02", "2017-10-03", "2017-10-04")}
    unsigned = addresses(own.coordinator, own.trainee)
    assert rounds["2017-09-29"] == []
    assert rounds["2017-10-02"] == rounds["2017-10-03"] == rounds["2017-10-04"] == unsigned
    assert asked_in(mailed("2017-10-05")) == unsigned
    assert remind("2017-10-06") == []
    assert remind("2017-10-09") == unsigned  # five lesdagen before 16 October
    with on("2017-10-09", hour=12):
        sign(version, Party.TRAINEE, own.trainee)
    assert asked_in(mailed("2017-10-10")) == addresses(own.coordinator)
    assert remind("2017-10-11") == []
    assert remind("2017-10-30") == []  # the stage is over


def asked_in(mails: dict[str, str]) -> list[str]:
    """Whose mail asks for a signature."""
    return sorted(to for to, text in mails.items() if "op uw handtekening" in text)


def remind(day: str) -> list[str]:
    """Who waits for a reminder after the round of a day."""
    with on(day):
        still_to_sign(date.fromisoformat(day))
    return who(REMINDER)


def test_of_a_cancelled_stage_nothing_is_to_be_signed(sides: Sides) -> None:
    own = sides[0]
    with on("2017-10-03"):
        made(own)
        cancel_request(
            request_pk=own.placement.request.pk, reason="Ziek.", actor=actor_for(own.mentor)
        )
    mails = mailed("2017-10-04")
    assert not any("handtekening" in text for text in mails.values())


def test_the_trainee_is_asked_once_the_answer_was_opened(
    coordinator: Membership, mentor: Membership, year_2017: AcademicYear
) -> None:
    record = TraineeFactory(institution=coordinator.institution, last_name=CANARY)
    trainee = account_of(record)
    with on("2017-10-03"):
        proposal = proposal_of(filed(coordinator, mentor, year_2017, trainee=record))
        answer(proposal, mentor, YES)
        placement = Placement.objects.get(proposal=proposal)
        make_agreement(placement_pk=placement.pk, actor=actor_for(coordinator))
        assert who(TO_SIGN) == addresses(mentor)
        mark_answer_seen(proposal=proposal, actor=actor_for(coordinator))
        assert who(TO_SIGN) == addresses(mentor, trainee)


def test_a_reminder_of_a_raamovereenkomst_comes_once(
    sides: Sides, coordinator: Membership, mentor: Membership
) -> None:
    with on("2017-10-03"):
        version_of(framework_of(coordinator, mentor))
    assert remind("2017-10-10") == addresses(coordinator, mentor)
    assert of_own_side(mailed("2017-10-11"), sides)
    assert remind("2017-10-12") == []


def test_many_reminders_ask_as_few_queries_as_one(
    sides: Sides, coordinator: Membership, mentor: Membership, year_2017: AcademicYear
) -> None:
    def count(stages: Iterable[Side]) -> int:
        for one in stages:
            with on("2017-10-02"):
                version_of(one.placement)
        with on("2017-10-09"):
            return len(queries_of(lambda: still_to_sign(date(2017, 10, 9))))

    assert count(sides[:1]) == count([sides[1], side(coordinator, mentor, year_2017)])
