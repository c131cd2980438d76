"""How views reach links and registrations: by the token of a link, or in the actor's scope."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from answer_links.addresses import named_in
from answer_links.link_page import LinkPage
from answer_links.link_reading import for_its_page
from answer_links.models import AnswerLink, SchoolRegistration
from institutions.actors import Actor
from institutions.enums import SCHOOL_ROLES


def page_of(token: str) -> LinkPage | None:
    """What a link opens; None for an address that was never made."""
    public_id = named_in(token)
    if public_id is None:
        return None
    link = for_its_page(AnswerLink.objects.filter(public_id=public_id)).first()
    return LinkPage(link, token) if link else None


def link_of(actor: Actor, public_id: UUID) -> AnswerLink:
    """A link of a request that was put to the actor's school, for who answers there."""
    rows = AnswerLink.objects.filter(proposal__school=actor.school)
    link: AnswerLink = get_object_or_404(
        rows.select_related("proposal__request__institution", "proposal__school"),
        public_id=public_id,
    )
    if actor.role in SCHOOL_ROLES and not actor.may_answer:
        raise PermissionDenied(
            _("Alleen schoolmentoren die aanvragen behandelen, beheren de links van een aanvraag.")
        )
    return link


def registration_of(actor: Actor, public_id: UUID) -> SchoolRegistration:
    """A registration that the actor decides on."""
    rows = SchoolRegistration.objects.visible_to(actor)
    related = ("school", "institution", "decided_by", "link__proposal__request", "invitation")
    found: SchoolRegistration = get_object_or_404(
        rows.select_related(*related), public_id=public_id
    )
    return found
