"""The school says which vakmentors guide the subjects of a stage."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import ActorRequest
from accounts.selectors import colleagues
from institutions.enums import Role
from institutions.roles import for_roles
from placements.access import placement_to_change
from placements.changing_views import changed, done, not_any_more, show
from placements.guides import assign_mentors_by_subject
from placements.placement_page import PlacementPage
from placements.school_mentor_forms import MentorsForm


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR)
def mentors(request: ActorRequest, public_id: UUID) -> HttpResponse:
    """Tick the vakmentors per subject among the people of the school."""
    page = PlacementPage(placement_to_change(request.actor, public_id), request.actor)
    if not page.is_live:
        return not_any_more(request, page)
    form = MentorsForm(
        request.POST if request.method == "POST" else None,
        placement=page.placement,
        people=list(colleagues(request.actor)),
        before=[part.before for part in page.mentors],
    )

    def change() -> object:
        return assign_mentors_by_subject(
            placement_pk=page.placement.pk,
            wanted=form.wanted,
            actor=request.actor,
            reason=form.cleaned_data["reason"],
            expected_version=form.cleaned_data["version"],
        )

    if changed(request, page, form, change):
        return done(request, page, _("Bewaard wie deze stage begeleidt."))
    return show(
        request,
        page,
        form,
        heading=_("Kies de vakmentoren voor %(who)s") % {"who": page.who},
        title=_("Vakmentoren kiezen"),
        button=_("Vakmentoren bewaren"),
    )
