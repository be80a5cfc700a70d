from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from gongfu.core.languages import html_lang
from gongfu.core.requests import GetResponse

TEXT_COOKIE = "gongfu-text"


class LanguageMiddleware:
    """Speaks the language chosen in this browser, else the one it asks for, else Chinese.

    For people who have signed in the ActorMiddleware has the last word: what is stored with the
    account comes along to any browser, and a cookie that somebody else left behind does not count.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        speak(request, chosen_language(request))
        request.large_text = request.COOKIES.get(TEXT_COOKIE) == "large"  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", html_lang(request.LANGUAGE_CODE))
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


def speak(request: HttpRequest, code: str) -> None:
    """Make this the language of everything that is said while the request lasts."""
    translation.activate(code)
    request.LANGUAGE_CODE = code


def chosen_language(request: HttpRequest) -> str:
    wished = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if wished in dict(settings.LANGUAGES):
        return wished
    return translation.get_language_from_request(request)
