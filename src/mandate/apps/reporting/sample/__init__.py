"""The forms, figures and reports of the sample. data/README.md says what is real in it."""

from mandate.apps.reporting.sample.begun import begin_current_year
from mandate.apps.reporting.sample.figures import read_in_figures
from mandate.apps.reporting.sample.forms import make_forms
from mandate.platform.sample import SampleStep

STEPS = (
    SampleStep(30, make_forms),
    SampleStep(40, read_in_figures, doing="reading in the figures of 2021 to 2023"),
    SampleStep(70, begin_current_year, doing="beginning the reports of this year"),
)
