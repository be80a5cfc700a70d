"""The pages for programmers: complete without script, and Swagger UI under the strict policy."""

import re
import subprocess

import pytest
from django.test import Client

from tests import factories
from tests.api.conftest import agree


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/", "/api/docs/"])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_pages_open_for_everybody(path, language):
    page = Client(headers={"accept-language": language}).get(path)
    assert page.status_code == 200
    policy = page["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert not re.search(r"<style|\sstyle=|<script>|\son\w+=", page.content.decode())


@pytest.mark.django_db(transaction=True)
def test_the_commands_of_the_page_work_as_printed(new_caller, live_server, settings):
    """Five minutes, three commands: what stands on the page is pasted into a shell."""
    settings.PUBLIC_URL = live_server.url
    caller = new_caller()
    done = factories.submitted()
    agree(done.enterprise, caller.partner)
    page = Client(headers={"accept-language": "en"}).get("/api/").content.decode()
    block = re.search(r"<pre[^>]*>(export.*?)</pre>", page, re.DOTALL)[1]
    commands = block.replace("&quot;", '"').replace("&#x27;", "'").replace("&amp;", "&")
    keys = f"CLIENT_ID={caller.keys.client_id} CLIENT_SECRET={caller.keys.client_secret}"
    script = re.sub(r"CLIENT_ID=…\s+CLIENT_SECRET=…", keys, commands)
    shell = subprocess.run(["bash", "-euc", script], capture_output=True, text=True, check=True)
    assert done.enterprise.uscc in shell.stdout
    assert '"counted_step"' in shell.stdout


@pytest.mark.django_db(transaction=True)
def test_swagger_ui_works_without_a_message_of_the_content_policy(
    open_page, live_server, new_caller
):
    """`open_page` fails on any such message; here all is opened and one call is made."""
    caller = new_caller()
    factories.CampaignFactory.create()
    page = open_page(language="en-GB")
    page.goto(f"{live_server.url}/api/docs/")
    page.get_by_role("button", name="Authorize").first.click()
    page.locator("#client_id_clientCredentials").fill(caller.keys.client_id)
    page.locator("#client_secret_clientCredentials").fill(caller.keys.client_secret)
    page.get_by_text("select all").click()
    page.locator(".modal-ux .auth-btn-wrapper .authorize").click()
    page.get_by_label("Remove authorization").wait_for()
    page.locator(".modal-ux .btn-done").click()
    for block in page.locator(".opblock-summary-control").all():
        block.click()
    operation = page.locator("#operations-coverage-coverage_retrieve")
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    status = operation.locator(".live-responses-table tbody .response-col_status")
    status.wait_for()
    assert status.inner_text().strip() == "200"
