from django.urls import URLPattern, URLResolver, path

from enterprises.views import claims, imports, invitations, letters, members, profile

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
    path("company/", profile.profile, name="profile"),
    path("company/members/", members.members, name="members"),
    path("members/<int:membership_id>/remove/", members.member_remove, name="member_remove"),
    path(
        "invitations/<int:invitation_id>/revoke/",
        members.invitation_revoke,
        name="invitation_revoke",
    ),
    path("invite/<str:code>/", invitations.invitation, name="invitation"),
]
