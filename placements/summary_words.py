"""A stage in a few words, for a row of a list."""

from __future__ import annotations

from django.utils.translation import gettext

from placements.enums import GuidanceRole
from placements.models import Placement
from placements.selectors import accepted_of, guides_of


def subject_names(placement: Placement) -> str:
    """The subjects of a stage read `with_facts`; or that it is about none."""
    subjects = {line.activity.subject for line in accepted_of(placement)} - {None}
    return ", ".join(sorted(map(str, subjects))) or gettext("Klasoverstijgend")


def guide_names(placement: Placement, role: GuidanceRole) -> str:
    """Who guides a stage read `with_facts` in a role, each once."""
    names = {str(guide.member.user) for guide in guides_of(placement) if guide.role == role}
    return ", ".join(sorted(names))
