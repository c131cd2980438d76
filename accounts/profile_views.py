"""One's own account: name, language, and the organisation to act for."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import access
from accounts.adapter import speak_language_of
from accounts.forms import ProfileForm
from accounts.http import ActorRequest
from accounts.selectors import memberships_of
from accounts.switching import ADMINISTRATION, act_through


def profile(request: ActorRequest) -> HttpResponse:
    """Name and language; links to password and second step."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        user = form.save(commit=False)
        user.save(update_fields=ProfileForm.Meta.fields)
        with translation.override(user.language):
            messages.success(request, _("Uw gegevens zijn bewaard."))
        response = redirect("profile")
        speak_language_of(user, response)
        return response
    context = {"form": form, "memberships": memberships_of(request.user)}
    return render(request, "accounts/profile.html", context)


@require_POST
def switch_membership(request: ActorRequest) -> HttpResponse:
    """Act for another of one's organisations, or as administrator."""
    wanted = request.POST.get("membership", "")
    if wanted == ADMINISTRATION and request.user.is_staff:
        act_through(request, None)
    else:
        act_through(request, access.own_membership(request.user, _uuid_or_404(wanted)))
    return redirect(_next_address(request))


def _uuid_or_404(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _next_address(request: ActorRequest) -> str:
    """Where the form asked to go, if that is here; else the dashboard."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else resolve_url("dashboard")
