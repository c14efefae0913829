"""Pictures of every page: ``make tour`` writes them to a folder, by person, page, language, width and light.

``ARGS="--pages reporting --languages vi --widths 390 --lights dark,print --to /tmp/pictures"`` takes fewer.
"""

import argparse
import re
import sys
from pathlib import Path
from typing import Literal, cast

import django

django.setup()

from playwright.sync_api import Page  # noqa: E402 -- the parts of the house are asked, which need Django

from tests.browser.demonstration import demonstrated  # noqa: E402 -- the same
from tests.browser.pages import PAGES, numbers  # noqa: E402 -- the same
from tests.support.browser import PATIENCE  # noqa: E402 -- the same

WIDTHS = "390,768,1280,1920"
LIGHTS = "light,dark,print"


def main() -> int:
    parser = argparse.ArgumentParser(prog="make tour")
    parser.add_argument("--pages", default="", help="a word in the names of the pages")
    parser.add_argument("--languages", default="de,vi")
    parser.add_argument("--widths", default=WIDTHS)
    parser.add_argument("--lights", default=LIGHTS)
    parser.add_argument("--to", type=Path, default=Path("tour"))
    asked = parser.parse_args()
    asked.to.mkdir(parents=True, exist_ok=True)
    chosen = sorted((page for page in PAGES if asked.pages in str(page)), key=lambda page: page.who)
    with demonstrated("mandate-tour-") as (site, browser):
        for language in asked.languages.split(","):
            opened: dict[str, Page] = {}
            for page in chosen:
                if page.who not in opened:
                    if page.who:
                        site.speak(page.who, language)
                    state = site.state(page.who) if page.who else None
                    context = browser.new_context(base_url=site.url, storage_state=state, locale=language)
                    opened[page.who] = context.new_page()
                    opened[page.who].set_default_timeout(PATIENCE)
                shown = opened[page.who]
                shown.goto(page.address.format(**numbers(site)))
                for light in asked.lights.split(","):
                    for width in map(int, asked.widths.split(",")):
                        name = re.sub(
                            r"[^a-z0-9]+", "-", f"{page.who or 'guest'} {page} {language} {light} {width}"
                        )
                        take(shown, light, width, asked.to / f"{name}.png")
            for shown in opened.values():
                shown.context.close()
    sys.stdout.write(f"The pictures are in {asked.to}.\n")
    return 0


def take(shown: Page, light: str, width: int, path: Path) -> None:
    """One picture of the page as it is shown there."""
    shown.set_viewport_size({"width": width, "height": 900})
    if light == "print":
        shown.emulate_media(media="print", color_scheme="light")
    else:
        shown.emulate_media(media="screen", color_scheme=cast(Literal["light", "dark"], light))
    shown.screenshot(path=path, full_page=True)


if __name__ == "__main__":
    sys.exit(main())
