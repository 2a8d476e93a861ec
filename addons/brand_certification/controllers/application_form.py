"""The form of an application: its steps and fields, in the order of the pages."""

from collections import defaultdict
from dataclasses import dataclass

from ..models.brand_application_gaps import REQUIRED_FIELDS

LAST_STEP = 6

# Where the form shows a gap that the office wrote down
_PLACE_OF_GAP = {
    "enterprise": "uscc",
    "product": "product_name",
    "standards": "standard_ids",
    "declaration": "declaration_accepted",
}
# Where it shows what keeps the file from being submitted, if not at the field of that name
_PLACE_OF_LACK = {
    "district_id": "brand_district_id",
    "product_id": "product_name",
    "standard_missing": "standard_ids",
    "standard_not_published": "standard_ids",
    "declaration_missing": "declaration_accepted",
}


_QUESTIONS_ASKED = frozenset({"uscc", "district_id", *REQUIRED_FIELDS})


@dataclass(frozen=True)
class Field:
    """One question. ``kind``: char, text, select, radio, checks or bool."""

    name: str
    step: int
    label: str
    help: str = ""
    kind: str = "char"
    is_optional: bool = False
    attributes: tuple = ()


def step_titles(env):
    _ = env._
    return {
        1: _("Enterprise"),
        2: _("Product"),
        3: _("Standard and performance"),
        4: _("Required documents"),
        5: _("Declaration"),
        6: _("Check answers"),
    }


def form_fields(env):
    """Every question of the form, by name."""
    fields = (
        *_enterprise_fields(env._),
        *_product_fields(env._),
        *_performance_fields(env._),
        *_declaration_fields(env._),
    )
    return {field.name: field for field in fields}


def _enterprise_fields(_):
    return (
        Field(
            "uscc",
            1,
            _("Unified social credit code"),
            _("The 18 characters on the business licence, for example 91340202MA2ABCDE1X."),
            attributes=(("maxlength", 40), ("autocomplete", "off"), ("spellcheck", "false")),
        ),
        Field(
            "uscc_reason",
            1,
            _("Why the code is right although its check digit does not fit"),
            _("Only if the page says so. For example: as printed on the licence of 8 March 2023."),
            is_optional=True,
        ),
        Field(
            "brand_district_id",
            1,
            _("District"),
            _("Where the enterprise produces; it may differ from the place of registration."),
            kind="select",
        ),
        Field(
            "industry_code",
            1,
            _("Industry"),
            _("Code and name by GB/T 4754, for example C3491 Industrial robots."),
            is_optional=True,
        ),
    )


def _product_fields(_):
    return (
        Field("product_id", 2, _("Which product?"), kind="product"),
        Field(
            "product_name",
            2,
            _("Name of the product"),
            _("As it will stand on the certificate, for example: six-axis industrial robot."),
        ),
        Field(
            "product_model",
            2,
            _("Model and specification"),
            _("As on the name plate, for example ER20-1780."),
            is_optional=True,
        ),
        Field("product_kind", 2, _("Kind"), kind="select"),
        Field(
            "product_trademark",
            2,
            _("Trademark"),
            _("The registered mark that the product bears."),
            is_optional=True,
        ),
        Field(
            "product_trademark_no",
            2,
            _("Trademark registration number"),
            _("For example 12345678."),
            is_optional=True,
        ),
        Field("level_id", 2, _("Level applied for"), kind="radio"),
    )


def _performance_fields(_):
    return (
        Field(
            "standard_ids",
            3,
            _("Standards the product is certified against"),
            _("Only published standards can be chosen; more than one is possible."),
            kind="checks",
        ),
        Field(
            "advantage",
            3,
            _("What makes the product advanced"),
            _("Figures against the standard or competitors, for example: repeatability 0.02 mm."),
            kind="text",
        ),
        Field(
            "market_position",
            3,
            _("Market position"),
            _("Share and rank with their source, for example: third in the country in 2023."),
            kind="text",
        ),
        Field(
            "intellectual_property",
            3,
            _("Intellectual property"),
            _("Patents with their numbers, software copyrights, standards drafted."),
            kind="text",
            is_optional=True,
        ),
        Field(
            "quality_system",
            3,
            _("Quality management"),
            _("Systems in use and certificates held, for example ISO 9001 until May 2026."),
            kind="text",
        ),
    )


def _declaration_fields(_):
    return (
        Field("declaration_accepted", 5, _("We declare this."), kind="bool"),
        Field(
            "declared_by",
            5,
            _("Declared by"),
            _("Name of the legal representative, or of the person authorised by the enterprise."),
        ),
        Field("contact_name", 5, _("Contact"), _("Who answers questions about this file.")),
        Field(
            "contact_phone",
            5,
            _("Contact phone"),
            _("Mobile or landline with area code, for example 0553-1234567."),
            attributes=(("type", "tel"), ("autocomplete", "tel")),
        ),
    )


def is_question(key):
    """Whether a gap of ``_gaps`` is an answer that is missing (else a sentence of its own)."""
    return key in _QUESTIONS_ASKED


def place_of_lack(key):
    """Name of the field at which a gap of ``_gaps`` is shown, or "" for the whole file."""
    return _PLACE_OF_LACK.get(key, key)


def place_of_gap(gap):
    """Name of the field at which an office's gap is shown."""
    if gap.field_name == "document":
        return f"document_{gap.document_id.id}" if gap.document_id else "documents"
    return _PLACE_OF_GAP.get(gap.field_name, gap.field_name)


def step_of(place, fields):
    """The step on whose page a place lies; 0 if it is no page's (the programme, the window)."""
    if place.startswith("document"):
        return 4
    return fields[place].step if place in fields else 0


def by_step(texts_by_place, fields):
    """``{step: {place: texts}}``, with the steps that have any."""
    pages = defaultdict(dict)
    for place, texts in texts_by_place.items():
        pages[step_of(place, fields)][place] = texts
    return dict(pages)
