from odoo import fields, models


class BrandProgram(models.Model):
    """What a programme fixes for its certificates and the mark."""

    _inherit = "brand.program"

    # Licences take these as they are on the day of issue: changed rules are a new version
    _write_windows = dict.fromkeys(
        (
            "renewal_months",
            "renewal_number",
            "mark_name",
            "mark_scope",
            "mark_rules",
            "mark_forbidden",
            "mark_leftover_days",
        ),
        ("draft",),
    )

    renewal_months = fields.Integer(
        "Renewal Opens (months before expiry)",
        default=3,
        help="From then on a holder may apply for the renewal of a certificate; before, an application"
        " for a product that is certified is refused.",
    )
    renewal_number = fields.Selection(
        [("new", "A new number"), ("same", "The same number, with a higher version")],
        "Number of a Renewal",
        default="new",
        required=True,
        help="Whether the number on the products stays when a certificate is renewed.",
    )
    appeal_text = fields.Text(
        "Rights of Appeal",
        translate=True,
        help="Stands on notices of suspension, withdrawal and cancellation. Empty: the usual words.",
    )
    mark_name = fields.Char(
        "Name of the Mark", translate=True, help="Without a name no mark is licensed."
    )
    mark_scope = fields.Text(
        "Where the Mark May Be Used",
        translate=True,
        help="On which goods, papers and pages a holder may show it.",
    )
    mark_rules = fields.Text(
        "Size and Colour of the Mark",
        translate=True,
        help="Smallest size, colours, clear space around it.",
    )
    mark_forbidden = fields.Text(
        "Forbidden Uses of the Mark", translate=True, help="What ends the licence."
    )
    mark_leftover_days = fields.Integer(
        "Days to Use up Packaging",
        default=90,
        help="Natural days after expiry or cancellation; none after a withdrawal.",
    )
    # Rows of their own, not attachments of the programme: everybody reads an open programme, but
    # only licensed holders get the files
    mark_files = fields.One2many(
        "brand.mark.file",
        "program_id",
        "Files of the Mark",
        copy=True,
        help="Drawings and manual of the mark, for licensed holders.",
    )

    _months_not_negative = models.Constraint(
        "CHECK (renewal_months >= 0 AND mark_leftover_days >= 0)",
        "Months and days cannot be negative.",
    )
