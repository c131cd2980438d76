"""The registers that administrators upload: schools and postal codes."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RegisterKind(models.TextChoices):
    """The registers that administrators upload."""

    SCHOOLS = "schools", _("Scholen en vestigingsplaatsen")
    POSTAL_CODES = "postal_codes", _("Postcodes")


class RegisterUpload(models.Model):
    """A file that an administrator uploaded: tried first, imported when confirmed.

    The content is dropped once it was imported, and with the next upload after a day.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("register"), max_length=20, choices=RegisterKind)
    filename = models.CharField(_("bestand"), max_length=200)
    content = models.BinaryField(editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("opgeladen door"),
    )
    uploaded_at = models.DateTimeField(_("opgeladen op"), editable=False)
    imported_at = models.DateTimeField(_("ingelezen op"), null=True, editable=False)

    class Meta:
        verbose_name = _("opgeladen register")
        verbose_name_plural = _("opgeladen registers")
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.filename
