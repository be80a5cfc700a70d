"""Beginning, saving and publishing a framework draft."""

import pytest

from diagnosis.catalogue import framework_of
from diagnosis.drafting.files import Files, read_trees
from diagnosis.drafting.reviewing import review_files
from diagnosis.drafting.starting import BLANK, next_version
from diagnosis.models import Draft, Release
from diagnosis.services.drafting import discard_draft, edit_draft, save_draft, start_draft
from diagnosis.services.publishing import publish_shipped
from diagnosis.services.publishing_drafts import publish_draft
from gongfu.core.actor import PUBLIC
from gongfu.core.errors import Conflict, Invalid, Locked, TooLarge
from gongfu.core.models import AuditEntry, Change, Role
from tests.factories import as_regulator, as_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def release() -> Release:
    return next(each for each in publish_shipped() if each.ref == "miit-sme")


def set_rule(key, value):
    def edit(trees):
        trees.rules[key] = value

    return edit


def test_the_blank_framework_is_sound(draft):
    assert review_files(Files.of_draft(draft)).refusal == ""
    assert str(draft) == "my-framework 1"


def test_a_release_keeps_its_samples(release):
    assert "the best answer everywhere" in release.samples


def test_samples_of_an_older_installation_are_filled_in(release):
    Release.objects.update(samples="")
    publish_shipped()
    release.refresh_from_db()
    assert release.samples


def test_a_new_version_differs_from_its_release_in_the_version_only(release):
    files = next_version(release, "2026")
    assert files.rules == release.source.replace('version: "2024"', 'version: "2026"')
    assert review_files(files).is_sound


def test_an_edit_keeps_the_files_it_leaves_alone(draft, author):
    saved = edit_draft(draft=draft, edit=set_rule("places", "2"), revision=1, actor=author)
    assert saved.revision == 2
    assert read_trees(Files.of_draft(saved)).rules["places"] == "2"
    assert (saved.texts, saved.samples) == (dict(BLANK.texts), BLANK.samples)


def test_the_second_editor_is_told(draft, author):
    other = as_role(Role.AUTHOR)
    edit_draft(draft=draft, edit=set_rule("places", "2"), revision=1, actor=other)
    with pytest.raises(Conflict, match=other.name) as told:
        edit_draft(draft=draft, edit=set_rule("places", "3"), revision=1, actor=author)
    assert told.value.params["revision"] == 2
    draft.refresh_from_db()
    assert read_trees(Files.of_draft(draft)).rules["places"] == "2"


def test_an_unsound_draft_is_saved_but_not_published(draft, author):
    broken = BLANK.with_file("rules", BLANK.rules.replace('max: "100"\n', 'max: "90"\n'))
    saved = save_draft(draft=draft, files=broken, revision=1, actor=author)
    with pytest.raises(Invalid, match=r"my-framework-1\.yaml: parts"):
        publish_draft(draft=saved, revision=2, actor=author)
    assert not Release.objects.filter(ref="my-framework").exists()


def test_a_draft_that_is_no_yaml_is_kept_and_named_as_before(draft, author):
    broken = BLANK.with_file("rules", "ref: [")
    saved = save_draft(draft=draft, files=broken, revision=1, actor=author)
    assert (saved.rules, str(saved)) == ("ref: [", "my-framework 1")
    [complaint] = review_files(Files.of_draft(saved), "my-framework-1").complaints
    assert (complaint.which, complaint.key) == ("rules", "line 2")
    with pytest.raises(Invalid, match="as text first"):
        edit_draft(draft=saved, edit=set_rule("places", "2"), revision=2, actor=author)


@pytest.mark.parametrize(
    ("which", "old", "new", "named"),
    [
        ("rules", 'points: "50"', 'points: "60"', "the best answer"),
        ("samples", 'total: "100"', 'total: "99"', "the best answer: expected total 99, found 100"),
        ("en", "    help: An example\n", "", "my-framework-1.en.yaml: questions.q1.help"),
        ("zh", "基础级", "基础级", ""),
    ],
)
def test_publishing_names_what_is_wrong(draft, author, which, old, new, named):
    files = dict(BLANK.items())
    changed = BLANK.with_file(which, files[which].replace(old, new))
    if which == "rules":
        changed = changed.with_file("samples", changed.samples.replace('"100"', '"90"'))
    save_draft(draft=draft, files=changed, revision=1, actor=author)
    if not named:
        assert publish_draft(draft=draft, revision=2, actor=author)
        return
    with pytest.raises(Invalid) as refused:
        publish_draft(draft=draft, revision=2, actor=author)
    assert named in refused.value.message


def test_publishing_freezes_files_and_digest(draft, author):
    release = publish_draft(draft=draft, revision=1, actor=author)
    assert (release.source, release.samples) == (BLANK.rules, BLANK.samples)
    assert framework_of(release).digest == release.digest
    assert Change.objects.get(kind="framework").key == "my-framework 1"
    entry = AuditEntry.objects.get(action="diagnosis:draft_publish")
    assert "my-framework 1" in entry.target
    draft.refresh_from_db()
    assert draft.release == release


def test_a_published_draft_is_closed(draft, author):
    publish_draft(draft=draft, revision=1, actor=author)
    with pytest.raises(Locked):
        save_draft(draft=draft, files=BLANK, revision=1, actor=author)
    with pytest.raises(Locked):
        publish_draft(draft=draft, revision=1, actor=author)


def test_the_same_version_is_not_published_twice(draft, author):
    publish_draft(draft=draft, revision=1, actor=author)
    second = start_draft(files=BLANK, actor=author)
    with pytest.raises(Invalid, match="exists already"):
        publish_draft(draft=second, revision=1, actor=author)


def test_a_name_that_lists_cannot_hold_is_refused(draft, author):
    edit_draft(draft=draft, edit=set_rule("ref", "f" * 45), revision=1, actor=author)
    with pytest.raises(Invalid, match="Shorten"):
        publish_draft(draft=draft, revision=2, actor=author)


def test_a_file_above_the_limit_is_refused(author):
    with pytest.raises(TooLarge, match="1 MB"):
        start_draft(files=BLANK.with_file("samples", "#" * 1_000_001), actor=author)


def test_a_discarded_draft_is_gone(draft, author):
    discard_draft(draft=draft, revision=1)
    with pytest.raises(Locked):
        save_draft(draft=draft, files=BLANK, revision=1, actor=author)


def test_only_authors_see_drafts(draft, author):
    assert list(Draft.objects.visible_to(author)) == [draft]
    for other in (PUBLIC, as_regulator(), as_role(Role.OPERATOR)):
        assert not Draft.objects.visible_to(other).exists()
