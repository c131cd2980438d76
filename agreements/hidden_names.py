"""What somebody may read of a version: a school no names of trainees once their time is over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from agreements.models import AgreementVersion
from agreements.signing_rights import names_readable
from institutions.actors import Actor


def content_for(actor: Actor, version: AgreementVersion) -> Mapping[str, Any]:
    """What a version says, as the actor may read it today."""
    content: Mapping[str, Any] = version.content
    return content if names_readable(actor, version) else without_names(content)


def without_names(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same without the names of the trainees, wherever they stand in it."""
    hidden = str(_("(stagiair)"))
    names = content["agreed"].get("trainees", [])

    def read(value: Any) -> Any:
        if isinstance(value, str):
            for name in names:
                value = value.replace(name, hidden)
            return value
        if isinstance(value, Mapping):
            return {key: read(item) for key, item in value.items()}
        return [read(item) for item in value] if isinstance(value, list) else value

    hiding: Mapping[str, Any] = read(content)
    return hiding
