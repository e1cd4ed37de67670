"""From an empty installation to a brief on the public page: every step of a country's floor, by what people see and click."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.web.browser.person import Person
from tests.web.browser.serving import Served
from tests.web.making import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Browser

OTHERS = (
    ("Awa Ba", "Ministry", "Ministry of Children", "Government", "agrees"),
    ("Jean Koffi", "Social partner", "Federation of Employers", "Employers", "agrees"),
    ("Sena Mensah", "Social partner", "Congress of Unions", "Workers", "agrees with a reservation"),
)


ALIKE = "in French the same way is gone on every database"


@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.no_database(ALIKE)), "fr"])
def test_from_nothing_to_the_public_page(
    served: Served, browser: Browser, pictures: Path | None, language: str
) -> None:
    slug = f"{language}-nowhere"
    boss = Person.at(browser, served.address, language, pictures)
    boss.log_in(served.administrator, served.password)
    boss.picture("01-home")
    opens_a_workspace(boss, slug)
    people = [joins(boss, browser, slug, name, part) for name, part, *_rest in OTHERS]
    seats_a_task_force(boss, slug)
    fills_the_matrix(boss, slug)
    adapts_an_option(boss, slug)
    explores_and_runs(boss, slug)
    item = puts_it_to_the_dialogue(boss, slug)
    for one, (*_rest, answer) in zip(people, OTHERS, strict=True):
        takes_a_position(one, item, answer)
        one.leave()
    concludes_and_decides(boss, item, slug)
    publishes_a_brief(boss, slug)
    boss.leave()
    anybody = Person.at(browser, served.address, language, pictures)
    reads_it_without_an_account(anybody, slug)
    anybody.leave()


def opens_a_workspace(boss: Person, slug: str) -> None:
    """A workspace of the pack `nowhere`, which everybody may read."""
    boss.go()
    boss.follow("Open a workspace")
    boss.write("address", slug)
    boss.write("country", None, en=f"Nowhere ({slug})", fr=f"Nulle part ({slug})")
    boss.write("country pack", "nowhere")
    boss.picture("02-open")
    boss.press("Open")
    boss.sees("Done last")
    boss.picture("03-overview")
    boss.follow("Settings of the workspace")
    boss.box("has a public page").check()
    boss.press("Save")
    boss.sees("Done last")


def joins(boss: Person, browser: Browser, slug: str, name: str, part: str) -> Person:
    """Somebody is invited, and takes the link up."""
    boss.go(f"/{slug}/people/")
    boss.follow("Invite somebody")
    boss.write("name", name)
    boss.write("e-mail address", f"{name.split()[0]}.{slug}@example.org".lower())
    boss.choose("part", part)
    boss.press("Invite somebody")
    boss.picture("04-invited")
    link = boss.box("Link").input_value()
    somebody = Person.at(browser, boss.address, boss.language, boss.pictures)
    somebody.page.goto(link)
    somebody.picture("05-join")
    somebody.write("Password", PASSWORD)
    somebody.press("Join")
    somebody.sees("Done last")
    return somebody


def seats_a_task_force(boss: Person, slug: str) -> None:
    """A body, and a seat for each organisation."""
    for _name, _part, organisation, constituency, _answer in OTHERS:
        boss.go(f"/{slug}/stakeholders/organisations/")
        boss.follow("Add an organisation")
        boss.write("name", None, en=organisation, fr=f"{organisation} (fr)")
        boss.choose("constituency", constituency)
        boss.press("Save")
    boss.picture("06-organisations")
    boss.go(f"/{slug}/stakeholders/")
    boss.follow("Set up a body")
    boss.write("name", None, en="National task force", fr="Groupe de travail national")
    boss.choose("kind", "National task force")
    boss.write("quorum", 2)
    boss.picture("07-set-up")
    boss.press("Save")
    for name, _part, organisation, _constituency, _answer in OTHERS:
        boss.follow("Add a seat")
        boss.choose("organisation", re.compile(re.escape(organisation)))
        boss.choose("titular", re.compile(name))
        boss.press("Save")
        boss.sees(name)
    boss.picture("08-body")


def fills_the_matrix(boss: Person, slug: str) -> None:
    """An entry in a cell."""
    boss.go(f"/{slug}/stocktaking/")
    boss.page.get_by_role("cell").get_by_role("link", name=boss.reads("Add"), exact=True).first.click()
    boss.write("text", None, en="A grant in two regions", fr="Une allocation dans deux régions")
    boss.write("source", "Budget of 2026")
    boss.picture("09-entry")
    boss.press("Save")
    boss.sees("Une allocation dans deux régions" if boss.language == "fr" else "A grant in two regions")
    boss.picture("10-matrix")


def adapts_an_option(boss: Person, slug: str) -> None:
    """A template, its numbers changed, in the floor."""
    boss.go(f"/{slug}/options/")
    boss.picture("11-options")
    boss.follow("Copy a template")
    boss.choose("Template", re.compile("^(Family allowance|Allocation familiale)"))
    boss.press("Save")
    boss.follow("Change the numbers")
    boss.write("Share who come forward (%)", 80)
    boss.picture("12-numbers")
    boss.press("Save")
    boss.sees(re.compile("80\\s?%"))
    boss.follow("Put into the floor")
    boss.picture("13-sure")
    boss.press("Put into the floor")
    boss.sees("in the floor")
    boss.picture("14-option")


def explores_and_runs(boss: Person, slug: str) -> None:
    """A slider is moved and the answer follows; what was found is kept and run in full."""
    boss.go(f"/{slug}/explorer/")
    slider = boss.page.get_by_role("slider").first
    slider.wait_for()
    boss.picture("15-explorer")
    answer = boss.page.locator("#answer")
    before = answer.inner_text()
    with boss.page.expect_response(lambda found: "/explorer/?" in found.url and found.ok):
        slider.fill(str(float(slider.get_attribute("max") or 0) / 2))
    boss.page.wait_for_function("before => document.querySelector('#answer').innerText !== before", arg=before)
    boss.page.locator("#answer section").nth(2).wait_for()  # the details, which come by themselves
    boss.picture("16-explored")
    boss.follow("Keep this exploration")
    boss.write("title", None, en="A larger grant", fr="Une allocation plus élevée")
    boss.press("Save")
    boss.follow("Run in full")
    boss.press("Run in full")
    boss.picture("17-running")
    boss.follow("Look at the result")
    boss.sees("What it left")
    boss.picture("18-run")


def puts_it_to_the_dialogue(boss: Person, slug: str) -> str:
    """A round with an item on the exploration; gives the address of the item."""
    boss.go(f"/{slug}/dialogue/")
    boss.follow("Plan a round")
    boss.write("title", None, en="First round", fr="Premier tour")
    boss.choose("body", re.compile("National task force|Groupe de travail national"))
    boss.write("opens", "2026-01-01")
    boss.write("closes", "2099-12-31")
    boss.picture("19-plan")
    boss.press("Save")
    boss.follow("Open the round")
    boss.press("Open the round")
    boss.follow("Put an item on the agenda")
    boss.write("title", None, en="The grant", fr="L’allocation")
    boss.write("text", None, en="Every child has a right to the grant.", fr="Tout enfant a droit à l’allocation.")
    boss.choose("option", re.compile("Family allowance|Allocation familiale"))
    boss.choose("exploration", re.compile("A larger grant|Une allocation plus élevée"))
    boss.picture("20-item")
    boss.press("Save")
    boss.sees("No seat has taken a position yet.")
    return boss.page.url


def takes_a_position(somebody: Person, item: str, answer: str) -> None:
    """A seat agrees, or has a reservation."""
    somebody.page.goto(item)
    somebody.follow("Take a position")
    somebody.choose("answer", answer)
    if answer != "agrees":
        somebody.write("reservation", None, en="Not before 2028", fr="Pas avant 2028")
    somebody.picture("21-position")
    somebody.press("Save")
    somebody.sees(answer)


def concludes_and_decides(boss: Person, item: str, slug: str) -> None:
    """The item is concluded with its reservation, and a measure adopted."""
    boss.page.goto(item)
    boss.follow("Conclude the item")
    boss.choose("Outcome", "agreed with reservations")
    boss.write("Conclusion", None, en="From 2028.", fr="À partir de 2028.")
    boss.press("Save")
    boss.sees("agreed with reservations")
    boss.picture("22-concluded")
    boss.go(f"/{slug}/decisions/")
    boss.follow("Record a decision")
    boss.write("title", None, en="Grant for every child", fr="Allocation pour chaque enfant")
    boss.write("decision", None, en="Paid from 2028.", fr="Versée à partir de 2028.")
    boss.choose("from the item", re.compile("The grant|L’allocation"))
    boss.choose("decided by", re.compile("National task force|Groupe de travail national"))
    boss.write("decided on", "2026-11-02")
    boss.picture("23-decide")
    boss.press("Save")
    boss.sees("Where it comes from")
    boss.picture("24-measure")


def publishes_a_brief(boss: Person, slug: str) -> None:
    """A brief on the run, for everybody."""
    boss.go(f"/{slug}/awareness/")
    boss.follow("Write a brief")
    boss.write("title", None, en="A floor for every child", fr="Un socle pour chaque enfant")
    boss.write("lead", None, en="Nobody below the ground floor.", fr="Personne en dessous du socle.")
    boss.page.get_by_role("main").get_by_label(boss.reads("run whose figures it shows"), exact=False).select_option(
        index=1
    )
    boss.picture("25-brief-form")
    boss.press("Save")
    boss.opens("A floor for every child|Un socle pour chaque enfant")
    boss.sees("The run behind the figures")
    boss.picture("26-brief")
    boss.follow("Publish the brief")
    boss.press("Publish the brief")
    boss.sees("Nobody below the ground floor." if boss.language == "en" else "Personne en dessous du socle.")


def reads_it_without_an_account(anybody: Person, slug: str) -> None:
    """The brief, from the home page on."""
    anybody.go()
    anybody.picture("27-home-public")
    anybody.page.get_by_role("main").get_by_role("link", name=f"({slug})").click()
    anybody.picture("28-public")
    anybody.opens("A floor for every child|Un socle pour chaque enfant")
    anybody.sees("Nobody below the ground floor." if anybody.language == "en" else "Personne en dessous du socle.")
    anybody.picture("29-public-brief")
