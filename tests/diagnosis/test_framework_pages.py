"""Every shipped framework can be read in full, in both languages."""

import pytest

from diagnosis.catalogue import shipped_files
from diagnosis.maturity import load_framework
from diagnosis.services.publishing import publish_shipped
from tests.factories import as_regulator

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", shipped_files(), ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_framework_shows_its_name_and_every_question(sign_in, path, language):
    publish_shipped()
    framework = load_framework(path)
    browser = sign_in(as_regulator())
    browser.cookies["gongfu-language"] = language
    page = browser.get(f"/frameworks/{framework.ref}/{framework.version}/").content.decode()
    assert page.count('class="question__text"') == len(framework.questions)
    assert framework.texts(language).name in page
