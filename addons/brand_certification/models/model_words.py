"""What people call a model: its name in their language, which ``_description`` is not."""


def model_label(model):
    """The model's name as users read it, in the language of the environment."""
    # sudo: names of models are on every page; who reads one need not be allowed to list them
    return model.env["ir.model"].sudo()._get(model._name).name or model._description
