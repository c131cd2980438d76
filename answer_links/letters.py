"""The mails of links and registrations. They name no trainee."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.letters import Button, Item, Letter, Part, absolute
from answer_links.addresses import path_of
from answer_links.models import AnswerLink, SchoolRegistration
from calendar_cfg.dates import long_date


def handed_on_letter(link: AnswerLink, note: str, by: str) -> Letter:
    """A colleague of the school hands on a request: what is asked, until when, and the link."""
    proposal = link.proposal
    told = {
        "by": by,
        "institution": proposal.request.institution,
        "reference": proposal.request.reference,
        "school": proposal.school,
        "day": long_date(proposal.due_on),
    }
    opening = [_("%(by)s geeft u een stageaanvraag voor %(school)s door.") % told]
    if note:
        opening.append(_("Boodschap: %(note)s") % {"note": note})
    return Letter(
        subject=_("Stageaanvraag %(reference)s is aan u doorgegeven") % told,
        opening=opening,
        parts=[
            Part(
                "",
                [
                    Item(
                        _("%(institution)s vraagt uw school een stageplaats.") % told,
                        reference=proposal.request.reference,
                        when=_("Antwoord verwacht tegen %(day)s.") % told,
                    )
                ],
            )
        ],
        button=Button(_("Aanvraag bekijken en beantwoorden"), absolute(path_of(link))),
        closing=[
            _(
                "De link opent alleen deze stageaanvraag, zonder account, en werkt tot ze "
                "beantwoord is. Openen beslist niets."
            ),
            _("Werkt u niet voor %(school)s? Dan hoeft u niets te doen.") % told,
        ],
        why=_("U krijgt deze mail omdat een collega uw adres opgaf."),
    )


def declined_letter(registration: SchoolRegistration) -> Letter:
    """The school is not registered; why, and what still works."""
    told = {"school": registration.school, "institution": registration.institution}
    contact = registration.institution.email or registration.institution.phone
    return Letter(
        subject=_("Uw aanmelding bij lerarenstage is niet bevestigd"),
        opening=[
            _("Dank u voor de aanmelding van %(school)s. Ze is niet bevestigd.") % told,
            _("Reden: %(reason)s") % {"reason": registration.reason},
        ],
        closing=[
            _("Stageaanvragen blijft u beantwoorden met de link in de mail, zonder account."),
            _("Klopt dit niet? Neem contact op met %(institution)s%(contact)s.")
            % {**told, "contact": f" ({contact})" if contact else ""},
        ],
        why=_("U krijgt deze mail omdat u uw school aanmeldde bij lerarenstage."),
    )
