"""Every way in which code and templates mark a string is found, and found as Django looks it up."""

from pathlib import Path

import pytest
from django.template import Context, Engine
from django.utils import translation

from mandate.platform.i18n.extraction import ExtractionError, extract, from_python, from_template

PYTHON = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext_lazy, npgettext, pgettext_lazy
_("short")
gettext("plain")
gettext_lazy("joined "
             "over lines")
gettext_noop("noop")
ngettext("%(n)s unit", "%(n)s units", n)
ngettext_lazy("%(n)s form", "%(n)s forms", "n")
pgettext("month", "May")
pgettext_lazy("verb", "return")
npgettext("due", "%(n)s day", "%(n)s days", n)
# Translators: shown on the desk
_("commented")
_(variable)
print("not marked")
"""


def test_python() -> None:
    found = [(m.context, m.text, m.plural) for m in from_python(PYTHON.encode(), "a.py")]
    assert found == [
        ("", "short", ""),
        ("", "plain", ""),
        ("", "joined over lines", ""),
        ("", "noop", ""),
        ("", "%(n)s unit", "%(n)s units"),
        ("", "%(n)s form", "%(n)s forms"),
        ("month", "May", ""),
        ("verb", "return", ""),
        ("due", "%(n)s day", "%(n)s days"),
        ("", "commented", ""),
    ]


def test_python_comments_go_to_the_translator() -> None:
    last = list(from_python(PYTHON.encode(), "a.py"))[-1]
    assert last.comments == ("Translators: shown on the desk",)


def test_python_that_cannot_be_parsed() -> None:
    with pytest.raises(ExtractionError, match=r"broken\.py"):
        list(from_python(b'_("unfinished', "broken.py"))


@pytest.mark.parametrize("call", ["_('unit')", "ngettext('unit', 'units', 2) % {'n': 2}"])
def test_a_text_within_an_fstring_is_refused(call: str) -> None:
    """Not every Python lets it be found, and it would never be translated."""
    source = f'name = "x"\nf"{{name}}: {{{call}}}"\n'.encode()
    with pytest.raises(ExtractionError, match=r"a\.py: line 2"):
        list(from_python(source, "a.py"))


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{% trans 'Single' %}", ("", "Single", "")),
        ('{% translate "Double" %}', ("", "Double", "")),
        ('{% trans "May" context "month" %}', ("month", "May", "")),
        ('{% trans "Kept" as label %}', ("", "Kept", "")),
        ('{% trans "Upper"|upper %}', ("", "Upper", "")),
        ('{% trans "50 % of it" %}', ("", "50 %% of it", "")),
        ("{% blocktrans %}Whole{% endblocktrans %}", ("", "Whole", "")),
        ("{% blocktranslate %} As it is {% endblocktranslate %}", ("", " As it is ", "")),
        ("{% blocktrans trimmed %}\n  Two\n  lines\n{% endblocktrans %}", ("", "Two lines", "")),
        ("{% blocktrans with a=b %}Due {{ a }}, 5 %{% endblocktrans %}", ("", "Due %(a)s, 5 %%", "")),
        (
            "{% blocktrans count n=k %}{{ n }} unit{% plural %}{{ n }} units{% endblocktrans %}",
            ("", "%(n)s unit", "%(n)s units"),
        ),
        (
            "{% blocktrans trimmed context 'due' count n=k %} {{ n }} day\n"
            "{% plural %} {{ n }} days {% endblocktrans %}",
            ("due", "%(n)s day", "%(n)s days"),
        ),
        ('{{ _("In a variable") }}', ("", "In a variable", "")),
        ('{{ name|default:_("no name") }}', ("", "no name", "")),
        ('{% include "x.html" with title=_("Of a part") %}', ("", "Of a part", "")),
        ("{% if a == _('Compared') %}{% endif %}", ("", "Compared", "")),
        ("<c-button label=\"{% trans 'On cotton' %}\" />", ("", "On cotton", "")),
        ("<c-button :label=\"_('Dynamic')\" />", ("", "Dynamic", "")),
        ("<c-slot name=\"x\">{% trans 'In a slot' %}</c-slot>", ("", "In a slot", "")),
    ],
)
def test_templates(template: str, expected: tuple[str, str, str]) -> None:
    assert [(m.context, m.text, m.plural) for m in from_template(template, "a.html")] == [expected]


@pytest.mark.parametrize(
    "template",
    [
        "{% comment %}{% trans 'No' %}{% endcomment %}",
        "{% verbatim %}{% trans 'No' %}{% endverbatim %}",
        "{# {% trans 'No' %} #}",
        "{% trans variable %}",
        "<p>_('just text')</p>",
    ],
)
def test_what_is_not_for_translation(template: str) -> None:
    assert list(from_template(template, "a.html")) == []


def test_several_in_one_tag_and_comments() -> None:
    source = (
        "{# Translators: a verb #}\n{% trans 'Return' %} "
        "{% blocktrans with a=_('x') %}{{ a }}!{% endblocktrans %}"
    )
    found = list(from_template(source, "a.html"))
    assert [m.text for m in found] == ["Return", "x", "%(a)s!"]
    assert [m.comments for m in found] == [("Translators: a verb",), (), ()]


def test_what_is_extracted_is_what_django_looks_up() -> None:
    """Under a catalogue that marks every text it is asked for, the lookups equal the extraction."""
    source = (
        "{% load i18n %}{% trans 'One' %}{% trans 'May' context 'month' %}{{ _('Two') }}{% trans '5 %' %}"
        "{% blocktrans trimmed %}\n Three\n four {% endblocktrans %}"
        "{% blocktrans count n=2 %}{{ n }} a{% plural %}{{ n }} b{% endblocktrans %}"
    )
    asked: set[str] = set()

    class Spy:
        def __init__(self, inner):
            self.inner = inner

        def gettext(self, text):
            asked.add(text.rpartition("\x04")[2])
            return self.inner.gettext(text)

        def ngettext(self, text, plural, n):
            asked.update((text, plural))
            return self.inner.ngettext(text, plural, n)

        def __getattr__(self, name):
            return getattr(self.inner, name)

    from django.utils.translation import trans_real

    with translation.override("de"):
        trans_real._active.value = Spy(trans_real._active.value)
        engine = Engine(libraries={"i18n": "django.templatetags.i18n"})
        engine.from_string(source).render(Context())
    expected = {text for m in from_template(source, "a.html") for text in (m.text, m.plural) if text}
    assert asked == expected


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ("\n{% blocktrans %}never closed", "a.html:2: blocktrans is not closed"),
        ("{% blocktrans %}{% if a %}{% endif %}{% endblocktrans %}", "if a stands inside blocktrans"),
    ],
)
def test_broken_templates(template: str, fault: str) -> None:
    with pytest.raises(ExtractionError, match=fault):
        list(from_template(template, "a.html"))


def write(root: Path, **files: str) -> None:
    for name, text in files.items():
        path = root / name.replace("__", "/").replace("_html", ".html").replace("_py", ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_each_string_once_in_the_order_of_the_sources(tmp_path: Path) -> None:
    write(
        tmp_path,
        b_py="_('second')\n_('first')",
        a_py="_('first')\nngettext('unit', 'units', 1)",
        a__templates__x_html="{% trans 'first' %}{% trans 'unit' %}",
        a__static__x_html="{% trans 'no template' %}",
        migrations__x_py="_('migration')",
    )
    found = extract(tmp_path)
    assert [(m.text, m.plural) for m in found] == [("first", ""), ("unit", "units"), ("second", "")]
    assert found[0].files == ("a/templates/x.html", "a.py", "b.py")


def test_one_text_with_two_plurals_is_refused(tmp_path: Path) -> None:
    write(tmp_path, a_py="ngettext('unit', 'units', 1)", b_py="ngettext('unit', 'all units', 1)")
    with pytest.raises(ExtractionError, match=r"b\.py.*'units' in a\.py"):
        extract(tmp_path)
