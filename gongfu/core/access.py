"""Who may do what: the one table, closed by default.

A capability names something that can be done and the roles that may do it. A route says which
capability it needs to be read and which to be written; a route without a row is refused.
Which rows of the database an actor reaches is decided by `visible_to`, not here.
"""

from dataclasses import dataclass

from gongfu.core.actor import Actor
from gongfu.core.models import Role

R = Role
EVERYONE = frozenset(Role)
FIRM = frozenset({R.OWNER, R.EDITOR, R.VIEWER})
FIRM_WRITERS = frozenset({R.OWNER, R.EDITOR})
PROVIDER = frozenset({R.CONSULTANT, R.PROVIDER_LEAD, R.SECOND_SIGNER})
REGULATOR = frozenset({R.DISTRICT_REGULATOR, R.CITY_REGULATOR})
PERSONS = EVERYONE - {R.PARTNER, R.SYSTEM, R.PUBLIC}

CAPABILITIES: dict[str, frozenset[Role]] = {
    "page.public": EVERYONE,
    "account.use": EVERYONE,  # sign-in, second factor; the views themselves ask who is there
    "job.view": PERSONS,
    "enterprise.list": REGULATOR | PROVIDER,
    "enterprise.view": REGULATOR | PROVIDER | FIRM,
    "enterprise.own": FIRM,
    "enterprise.invite": REGULATOR,
    "enterprise.export": REGULATOR,
    "claim.decide": REGULATOR,
    "correction.propose": FIRM_WRITERS,
    "correction.decide": REGULATOR,
    "letter.write": REGULATOR,
    "register.import": REGULATOR,
    "member.own": frozenset({R.OWNER}),
    "member.manage": frozenset({R.OWNER}) | REGULATOR,
    "consent.decide": frozenset({R.OWNER}),
    "own_data.take": frozenset({R.OWNER}),  # everything about the firm, as one archive
    "assessment.view": FIRM | PROVIDER | REGULATOR,
    "assessment.own": FIRM,
    "assessment.answer": FIRM_WRITERS,
    "assessment.open": FIRM_WRITERS,  # a further framework in a campaign in which the firm is
    "assessment.discard": frozenset({R.OWNER}),  # a voluntary draft; it can be taken back
    "assessment.submit": FIRM_WRITERS,
    "assessment.explain": FIRM_WRITERS,  # why an answer is better than last time
    "assessment.review": PROVIDER,
    "comment.write": FIRM_WRITERS | PROVIDER,  # whoever sees the assessment reads
    "opinion.view": FIRM | PROVIDER,
    "opinion.give": FIRM,  # a viewer may hold a view; it changes no answer
    "assessment.request": FIRM_WRITERS,  # ask for it back, appeal against what was verified
    "assessment.return": PROVIDER | REGULATOR,  # regulators when they decide a request
    "assessment.reopen": PROVIDER | REGULATOR,
    "request.decide": PROVIDER | REGULATOR,
    "appeal.view": PROVIDER | REGULATOR,
    "appeal.answer": REGULATOR,
    "quality.view": REGULATOR,  # flags and spot checks: questions about a firm, not for it
    "quality.draw": REGULATOR,  # spot checks; a district among its own firms
    "assessment.approve": REGULATOR,  # what was verified: locks it; unlocking takes two people
    "campaign.view": REGULATOR,
    "campaign.choose": frozenset({R.CITY_REGULATOR}),
    "campaign.manage": frozenset({R.CITY_REGULATOR}),  # make, change, close it; its scope
    "campaign.open": REGULATOR,  # invite in bulk; a district its own firms only
    "campaign.remind": REGULATOR,  # or give more time to, from a list
    "scope.correct": REGULATOR,  # a district its own firms only
    "campaign.target": REGULATOR,  # a district sets its own only
    "coverage.view": REGULATOR,
    "coverage.export": REGULATOR,
    "report.view": FIRM | PROVIDER | REGULATOR,
    "report.issue": FIRM_WRITERS | PROVIDER,
    "report.archive": PROVIDER | REGULATOR,  # many reports at once
    "report.edit": PROVIDER,  # the consultant's words; others read them once issued
    "plan.agree": FIRM_WRITERS | PROVIDER,
    "plan.disclose": PROVIDER,  # whether it sells what the plan of a firm needs
    "plan.follow": REGULATOR,  # how far the agreed plans of a district or the city are
    "worklist.view": PROVIDER,
    "framework.view": PERSONS - {R.AUDITOR, R.SUPPLIER, R.PARTNER_ADMIN},
    "framework.author": frozenset({R.AUTHOR}),
    "solution.view": PERSONS - {R.AUDITOR, R.SUPPLIER, R.PARTNER_ADMIN},
    "solution.author": frozenset({R.AUTHOR}),
    "audit.view": frozenset({R.AUDITOR}),
    "operations.view": frozenset({R.OPERATOR}),
    "access.view": frozenset({R.OPERATOR, R.AUDITOR}),
    "api.enterprises": frozenset({R.PARTNER}),
    "api.assessments": frozenset({R.PARTNER}),
    "api.coverage": frozenset({R.PARTNER}),
}

SCOPES: dict[str, str] = {
    "api.enterprises": "enterprises:read",
    "api.assessments": "assessments:read",
    "api.coverage": "coverage:read",
}


@dataclass(frozen=True, slots=True)
class Route:
    """What a route needs: `read` for GET and HEAD, `write` for POST; None: no such method.

    `export` marks a route that hands out data in bulk: each use is audited although it only reads.
    """

    read: str | None
    write: str | None = None
    export: bool = False


ROUTES: dict[str, Route] = {
    # core
    "core:home": Route("page.public"),
    "core:definitions": Route("page.public"),
    "core:accessibility": Route("page.public"),
    "core:privacy": Route("page.public"),
    "core:language": Route(None, "page.public"),
    "core:text_size": Route(None, "page.public"),
    "core:account": Route("account.use"),
    "core:mails": Route(None, "account.use"),
    "core:grant": Route(None, "account.use"),
    "core:job": Route("job.view", "job.view"),
    "core:jobs": Route("operations.view"),
    "core:audit": Route("audit.view"),
    "core:permissions": Route("access.view"),
    "core:state": Route("operations.view"),
    "core:health": Route("page.public"),
    "core:ready": Route("page.public"),
    "account_login": Route("account.use", "account.use"),
    "account_logout": Route(None, "account.use"),
    "account_reauthenticate": Route("account.use", "account.use"),
    "account_reset_password": Route("account.use", "account.use"),
    "account_reset_password_done": Route("account.use"),
    "account_reset_password_from_key": Route("account.use", "account.use"),
    "account_reset_password_from_key_done": Route("account.use"),
    "account_change_password": Route("account.use", "account.use"),
    "account_inactive": Route("account.use"),
    "mfa_index": Route("account.use"),
    "mfa_authenticate": Route("account.use", "account.use"),
    "mfa_reauthenticate": Route("account.use", "account.use"),
    "mfa_activate_totp": Route("account.use", "account.use"),
    "mfa_deactivate_totp": Route("account.use", "account.use"),
    "mfa_view_recovery_codes": Route("account.use"),
    "mfa_generate_recovery_codes": Route("account.use", "account.use"),
    "mfa_download_recovery_codes": Route("account.use"),
    # enterprises
    "enterprises:list": Route("enterprise.list"),
    "enterprises:export": Route("enterprise.export", export=True),
    "enterprises:detail": Route("enterprise.view"),
    "enterprises:invite": Route(None, "enterprise.invite"),
    "enterprises:import": Route("register.import", "register.import"),
    "enterprises:import_detail": Route("register.import"),
    "enterprises:import_apply": Route(None, "register.import"),
    "enterprises:import_undo": Route(None, "register.import"),
    "enterprises:import_refused": Route("register.import", export=True),
    "enterprises:import_template": Route("register.import"),
    "enterprises:claim": Route("page.public", "page.public"),
    "enterprises:claim_sent": Route("page.public"),
    "enterprises:claims": Route("claim.decide"),
    "enterprises:claim_decide": Route(None, "claim.decide"),
    "enterprises:letters": Route("letter.write"),
    "enterprises:letters_write": Route(None, "letter.write", export=True),
    "enterprises:campaign_new": Route("campaign.manage", "campaign.manage"),
    "enterprises:campaign_edit": Route("campaign.manage", "campaign.manage"),
    "enterprises:campaign_close": Route(None, "campaign.manage"),
    "enterprises:campaign_rule": Route("campaign.view", "campaign.manage"),
    "enterprises:campaign_rule_apply": Route(None, "campaign.manage"),
    "enterprises:campaign_scope": Route("campaign.view"),
    "enterprises:scope_correct": Route("scope.correct", "scope.correct"),
    "enterprises:campaign_targets": Route("campaign.view", "campaign.target"),
    "enterprises:corrections": Route("correction.decide", "correction.decide"),
    "enterprises:correction": Route("correction.propose", "correction.propose"),
    "enterprises:correction_withdraw": Route(None, "correction.propose"),
    "enterprises:leave": Route(None, "enterprise.own"),
    "enterprises:member_role": Route(None, "member.manage"),
    "enterprises:profile": Route("enterprise.own"),
    "enterprises:members": Route("enterprise.own", "member.own"),
    "enterprises:consent": Route("enterprise.own"),
    "enterprises:consent_give": Route(None, "consent.decide"),
    "enterprises:consent_end": Route(None, "consent.decide"),
    "enterprises:firm_members": Route("member.manage", "member.manage"),
    "enterprises:member_remove": Route(None, "member.manage"),
    "enterprises:invitation_revoke": Route(None, "member.manage"),
    "enterprises:invitation": Route("page.public", "page.public"),
    # diagnosis
    "diagnosis:home": Route("assessment.own"),
    "diagnosis:current": Route("assessment.own"),
    "diagnosis:current_result": Route("assessment.own"),
    "diagnosis:tasks": Route("assessment.view"),
    "diagnosis:section": Route("assessment.view", "assessment.answer"),
    "diagnosis:revisions": Route("assessment.view"),
    "diagnosis:answer": Route("assessment.view", "assessment.answer"),
    "diagnosis:evidence": Route("assessment.view", export=True),
    "diagnosis:evidence_add": Route("assessment.view", "assessment.answer"),
    "diagnosis:evidence_remove": Route(None, "assessment.answer"),
    "diagnosis:evidence_restore": Route(None, "assessment.answer"),
    "diagnosis:evidence_preview": Route("assessment.view"),
    "diagnosis:evidence_picture": Route("assessment.view"),
    "diagnosis:history": Route("assessment.view"),
    "diagnosis:mine": Route("assessment.own"),
    "diagnosis:keeper": Route(None, "assessment.answer"),
    "diagnosis:comments": Route("assessment.view"),
    "diagnosis:thread": Route("assessment.view", "comment.write"),
    "diagnosis:comment_withdraw": Route(None, "comment.write"),
    "diagnosis:opinions": Route("opinion.view", "assessment.answer"),
    "diagnosis:opinion": Route("opinion.give", "opinion.give"),
    "diagnosis:opinion_settle": Route("opinion.view", "assessment.answer"),
    "diagnosis:workbook": Route("assessment.own", "assessment.answer"),
    "diagnosis:workbook_file": Route("assessment.own", export=True),
    "diagnosis:workbook_preview": Route("assessment.answer", "assessment.answer"),
    "diagnosis:workbook_errors": Route("assessment.answer", export=True),
    "diagnosis:check": Route("assessment.view"),
    "diagnosis:submit": Route(None, "assessment.submit"),
    "diagnosis:receipt": Route("assessment.view"),
    "diagnosis:reopen": Route("assessment.view", "assessment.request"),
    "diagnosis:reopen_withdraw": Route(None, "assessment.request"),
    "diagnosis:requests": Route("request.decide"),
    "diagnosis:request": Route("request.decide", "request.decide"),
    "diagnosis:appeal": Route("assessment.view", "assessment.request"),
    "diagnosis:appeal_withdraw": Route(None, "assessment.request"),
    "diagnosis:appeals": Route("appeal.view"),
    "diagnosis:appeal_answer": Route("appeal.view", "appeal.answer"),
    "diagnosis:flags": Route("quality.view"),
    "diagnosis:samples": Route("quality.view", "quality.draw"),
    "diagnosis:sample": Route("quality.view"),
    "diagnosis:sample_export": Route("quality.view", export=True),
    "diagnosis:spot_check": Route("quality.view", "quality.draw"),
    "diagnosis:approvals": Route("assessment.approve"),
    "diagnosis:approve": Route(None, "assessment.approve"),
    "diagnosis:approval": Route("assessment.approve", "assessment.approve"),
    "diagnosis:result": Route("assessment.view"),
    "diagnosis:plan": Route("assessment.view", "plan.agree"),
    "diagnosis:agreed_plan": Route("assessment.view", "plan.agree"),
    "diagnosis:interest": Route("plan.disclose", "plan.disclose"),
    "diagnosis:plan_check": Route("assessment.view", "plan.agree"),
    "diagnosis:estimates": Route("assessment.view"),
    "diagnosis:open_estimate": Route("assessment.open", "assessment.open"),
    "diagnosis:discard": Route("assessment.discard", "assessment.discard"),
    "diagnosis:take_back": Route(None, "assessment.discard"),
    "diagnosis:take_over": Route(None, "assessment.answer"),
    "diagnosis:start_from": Route(None, "assessment.answer"),
    "diagnosis:unchanged": Route("assessment.answer", "assessment.answer"),
    "diagnosis:delta": Route("assessment.view", "assessment.explain"),
    "diagnosis:passport": Route("assessment.view"),
    "diagnosis:review": Route("assessment.review", "assessment.review"),
    "diagnosis:review_section": Route("assessment.review", "assessment.review"),
    "diagnosis:campaigns": Route("campaign.view"),
    "diagnosis:campaign": Route("campaign.view", "campaign.choose"),
    "diagnosis:waves": Route("campaign.view", "campaign.manage"),
    "diagnosis:wave_drop": Route(None, "campaign.manage"),
    "diagnosis:opening": Route("campaign.open", "campaign.open"),
    "diagnosis:opening_order": Route("campaign.open"),
    "diagnosis:opening_export": Route("campaign.open", export=True),
    "diagnosis:frameworks": Route("framework.view"),
    "diagnosis:framework": Route("framework.view"),
    "diagnosis:framework_format": Route("framework.view"),
    "diagnosis:framework_files": Route("framework.view"),
    "diagnosis:compare": Route("framework.view"),
    "diagnosis:drafts": Route("framework.author", "framework.author"),
    "diagnosis:draft_template": Route("framework.author"),
    "diagnosis:draft": Route("framework.author"),
    "diagnosis:draft_head": Route("framework.author", "framework.author"),
    "diagnosis:draft_words": Route("framework.author", "framework.author"),
    "diagnosis:draft_question": Route("framework.author", "framework.author"),
    "diagnosis:draft_weights": Route("framework.author", "framework.author"),
    "diagnosis:draft_section": Route("framework.author", "framework.author"),
    "diagnosis:draft_file": Route("framework.author", "framework.author"),
    "diagnosis:draft_upload": Route("framework.author", "framework.author"),
    "diagnosis:draft_download": Route("framework.author"),
    "diagnosis:draft_preview": Route("framework.author", "framework.author"),
    "diagnosis:draft_preview_section": Route("framework.author", "framework.author"),
    "diagnosis:draft_publish": Route("framework.author", "framework.author"),
    "diagnosis:draft_discard": Route("framework.author", "framework.author"),
    "diagnosis:solutions": Route("solution.view"),
    "diagnosis:solutions_files": Route("solution.view"),
    "diagnosis:solution": Route("solution.view"),
    "diagnosis:solution_file": Route("solution.view"),
    "diagnosis:solution_edition": Route("solution.view"),
    "diagnosis:solution_withdraw": Route(None, "solution.author"),
    "diagnosis:solution_drafts": Route("solution.author", "solution.author"),
    "diagnosis:solution_draft": Route("solution.author", "solution.author"),
    "diagnosis:solution_fit": Route("solution.author", "solution.author"),
    "diagnosis:solution_text": Route("solution.author", "solution.author"),
    "diagnosis:solution_draft_file": Route("solution.author"),
    "diagnosis:solution_publish": Route("solution.author", "solution.author"),
    "diagnosis:solutions_publish": Route("solution.author", "solution.author"),
    "diagnosis:solution_discard": Route(None, "solution.author"),
    # reports
    "diagnosis:worklist": Route("worklist.view"),
    "diagnosis:standstill": Route("coverage.view"),
    "diagnosis:standstill_remind": Route(None, "campaign.remind"),
    "diagnosis:standstill_extend": Route(None, "campaign.remind"),
    "diagnosis:standstill_export": Route("coverage.export", export=True),
    "diagnosis:plans": Route("plan.follow"),
    "diagnosis:plans_export": Route("plan.follow", export=True),
    "reports:accesses": Route("enterprise.own"),
    "reports:own_data": Route("own_data.take", "own_data.take"),
    "reports:own_data_file": Route("own_data.take", export=True),
    "reports:accesses_export": Route("enterprise.own", export=True),
    "reports:list": Route("report.view"),
    "reports:detail": Route("report.view"),
    "reports:issue": Route("report.view", "report.issue"),
    "reports:archive": Route(None, "report.archive"),
    "reports:archive_file": Route("report.archive", export=True),
    "reports:narrative": Route("report.edit", "report.edit"),
    "reports:narrative_version": Route("report.edit", "report.edit"),
    "reports:download": Route("report.view", export=True),
    "reports:download_word": Route("report.view", export=True),
    "reports:summary": Route("report.view", export=True),
    "reports:receipt_pdf": Route("assessment.view", export=True),
    "reports:blank": Route("assessment.view"),
    "reports:blank_release": Route("framework.view"),
    "reports:verify": Route("page.public", "page.public"),
    "reports:verify_code": Route("page.public"),
    "reports:dashboard": Route("coverage.view"),
    "reports:forecast": Route("coverage.view"),
    "reports:dashboard_export": Route("coverage.export", export=True),
    "reports:dashboard_brief": Route("coverage.export", export=True),
    # API
    "api:docs": Route("page.public"),
    "api:schema": Route("page.public"),
    "api:swagger": Route("page.public"),
    "api:token": Route(None, "page.public"),
    "api:revoke": Route(None, "page.public"),
    "api:enterprise-list": Route("api.enterprises", export=True),
    "api:enterprise-detail": Route("api.enterprises", export=True),
    "api:assessment-list": Route("api.assessments", export=True),
    "api:assessment-detail": Route("api.assessments", export=True),
    "api:coverage": Route("api.coverage", export=True),
    "api:framework-list": Route("page.public"),
    "api:framework-detail": Route("page.public"),
}


def may(actor: Actor, capability: str) -> bool:
    """Whether the actor's role, and for an API client its scopes, allow the capability."""
    if actor.role not in CAPABILITIES[capability]:
        return False
    needed = SCOPES.get(capability)
    return actor.role != Role.PARTNER or needed is None or needed in actor.scopes


def capability_for(view_name: str, method: str) -> str | None:
    """The capability a request needs; None where the table has no row or no such method."""
    route = ROUTES.get(view_name)
    if route is None:
        return None
    return {"GET": route.read, "HEAD": route.read, "POST": route.write}.get(method)


def is_always_open(view_name: str) -> bool:
    """Whether a page opens to somebody who has yet to set a password or a second factor."""
    route = ROUTES.get(view_name)
    return route is not None and bool({route.read, route.write} & {"account.use", "page.public"})


def methods_of(route: Route) -> list[str]:
    """The methods that a route knows; pages and the read-only API need no others."""
    return (["GET", "HEAD"] if route.read else []) + (["POST"] if route.write else [])
