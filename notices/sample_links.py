"""Examples of the letters of answer links, about a proposal that is plainly an example."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.letters import Letter
from accounts.sample_letters import ADDRESS, sample_letter
from answer_links.letters import declined_letter, handed_on_letter
from answer_links.models import AnswerLink, SchoolRegistration
from notices.samples import NOWHERE, example_proposal


@sample_letter("link-handed-on", gettext_lazy("Een collega geeft een stageaanvraag door"))
def handed_on() -> Letter:
    """Somebody at a school hands a request on."""
    link = AnswerLink(public_id=NOWHERE, proposal=example_proposal(), email=ADDRESS)
    return handed_on_letter(link, _("Kunt u dit bekijken?"), ADDRESS)


@sample_letter("registration-declined", gettext_lazy("Een school is niet aangemeld"))
def declined() -> Letter:
    """A school that wanted to be registered is told why not."""
    proposal = example_proposal()
    registration = SchoolRegistration(
        school=proposal.school,
        institution=proposal.request.institution,
        email=ADDRESS,
        reason=_("Uw school is al aangemeld."),
    )
    return declined_letter(registration)
