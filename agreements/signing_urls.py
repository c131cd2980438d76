"""Addresses of signing, of signed copies, of the lists, and of the public check."""

from django.urls import path

from agreements import list_views, signing_views, upload_views, verify_views

LIST = "overeenkomsten/"

urlpatterns = [
    path(LIST, list_views.agreements, name="agreements"),
    path(f"{LIST}te-maken/", list_views.to_make, name="agreements_to_make"),
    path(f"{LIST}samen-ondertekenen/", signing_views.sign_together, name="agreement_sign_many"),
    path(f"{LIST}samen-ondertekend/", signing_views.signed_together, name="agreements_signed"),
    path(f"{LIST}exemplaar/<uuid:public_id>/", upload_views.scan, name="agreement_scan"),
    path(f"{LIST}<uuid:public_id>/ondertekenen/", signing_views.sign, name="agreement_sign"),
    path(
        f"{LIST}<uuid:public_id>/buiten-ondertekend/", upload_views.upload, name="agreement_upload"
    ),
    path("controleer-overeenkomst/", verify_views.verify_agreement, name="verify_agreement"),
]
