"""What an administrator has to decide about mail that does not leave, on the dashboard."""

from __future__ import annotations

from django.utils.translation import ngettext

from accounts.models import MailState, OutgoingMail
from institutions.enums import Role
from notices.enums import NoticeState
from notices.models import Notice
from requests_app.dashboards import Asking, Dashboard, Task, address
from requests_app.page_sections import adds_to_dashboard


@adds_to_dashboard(Role.ADMIN)
def mail_to_decide(asking: Asking) -> Dashboard:
    """Mails that failed, and mails and notices that are withheld; one query."""
    held = [MailState.WITHHELD, MailState.FAILED]
    mails = OutgoingMail.objects.filter(state__in=held).order_by().values_list("pk")
    notices = Notice.objects.filter(state=NoticeState.WITHHELD).order_by().values_list("pk")
    n = mails.union(notices, all=True).count()
    title = ngettext(
        "Beslis over %(n)d tegengehouden of mislukt bericht",
        "Beslis over %(n)d tegengehouden of mislukte berichten",
        n,
    ) % {"n": n}
    return Dashboard(tasks=[Task(title, address("outbox"), n)] if n else [])
