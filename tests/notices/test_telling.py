"""What happens is told once, in its own transaction, and mailed in each one's rhythm."""

from accounts.models import OutgoingMail
from notices.collecting import collect
from notices.enums import NoticeState
from notices.models import Addressee, Notice
from tests.requests_app.world import filed, on


def test_a_request_that_reaches_a_school_is_one_notice_for_who_answers(
    coordinator, mentor, subject_mentor, mentor_elsewhere, year_2017
):
    with on("2017-09-04"):
        request = filed(coordinator, mentor, year_2017)
    notice = Notice.objects.get(kind="request_reached")
    assert notice.membership == mentor
    assert (notice.state, notice.proposal.request) == (NoticeState.WAITING, request)


def test_the_morning_after_there_is_one_mail_about_all_of_them(coordinator, mentor, year_2017):
    with on("2017-09-04"):
        requests = [filed(coordinator, mentor, year_2017) for _ in range(3)]
    references = {request.reference for request in requests}
    Addressee.objects.update(last_mail_on="2017-09-04")
    with on("2017-09-05", hour=6):
        assert collect() == 0
    with on("2017-09-05", hour=7):
        assert collect() == 1
        assert collect() == 0
    mail = OutgoingMail.objects.get()
    assert mail.to == mentor.user.email
    assert all(reference in mail.body and reference in mail.html for reference in references)
    assert "9 lesdagen (tot ma 18 september 2017)" in mail.body
    activity = requests[0].activities.select_related("subject").get()
    assert f"Gevraagd: {activity} ({activity.hours} lesuren)" in mail.body


def test_one_mail_that_cannot_be_made_keeps_nobody_elses(coordinator, mentor, year_2017, caplog):
    broken = Addressee.objects.create(user=coordinator.user)
    notice = Notice(key="x", kind="phase_opened", addressee=broken, membership=coordinator)
    notice.save()  # without the data that its kind reads
    with on("2017-09-05", hour=8):
        filed(coordinator, mentor, year_2017)
        assert collect() == 1
    assert OutgoingMail.objects.get().to == mentor.user.email
    notice.refresh_from_db()
    assert notice.state == NoticeState.WAITING
    assert f"no mail could be made for addressee {broken.pk}" in caplog.text
