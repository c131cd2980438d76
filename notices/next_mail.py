"""When the next mail of somebody comes: the rule of the collector, asked beforehand."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from calendar_cfg import clock
from calendar_cfg.dates import long_date
from notices.collecting import AT_ONCE_EVERY
from notices.enums import Rhythm
from notices.models import Addressee

DAY = timedelta(days=1)
SATURDAY = 5


def next_mail_at(
    addressee: Addressee, moment: datetime, real: datetime, *, presses: bool = False
) -> datetime:
    """The first moment, now or later, at which `collecting.due_now` takes this addressee.

    Arguments:
        moment: that the product believes in, in the local time.
        real: against which mails at once are spaced.
        presses: whether something waits that is not kept for the weekly mail.
    """
    if addressee.rhythm == Rhythm.AT_ONCE:
        last = addressee.last_mail_at
        wait = last + AT_ONCE_EVERY - real if last else timedelta(0)
        return moment + max(wait, timedelta(0))
    day = moment.date()
    monday = day - DAY * day.weekday()
    had_one = addressee.last_mail_on is not None and monday <= addressee.last_mail_on <= day
    if had_one and addressee.rhythm == Rhythm.WEEKLY and not presses:
        day = monday + 7 * DAY
    elif had_one and addressee.last_mail_on == day:
        day += DAY
    while day.weekday() >= SATURDAY:
        day += DAY
    return max(moment, datetime.combine(day, time(settings.DIGEST_HOUR), clock.BRUSSELS))


def next_mail_words(addressee: Addressee, *, presses: bool = False) -> str:
    """ "morgen", "vandaag vanaf 7 uur", "op ma 11 september 2017": when the next mail comes."""
    now = clock.now().astimezone(clock.BRUSSELS)
    then = next_mail_at(addressee, now, clock.real_now(), presses=presses)
    if then - now < AT_ONCE_EVERY:
        return _("binnen het kwartier")
    if then.date() == now.date():
        return _("vandaag, vanaf %(hour)d uur") % {"hour": then.hour}
    if then.date() == now.date() + DAY:
        return _("morgen, %(day)s") % {"day": long_date(then)}
    return _("op %(day)s") % {"day": long_date(then)}
