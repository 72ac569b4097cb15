"""Addresses of allauth whose pages are ours. They stand before allauth's own, under the same names."""

from allauth.account.internal.decorators import login_stage_required
from allauth.mfa.stages import AuthenticateStage
from django.urls import path

from zweiklang.people.sign_in.code_list import DeactivateApp, RemoveKey, SecondStepView
from zweiklang.people.sign_in.entrance import Entrance, Exit
from zweiklang.people.sign_in.views import code_list_page

second_step = login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")(
    SecondStepView.as_view()
)

urlpatterns = [
    path("login/", Entrance.as_view(), name="account_login"),
    path("logout/", Exit.as_view(), name="account_logout"),
    path("2fa/authenticate/", second_step, name="mfa_authenticate"),
    path("2fa/recovery-codes/", code_list_page, name="mfa_view_recovery_codes"),
    path("2fa/totp/deactivate/", DeactivateApp.as_view(), name="mfa_deactivate_totp"),
    path("2fa/webauthn/keys/<int:pk>/remove/", RemoveKey.as_view(), name="mfa_remove_webauthn"),
]
