"""What must hold of every page: axe finds nothing, nothing sticks out, the console is silent."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

AXE = Axe()
WIDTHS = (1280, 320)
RUN = """(contrast) => axe.run(document, {
    resultTypes: ['violations'],
    rules: {'color-contrast': {enabled: contrast}},
})"""
"""What passes is not written out node by node, which takes longer than finding it."""


def violations(page: Page, *, contrast: bool = True) -> list[str]:
    """What axe finds, in a line each, with where.

    Arguments:
        contrast: whether colours are held against each other too: four fifths of the time.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.axe_script)
    found = page.evaluate(RUN, contrast)["violations"]
    return [
        f"{rule['id']}: {node['target']} {node.get('failureSummary', '')[:160]}"
        for rule in found
        for node in rule["nodes"]
    ]


def sticks_out(page: Page) -> list[str]:
    """Whether the page scrolls sideways, and the first things that make it."""
    script = """() => {
        const wide = document.documentElement.scrollWidth;
        if (wide <= window.innerWidth) return [];
        return [...document.querySelectorAll('body *')]
            .filter(e => e.getBoundingClientRect().right > window.innerWidth + 1)
            .slice(0, 3).map(e => e.tagName + '.' + e.className);
    }"""
    return [str(what) for what in page.evaluate(script)]


def look(page: Page, axe_at: tuple[int, ...] = WIDTHS) -> list[str]:
    """What is wrong with the page as it stands, at both widths.

    Arguments:
        axe_at: the widths at which axe looks too; the other is looked at for what sticks out.
            At both of them it also looks at contrast, at the first: colours do not differ.
    """
    wrong: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        contrast = axe_at == WIDTHS and width == WIDTHS[0]
        found = violations(page, contrast=contrast) if width in axe_at else []
        wrong += [f"{width}: {what}" for what in found]
        wrong += [f"{width} sticks out: {what}" for what in sticks_out(page)]
    return wrong


def listen(page: Page) -> list[str]:
    """Collect what the console complains about, such as the content security policy."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(f"{page.url}: {message.text}")

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    return complaints
