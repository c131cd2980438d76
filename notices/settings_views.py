"""How often somebody wants mail, in which language, and about what."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.adapter import speak_language_of
from accounts.http import ActorRequest
from accounts.selectors import memberships_of
from notices.enums import Rhythm
from notices.forms import MailSettingsForm
from notices.models import Addressee
from notices.next_mail import next_mail_words
from notices.wishes import addressee_of, kinds_of, roles_of, save_wishes


@require_http_methods(["GET", "HEAD", "POST"])
def mail_settings(request: ActorRequest) -> HttpResponse:
    """Choose the rhythm, the language, and what is switched off."""
    roles = roles_of(request.user, memberships_of(request.user))
    kinds = kinds_of(roles)
    form = MailSettingsForm(
        request.POST if request.method == "POST" else None,
        addressee=addressee_of(request.user),
        optional=[kind for kind in kinds if not kind.is_obligation],
    )
    if request.method == "POST" and form.is_valid():
        saved = save_wishes(user=request.user, wishes=form.wishes, roles=roles)
        return _saved(request, saved)
    context = {"form": form, "obligations": [kind for kind in kinds if kind.is_obligation]}
    return render(request, "notices/mail_settings.html", context)


def _saved(request: ActorRequest, addressee: Addressee) -> HttpResponse:
    """Say when the next mail comes, in the language that was chosen."""
    with translation.override(request.user.language):
        messages.success(request, _next_mail(addressee))
    response = redirect("mail_settings")
    speak_language_of(request.user, response)
    return response


def _next_mail(addressee: Addressee) -> str:
    if addressee.rhythm == Rhythm.AT_ONCE:
        return _("Uw keuze is bewaard. Een mail komt zodra er iets te melden is.")
    when = {"when": next_mail_words(addressee)}
    if addressee.rhythm == Rhythm.WEEKLY:
        return (
            _(
                "Uw keuze is bewaard. Is er iets te melden, dan komt uw volgende mail %(when)s. "
                "Wat niet kan wachten, komt vroeger."
            )
            % when
        )
    return _("Uw keuze is bewaard. Is er iets te melden, dan komt uw volgende mail %(when)s.") % (
        when
    )
