from django.urls import URLPattern, URLResolver, path

from enterprises.views import (
    claims,
    consents,
    corrections,
    imports,
    invitations,
    letters,
    members,
    profile,
)
from enterprises.views.programme import heads, rules, scopes, targets

urlpatterns: list[URLPattern | URLResolver] = [
    path("enterprises/import/", imports.import_list, name="import"),
    path("enterprises/import/template.<str:form>", imports.import_template, name="import_template"),
    path("enterprises/import/<int:import_id>/", imports.import_detail, name="import_detail"),
    path("enterprises/import/<int:import_id>/apply/", imports.import_apply, name="import_apply"),
    path("enterprises/import/<int:import_id>/undo/", imports.import_undo, name="import_undo"),
    path(
        "enterprises/import/<int:import_id>/refused.<str:form>",
        imports.import_refused,
        name="import_refused",
    ),
    path("enterprises/<int:enterprise_id>/members/", members.members, name="firm_members"),
    path("claim/", claims.claim, name="claim"),
    path("claim/sent/", claims.claim_sent, name="claim_sent"),
    path("enterprises/claims/", claims.claims, name="claims"),
    path("enterprises/claims/<int:claim_id>/", claims.claim_decide, name="claim_decide"),
    path("enterprises/letters/", letters.letters, name="letters"),
    path("enterprises/letters/write/", letters.letters_write, name="letters_write"),
    path("campaigns/new/", heads.campaign_new, name="campaign_new"),
    path("campaigns/<slug:slug>/edit/", heads.campaign_edit, name="campaign_edit"),
    path("campaigns/<slug:slug>/close/", heads.campaign_close, name="campaign_close"),
    path("campaigns/<slug:slug>/rule/", rules.campaign_rule, name="campaign_rule"),
    path(
        "campaigns/<slug:slug>/rule/apply/", rules.campaign_rule_apply, name="campaign_rule_apply"
    ),
    path("campaigns/<slug:slug>/scope/", scopes.campaign_scope, name="campaign_scope"),
    path("campaigns/stays/<int:stay_id>/", scopes.scope_correct, name="scope_correct"),
    path("campaigns/<slug:slug>/targets/", targets.campaign_targets, name="campaign_targets"),
    path("enterprises/corrections/", corrections.corrections, name="corrections"),
    path("company/correct/<slug:field>/", corrections.correction, name="correction"),
    path(
        "corrections/<int:correction_id>/withdraw/",
        corrections.correction_withdraw,
        name="correction_withdraw",
    ),
    path("company/", profile.profile, name="profile"),
    path("company/members/", members.members, name="members"),
    path("company/consent/", consents.consents, name="consent"),
    path(
        "company/consent/<int:partner_id>/<slug:group>/give/",
        consents.consent_give,
        name="consent_give",
    ),
    path(
        "company/consent/<int:partner_id>/<slug:group>/end/",
        consents.consent_end,
        name="consent_end",
    ),
    path("company/leave/", members.leave, name="leave"),
    path("members/<int:membership_id>/role/", members.member_role, name="member_role"),
    path("members/<int:membership_id>/remove/", members.member_remove, name="member_remove"),
    path(
        "invitations/<int:invitation_id>/revoke/",
        members.invitation_revoke,
        name="invitation_revoke",
    ),
    path("invite/<str:code>/", invitations.invitation, name="invitation"),
]
