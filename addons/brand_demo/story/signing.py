"""Each city begins to sign what it issues and announces, by a key for trying out."""

from .places import SUZHOU, WUHAN, WUHU, ZHUZHOU
from .stage import LANGUAGE

CITIES = (WUHU, SUZHOU, WUHAN, ZHUZHOU)
# Before the batches of the last year; what was announced earlier stays unsigned, as in real life
_WORKING_DAYS_AGO = 245


def enter(scene):
    scene.agenda.at(scene.agenda.ago(_WORKING_DAYS_AGO), _install, scene)


def _install(scene):
    """The manager presses the button that makes a key; its private part is no part of the database."""
    wizard = scene.by("manager", "brand.signing.key.install").create(
        {"company_id": scene.company.id}
    )
    wizard.action_make_trial()


def renew(env):
    """Keys for a copy of the demo whose private keys stayed where it was made; done once or often."""
    Key = env["brand.signing.key"].with_context(lang=LANGUAGE)
    Key._replace_lost_trials()
    for city in CITIES:
        company = env.ref(f"{city.pack}.company")
        if not Key.search_count([("company_id", "=", company.id)]):
            Key._install_trial(company)
