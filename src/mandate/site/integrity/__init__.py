"""What ``mandate check`` looks at: the stored tree, the figures, the attached files, the notes of reviews and
the journal. It reads only."""

from collections.abc import Callable

from mandate.site.integrity.doors import check_doors
from mandate.site.integrity.figures import check_coverage, check_double_reports, check_figures
from mandate.site.integrity.files import check_files
from mandate.site.integrity.finding import Finding
from mandate.site.integrity.journal import check_journal
from mandate.site.integrity.notices import check_notices
from mandate.site.integrity.texts import check_texts
from mandate.site.integrity.tree import check_tree

Check = Callable[[], list[Finding]]

CHECKS: tuple[tuple[str, Check], ...] = (
    ("The tree", check_tree),
    ("The figures", check_figures),
    ("The expected reports", check_coverage),
    ("Indicators reported on two levels", check_double_reports),
    ("What came in", check_doors),
    ("The attached files", check_files),
    ("The notes of reviews", check_texts),
    ("The journal", check_journal),
    ("The mails", check_notices),
)
