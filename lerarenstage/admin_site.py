"""The administrators' site."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class LerarenstageAdminSite(AdminSite):
    """Django admin under our name."""

    site_header = _("lerarenstage – beheer")
    site_title = _("lerarenstage")
    index_title = _("Beheer")


class LerarenstageAdminConfig(AdminConfig):
    """Makes our site the default one."""

    default_site = "lerarenstage.admin_site.LerarenstageAdminSite"
