"""The outbox: the mails that were given up (of what is not read since), and those that wait."""

from mandate.platform.integrity import Check, Finding, findings

_GIVEN_UP = """
SELECT u.email, n.mail_trouble, count(*), max(n.at)::date FROM notices_notice n
JOIN access_user u ON u.id = n.user_id WHERE n.mail = 'failed' AND n.read_at IS NULL
GROUP BY u.email, n.mail_trouble ORDER BY u.email, n.mail_trouble
"""
_WAITING = """
SELECT count(*), min(at)::date, max(mail_trouble) FROM notices_notice
WHERE mail = 'waiting' AND mail_tries > 0 HAVING count(*) > 0
"""
_UNTOUCHED = """
SELECT count(*), min(mail_due)::date FROM notices_notice
WHERE mail = 'waiting' AND mail_due < now() - interval '1 day' HAVING count(*) > 0
"""


def check_notices() -> list[Finding]:
    """Warnings only: what no mail told stands in the inbox all the same."""
    return [
        *findings(
            "warning",
            _GIVEN_UP,
            "mails to {0} were given up ({1}): {2} notices, the last of {3}; they stand in the inbox",
        ),
        *findings(
            "warning",
            _WAITING,
            "{0} notices since {1} could not be mailed yet ({2}); they are tried again by themselves",
        ),
        *findings(
            "warning", _UNTOUCHED, "{0} notices were to be mailed since {1}: no job worker seems to run"
        ),
    ]


CHECKS = (Check("The mails", 90, check_notices),)
