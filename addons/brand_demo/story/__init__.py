"""A city's years, played by its people through the actions that users take.

Nothing here writes a ``state``: what the demo shows is what the people of ``data/accounts.csv``
could have done on the days it shows. ``clock`` holds the days, ``stage`` the people and things,
``founding`` the rules; ``years`` and ``today`` say who comes when, ``certification`` and ``awards``
what they do; ``signing`` has each city sign its papers from a day on. ``suzhou`` and ``wuhan`` are
cities of their own with the same verbs; ``heritage`` and ``supervision`` are what they have besides.
what they do. ``suzhou``, ``wuhan`` and ``zhuzhou`` are cities of their own with the same verbs;
``rules``, ``honours``, ``heritage``, ``happenings`` and ``supervision`` are what they share besides.
"""

from . import (
    awards,
    clock,
    founding,
    places,
    recoveries,
    signing,
    stage,
    suzhou,
    today,
    wuhan,
    years,
    zhuzhou,
)


def play(env):
    """Play everything up to now. Mail of years gone by is not sent."""
    # cities that were installed together with the demo have no books yet
    env["res.company"]._award_open_books()
    with clock.frozen(env) as agenda, stage.without_mail(env):
        for story, city in (
            (wuhan, places.WUHAN),
            (suzhou, places.SUZHOU),
            (zhuzhou, places.ZHUZHOU),
        ):
            agenda.begin(story.FIRST_DAY)
            scene = stage.Stage(env, agenda, city)
            story.enter(scene)
            signing.enter(scene)
        agenda.begin(clock.FIRST_DAY)
        scene = stage.Stage(env, agenda)
        scene.welcome_strangers()
        founding.enter(scene)
        years.enter(scene)
        founding.prolong(scene)
        today.enter(scene)
        awards.enter(scene)
        recoveries.enter(scene)
        signing.enter(scene)
        agenda.play()
