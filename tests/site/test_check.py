"""`mandate check`: each kind of damage is found, named with what mends it, and nothing else."""

import pytest
from psycopg.conninfo import conninfo_to_dict
from tests.site.tables import FIGURES
from tests.support.commands import command_line

FIRST_FIGURE = "(SELECT min(id) FROM reporting_figure)"
DAMAGE = {
    "under A, which is closed then": """
        UPDATE units_placement SET ends = '2024-01-01'
        WHERE unit_id = (SELECT id FROM units_unit WHERE code = 'A')""",
    "lies below itself": """
        UPDATE units_placement SET parent_id = (SELECT id FROM units_unit WHERE code = 'A1')
        WHERE unit_id = (SELECT id FROM units_unit WHERE code = 'A')""",
    "cannot be searched or sorted": "UPDATE units_unit SET search_key = '' WHERE code = 'A'",
    "counts but is not the accepted one": """
        UPDATE reporting_report SET counted_id = NULL
        WHERE id = (SELECT min(id) FROM reporting_report WHERE counted_id IS NOT NULL)""",
    "does not count": f"UPDATE reporting_figure SET counted = false WHERE id = {FIRST_FIGURE}",
    "is not of its report's unit and period": f"""
        UPDATE reporting_figure SET unit_id = (SELECT id FROM units_unit WHERE code = 'B1')
        WHERE id = {FIRST_FIGURE}""",
    "has more decimals than its indicator": f"""
        UPDATE reporting_figure SET value = value + 0.5 WHERE id = {FIRST_FIGURE}""",
    "counts but was not expected": "UPDATE reporting_formperiod SET indicator_ids = '{}'",
    "says draft but its newest revision accepted": """
        UPDATE reporting_report SET state = 'draft' WHERE counted_id IS NOT NULL""",
    "counts at other times than it says": "UPDATE reporting_revision SET counted_until = now()",
    "holds rows of an unknown kind: planted.here": """
        INSERT INTO journal_entry (at, code, subject_kind, data)
        SELECT at, 'planted.here', '', '{}' FROM journal_entry LIMIT 1""",
    "but the journal lacks its acceptance": "UPDATE reporting_revision SET imported = false",
    "no longer refuses changes to the journal": """
        ALTER TABLE journal_entry DISABLE TRIGGER journal_append_only""",
    "no longer refuses changes to versions of texts": """
        ALTER TABLE text_version DISABLE TRIGGER text_version_append_only""",
    "the review of A for 2023 are not what their newest version (0) says": """
        INSERT INTO reviews_review (unit_id, period, starts, ends, notes, notes_language, version)
        SELECT id, '2023', '2023-01-01', '2024-01-01', '{"summary": "Lost"}', '', 0
        FROM units_unit WHERE code = 'A'""",
    "has two places at once": """
        ALTER TABLE units_placement DROP CONSTRAINT placement_one_at_a_time;
        INSERT INTO units_placement (unit_id, parent_id, starts, document)
        SELECT unit_id, parent_id, '2020-01-01', '' FROM units_placement
        WHERE parent_id IS NOT NULL LIMIT 1""",
}


def checked_with(server, line, statement):
    """What `check` says of a copy of the line's database in which a statement was run."""
    like = conninfo_to_dict(line.url)["dbname"]
    with command_line(server, f"{like}_harmed", like) as harmed:
        harmed.rows(statement)
        return harmed("check")


@pytest.mark.long
def test_check_finds_each_kind_of_damage_that_is_planted(database_server, small, write):
    small.good("import", "figures", write(FIGURES, "A1,last,2023,1", "A2,last,2023,2"))
    assert "Everything is fine." in small.good("check").out
    for found, statement in DAMAGE.items():
        done = checked_with(database_server, small, statement)
        assert done.code == 1
        assert any("damage: " in line and found in line for line in done.out.splitlines()), (found, done.out)


FIRST_REPORT = "(SELECT min(id) FROM reporting_report WHERE counted_id IS NOT NULL)"
LEFT_BEHIND = {
    "unit 'A': a text has characters that no document can hold: rename it": """
        UPDATE units_unit SET names = jsonb_build_object('en', U&'A\\000Bb') WHERE code = 'A'""",
    "the units 'A1', 'a1' look the same: close the one that is not meant": """
        INSERT INTO units_unit (code, kind_id, names, search_key, sort_keys)
        SELECT lower(code), kind_id, names, search_key, sort_keys FROM units_unit""",
    "the indicators 'LAST', 'last' look the same: remove the one that is not meant": """
        INSERT INTO indicators_indicator
        SELECT (jsonb_populate_record(i, jsonb_build_object('id', -i.id, 'code', upper(i.code)))).*
        FROM indicators_indicator i""",
    "look the same, and forms ask only some of their units": """
        INSERT INTO units_unitkind (code, names, plurals)
        SELECT upper(code), names, plurals FROM units_unitkind""",
    "unit A stands at the top": """
        UPDATE units_placement SET parent_id = NULL
        WHERE unit_id = (SELECT id FROM units_unit WHERE code = 'A')""",
    "was accepted without what is required (mean)": """
        UPDATE reporting_formperiod SET
        required_ids = ARRAY(SELECT id FROM indicators_indicator WHERE code = 'mean')""",
    "breaks the rule last < 0": """
        INSERT INTO reporting_rule (expression, severity, sentences) VALUES ('last < 0', 'error', '{}')""",
    "was submitted and accepted by one person, Ann": f"""
        INSERT INTO access_user (email, password, name, language, is_active, date_joined,
                                 sessions_ended, failed_sign_ins, sort_keys, search_key)
        VALUES ('ann@example.org', '', 'Ann', 'en', true, now(), 0, 0, '{{}}', '');
        UPDATE reporting_revision SET imported = false,
        submitted_by_id = (SELECT id FROM access_user), decided_by_id = (SELECT id FROM access_user)
        WHERE report_id = {FIRST_REPORT}""",
    "before which it closed: excuse it": """
        UPDATE units_placement SET ends = '2020-01-01'
        WHERE unit_id = (SELECT id FROM units_unit WHERE code = 'B1')""",
}


def test_check_warns_of_what_came_in_by_open_doors_and_says_what_mends_it(database_server, small, write):
    small.good("import", "figures", write(FIGURES, "A1,last,2023,1", "A2,last,2023,2"))
    for found, statement in LEFT_BEHIND.items():
        said = checked_with(database_server, small, statement).out
        assert any("warning: " in line and found in line for line in said.splitlines()), (found, said)


def test_check_goes_on_where_the_tree_is_a_ring(database_server, small, write):
    small.good("import", "figures", write(FIGURES, "A1,last,2023,1"))
    done = checked_with(database_server, small, DAMAGE["lies below itself"])
    assert "unit A lies below itself" in done.out
    assert "  warning: not looked at, for the tree is damaged: mend that first" in done.out.splitlines()
    assert "The journal: " in done.out


def test_check_warns_of_a_unit_and_one_below_it_that_both_report(small, write):
    small.good("import", "figures", write(FIGURES, "A1,last,2023,1", "A,last,2023,2"))
    done = small("check")
    assert done.code == 0
    assert "warning: A and A1 below it both report last for 2023; totals count both" in done.out
    assert "0 damaged, " in done.out


def test_check_counts_all_that_it_finds_and_lists_the_first(fresh, write):
    wards = [f"W{number}" for number in range(120)]
    units = [line for code in wards for line in (f"{code},C,ward,{code}", f"{code}-1,{code},street,{code} 1")]
    fresh.good("import", "units", write("code,parent,kind,name", "C,,city,City", *units))
    fresh.good("import", "indicators", write("code,name", "n,Number"))
    rows = [line for code in wards for line in (f"{code},n,2023,3", f"{code}-1,n,2023-05,3")]
    fresh.good("import", "figures", write(FIGURES, *rows))
    said = fresh.good("check").out
    assert "Indicators reported on two levels: 120 found" in said
    assert "  warning: … and 20 more" in said
    assert "0 damaged, 120 warned of." in said


def test_check_names_a_circle_in_which_nobody_is_left_and_it_is_handed_over(fresh):
    fresh.rows("INSERT INTO circles_circle DEFAULT VALUES")
    told = (
        "  warning: nobody who may sign in is left in circle 1, of a confidential matter of the whole "
        "organisation: hand it to somebody by `mandate admin circle 1 ADDRESS`"
    )
    assert told in fresh.good("check").out.splitlines()
    fresh.good("admin", "add", "chair@example.org", typed="a long password for tests")
    assert "There is no circle 2." in fresh.refused("admin", "circle", 2, "chair@example.org")
    assert fresh.good("admin", "circle", 1, "chair@example.org").out == "chair@example.org is in circle 1.\n"
    assert "in circle 1" not in fresh.good("check").out
    assert "still in this circle" in fresh.refused("admin", "circle", 1, "chair@example.org")
    fresh.rows("UPDATE access_user SET is_active = false")
    assert told in fresh.good("check").out.splitlines()
