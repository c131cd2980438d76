"""The administrators' pages that import a register: upload, try, confirm."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from institutions import uploads
from institutions.exceptions import ImportRefused
from institutions.http import ActorRequest
from institutions.register_files import MAX_BYTES
from institutions.register_models import RegisterKind, RegisterUpload

SHOWN = 200


class UploadForm(forms.Form):
    """Which register, and the file."""

    kind = forms.ChoiceField(
        label=_("Register"), choices=RegisterKind.choices, widget=forms.RadioSelect
    )
    file = forms.FileField(
        label=_("Bestand"),
        max_length=150,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
        help_text=_(
            "CSV of Excel (.xlsx), ten hoogste 2 MB en 5.000 rijen. Scholen: de officiële lijst "
            "van vestigingsplaatsen of de eenvoudige indeling. Postcodes: GeoNames."
        ),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before reading it."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(gettext("Het bestand is groter dan 2 MB."))
        return file


@admin.register(RegisterUpload)
class RegisterUploadAdmin(admin.ModelAdmin[RegisterUpload]):
    """The uploads, and the way to make a new one."""

    list_display = ["filename", "kind", "uploaded_by", "uploaded_at", "imported_at"]
    list_display_links = None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An upload is not edited; it is uploaded again."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was imported stays known."""
        return False

    def get_urls(self) -> list[Any]:
        """The page of one upload, before the pages of the admin itself."""
        view = self.admin_site.admin_view
        own = [
            path("<uuid:public_id>/", view(self.upload_view), name="register_upload"),
            path("<uuid:public_id>/fouten/", view(self.errors_view), name="register_upload_errors"),
        ]
        return own + super().get_urls()

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Upload a file; it is kept and tried, nothing more."""
        self._require(request)
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            try:
                upload = uploads.keep_upload(
                    actor=request.actor,  # type: ignore[attr-defined]
                    kind=RegisterKind(form.cleaned_data["kind"]),
                    filename=file.name,
                    content=file.read(),
                )
                return redirect("admin:register_upload", public_id=upload.public_id)
            except ImportRefused as error:
                form.add_error("file", error.message)
        return self._page(request, "upload.html", title=gettext("Register inlezen"), form=form)

    def upload_view(self, request: ActorRequest, public_id: Any) -> HttpResponse:
        """What the import would do; POST does it."""
        self._require(request)
        upload = get_object_or_404(RegisterUpload, public_id=public_id)
        service = uploads.import_upload if request.method == "POST" else uploads.try_upload
        try:
            report = service(actor=request.actor, upload=upload)
        except ImportRefused as error:
            messages.error(request, error.message)
            return redirect("admin:institutions_registerupload_add")
        if request.method == "POST" and not report.errors:
            messages.success(request, gettext("Het register is ingelezen."))
            return redirect("admin:institutions_registerupload_changelist")
        return self._page(
            request,
            "tried.html",
            title=gettext("Register inlezen: nakijken"),
            upload=upload,
            report=report,
            errors=sorted(report.errors_by_row.items())[:SHOWN],
            changes=report.changes[:SHOWN],
            shown=SHOWN,
        )

    def errors_view(self, request: ActorRequest, public_id: Any) -> HttpResponse:
        """The same file with a column that says what is wrong."""
        self._require(request)
        upload = get_object_or_404(RegisterUpload, public_id=public_id)
        try:
            content, name = uploads.file_with_errors(actor=request.actor, upload=upload)
        except ImportRefused as error:
            messages.error(request, error.message)
            return redirect("admin:institutions_registerupload_add")
        kind = "text/csv; charset=utf-8" if name.endswith(".csv") else "application/octet-stream"
        answer = HttpResponse(content, content_type=kind)
        answer.headers["Content-Disposition"] = _attachment(name)
        return answer

    def _require(self, request: HttpRequest) -> None:
        if not self.has_add_permission(request):
            raise PermissionDenied(gettext("Alleen een beheerder leest registers in."))

    def _page(self, request: HttpRequest, template: str, **context: Any) -> TemplateResponse:
        whole = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "list_url": reverse("admin:institutions_registerupload_changelist"),
            **context,
        }
        return TemplateResponse(request, f"admin/institutions/{template}", whole)


def _attachment(name: str) -> str:
    return content_disposition_header(as_attachment=True, filename=name) or "attachment"
