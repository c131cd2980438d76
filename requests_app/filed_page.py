"""The confirmation of a filed request: who sees it when, until when it is answered, what next."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from institutions.actors import Actor
from requests_app.due_dates import due_dates
from requests_app.enums import Onward, Route
from requests_app.filing_dates import is_released, reaches_school_on
from requests_app.request_page import RequestPage


class FiledPage(RequestPage):
    """A request just after it was filed."""

    def __init__(self, request: Any, actor: Actor) -> None:
        super().__init__(request, actor)

    @cached_property
    def school(self) -> str:
        """The school that sees it (first); empty when it names none."""
        if self.last is not None:
            return self.last.school
        return self.request.first_school or ""

    @cached_property
    def is_at_school(self) -> bool:
        """Whether it lies with its school already."""
        return self.last is not None

    @property
    def is_matched(self) -> bool:
        """Whether the matching finds its school: it lies with none, and names not just one."""
        return not self.is_at_school and self.request.route != Route.DIRECT

    @property
    def goes_on_by_itself(self) -> bool:
        """Whether it goes on to another school without a choice of its coordinator."""
        return bool(self.request.onward == Onward.AUTOMATIC)

    @cached_property
    def is_released(self) -> bool:
        """Whether schools receive requests already."""
        return is_released(self.request)

    @cached_property
    def reaches_on(self) -> date | None:
        """The day on which the school sees it."""
        return self.last.released_on if self.last else reaches_school_on(self.request)

    @cached_property
    def due_on(self) -> date | None:
        """The day by which the school answers; expected, while it is held."""
        if self.last is not None:
            return self.last.due_on
        if self.reaches_on is None or self.request.first_school_id is None or self.is_matched:
            return None
        pk = self.request.first_school_id
        return due_dates([pk], self.request.year, self.reaches_on)[pk]
