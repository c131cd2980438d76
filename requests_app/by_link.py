"""An answer that came through a link in a mail: what its event remembers, and how that is said.

The institution reads that it came so, never from which address; the school's own people read that
where the links of the request stand (`answer_links`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

BY_LINK = "by_link"
"""In the data of an event: the public id of the link."""


def with_way(what: str, data: Mapping[str, Any] | None) -> str:
    """What happened, and that it came through a link when it did."""
    if not (data or {}).get(BY_LINK):
        return what
    return _("%(what)s, via een link in de mail") % {"what": what}
