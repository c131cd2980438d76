"""Says that what waits for a worker is to be done now, without one.

`catch_up` is sent after a sweep where there may be no queue (`manage.py sweep`), and on each day
that the practice clock lives through, so that what a day's effects set going ends on that day.
A receiver does its work inside the call.
"""

from django.dispatch import Signal

catch_up = Signal()
