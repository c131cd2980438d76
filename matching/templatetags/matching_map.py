"""`{% load matching_map %}`: the words of the shapes on the map."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext_lazy as _

from matching.map_drawing import Shape

register = template.Library()

SHAPES = {
    Shape.FITS: _("past helemaal; groter is meer vrije plaatsen"),
    Shape.SOME: _("vrije plaatsen, maar niet voor alles of iedereen"),
    Shape.FULL: _("geen vrije plaats voor alles samen"),
    Shape.SILENT: _("zei nog niet wat ze aanbiedt"),
}


@register.filter
def shape_words(shape: Shape) -> str:
    """What a mark of this shape says of a school."""
    return str(SHAPES[shape])
