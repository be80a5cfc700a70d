"""Sign-in, from allauth, page by page: no sign-up, no managing of e-mail addresses.

The names stay allauth's own, because allauth looks them up.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import URLPattern, URLResolver, path, re_path

from gongfu.core.views import sign_in

SECOND = "account/second-factor/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", sign_in.SignIn.as_view(), name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("login/inactive/", account.account_inactive, name="account_inactive"),
    path("login/reset/", account.password_reset, name="account_reset_password"),
    path("login/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^login/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        sign_in.NewPassword.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "login/reset/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("login/second-factor/", sign_in.SecondFactor.as_view(), name="mfa_authenticate"),
    path("account/confirm/", sign_in.ConfirmPassword.as_view(), name="account_reauthenticate"),
    path("account/confirm/code/", sign_in.ConfirmCode.as_view(), name="mfa_reauthenticate"),
    path("account/password/", sign_in.ChangePassword.as_view(), name="account_change_password"),
    path(SECOND, mfa.index, name="mfa_index"),
    path(f"{SECOND}app/", sign_in.ActivateApp.as_view(), name="mfa_activate_totp"),
    path(f"{SECOND}app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(f"{SECOND}codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        f"{SECOND}codes/new/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        f"{SECOND}codes/file/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
