"""Headers on every answer, and nothing kept of what was made for one person."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from accounts.models import Membership, User
from lerarenstage.middleware import SecurityHeadersMiddleware


def answer(request: HttpRequest) -> HttpResponse:
    return SecurityHeadersMiddleware(lambda _: HttpResponse())(request)


@pytest.fixture
def request_of_nobody() -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    request.session = SessionStore()
    return request


def test_every_answer_isolates_and_gives_up_the_powers_of_the_browser(
    request_of_nobody: HttpRequest,
) -> None:
    headers = answer(request_of_nobody).headers
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_public_pages_may_be_kept(request_of_nobody: HttpRequest) -> None:
    assert "Cache-Control" not in answer(request_of_nobody).headers


def test_pages_behind_the_login_are_not_stored(request_of_nobody: HttpRequest) -> None:
    request_of_nobody.user = User(email="somebody@school.example")
    assert "no-store" in answer(request_of_nobody).headers["Cache-Control"]


def test_pages_with_something_of_a_session_are_not_stored(
    request_of_nobody: HttpRequest,
) -> None:
    request_of_nobody.session["typed"] = "text"
    assert "no-store" in answer(request_of_nobody).headers["Cache-Control"]


@pytest.mark.django_db
def test_the_dashboard_is_not_stored(client: Client, coordinator: Membership) -> None:
    client.force_login(coordinator.user, "django.contrib.auth.backends.ModelBackend")
    response = client.get("/gezond/onbekend")
    assert response.status_code == 404
    assert "no-store" in response.headers["Cache-Control"]


def test_what_is_far_too_large_is_refused_unread(client: Client) -> None:
    length = str(26 * 1024 * 1024)
    answer = client.generic("POST", "/controleer-overeenkomst/", b"x", CONTENT_LENGTH=length)
    assert answer.status_code == 413
    assert "meer dan 25 MB" in answer.content.decode()
    assert "camera=()" in answer.headers["Permissions-Policy"]
