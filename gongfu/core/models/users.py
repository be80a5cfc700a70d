import secrets

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


def new_pseudonym() -> str:
    """A random name for the audit trail; unlike a hash it cannot be guessed from personal data."""
    return secrets.token_hex(12)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Create a person; case of the e-mail does not count. No password: no sign-in by one."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who signs in with an e-mail address; what the person may do stands in grants."""

    class Language(models.TextChoices):
        CHINESE = "zh-hans", "中文"
        ENGLISH = "en", "English"

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("full name"), max_length=60)
    language = models.CharField(_("language"), max_length=10, choices=Language, blank=True)
    large_text = models.BooleanField(_("large text"), default=False)
    comment_mails = models.BooleanField(_("mails about new comments"), default=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_simulated = models.BooleanField(_("simulated"), default=False)
    date_joined = models.DateTimeField(_("created at"), auto_now_add=True)
    password_changed_at = models.DateTimeField(_("password changed at"), null=True, blank=True)
    pseudonym = models.CharField(max_length=24, unique=True, default=new_pseudonym, editable=False)
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    identity_key = models.CharField(
        max_length=120, unique=True, null=True, blank=True, editable=False
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.name or self.email

    def set_password(self, raw_password: str | None) -> None:
        """Set the password and remember when, for installations that let passwords grow old."""
        super().set_password(raw_password)
        self.password_changed_at = timezone.now()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Sessions of an earlier epoch are over, like those of an earlier password."""
        value = f"{self.password}:{self.session_epoch}"
        return salted_hmac("gongfu session", value, secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        return self.name
