"""What the head of every page shows. Each part costs its query only when it is shown."""

from datetime import date
from functools import cached_property
from typing import cast
from urllib.parse import urlencode

from django.http import HttpRequest

from accounts.models import Membership
from accounts.selectors import memberships_of
from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from calendar_cfg.year_line import YearLine
from calendar_cfg.year_pictures import picture_of
from institutions.actors import Actor
from institutions.http import ActorRequest
from lerarenstage.navigation import NavLink, account_links, address_of, nav_links
from lerarenstage.signs import Signs, read_signs
from placement_code.remembering import what_waits
from placement_code.selectors import Waiting


class PageHead:
    """The head of one page, read by `base.html` as `head`."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def actor(self) -> Actor | None:
        """Who acts, or None for a visitor."""
        return getattr(self._request, "actor", None)

    @cached_property
    def nav(self) -> list[NavLink]:
        """The destinations of the actor's role."""
        role = self.actor.role if self.actor else None
        return nav_links(role, self._request.path)

    @cached_property
    def memberships(self) -> list[Membership]:
        """The other memberships that the user can switch to."""
        if self.actor is None or self.actor.user is None:
            return []
        known = getattr(self._request, "memberships", None)
        mine = memberships_of(self.actor.user) if known is None else known
        return [member for member in mine if member.pk != self.actor.membership_id]

    @cached_property
    def year(self) -> AcademicYear | None:
        """The academic year of this page."""
        return getattr(self._request, "year", None)

    @cached_property
    def years(self) -> list[AcademicYear]:
        """The years that the user can switch to."""
        known = getattr(self._request, "years", None) if self.year else None
        return list(AcademicYear.objects.all()) if known is None else list(reversed(known))

    @cached_property
    def line(self) -> YearLine | None:
        """The year as a line."""
        return picture_of(self.year) if self.year else None

    @cached_property
    def sweep_stands_still(self) -> bool:
        """Told to administrators: nothing opens or closes by itself (trust.md, 3)."""
        return bool(self.signs and self.signs.sweep_stands_still)

    @cached_property
    def signs(self) -> Signs | None:
        """What stands still, for administrators."""
        return read_signs() if self.actor and self.actor.is_admin else None

    @cached_property
    def code_waits(self) -> Waiting | None:
        """The version of the Stagecode that waits for the actor's acceptance."""
        is_whole = self.actor and hasattr(self._request, "session")
        return what_waits(cast("ActorRequest", self._request)) if is_whole else None

    @cached_property
    def accept_code_url(self) -> str:
        """Where it is accepted, and then back to this page."""
        after = urlencode({"next": self.next_address}) if self.next_address else ""
        return f"{address_of('accept_code')}?{after}".rstrip("?")

    @cached_property
    def practice_date(self) -> date | None:
        """The date that a practice installation believes in."""
        return clock.believed_date()

    @cached_property
    def organisation_name(self) -> str:
        """The organisation acted for; an administrator acts for the platform."""
        organisation = self.actor.organisation if self.actor else None
        return str(organisation or "lerarenstage")

    @cached_property
    def account_links(self) -> list[NavLink]:
        """What a user can change about the account."""
        return account_links()

    @cached_property
    def switch_membership_url(self) -> str:
        """Where the organisation is switched."""
        return address_of("switch_membership")

    @cached_property
    def choose_year_url(self) -> str:
        """Where the year is switched."""
        return address_of("choose_year")

    @cached_property
    def dashboard_url(self) -> str:
        """Where somebody lands after a switch of organisation."""
        return address_of("dashboard")

    @cached_property
    def login_url(self) -> str:
        """Where a visitor logs in; nothing on that page itself."""
        url = address_of("account_login")
        return "" if url == self._request.path else url

    @cached_property
    def practice_url(self) -> str:
        """Where an administrator sets the practice clock."""
        return address_of("practice_clock") if self.actor and self.actor.is_admin else ""

    @cached_property
    def may_administer(self) -> bool:
        """A staff user who acts through a membership can go back to being administrator."""
        actor = self.actor
        return bool(actor and actor.user and actor.user.is_staff and not actor.is_admin)

    @cached_property
    def year_next_address(self) -> str:
        """This page without `?jaar=`, which would win over the year just chosen."""
        query = self._request.GET.copy()
        query.pop("jaar", None)
        query.pop("page", None)
        if self._request.method != "GET":
            return ""
        return self._request.path + (f"?{query.urlencode()}" if query else "")

    @cached_property
    def next_address(self) -> str:
        """Where a switch returns to: this page, when it can be asked for again."""
        return self._request.get_full_path() if self._request.method == "GET" else ""


def page_head(request: HttpRequest) -> dict[str, PageHead]:
    """`head` in every template."""
    return {"head": PageHead(request)}
