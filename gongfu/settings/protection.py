"""What guards the site: content policy, cookies and transport, throttles, passwords."""

from typing import Any
from urllib.parse import urlsplit

CONTENT_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],  # QR codes; a chart on its way to a PNG file
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

PASSWORD_RULES = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 12}),
        ("UserAttributeSimilarityValidator", {}),
        ("CommonPasswordValidator", {}),
    )
]


def transport_settings(public_url: str, *, proxies: int) -> dict[str, Any]:
    """Cookies, redirects and HSTS follow the public address: strict when it is https."""
    secure = urlsplit(public_url).scheme == "https"
    prefix = "__Host-" if secure else ""
    return {
        "SESSION_COOKIE_NAME": f"{prefix}gongfu-session",
        "CSRF_COOKIE_NAME": f"{prefix}gongfu-csrf",
        "LANGUAGE_COOKIE_NAME": f"{prefix}gongfu-language",
        "SESSION_COOKIE_SECURE": secure,
        "CSRF_COOKIE_SECURE": secure,
        "LANGUAGE_COOKIE_SECURE": secure,
        # Without a known proxy every request would look like http and be sent round for ever.
        "SECURE_SSL_REDIRECT": secure and proxies > 0,
        "SECURE_REDIRECT_EXEMPT": [r"^health"],
        "SECURE_HSTS_SECONDS": 31_536_000 if secure else 0,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": secure,
        "SECURE_HSTS_PRELOAD": secure,
        # Only a proxy that we were told of may say how the visitor came.
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if proxies else None,
        "CSRF_TRUSTED_ORIGINS": [public_url],
    }


def proxy_settings(count: int) -> dict[str, Any]:
    """One number decides, for every library, whose address counts."""
    return {
        "TRUSTED_PROXY_COUNT": count,
        "ALLAUTH_TRUSTED_PROXY_COUNT": count,
        "AXES_IPWARE_PROXY_COUNT": count,
    }
