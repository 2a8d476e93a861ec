from . import story


def _post_init_hook(env):
    """Play the city's years, from the programme's first day to the day of installation."""
    story.play(env)
