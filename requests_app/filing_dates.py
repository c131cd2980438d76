"""The dates around filing, in words: when it can, when it had better, who sees it when.

For requests read with `request_selectors.with_calendar`. Soft milestones warn and never refuse
(domain.md, 2).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from calendar_cfg import clock
from calendar_cfg.dates import long_date


def when_filing_opens(request: Any) -> str:
    """Why a request of its year cannot be filed today, with the date; empty when it can."""
    first, last, today = request.filing_opens, request.filing_closes, clock.today()
    if first is None or last is None:
        return _(
            "Wanneer aanvragen voor %(year)s ingediend kunnen worden, is nog niet bepaald."
        ) % {"year": request.year}
    if today < first:
        return _("Indienen voor %(year)s kan vanaf %(day)s.") % {
            "year": request.year,
            "day": long_date(first),
        }
    if today > last:
        return _("Indienen voor %(year)s kon tot en met %(day)s.") % {
            "year": request.year,
            "day": long_date(last),
        }
    return ""


def milestone_warning(request: Any) -> str:
    """That the preferred date to send requests of this trimester went by; empty before it."""
    by = request.send_by
    if by is None or clock.today() <= by:
        return ""
    return _(
        "Aanvragen voor trimester %(number)s worden bij voorkeur uiterlijk op %(day)s verstuurd. "
        "Indienen kan nog."
    ) % {"number": request.trimester, "day": long_date(by)}


def is_released(request: Any) -> bool:
    """Whether schools receive requests of its year already."""
    opens = request.answers_open
    return opens is not None and opens <= clock.today()


def reaches_school_on(request: Any) -> date | None:
    """The day on which a request that is filed today reaches its school; None while unknown."""
    opens: date | None = request.answers_open
    return None if opens is None else max(opens, clock.today())
