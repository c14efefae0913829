"""The forms, figures and reports of the sample. data/README.md says what is real in it."""

from mandate.apps.reporting.sample.begun import begin_current_year
from mandate.apps.reporting.sample.figures import read_in_figures
from mandate.apps.reporting.sample.forms import make_forms
from mandate.apps.reporting.sample.months import report_months
from mandate.platform.sample import SET_UP, SampleStep

STEPS = (
    SampleStep(30, make_forms, ago=SET_UP),
    SampleStep(40, read_in_figures, ago=SET_UP, doing="reading in the figures of 2021 to 2023"),
    SampleStep(68, report_months, doing="reporting the last months"),
    SampleStep(70, begin_current_year, doing="beginning the reports of this year"),
)
