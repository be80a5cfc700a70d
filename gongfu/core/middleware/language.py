from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from gongfu.core.requests import GetResponse

COOKIE = "language"


class LanguageMiddleware:
    """Speaks the language the person chose: stored with the account, else in a cookie, else Chinese.

    The browser's own wish counts for API clients and for visitors who never chose.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        code = chosen_language(request)
        translation.activate(code)
        request.LANGUAGE_CODE = code
        response = self.get_response(request)
        response.headers.setdefault(
            "Content-Language", "zh-Hans" if code.startswith("zh") else code
        )
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


def chosen_language(request: HttpRequest) -> str:
    known = dict(settings.LANGUAGES)
    wished = request.COOKIES.get(COOKIE, "")
    if wished in known:
        return wished
    return translation.get_language_from_request(request)
