"""What the matching adds to pages of stageaanvragen: a section to the page of one."""

from __future__ import annotations

from typing import Any

from matching.request_section import TEMPLATE, RequestSection
from requests_app.page_sections import Section, adds_to_request_page


@adds_to_request_page
def matching_of(page: Any) -> Section | None:
    """What the last run gave for the request; None when that does not matter (any more)."""
    section = RequestSection(page)
    if not section.rows and not section.is_outdated:
        return None
    return Section(TEMPLATE, section, has_primary=section.has_suggestion)
