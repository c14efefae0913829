"""The versions of texts: the database still refuses to change them."""

from mandate.platform.integrity import Check, Finding, no_refusal


def check_versions() -> list[Finding]:
    """Damage only."""
    return no_refusal("versions of texts", ("text_version_append_only", "text_version_never_emptied"))


CHECKS = (Check("The journal", 80, check_versions),)
