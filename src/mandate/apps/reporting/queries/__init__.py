"""Every read of reports and figures, for an actor.

Names come from the modules: ``from mandate.apps.reporting.queries.report import report_page``.
"""
