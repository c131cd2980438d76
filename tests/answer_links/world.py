"""Links to test with, and what one sends through them."""

from typing import Any

from django.http import HttpResponse
from django.test import Client

from answer_links.handing_on import HandOver, hand_on
from answer_links.issuing import links_for
from answer_links.models import AnswerLink
from institutions.models import PlacementSchool
from placement_code.models import PlacementCode
from requests_app.models import Proposal

ADDRESS = "secretariaat@school.example"


def path_for(proposal: Proposal, email: str = ADDRESS) -> str:
    """The path of the link of a proposal for an address, as a mail carries it.

    The address that the tests share is the school's own.
    """
    if email == ADDRESS:
        PlacementSchool.objects.filter(pk=proposal.school_id).update(email=ADDRESS)
    return links_for([(proposal, email)])[proposal.pk, email]


def link_for(proposal: Proposal, email: str = ADDRESS) -> AnswerLink:
    """Its row."""
    path_for(proposal, email)
    return AnswerLink.objects.get(proposal=proposal, email=email, revoked_at=None)


def handed_on_to(proposal: Proposal, email: str) -> AnswerLink:
    """The link of a colleague, to whom who holds the school's link handed it on."""
    return hand_on(proposal_pk=proposal.pk, to=HandOver(email, ""), source=link_for(proposal))


def uses(link: AnswerLink) -> list[str]:
    """What was done with a link, in order."""
    return [use.use for use in link.uses.order_by("pk")]


def fields(proposal: Proposal, *decisions: tuple[str, str]) -> dict[str, str]:
    """The form of an answer: a decision and a reason for each line; one goes for all."""
    lines = list(proposal.lines.all())
    given = decisions if len(decisions) > 1 else decisions * len(lines)
    data = {"lijn-TOTAL_FORMS": str(len(lines)), "lijn-INITIAL_FORMS": str(len(lines))}
    for number, (decision, reason) in enumerate(given):
        data[f"lijn-{number}-decision"] = decision
        data[f"lijn-{number}-reason"] = reason
    return {**data, "version": str(proposal.version)}


YES, NO = ("accepted", ""), ("refused", "no_mentor")


def send(path: str, data: dict[str, str], client: Client | None = None) -> HttpResponse:
    """Send the form of an answer, as it is or with "bevestigen"."""
    answer: Any = (client or Client()).post(f"{path}invullen/", data)
    return answer


def confirm(path: str, data: dict[str, str], client: Client | None = None) -> HttpResponse:
    """Send a checked answer, with the Stagecode that the page names."""
    code = PlacementCode.objects.order_by("valid_from").last()
    accepted = {"stagecode": str(code.number)} if code else {}
    return send(path, {**data, **accepted, "bevestigen": "1"}, client)


def text(answer: Any) -> str:
    """What a page says."""
    return str(answer.content.decode())
