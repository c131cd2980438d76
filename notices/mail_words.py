"""Whether and when a notice was mailed, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import MailState
from calendar_cfg.dates import long_date
from notices.collecting import why_no_mail
from notices.enums import NoticeState
from notices.kind import Kind
from notices.models import Notice
from notices.next_mail import next_mail_words

NOT_MAILED = {
    NoticeState.SEEN: gettext_lazy("Niet gemaild: u zag het hier al."),
    NoticeState.OVER: gettext_lazy("Niet gemaild: het is niet meer nodig."),
    NoticeState.OFF: gettext_lazy("Niet gemaild: u hebt dit uitgezet."),
    NoticeState.WITHHELD: gettext_lazy("Niet gemaild: het kwam te laat en wordt tegengehouden."),
    NoticeState.DROPPED: gettext_lazy("Niet gemaild."),
}
MAIL_THAT_STAYED = {
    MailState.FAILED: gettext_lazy(
        "De mail van %(day)s kwam niet aan. Een beheerder kijkt ernaar."
    ),
    MailState.WITHHELD: gettext_lazy(
        "De mail van %(day)s is nog niet verstuurd: een beheerder kijkt ze eerst na."
    ),
    MailState.DROPPED: gettext_lazy("De mail van %(day)s is niet verstuurd."),
}
"""What is said of a mail that was made and did not leave; all others are mailed."""


def mail_words(notice: Notice, kind: Kind, holding: set[int]) -> str:
    """ "Gemaild op di 5 september 2017.", "Komt in de mail van morgen, ..."

    Arguments:
        notice: of `for_lines`, which reads what became of its mail.
        holding: the ids of those that still matter, as their kind says.
    """
    state: NoticeState | None = NoticeState(notice.state)
    if state == NoticeState.WAITING:
        state = why_no_mail(notice, kind, holding, notice.addressee)
    if state is None:
        next_mail = next_mail_words(notice.addressee, presses=notice.presses)
        return _("Komt in uw volgende mail, %(when)s.") % {"when": next_mail}
    if state == NoticeState.MAILED:
        became = getattr(notice, "mail_state", None) or MailState.SENT
        words = MAIL_THAT_STAYED.get(became, _("Gemaild op %(day)s."))
        return str(words) % {"day": long_date(notice.settled_at)}
    return str(NOT_MAILED[state])
