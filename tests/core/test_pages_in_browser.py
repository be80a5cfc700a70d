"""What script adds to the frame, and that nothing is missing without it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from gongfu.core.models import Job, Role, ScopeKind
from tests.factories import PASSWORD, UserFactory, grant

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def user(settings):
    settings.GONGFU_DEMO = True
    user = UserFactory.create(language="en")
    grant(Role.OPERATOR, ScopeKind.CITY, user=user)
    return user


def sign_in(page, live_server, user):
    page.goto(live_server.url + reverse("account_login"))
    page.get_by_label("邮箱").fill(user.email)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("heading", name="Jobs", exact=True).wait_for()


@pytest.mark.parametrize("scripts", [True, False])
def test_signing_in_and_switching_language_and_size_of_text(open_page, live_server, user, scripts):
    page = open_page(scripts=scripts)
    sign_in(page, live_server, user)
    page.get_by_role("button", name="Large text").click()
    page.locator("html[data-size=large]").wait_for()
    page.get_by_role("button", name="中文").click()
    page.get_by_role("heading", name="任务", exact=True).wait_for()
    page.get_by_role("button", name="退出").click()
    page.get_by_role("heading", name="登录", exact=True).wait_for()


def test_a_job_row_follows_its_job_without_a_reload(open_page, live_server, user):
    made = Job.objects.create(kind="walk", key="1", owner=user)
    page = open_page()
    sign_in(page, live_server, user)
    page.goto(live_server.url + reverse("core:job", args=[made.pk]))
    page.get_by_text("queued, next in line").wait_for()
    now = timezone.now()
    Job.objects.filter(pk=made.pk).update(
        state="done", finished_at=now, result={"url": reverse("core:definitions")}
    )
    page.get_by_role("link", name="Open").click()
    page.get_by_role("heading", name="Definitions").wait_for()


def test_somebody_idle_is_warned_and_can_stay(open_page, live_server, user, settings):
    settings.STAFF_IDLE_SECONDS = 122
    page = open_page()
    sign_in(page, live_server, user)
    page.get_by_text("signed out in two minutes").wait_for()
    page.get_by_role("button", name="Stay signed in").click()
    page.get_by_text("signed out in two minutes").wait_for(state="hidden")


def test_a_form_is_sent_once_however_often_its_button_is_pressed(open_page, live_server, user):
    page = open_page()
    page.goto(live_server.url + reverse("account_reset_password"))
    page.get_by_label("邮箱").fill(user.email)
    page.get_by_role("button", name="发送链接").dblclick()
    page.get_by_role("heading", name="请查收邮件").wait_for()
    assert Job.objects.filter(kind="password-mail").count() == 1
