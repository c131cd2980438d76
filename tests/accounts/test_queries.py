"""The pages about people ask the same with 1, 10 and 100 rows (trust.md, 31)."""

from django.urls import reverse

from accounts.invitations import invite_colleague
from accounts.models import Invitation, Membership, OutgoingMail
from institutions.enums import Role
from tests.accounts.mails import queue
from tests.browsing import logged_in
from tests.factories import MembershipFactory, MentorFactory, actor_for
from tests.queries import Limit, check, check_growing_page, check_page, queries_of


def test_colleagues_of_an_institution(coordinator, year_2017):
    def grow(size: int) -> None:
        institution = coordinator.institution
        members = Membership.objects.filter(institution=institution).count()
        MembershipFactory.create_batch(
            size - members, institution=institution, role=Role.SUPERVISOR
        )
        for number in range(Invitation.objects.count(), size):
            invite_colleague(f"i{number}@example.be", Role.SUPERVISOR, actor=actor_for(coordinator))

    client, url = logged_in(coordinator), reverse("colleagues")
    check_growing_page("colleagues", client, url, grow=grow, limit=Limit.LIST)


def test_who_handles_requests(mentor, year_2017):
    def grow(size: int) -> None:
        mentors = Membership.objects.filter(school=mentor.school).count()
        MentorFactory.create_batch(size - mentors, school=mentor.school, handles_requests=False)

    client, url = logged_in(mentor), reverse("request_handlers")
    check_growing_page("request_handlers", client, url, grow=grow, limit=Limit.LIST)
    chosen = {"handlers": [row.public_id for row in Membership.objects.order_by("pk")[:5]]}
    check("request_handlers POST", queries_of(lambda: client.post(url, chosen)), Limit.POST)


def test_the_mailbox_of_a_demo(administrator, settings, year_2017):
    settings.DEMO = True

    def grow(size: int) -> None:
        for number in range(OutgoingMail.objects.count(), size):
            queue(f"k{number}")

    client, url = logged_in(administrator), reverse("demo_mailbox")
    check_growing_page("demo_mailbox", client, url, grow=grow, limit=Limit.LIST)


def test_single_pages(coordinator, colleague, year_2017):
    client = logged_in(coordinator)
    end = reverse("end_membership", args=[colleague.public_id])
    check_page("profile", client, reverse("profile"), limit=Limit.DETAIL)
    check_page("invite_colleague", client, reverse("invite_colleague"), limit=Limit.DETAIL)
    check_page("end_membership", client, end, limit=Limit.DETAIL)
    new = {"email": "nieuw@example.be", "role": "supervisor"}
    asked = queries_of(lambda: client.post(reverse("invite_colleague"), new))
    check("invite_colleague POST", asked, Limit.POST)
    asked = queries_of(lambda: client.post(end, {"reason": "weg"}))
    check("end_membership POST", asked, Limit.POST)
