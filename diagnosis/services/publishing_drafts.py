from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from diagnosis.drafting.files import Files
from diagnosis.drafting.reviewing import Review, review_files
from diagnosis.maturity import Framework
from diagnosis.models import Draft, Release
from diagnosis.services.holding import held_draft
from gongfu.core.actor import Actor
from gongfu.core.errors import Invalid
from gongfu.core.models import AuditEntry
from gongfu.core.services.auditing import record
from gongfu.core.services.changing import note_change

ACTION = "diagnosis:draft_publish"
LONGEST_REF, LONGEST_VERSION, LONGEST_KEY = 40, 20, 40


@transaction.atomic
def publish_draft(*, draft: Draft, revision: int, actor: Actor, request_id: str = "") -> Release:
    """Freeze a draft as a release; refused while anything about it does not hold.

    Rules, all languages and all samples must hold, and the version must be a new one.
    """
    held = held_draft(draft, revision)
    files = Files.of_draft(held)
    review = review_files(files, held.stem)
    refuse_unsound(review)
    framework = review.framework
    if framework is None:  # pragma: no cover - an unsound review was refused
        raise AssertionError
    refuse_taken(framework)
    release = _create(framework, files)
    held.release = release
    held.save(update_fields=["release"])
    note_change(kind="framework", key=str(release))
    record(
        actor=actor,
        action=ACTION,
        target=f"draft_id:{held.pk} release:{release} digest:{release.digest[:12]}",
        result=AuditEntry.Result.OK,
        request_id=request_id,
    )
    return release


def refuse_unsound(review: Review) -> None:
    """Say the first thing that is wrong: file and key, or the sample that fails."""
    if not review.is_sound:
        raise Invalid(_("Not published. %(problem)s") % {"problem": review.refusal})


def refuse_taken(framework: Framework) -> None:
    """A published release is frozen, so nothing may take its name; nor a name lists cannot hold."""
    ref, version = framework.ref, framework.version
    if (
        len(ref) > LONGEST_REF
        or len(version) > LONGEST_VERSION
        or len(f"{ref} {version}") > LONGEST_KEY
    ):
        raise Invalid(
            _("Not published. Shorten ref and version: at most %(most)d characters together.")
            % {"most": LONGEST_KEY - 1}
        )
    if Release.objects.filter(ref=ref, version=version).exists():
        raise Invalid(_taken(framework))


def _create(framework: Framework, files: Files) -> Release:
    try:
        with transaction.atomic():
            return Release.objects.create(
                ref=framework.ref,
                version=framework.version,
                digest=framework.digest,
                source=files.rules,
                texts={lang: files.texts[lang] for lang in framework.languages},
                samples=files.samples,
            )
    except IntegrityError as error:  # published by somebody else between the look and the write
        raise Invalid(_taken(framework)) from error


def _taken(framework: Framework) -> str:
    return _(
        "Not published. %(release)s exists already and is frozen; give the draft a new version."
    ) % {"release": f"{framework.ref} {framework.version}"}
