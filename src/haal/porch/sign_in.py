"""The addresses of sign-in: allauth's own pages, each named here, each with its right.

The one thing to know: `allauth.urls` is not included, since it would open sign-up, e-mail and reset pages. A page that
allauth adds in a later version does not exist until it stands here.
Joining by invitation and the code of conduct are our own pages, see `haal.web.desk.person`.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import URLPattern, path

from haal.domain.access import Permission
from haal.porch.permission import allow, everyone

_own = allow(Permission.OWN_ACCOUNT, unfinished=True)

urlpatterns: list[URLPattern] = [
    path("accounts/login/", everyone(account.login), name="account_login"),
    path("accounts/logout/", everyone(account.logout), name="account_logout"),
    path("accounts/inactive/", everyone(account.account_inactive), name="account_inactive"),
    path("accounts/reauthenticate/", _own(account.reauthenticate), name="account_reauthenticate"),
    path("accounts/passphrase/", _own(account.password_change), name="account_change_password"),
    path("accounts/2fa/", _own(factor.index), name="mfa_index"),
    path("accounts/2fa/authenticate/", everyone(factor.authenticate), name="mfa_authenticate"),
    path("accounts/2fa/reauthenticate/", _own(factor.reauthenticate), name="mfa_reauthenticate"),
    path("accounts/2fa/totp/activate/", _own(totp.activate_totp), name="mfa_activate_totp"),
    path("accounts/2fa/totp/deactivate/", _own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("accounts/2fa/recovery-codes/", _own(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("accounts/2fa/recovery-codes/new/", _own(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
]
