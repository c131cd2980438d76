"""The coordinator says who of the institution guides a stage."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import ActorRequest
from accounts.models import Membership
from institutions.enums import Role
from institutions.roles import for_roles
from placements.access import placement_to_place
from placements.changing_views import changed, done, not_any_more, show, typed
from placements.guides import assign_supervisor, possible_supervisors
from placements.placement_page import PlacementPage
from placements.terms_forms import SupervisorForm


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.COORDINATOR, Role.SUPERVISOR)
def supervisor(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Choose the stagebegeleider among the colleagues."""
    page = PlacementPage(placement_to_place(request.actor, public_id), request.actor)
    if not page.is_live:
        return not_any_more(request, page)
    colleagues = possible_supervisors(page.placement)
    form = SupervisorForm(typed(request), placement=page.placement, colleagues=colleagues)

    def change() -> object:
        return assign_supervisor(
            placement_pk=page.placement.pk,
            member=form.member,
            actor=request.actor,
            reason=form.cleaned_data["reason"],
            expected_version=form.cleaned_data["version"],
        )

    if changed(request, page, form, change):
        return done(request, page, _guides_it(form.member))
    return show(
        request,
        page,
        form,
        heading=_("Kies de stagebegeleider van %(who)s") % {"who": page.who},
        title=_("Stagebegeleider kiezen"),
        button=_("Stagebegeleider bewaren"),
    )


def _guides_it(member: Membership | None) -> str:
    if member is None:
        return _("Nog niemand begeleidt deze stage.")
    return _("%(who)s begeleidt deze stage.") % {"who": member.user}
