"""The notes of a review in a browser: buttons, keys, the preview while one types, drafts; without script."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

NOTES = "/unit/W14755-02/review/2023/notes/"


def test_buttons_and_keys_put_marks_and_the_preview_follows(visit: Callable[..., Page]) -> None:
    page = visit("city", NOTES)
    field = page.get_by_label("What went well")
    editor = page.locator("[data-editor]", has=field)
    editor.locator("summary").click()
    field.fill("ten streets")
    field.evaluate("field => field.setSelectionRange(0, 3)")
    field.press("Control+b")
    expect(field).to_have_value("**ten** streets")
    field.press("Control+z")
    expect(field).to_have_value("ten streets")
    editor.get_by_role("button", name="List", exact=True).click()
    expect(field).to_have_value("- ten streets")
    expect(editor.locator(".editor-shown li")).to_have_text("ten streets")
    editor.get_by_role("button", name="List", exact=True).click()
    expect(field).to_have_value("ten streets")
    expect(editor.locator(".editor-shown li")).to_have_count(0)
    field.select_text()
    editor.get_by_role("button", name="Link").click()
    expect(field).to_have_value("[ten streets](https://)")
    field.press("ControlOrMeta+End")
    editor.get_by_role("button", name="Table").click()
    expect(editor.locator(".editor-shown table")).to_be_visible()


MARKS = [
    ("Control+b", "‹ten› streets", "**‹ten›** streets"),
    ("Control+i", "**‹ten›** streets", "***‹ten›*** streets"),
    ("Control+i", "***‹ten›*** streets", "**‹ten›** streets"),
    ("Control+b", "*‹ten›* streets", "***‹ten›*** streets"),
    ("Control+b", "‹**ten**› streets", "‹ten› streets"),
    ("Control+b", "**ten ‹more› streets**", "**ten** ‹more› **streets**"),
    ("Control+i", "**ten ‹more› streets**", "**ten *‹more›* streets**"),
    ("Control+b", "*one ‹two* three›", "*one* ***‹two*** **three›**"),
    ("Control+b", "🙂**‹(ten)›** streets", "🙂‹(ten)› streets"),
    ("Control+b", "ten‹ more ›streets", "ten **‹more›** streets"),
    ("Control+b", "- ‹one\n- two›\n\nend", "- **‹one**\n- **two›**\n\nend"),
    ("Control+i", "| ‹a | b |\n|---|---|\n| 1› | 2 |", "| *‹a* | *b* |\n|---|---|\n| *1›* | 2 |"),
    ("Control+b", "ten stre‹›ets", "ten **streets‹›**"),
    ("Control+b", "a ‹› b", "a **‹›** b"),
    ("Control+i", "a **‹›** b", "a ***‹›*** b"),
    ("Control+b", "a ***‹›*** b", "a *‹›* b"),
    ("Control+k", "‹ten› streets", "[‹ten›](https://) streets"),
    ("Control+k", "[‹ten›](https://example.org) streets", "‹ten› streets"),
]


def test_a_mark_within_a_mark_or_put_on_twice_breaks_none(visit: Callable[..., Page]) -> None:
    page = visit("city", NOTES)
    field = page.get_by_label("What went well")
    for keys, typed, shown in MARKS:
        text = typed.replace("‹", "").replace("›", "")
        field.fill(text)
        first, last = (len(typed[: typed.index(sign)].encode("utf-16-le")) // 2 for sign in "‹›")
        last -= 1
        field.evaluate("(field, [first, last]) => field.setSelectionRange(first, last)", [first, last])
        field.press(keys)
        told = field.evaluate(
            "({ value, selectionStart: first, selectionEnd: last }) => "
            "`${value.slice(0, first)}‹${value.slice(first, last)}›${value.slice(last)}`"
        )
        assert told == shown, (keys, typed)
        field.press("Control+z")
        expect(field).to_have_value(text)


def test_a_second_window_is_told_and_takes_nothing_away(visit: Callable[..., Page]) -> None:
    address = "/unit/W14755-08/review/2023/notes/"
    first = visit("city", address)
    second = first.context.new_page()
    second.goto(first.url)
    first.get_by_label("Summary").press_sequentially("Of the first")
    expect(first.locator("[data-draft]")).to_contain_text("kept for you alone")
    second.get_by_label("Summary").press_sequentially("Of the second")
    told = second.locator("[data-draft]")
    expect(told).to_contain_text("In another window you typed something else")
    # The second window keeps its own through a reload, and the first still stands on the server.
    second.reload()
    expect(second.get_by_label("Summary")).to_have_value("Of the second")
    expect(told).to_contain_text("In another window you typed something else")
    with second.context.expect_page() as shown:
        told.get_by_role("link", name="Show the other text").click()
    expect(shown.value.get_by_label("Summary")).to_have_value("Of the first")
    told.get_by_role("button", name="Keep this text instead").click()
    expect(told).to_contain_text("kept for you alone")
    second.get_by_role("button", name="Save the notes").click()
    expect(second.locator("#notes")).to_contain_text("Of the second")
    second.goto(first.url)
    expect(second.get_by_label("Summary")).to_have_value("Of the second")
    expect(second.locator("#drafted")).to_have_count(0)


def test_a_second_window_keeps_its_own_through_an_ended_session(visit: Callable[..., Page]) -> None:
    address = "/unit/W14755-07/review/2023/notes/"
    first = visit("city", address)
    second = first.context.new_page()
    second.goto(first.url)
    first.get_by_label("Summary").press_sequentially("Of the first")
    expect(first.locator("[data-draft]")).to_contain_text("kept for you alone")
    field, told = second.get_by_label("Summary"), second.locator("[data-draft]")
    field.press_sequentially("Of the second")
    expect(told).to_contain_text("In another window you typed something else")
    second.route("**/notes/draft/", lambda route: route.fulfill(status=401, body=""))
    for more in (" one", " and more"):  # the second time it stands there from before
        with second.expect_response("**/notes/draft/"):
            field.press_sequentially(more)
        second.reload()
    expect(field).to_have_value("Of the second one and more")
    # Saving meets an ended session, too, and then an answer.
    second.route("**/notes/", lambda route: route.fulfill(status=401, body=""))
    second.get_by_role("button", name="Save the notes").click()
    second.unroute_all()
    second.goto(first.url)
    expect(field).to_have_value("Of the second one and more")
    second.get_by_role("button", name="Save the notes").click()
    expect(second.locator("#notes")).to_contain_text("Of the second one and more")
    second.goto(first.url)
    expect(field).to_have_value("Of the first")


def test_the_tools_are_one_stop_of_the_keyboard(visit: Callable[..., Page]) -> None:
    page = visit("city", NOTES)
    tools = page.get_by_role("toolbar").first
    tools.get_by_role("button", name="Bold").focus()
    page.keyboard.press("ArrowRight")
    expect(tools.get_by_role("button", name="Italic")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Summary")).to_be_focused()


def test_what_is_typed_stands_there_again(visit: Callable[..., Page]) -> None:
    page = visit("city", "/unit/W14755-03/review/2023/notes/")
    page.get_by_label("Summary").press_sequentially("Half a sen")
    expect(page.locator("[data-draft]")).to_contain_text("kept for you alone")
    page.goto("/")
    page.goto("/unit/W14755-03/review/2023/notes/")
    expect(page.get_by_label("Summary")).to_have_value("Half a sen")
    page.get_by_role("button", name="Discard what was not saved").click()
    expect(page.get_by_label("Summary")).to_have_value("")


def test_without_a_session_the_tab_keeps_what_the_server_did_not_get(visit: Callable[..., Page]) -> None:
    page = visit("city", "/unit/W14755-04/review/2023/notes/")
    page.route("**/notes/draft/", lambda route: route.fulfill(status=401, body=""))
    page.get_by_label("Summary").press_sequentially("Not sent")
    page.unroute("**/notes/draft/")
    page.reload()
    expect(page.get_by_label("Summary")).to_have_value("Not sent")


def test_without_script_it_is_a_plain_form(visit: Callable[..., Page]) -> None:
    page = visit("city", "/unit/W14755-05/review/2023/notes/", java_script_enabled=False)
    expect(page.get_by_role("toolbar")).to_have_count(0)
    page.get_by_label("Summary").fill("**Ten** streets")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview strong")).to_have_text("Ten")
    expect(page.get_by_label("Summary")).to_have_value("**Ten** streets")
    page.get_by_role("button", name="Save the notes").click()
    expect(page.locator("#notes strong")).to_have_text("Ten")


def test_what_was_saved_meanwhile_is_taken_and_given_back(visit: Callable[..., Page]) -> None:
    page = visit("city", "/unit/W14755-06/review/2023/notes/")
    other = page.context.new_page()
    other.goto("/unit/W14755-06/review/2023/notes/")
    expect(page.locator("button[value=preview]")).to_be_hidden()  # each field shows it by itself
    for one, text in ((page, "Saved **first**"), (other, "Typed later")):
        one.get_by_label("Summary").fill(text)
        one.get_by_role("button", name="Save the notes").click()
        one.wait_for_load_state()
    expect(other.get_by_role("alert")).to_contain_text("In another window you saved other notes")
    expect(other.locator(".difference ins")).to_contain_text("Saved")
    other.get_by_role("button", name="Take what is saved").click()
    expect(other.get_by_label("Summary")).to_have_value("Saved **first**")
    other.keyboard.press("Control+z")
    expect(other.get_by_label("Summary")).to_have_value("Typed later")
