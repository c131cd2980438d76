"""The administrators' site."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache


class LerarenstageAdminSite(AdminSite):
    """Django admin under our name, behind the login that everybody uses."""

    site_header = gettext_lazy("lerarenstage – beheer")
    site_title = gettext_lazy("lerarenstage")
    index_title = gettext_lazy("Beheer")

    @method_decorator(never_cache)
    @method_decorator(login_not_required)
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One way in: with rate limits and the second step (trust.md, 19)."""
        # This module is read while the apps load; auth's views need them loaded.
        from django.contrib.auth.views import redirect_to_login

        wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
        if not url_has_allowed_host_and_scheme(
            wanted, {request.get_host()}, require_https=request.is_secure()
        ):
            wanted = reverse("admin:index", current_app=self.name)
        if not request.user.is_authenticated:
            return redirect_to_login(wanted)
        if not self.has_permission(request):
            raise PermissionDenied(_("Dit deel is alleen voor beheerders."))
        return redirect(wanted)


class LerarenstageAdminConfig(AdminConfig):
    """Makes our site the default one."""

    default_site = "lerarenstage.admin_site.LerarenstageAdminSite"
