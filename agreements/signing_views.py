"""Signing a version, or many at once, after giving the password again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import ActorRequest
from accounts.proving import ask_to_prove
from agreements.models import AgreementVersion
from agreements.signing import AlreadySigned, sign_many, sign_version
from agreements.signing_access import (
    MAX_BATCH,
    require_signer,
    version_to_sign,
    versions_to_sign,
)
from agreements.signing_forms import SigningForm, SigningManyForm
from agreements.signing_locks import NotInForce, need_in_force
from agreements.signing_page import SigningPage, chosen_versions, hashes_in, kept, version_title
from calendar_cfg.exceptions import DomainError
from institutions.enums import Role
from institutions.roles import for_roles
from requests_app.trainee_choice import uuids

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
CHOSEN = "v"
SESSION_KEY = "signed_together"


@GET_OR_POST
@for_roles(Role.COORDINATOR, Role.SCHOOL_MENTOR, Role.TRAINEE)
def sign(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Show what is signed and by whom, and sign it."""
    version, standing, place = version_to_sign(request.actor, public_id)
    page = SigningPage(version, standing, place, request.actor)
    if (elsewhere := _instead(request, page)) is not None:
        return elsewhere
    form = SigningForm(request.POST or None, initial={"sha256": version.sha256})
    if request.method == "POST" and form.is_valid():
        return _sign(request, page, form.cleaned_data["sha256"])
    return _page(request, page, form)


def _instead(request: ActorRequest, page: SigningPage) -> HttpResponse | None:
    """Where to go when this version is not to be signed, or the password not given lately."""
    try:
        need_in_force(page.version, page.standing)
    except NotInForce as error:
        return _to_the_one_in_force(request, page.version, error)
    if request.method != "POST" and page.place.signature is not None:
        messages.info(request, _("Voor u is deze versie al ondertekend."))
        return redirect("agreement_version", page.version.public_id)
    return ask_to_prove(request, back=request.path)


def _sign(request: ActorRequest, page: SigningPage, sha256: str) -> HttpResponse:
    version = page.version
    try:
        sign_version(
            version_pk=version.pk, party=page.place.party, sha256=sha256, actor=request.actor
        )
    except (NotInForce, AlreadySigned) as error:
        return _to_the_one_in_force(request, version, error)
    except DomainError as error:
        return _page(request, page, SigningForm(initial={"sha256": version.sha256}), error)
    return _signed(request, version.public_id)


def _page(
    request: ActorRequest, page: SigningPage, form: SigningForm, error: DomainError | None = None
) -> HttpResponse:
    context = {"page": page, "form": form, "refused": error.message if error else ""}
    status = 409 if error else 200
    return render(request, "agreements/sign.html", context, status=status)


def _signed(request: ActorRequest, public_id: UUID) -> HttpResponse:
    version, standing, place = version_to_sign(request.actor, public_id)
    told = _("U ondertekende %(title)s. %(words)s")
    words = {"title": version_title(version), "words": standing.words(place)}
    messages.success(request, told % words)
    return redirect("agreement_version", public_id)


def _to_the_one_in_force(
    request: ActorRequest, version: AgreementVersion, error: DomainError
) -> HttpResponse:
    """To the version that holds, with why this one was not signed."""
    messages.warning(request, error.message)
    current = version.agreement.versions.filter(superseded_at=None).first()
    return redirect("agreement_version", (current or version).public_id)


@GET_OR_POST
@for_roles(Role.COORDINATOR, Role.SCHOOL_MENTOR)
def sign_together(request: ActorRequest) -> HttpResponse:
    """Show the ticked versions and what is in the way of each; then sign them, each by itself."""
    party = require_signer(request.actor)
    sent = request.POST if request.method == "POST" else request.GET
    ids = uuids(sent.getlist(CHOSEN))[:MAX_BATCH]
    if not ids:
        messages.warning(request, _("Vink eerst aan welke overeenkomsten u wilt ondertekenen."))
        return redirect("agreements")
    here = f"{request.path}?{urlencode([(CHOSEN, str(pk)) for pk in ids])}"
    if (asking := ask_to_prove(request, back=here)) is not None:
        return asking
    chosen = versions_to_sign(request.actor, ids)
    form = SigningManyForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        rows = chosen_versions(chosen, request.actor)
        context = {
            "form": form,
            "ready": [row for row in rows if not row.why_not],
            "not_ready": [row for row in rows if row.why_not],
        }
        return render(request, "agreements/sign_together.html", context)
    shown = hashes_in(request.POST, chosen)
    results = sign_many(versions=chosen, party=party, shown=shown, actor=request.actor)
    request.session[SESSION_KEY] = kept(results)
    return redirect("agreements_signed")


@require_safe
@for_roles(Role.COORDINATOR, Role.SCHOOL_MENTOR)
def signed_together(request: ActorRequest) -> HttpResponse:
    """What came of the last batch: which were signed, and which were not, and why."""
    results = request.session.get(SESSION_KEY, [])
    if not results:
        return redirect("agreements")
    context = {
        "signed": [row for row in results if not row["error"]],
        "failed": [row for row in results if row["error"]],
    }
    return render(request, "agreements/signed_together.html", context)
