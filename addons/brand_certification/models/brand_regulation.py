"""Rules and guides that a city publishes beside its programmes, in versions."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .transition_mixin import transition

_CONTENT = (
    "name",
    "kind",
    "company_id",
    "program_ids",
    "document_no",
    "valid_from",
    "file",
    "filename",
)


class BrandRegulation(models.Model):
    """One version of a rule or guide (认证管理办法, 评价通则, 标志管理办法, 监督管理办法).

    What was published is never edited: a new version replaces it from its own first day.
    """

    _name = "brand.regulation"
    _description = "Rule or Guide"
    _inherit = ["brand.transition.mixin", "brand.version.mixin", "brand.file.mixin", "mail.thread"]
    _order = "kind, name, version desc, id desc"

    _initial_state = "draft"
    _transitions = {
        "action_publish": (("draft",), "published", "brand_certification.group_manager"),
        "action_withdraw": (("published",), "withdrawn", "brand_certification.group_manager"),
    }
    _write_windows = dict.fromkeys(_CONTENT, ("draft",))
    _system_fields = frozenset({"version", "previous_id", "valid_to"})

    name = fields.Char("Title", required=True, help="As printed on the document.")
    kind = fields.Selection(
        [
            ("certification", "Rules of certification"),
            ("evaluation", "General rules of evaluation"),
            ("mark", "Rules of the mark"),
            ("surveillance", "Rules of surveillance"),
            ("guide", "Guide for applicants"),
            ("other", "Other rule"),
        ],
        required=True,
        default="certification",
        help="What the document rules on; the public page lists them by it.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("published", "Published"), ("withdrawn", "Repealed")],
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company",
        "City",
        required=True,
        default=lambda self: self.env.company,
        help="The city that publishes it.",
    )
    file = fields.Binary(
        "File of the Rule", help="The document as it is downloaded: PDF, Word or a picture."
    )
    program_ids = fields.Many2many(
        "brand.program",
        string="Programmes",
        help="Programmes that it applies to. Empty: all programmes of the city.",
    )
    document_no = fields.Char("Document No.", copy=False, help="Number under which it was issued.")
    previous_id = fields.Many2one(
        "brand.regulation", "Version before", readonly=True, copy=False, ondelete="restrict"
    )
    valid_from = fields.Date("In Force from", copy=False, help="First day on which it applies.")
    valid_to = fields.Date(
        "In Force until",
        readonly=True,
        copy=False,
        help="Last day; set when a later version replaces it or when it is withdrawn.",
    )
    is_current = fields.Boolean(
        "Current Version", compute="_compute_is_current", search="_search_is_current"
    )

    _version_unique = models.UniqueIndex(
        "(previous_id) WHERE previous_id IS NOT NULL",
        "There is a version after this one already.",
    )

    @api.model
    def _current_domain(self):
        today = self.env["brand.workday"]._today()
        return (
            Domain("state", "=", "published")
            & Domain("valid_from", "<=", today)
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", today))
        )

    @api.depends("state", "valid_from", "valid_to")
    def _compute_is_current(self):
        current = self.filtered_domain(self._current_domain())
        for rule in self:
            rule.is_current = rule in current

    @api.model
    def _search_is_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        current = self._current_domain()
        return current if True in value else ~current

    # -- steps -----------------------------------------------------------------------------------

    @transition
    def action_publish(self):
        """Publish: from its first day on it replaces the version before.

        :raises UserError: without file, document number or first day, all told at once; or if it
            would begin before the version that it replaces
        """
        _ = self.env._
        for rule in self:
            checks = [
                (rule.file, _("the file")),
                (rule.document_no, _("the document number")),
                (rule.valid_from, _("the day from which it is in force")),
            ]
            missing = [text for given, text in checks if not given]
            if missing:
                raise UserError(
                    _(
                        "%(rule)s cannot be published yet. Missing: %(missing)s",
                        rule=rule.display_name,
                        missing=", ".join(missing),
                    )
                )
            before = rule.previous_id
            if before.state == "published":
                if rule.valid_from <= before.valid_from:
                    raise UserError(
                        _(
                            "%(rule)s must begin after %(day)s, the first day of the version before.",
                            rule=rule.display_name,
                            day=self.env["brand.portal"]._long_date(before.valid_from),
                        )
                    )
                # sudo: the last day of the version before follows from this one
                before.sudo().valid_to = rule.valid_from - timedelta(days=1)

    @transition
    def action_withdraw(self, reason=None):
        """Withdraw without a successor, with the reason; today is its last day."""
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason of the withdrawal."))
        # sudo: the last day follows from this step
        self.sudo().write({"valid_to": self.env["brand.workday"]._today()})

    def action_new_version(self):
        """Draft of the version that replaces this one."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "published":
            raise UserError(
                self.env._("A new version follows a published one: %s", self.display_name)
            )
        # sudo: version and predecessor are set by this action only
        new = self.sudo().copy(
            {
                "version": self.version + 1,
                "previous_id": self.id,
                "file": False,
                "filename": False,
                "program_ids": [(6, 0, self.program_ids.ids)],
            }
        )
        return new.get_formview_action()

    # -- public ------------------------------------------------------------------------------------

    def _kind_label(self):
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    def _public_url(self):
        return f"/brand/rules/{self.id}"

    @api.model
    def _public_current(self):
        """Rules in force today, of all cities; they are published for everybody."""
        # sudo: public documents
        return self.sudo().search(
            self._current_domain() & Domain("file", "!=", False), order="company_id, kind, id"
        )


class BrandProgram(models.Model):
    _inherit = "brand.program"

    regulation_ids = fields.Many2many(
        "brand.regulation",
        string="Rules and Guides",
        compute="_compute_regulation_ids",
        help="In force today for this programme; enterprises and the public may download them.",
    )

    @api.depends("company_id")
    def _compute_regulation_ids(self):
        current = self.env["brand.regulation"]._public_current()
        for program in self:
            program.regulation_ids = current.filtered(
                lambda r, p=program: (
                    r.company_id == p.company_id
                    and (not r.program_ids or p._origin in r.program_ids)
                )
            )
