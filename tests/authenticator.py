"""An authenticator app of a member of staff."""

from allauth.mfa.totp.internal import auth as totp


def code_of(secret: str) -> str:
    """What an app shows whose clock runs ahead as far as it may: it stays right the longest."""
    return totp.format_hotp_value(
        totp.hotp_value(secret, max(totp.yield_hotp_counters_from_time()))
    )


def older_code_of(secret: str, steps: int) -> str:
    """What the app showed so many steps of 30 s ago."""
    counters = list(totp.yield_hotp_counters_from_time())
    now = counters[len(counters) // 2]
    return totp.format_hotp_value(totp.hotp_value(secret, now - steps))
