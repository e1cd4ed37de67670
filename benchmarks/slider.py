"""How long somebody waits who moves a slider: from the event in the browser to the changed answer.

groundfloor serve --demo --no-browser       # in another terminal; it prints the password
python benchmarks/slider.py http://127.0.0.1:8000 esi@demo.example PASSWORD
"""

from __future__ import annotations

import os
import statistics
import sys

from playwright.sync_api import Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
RUNS = 5
MOVED = """share => new Promise(resolve => {
  const slider = document.querySelector("input[type=range]"), answer = document.querySelector("#answer");
  const before = answer.querySelector(".headlines").innerText, began = performance.now();
  new MutationObserver((_changes, observer) => {
    const shown = answer.querySelector(".headlines");
    if (!shown || shown.innerText === before) return;
    observer.disconnect();
    requestAnimationFrame(() => resolve(performance.now() - began));
  }).observe(answer, {childList: true, subtree: true});
  slider.value = slider.max * share;
  slider.dispatchEvent(new Event("input", {bubbles: true}));
})"""


def open_explorer(page: Page, address: str, email: str, password: str) -> None:
    """Log in and wait until the country is prepared."""
    page.goto(f"{address}/accounts/login/")
    page.fill("#id_username", email)
    page.fill("#id_password", password)
    page.click("main button")
    page.goto(f"{address}/gha/explorer/")
    page.locator("input[type=range]").first.wait_for(timeout=120_000)


def main(address: str, email: str, password: str) -> None:
    """Print the waits and their median, with the load of the machine."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(locale="en")
        open_explorer(page, address, email, password)
        waits = []
        for run in range(RUNS + 1):
            waits.append(page.evaluate(MOVED, (run + 1) / (RUNS + 2)))
            page.wait_for_load_state("networkidle")  # the details that follow
        browser.close()
    first, *rest = waits
    print(f"first {first:.0f} ms, then {', '.join(f'{one:.0f}' for one in rest)} ms")
    load, cores = os.getloadavg()[0], os.cpu_count()
    print(
        f"median {statistics.median(rest):.0f} ms, 60 ms of it the pause before asking; load {load:.1f} on {cores} cores"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
