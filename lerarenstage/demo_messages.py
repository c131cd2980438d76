"""What the demo tells people, and its schools that answer from a mail.

Three schools have nobody who logs in: one has a mail with links that wait, one answered with such a
link and wants to work along, and of one the address is misspelt, so that its mail fails. Once the
reminders came too late: an administrator finds them held back.
"""

from __future__ import annotations

from datetime import date

from accounts.models import Membership, User
from answer_links.acting import actor_of as actor_of_link
from answer_links.answering_by_link import answer_by_link
from answer_links.enums import Use
from answer_links.models import AnswerLink
from answer_links.registering import Registrant, register_school
from answer_links.uses import note_visit
from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from calendar_cfg.withholding import withheld_when
from institutions.models import PlacementSchool
from lerarenstage.demo_answers import an_answer
from lerarenstage.demo_filing import file_directly, new_drafts
from lerarenstage.demo_places import KINDS, TOWNS
from lerarenstage.demo_world import FIRST_NUMBER, Institution, World, make_school_row
from notices.enums import Rhythm
from notices.rounds import make_rounds
from notices.wishes import Wishes, kinds_of, roles_of, save_wishes
from placement_code.selectors import code_in_force
from requests_app.models import PlacementRequest

ANSWERS_BY_MAIL, REGISTERS, MISSPELT = (FIRST_NUMBER + number for number in (36, 37, 38))
"""The numbers of the schools without members."""
TOLD_TOO_LATE = date(2017, 9, 11)
KEPT_AS_DRAFT = 31  # the number of a trainee


def a_round_comes_too_late(_world: World, _year: AcademicYear) -> None:
    """The site stood still for days: what should have been told in the meantime is held back."""
    with clock.believing(TOLD_TOO_LATE), withheld_when(True):
        make_rounds()


def schools_without_members_are_asked(world: World, year: AcademicYear) -> None:
    """They come from the register; both institutions file requests that name them."""
    for turn, number in enumerate((ANSWERS_BY_MAIL, REGISTERS, MISSPELT)):
        make_school_row(number, TOWNS[turn], KINDS[(turn + 2) % len(KINDS)])
    misspelt = PlacementSchool.objects.get(number=MISSPELT)
    misspelt.email = f"secretariaat{MISSPELT}@demo-athenée..example"
    misspelt.save(update_fields=["email"])
    north, south = world.institutions
    first, second = new_drafts(north, year)
    third, fourth = new_drafts(south, year)
    kept = PlacementRequest.objects.get(year=year, trainees=north.trainees[KEPT_AS_DRAFT])
    ask(north, first, ANSWERS_BY_MAIL)
    ask(north, second, REGISTERS)
    ask(north, kept, FIRST_NUMBER)
    ask(south, third, ANSWERS_BY_MAIL)
    ask(south, fourth, MISSPELT)


def ask(institution: Institution, draft: PlacementRequest, number: int) -> None:
    """File a draft for the school with a number."""
    file_directly(institution, draft, PlacementSchool.objects.get(number=number))


def a_school_answers_by_mail(_world: World, _year: AcademicYear) -> None:
    """Somebody of a school follows the link in its mail, and says yes."""
    link = link_of_school(REGISTERS)
    note_visit(link, Use.OPENED, "browser")
    answer_by_link(
        link=link,
        answer=an_answer(link.proposal, 0),
        actor=actor_of_link(link, link.proposal.school),
        code=code_in_force(clock.today()),
    )


def link_of_school(number: int) -> AnswerLink:
    """The only link of a school."""
    link: AnswerLink = AnswerLink.objects.select_related("proposal__school").get(
        proposal__school__number=number
    )
    return link


def who_looks_seldom_looks(world: World, _year: AcademicYear) -> None:
    """The vakmentor and the trainees: from here on, things are new to them."""
    looked([world.subject_mentor, *(institution.login for institution in world.institutions)])


def who_works_here_looks(world: World, _year: AcademicYear) -> None:
    """The coordinators, the stagebegeleiders and the first schoolmentor."""
    people = [(each.coordinator, each.supervisor) for each in world.institutions]
    looked([world.first_school.mentor, *(member for pair in people for member in pair)])


def looked(members: list[Membership]) -> None:
    """They looked on the site just now."""
    Membership.objects.filter(pk__in=[row.pk for row in members]).update(looked_at=clock.now())


def a_school_registers(world: World, administrator: User) -> None:
    """On the last day, when there is an administrator too who hears of it."""
    with clock.believing(date(2017, 9, 20)):
        administrator.looked_at = clock.now()
        administrator.save(update_fields=["looked_at"])
    register_school(
        link=link_of_school(REGISTERS),
        by=Registrant("Demo", "Directie", "directeur", "000 00 900 038"),
    )
    wants_mail_at_once(world.institutions[0].coordinator)


def wants_mail_at_once(member: Membership) -> None:
    """Who tries the demo need not wait for the mail of the next morning."""
    roles = roles_of(member.user, [member])
    wanted = [kind.name for kind in kinds_of(roles)]
    wishes = Wishes(Rhythm.AT_ONCE, member.user.language, wanted)
    save_wishes(user=member.user, wishes=wishes, roles=roles)
